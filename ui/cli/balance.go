package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

type balanceOptions struct {
	target account.Target
	least  string // the least balance required
	check  bool   // against the budget
	all    bool   // of all profiles
	json   bool
}

func (c *commands) balance() *cobra.Command {
	options := balanceOptions{}
	cmd := &cobra.Command{
		Use:   "balance",
		Short: "Print the balance in credits",
		Long: `Print the balance in credits, the plan and whose account it is. On a terminal it also says what needs attention, such as a low balance, a payment that failed or a budget that is exceeded, and how long the credits last, once this machine has the whole history, as forecast does.

With --min the exit code is 20 where the balance is below so many credits, with --check it is 21 where the budget is exceeded; where both are so, it is 20. The balance is printed all the same.

With --all-profiles it asks for the balance of every profile, with its plan, its renewal and what needs attention. One that cannot be asked stands there as this machine knows it, with its time and the reason; the exit code is then that of the first such failure, such as 3 for a profile without a key or 4 for a server without an answer.

Piped, one line: credits, plan, email, account id, as of (UTC). With --all-profiles a line each: profile (nothing for an exported key), credits, plan, email, as of (UTC), end of the billing period (UTC), what needs attention, the word sandbox where the figures are invented.`,
		Example: `studio-tui balance
studio-tui balance | cut -f 1
studio-tui balance --json
studio-tui balance --all-profiles
studio-tui balance --min 500 > /dev/null || echo "time for a pack"`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			switch {
			case options.all && cmd.Flags().Changed("profile"):
				return usagef("--profile does not go with --all-profiles, which takes every profile")
			case options.all:
				return runAllBalances(cmd.Context(), c.deps, options, c.config.LowBalance)
			case cmd.Flags().Changed("columns"):
				return usagef("--columns goes with --all-profiles")
			}
			return runBalance(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().StringVar(&options.least, "min", "", "End with exit code 20 where there are fewer credits")
	cmd.Flags().BoolVar(&options.check, "check", false, "End with exit code 21 where the budget is exceeded")
	cmd.Flags().BoolVar(&options.all, "all-profiles", false, "Print that of every profile")
	cmd.Flags().BoolVar(&options.json, "json", false, "Print JSON")
	return cmd
}

// balanceJSON is what `balance --json` prints; amounts in credits, times in UTC.
type balanceJSON struct {
	Credits    model.Credits        `json:"credits"`
	Plan       model.OptionalString `json:"plan"`
	Email      model.OptionalString `json:"email"`
	ID         model.ID             `json:"id"`
	AsOf       model.Time           `json:"asOf"`
	Provenance model.Provenance     `json:"provenance"`
	Sandbox    bool                 `json:"sandbox"`
}

func runBalance(ctx context.Context, deps Deps, options balanceOptions) error {
	least := model.Credits(0)
	if options.least != "" {
		var err error
		if least, err = model.ParseCredits(options.least); err != nil {
			return usagef("--min takes a number of credits")
		}
	}
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		account, err := session.Source.Account(ctx)
		if err != nil {
			return err
		}
		asOf := model.At(deps.Now())
		var sub model.Subscription // zero where it is unknown
		var notes []string
		if deps.Streams.OutTTY && !options.json { // scripts have the plain command for that
			sub, _, _ = session.Source.Subscription(ctx)
			if !deps.Streams.quiet {
				notes = balanceNotes(ctx, deps, session, account, sub)
			}
			if !deps.Streams.quiet && !options.check { // which says so itself
				notes = append(notes, budgetAlerts(ctx, deps, session, account.ID)...)
			}
		}
		printed := report{
			json: balanceJSON{
				Credits: account.Credits, Plan: model.OptionalString(account.Plan), Email: model.OptionalString(account.Email), ID: account.ID,
				AsOf: asOf, Provenance: model.Billed, Sandbox: session.Identity.Sandbox,
			},
			notes:   notes,
			columns: []column{{"CREDITS", number}, {"PLAN", text}, {"ACCOUNT", text}, {"AS OF", fixed}},
			tableRows: [][]string{{
				account.Credits.String(), message.Plan(account, sub), account.Email, clock(deps, asOf),
			}},
			fields: []string{"credits", "plan", "email", "id"},
			tsvRows: [][]string{{
				account.Credits.Plain(), account.Plan, account.Email, string(account.ID), asOf.ISO(),
			}},
		}.write(deps.Streams, options.json, session.Identity)
		switch {
		case printed != nil:
			return printed
		case options.least != "" && account.Credits < least:
			return &Outcome{ExitBelow, fmt.Sprintf("The balance is %s, below %s", format.Credits(account.Credits), format.Amount(least))}
		case options.check:
			return checkBudget(ctx, deps, session, account.ID)
		}
		return nil
	})
}

// checkBudget returns an [*Outcome] where the account's budget is exceeded.
func checkBudget(ctx context.Context, deps Deps, session account.Session, account model.ID) error {
	budget, err := session.Budgets.Budget(account)
	if err != nil {
		return err
	}
	if budget == nil {
		warn(deps.Streams, []string{deps.offer("There is no budget.", "To set one:", "budget set 500/week")})
		return nil
	}
	h, check, err := budgetNow(ctx, deps, session, *budget)
	if err != nil {
		return err
	}
	if check.State == insight.BudgetOver {
		return errors.Join(&Outcome{ExitOverBudget, fmt.Sprintf("The budget is exceeded: %s of %s a %s were used", format.Amount(check.Used), format.Credits(check.Credits), check.Per)}, h.stale)
	}
	return h.stale
}

// clock is an instant for people, in their time zone.
func clock(deps Deps, t model.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(deps.Location).Format("2006-01-02 15:04")
}
