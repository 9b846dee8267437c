package cli

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/settings"
)

// offers are plans and packs for comparisons: the server's, with entered prices where
// it gives none. Purchases use the server's alone.
type offers struct {
	deps    Deps
	session account.Session
	typed   model.EnteredPrices
}

// typedOffers reads the entered prices, and reports errors in their file.
func typedOffers(deps Deps, session account.Session) offers {
	typed, problems, err := settings.ReadPrices(session.Prices)
	for _, problem := range problems {
		deps.Streams.say("%s", problem)
	}
	if err != nil {
		deps.Streams.say("The prices that you entered cannot be read: %v", err)
	}
	return offers{deps, session, typed}
}

func (o offers) plans(ctx context.Context) ([]model.Plan, model.Provenance, error) {
	plans, from, err := o.session.Source.Plans(ctx)
	plans, from = o.typed.OfPlans(plans, from)
	return plans, from, err
}

func (o offers) packs(ctx context.Context) ([]model.Pack, model.Provenance, error) {
	packs, from, err := o.session.Source.Packs(ctx)
	packs, from = o.typed.OfPacks(packs, from)
	return packs, from, err
}

// rates are the units for comparing plans and packs where a table is printed: the list
// that is not given is fetched, and left out after an error.
func (o offers) rates(ctx context.Context, plans []model.Plan, packs []model.Pack) model.Rates {
	switch {
	case !o.deps.Streams.OutTTY:
	case plans == nil:
		plans, _, _ = o.plans(ctx)
	case packs == nil:
		packs, _, _ = o.packs(ctx)
	}
	return model.NewRates(plans, packs, o.deps.comparePer)
}

// notes say that prices were entered, or once how they differ from the server's.
func (o offers) notes(ctx context.Context, plans []model.Plan, packs []model.Pack, from model.Provenance) []string {
	now, zone := o.deps.Now(), o.deps.Location
	note := message.EnteredPrices(o.typed, from, now, zone)
	if from == model.Billed && len(o.typed.Plans)+len(o.typed.Packs) > 0 {
		account, err := o.session.Source.Account(ctx)
		if err != nil {
			return nil // the note is printed next time
		}
		note = message.PriceDifferences(data.NewPriceDifferences(o.session.Visits, account.ID, o.typed, plans, packs), now, zone)
	}
	if note == "" {
		return nil
	}
	return []string{note}
}

// pricesHint adds to notes how to enter prices.
func pricesHint(deps Deps, notes ...string) []string {
	if hint := deps.offer("", "To enter its prices:", "prices edit"); hint != "" {
		return append(notes, hint)
	}
	return notes
}
