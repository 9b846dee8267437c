package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

type plansOptions struct {
	target account.Target
	json   bool
}

func (c *commands) plans() *cobra.Command {
	options := plansOptions{}
	cmd := &cobra.Command{
		Use:   "plans",
		Short: "Print the subscription plans",
		Long: `Print the subscription plans in order of rank. JSON has their features besides.

Piped, a line each: slug, name, credits a month, price a month, its currency, price a year, its currency, rank, current (yes or nothing), best for.`,
		Example: `studio-tui plans
studio-tui plans --json`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			return runPlans(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

func runPlans(ctx context.Context, deps Deps, options plansOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		account, err := session.Source.Account(ctx)
		if err != nil {
			return err
		}
		offers := typedOffers(deps, session)
		plans, provenance, err := offers.plans(ctx)
		if err != nil {
			return err
		}
		if plans == nil {
			plans = []model.Plan{}
		}
		left := leftOutOf(session.Source, "plans")
		rates := offers.rates(ctx, plans, nil)
		r := report{
			json: listing[planJSON]{
				Data: plansJSON(plans, provenance), Provenance: provenance, AsOf: model.At(deps.Now()), Sandbox: session.Identity.Sandbox, LeftOut: left,
			},
			columns: []column{
				{"PLAN", text},
				{"SLUG", spare},
				{"CREDITS", number},
				{strings.ToUpper(message.RateUnit(rates)), number},
				{"MONTH", number},
				{"YEAR", number},
				{"BEST FOR", optional},
			},
			fields: []string{"slug", "name", "credits", "monthly", "currency", "yearly", "currency", "rank"},
		}
		var sub model.Subscription // zero where it is unknown
		if deps.Streams.OutTTY {
			sub, _, _ = session.Source.Subscription(ctx)
		}
		for _, plan := range plans {
			r.tableRows = append(r.tableRows, planCells(plan, plan.Slug == sub.PlanOf(account), sub, rates))
			r.tsvRows = append(r.tsvRows, planFields(plan, plan.Slug == account.Plan))
		}
		if provenance == model.Documented {
			r.notes = append(r.notes, pricesHint(deps, "This server does not offer prices. Plans are as documented; prices at "+string(model.PricingPage))...)
		}
		r.notes = append(r.notes, offers.notes(ctx, plans, nil, provenance)...)
		r.notes = append(r.notes, leftOutNotes(left)...)
		return r.write(deps.Streams, options.json, session.Identity)
	})
}

// planJSON is a plan, with null prices where the server gives none.
type planJSON struct {
	model.Plan
	Prices []model.Price `json:"prices"`
}

func plansJSON(plans []model.Plan, provenance model.Provenance) []planJSON {
	list := make([]planJSON, len(plans))
	for i, plan := range plans {
		list[i] = planJSON{Plan: plan}
		if provenance == model.Billed || len(plan.Prices) > 0 {
			list[i].Prices = append([]model.Price{}, plan.Prices...)
		}
	}
	return list
}

// planCells are a plan's table cells, for people.
func planCells(plan model.Plan, current bool, sub model.Subscription, rates model.Rates) []string {
	name, credits := plan.Name, "–"
	switch {
	case current && sub.Trial():
		name += " (yours, a trial)"
	case current && sub.Stalled():
		name += " (yours, " + message.StatusWord(sub) + ")"
	case current:
		name += " (yours)"
	}
	if plan.CreditsPerMonth != nil {
		credits = plan.CreditsPerMonth.String()
	}
	price := func(interval model.Interval) string {
		if money, ok := plan.Price(interval); ok {
			return money.Short()
		}
		return "–"
	}
	monthly := price(model.Monthly)
	if plan.ByContact() {
		monthly = "contact"
	}
	return []string{name, plan.Slug, credits, planRate(plan, rates), monthly, price(model.Yearly), plan.BestFor}
}

// planRate is the number of credits for money paid monthly, else yearly.
func planRate(plan model.Plan, rates model.Rates) string {
	for _, interval := range []model.Interval{model.Monthly, model.Yearly} {
		if value, ok := plan.Value(interval); ok {
			return message.Rate(rates, value)
		}
	}
	return ""
}

// planFields are a plan's fields, for scripts, in the order given by the help.
func planFields(plan model.Plan, current bool) []string {
	credits, yours := "", ""
	if plan.CreditsPerMonth != nil {
		credits = plan.CreditsPerMonth.Plain()
	}
	if current {
		yours = "yes"
	}
	fields := []string{plan.Slug, plan.Name, credits}
	for _, interval := range []model.Interval{model.Monthly, model.Yearly} {
		if money, ok := plan.Price(interval); ok {
			fields = append(fields, money.Decimal(), money.Currency)
		} else {
			fields = append(fields, "", "")
		}
	}
	return append(fields, strconv.Itoa(plan.Rank), yours, plan.BestFor)
}
