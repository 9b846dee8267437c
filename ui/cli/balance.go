package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
)

type balanceOptions struct {
	target Target
	json   bool
}

func (c *commands) balance() *cobra.Command {
	options := balanceOptions{}
	cmd := &cobra.Command{
		Use:   "balance",
		Short: "Print the balance in credits",
		Long: `Print the balance in credits, the plan and whose account it is.

Piped, one line: credits, plan, email, account id, as of (UTC).`,
		Example: `studio-tui balance
studio-tui balance | cut -f 1
studio-tui balance --json`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			return runBalance(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

// balanceJSON is what `balance --json` prints; amounts in credits, times in UTC.
type balanceJSON struct {
	Credits    model.Credits    `json:"credits"`
	Plan       model.Opt        `json:"plan"`
	Email      model.Opt        `json:"email"`
	ID         model.ID         `json:"id"`
	AsOf       model.Time       `json:"asOf"`
	Provenance model.Provenance `json:"provenance"`
	Sandbox    bool             `json:"sandbox"`
}

func runBalance(ctx context.Context, deps Deps, options balanceOptions) error {
	return reading(ctx, deps, options.target, func(ctx context.Context, session Session) error {
		account, err := session.Source.Account(ctx)
		if err != nil {
			return err
		}
		asOf := model.At(deps.Now())
		plan := model.PlanName(account.Plan)
		if deps.Streams.OutTTY && account.Plan != model.FreePlan { // scripts have the status of their own
			if sub, _, err := session.Source.Subscription(ctx); err == nil {
				plan = planOf(account, sub)
			}
		}
		return report{
			json: balanceJSON{
				Credits: account.Credits, Plan: model.Opt(account.Plan), Email: model.Opt(account.Email), ID: account.ID,
				AsOf: asOf, Provenance: model.Billed, Sandbox: session.Identity.Sandbox,
			},
			columns: []column{{"CREDITS", figure}, {"PLAN", prose}, {"ACCOUNT", prose}, {"AS OF", exact}},
			people: [][]string{{
				account.Credits.String(), plan, account.Email, clock(deps, asOf),
			}},
			fields: [][]string{{
				account.Credits.Plain(), account.Plan, account.Email, string(account.ID), asOf.ISO(),
			}},
		}.write(deps.Streams, options.json, session.Identity)
	})
}

// clock is an instant for people, in their own time.
func clock(deps Deps, t model.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(deps.Location).Format("2006-01-02 15:04")
}
