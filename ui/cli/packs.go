package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

type packsOptions struct {
	target account.Target
	json   bool
}

func (c *commands) packs() *cobra.Command {
	options := packsOptions{}
	cmd := &cobra.Command{
		Use:   "packs",
		Short: "Print the credit packs",
		Long: `Print the credit packs. Their credits stack on top of a plan's and never expire.

Piped, a line each: slug, name, credits, price, currency, featured (yes or nothing).`,
		Example: `studio-tui packs
studio-tui packs --json`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			return runPacks(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

func runPacks(ctx context.Context, deps Deps, options packsOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		offers := typedOffers(deps, session)
		packs, provenance, err := offers.packs(ctx)
		if err != nil {
			return err
		}
		if packs == nil {
			packs = []model.Pack{}
		}
		left := leftOutOf(session.Source, "packs")
		rates := offers.rates(ctx, nil, packs)
		r := report{
			json: listing[model.Pack]{
				Data: packs, Provenance: provenance, AsOf: model.At(deps.Now()), Sandbox: session.Identity.Sandbox, LeftOut: left,
			},
			columns: []column{{"PACK", text}, {"SLUG", spare}, {"CREDITS", number}, {"PRICE", number}, {strings.ToUpper(message.RateUnit(rates)), number}, {"", fixed}},
		}
		best := model.BestValue(packs)
		for i, pack := range packs {
			r.tableRows = append(r.tableRows, []string{
				pack.Name, pack.Slug, pack.Credits.String(), pack.Price.String(), message.Rate(rates, pack.Value()), message.PackMark(pack, i == best),
			})
			r.tsvRows = append(r.tsvRows, []string{
				pack.Slug, pack.Name, pack.Credits.Plain(), pack.Price.Decimal(), pack.Price.Currency, yes(pack.Featured),
			})
		}
		if provenance == model.Unsupported {
			r.notes = append(r.notes, pricesHint(deps, "This server does not offer credit packs. They are at "+string(model.PricingPage))...)
		}
		r.notes = append(r.notes, offers.notes(ctx, nil, packs, provenance)...)
		r.notes = append(r.notes, leftOutNotes(left)...)
		return r.write(deps.Streams, options.json, session.Identity)
	})
}
