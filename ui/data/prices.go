package data

import (
	"fmt"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// Prices are what a person has typed of a price list. They are immutable.
type Prices struct{ model.EnteredPrices }

// PlanOffers are the plans for comparisons: with the prices that a person has typed where the
// server tells none. What is bought is taken from Plans alone.
func (s *State) PlanOffers() ([]model.Plan, model.Provenance) {
	return s.EnteredPrices().OfPlans(s.Plans.Value, s.Plans.Provenance)
}

// PackOffers are the packs for comparisons, likewise. What is bought is taken from Packs alone.
func (s *State) PackOffers() ([]model.Pack, model.Provenance) {
	return s.EnteredPrices().OfPacks(s.Packs.Value, s.Packs.Provenance)
}

// EnteredPrices are the prices that a person has typed.
func (s *State) EnteredPrices() model.EnteredPrices {
	if s.Prices.Value == nil {
		return model.EnteredPrices{}
	}
	return s.Prices.Value.EnteredPrices
}

// NewPriceDifferences are the prices of a server that are not those that were typed, and were not
// told of yet; from then on they were. Where that cannot be kept they are, for this time.
func NewPriceDifferences(visits account.Visits, id model.ID, typed model.EnteredPrices, plans []model.Plan, packs []model.Pack) (fresh []model.EnteredPrice) {
	for _, price := range typed.Beside(plans, packs) {
		if !price.Differs() {
			continue
		}
		if first, err := visits.MarkTold(id, differenceName(price)); first || err != nil {
			fresh = append(fresh, price)
		}
	}
	return fresh
}

// differenceName is by what a difference is remembered.
func differenceName(p model.EnteredPrice) string {
	money := func(m *model.Money) string {
		if m == nil {
			return "-"
		}
		return m.Decimal() + m.Currency
	}
	credits := func(c *model.Credits) string {
		if c == nil {
			return "-"
		}
		return c.Plain()
	}
	return fmt.Sprintf("price %s %s %s %s %s", p.Slug, money(p.Price), credits(p.Credits), money(p.Served), credits(p.ServedCredits))
}
