package data

import (
	"fmt"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// Prices are prices entered by the user. They are immutable.
type Prices struct{ model.EnteredPrices }

// PlanOffers are the plans for comparisons, with prices entered by the user where the server
// has none. Purchases use Plans alone.
func (s *State) PlanOffers() ([]model.Plan, model.Provenance) {
	return s.EnteredPrices().OfPlans(s.Plans.Value, s.Plans.Provenance)
}

// PackOffers are the packs for comparisons, likewise. Purchases use Packs alone.
func (s *State) PackOffers() ([]model.Pack, model.Provenance) {
	return s.EnteredPrices().OfPacks(s.Packs.Value, s.Packs.Provenance)
}

// EnteredPrices are the prices entered by the user.
func (s *State) EnteredPrices() model.EnteredPrices {
	if s.Prices.Value == nil {
		return model.EnteredPrices{}
	}
	return s.Prices.Value.EnteredPrices
}

// NewPriceDifferences are server prices that differ from those entered and were not reported
// before. It marks them as reported; where that cannot be stored they are reported again.
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

// differenceName is the name under which a difference is marked as reported.
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
