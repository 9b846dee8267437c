package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/export"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

func (c *commands) budget() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "budget",
		Short: "Print how the budget stands",
		Long: `Print the budget of the account, what was used of it, and where that leads.

A budget is credits a day, a week (from Monday) or a month, of this machine's calendar. It is kept on this machine, for each account. It holds nothing back: balance --check says with its exit code that it is exceeded.

The state is ok, pace (likely over before the end), near (nine tenths are used) or over. What the rest of the span brings is told from stretches of the same length in your own history: likely, and at least and at most in 8 of 10 of them.

Piped, one line: credits, per, from, to, used, share, projected low, mid and high, state; nothing without a budget.`,
		Example: `studio-tui budget set 500/week
studio-tui budget
studio-tui balance --check`,
		Args: c.unknownCommand,
		Run: c.run(func(cmd *cobra.Command) error {
			target, err := c.flags.target(cmd, c.deps)
			if err != nil {
				return err
			}
			return runBudget(cmd.Context(), c.deps, target, asJSON)
		}),
	}
	c.flags.account(cmd.PersistentFlags(), c.deps)
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON")
	cmd.AddCommand(c.setBudget(), c.clearBudget())
	return cmd
}

func (c *commands) setBudget() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "set CREDITS/SPAN",
		Short:   "Set the budget: " + insight.BudgetHelp,
		Long:    `Set the budget of the account, in the place of the one before.`,
		Example: "studio-tui budget set 500/week\nstudio-tui budget set 100/day\nstudio-tui budget set 4000/month",
		Args:    cobra.ArbitraryArgs,
	}
	cmd.Run = func(cmd *cobra.Command, args []string) {
		c.run(func(cmd *cobra.Command) error {
			if len(args) != 1 {
				return usagef("%s takes one budget: %s", cmd.CommandPath(), insight.BudgetHelp)
			}
			budget, err := insight.ParseBudget(args[0])
			if err != nil {
				return usagef("%w", err)
			}
			return c.keepBudget(cmd, &budget)
		})(cmd, args)
	}
	return cmd
}

func (c *commands) clearBudget() *cobra.Command {
	return &cobra.Command{
		Use:   "clear",
		Short: "Forget the budget",
		Long:  `Forget the budget of the account.`,
		Args:  c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			return c.keepBudget(cmd, nil)
		}),
	}
}

// keepBudget saves an account's budget, nil for none, and confirms that.
func (c *commands) keepBudget(cmd *cobra.Command, budget *insight.Budget) error {
	target, err := c.flags.target(cmd, c.deps)
	if err != nil {
		return err
	}
	return withSession(cmd.Context(), c.deps, target, func(ctx context.Context, session account.Session) error {
		account, err := session.Source.Account(ctx)
		if err != nil {
			return err
		}
		if err := session.Budgets.SetBudget(account.ID, budget); err != nil {
			return err
		}
		c.deps.Streams.say("%s", message.BudgetSet(budget))
		return nil
	})
}

// budgetJSON is the output of `budget --json`. All of it is null without a budget.
type budgetJSON struct {
	Credits    *model.Credits       `json:"credits"`
	Per        model.OptionalString `json:"per"`
	From       model.OptionalString `json:"from"`
	To         model.OptionalString `json:"to"`
	Zone       string               `json:"zone"`
	Used       *model.Credits       `json:"used"`
	Share      *jsonDecimal         `json:"share"`
	Projected  *insight.Projection  `json:"projected"`
	State      model.OptionalString `json:"state"`
	Unknown    int32                `json:"unknown"` // generations without a known price
	Provenance model.Provenance     `json:"provenance"`
	AsOf       model.Time           `json:"asOf"`
	Sandbox    bool                 `json:"sandbox"`
}

func runBudget(ctx context.Context, deps Deps, target account.Target, asJSON bool) error {
	return withSession(ctx, deps, target, func(ctx context.Context, session account.Session) error {
		account, err := session.Source.Account(ctx)
		if err != nil {
			return err
		}
		budget, err := session.Budgets.Budget(account.ID)
		if err != nil {
			return err
		}
		answer := budgetJSON{Zone: deps.Location.String(), Provenance: model.Billed, AsOf: model.At(deps.Now()), Sandbox: session.Identity.Sandbox}
		if budget == nil {
			if asJSON {
				_, provenance, err := session.Source.Search(ctx, "", time.Time{}, 1)
				if err != nil {
					return err
				}
				if provenance == model.Unsupported { // and the use would be that of the estimated history
					answer.Provenance = model.Estimated
				}
			}
			return report{json: answer, notes: []string{deps.offer("There is no budget.", "To set one:", "budget set 500/week")}}.write(deps.Streams, asJSON, session.Identity)
		}
		h, check, err := budgetNow(ctx, deps, session, *budget)
		if err != nil {
			return err
		}
		day := func(d model.Day) string { return d.Format(time.DateOnly) }
		share := jsonDecimal(export.Share(check.Used, check.Credits))
		answer.Credits, answer.Per, answer.From, answer.To = &check.Credits, model.OptionalString(check.Per), model.OptionalString(day(check.From)), model.OptionalString(day(check.To))
		answer.Used, answer.Share, answer.Projected, answer.State = &check.Used, &share, check.Projected, model.OptionalString(check.State)
		answer.Unknown, answer.Provenance, answer.AsOf = check.unknown, h.Provenance, h.asOf(deps)
		low, mid, high, projected := "", "", "", ""
		if p := check.Projected; p != nil {
			low, mid, high = p.Low.Plain(), p.Mid.Plain(), p.High.Plain()
			projected = fmt.Sprintf("%s (%s to %s)", message.WholeCredits(p.Mid), message.WholeCredits(p.Low), message.WholeCredits(p.High))
		}
		estimated := h.Provenance == model.Estimated
		r := report{
			json: answer, notes: h.notes,
			columns: []column{{"BUDGET", fixed}, {"FROM", fixed}, {"TO", fixed}, {"USED", number}, {"SHARE", number}, {"AT ITS END", fixed}, {"STATE", fixed}},
			tableRows: [][]string{{
				fmt.Sprintf("%s a %s", format.Amount(check.Credits), check.Per), day(check.From), day(check.To),
				message.Use(history.Use{Debits: check.Used}, estimated), message.BudgetShare(check.BudgetCheck, check.unknown > 0, estimated), projected, string(check.State),
			}},
			tsvRows: [][]string{{
				check.Credits.Plain(), string(check.Per), day(check.From), day(check.To), check.Used.Plain(), string(share), low, mid, high, string(check.State),
			}},
		}
		if check.unknown > 0 {
			r.notes = append([]string{format.Plural(int(check.unknown), "generation") + " of unknown price: not counted."}, r.notes...)
		}
		if err := r.write(deps.Streams, asJSON, session.Identity); err != nil {
			return err
		}
		return h.stale
	})
}

// budgetCheck is the state of a budget, with the number of generations of unknown
// price.
type budgetCheck struct {
	insight.BudgetCheck
	unknown int32
}

// budgetNow reads the history and compares a budget with it.
func budgetNow(ctx context.Context, deps Deps, session account.Session, budget insight.Budget) (accountHistory, budgetCheck, error) {
	h, err := readHistory(ctx, deps, session, "")
	if err != nil {
		return h, budgetCheck{}, err
	}
	activity, err := insight.NewActivity(ctx, h.Table.All(), nil, deps.Location)
	if err != nil {
		return h, budgetCheck{}, err
	}
	check := budget.Check(activity, deps.Now())
	return h, budgetCheck{check, activity.Of(check.Span).Unknown}, nil
}
