package cli

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

// profileBalanceJSON is a profile in the output of `balance --all-profiles --json`.
// What is unknown is null.
type profileBalanceJSON struct {
	Profile    model.OptionalString `json:"profile"`
	Exported   bool                 `json:"exported"`
	API        string               `json:"api"`
	Credits    *model.Credits       `json:"credits"`
	Plan       model.OptionalString `json:"plan"`
	Email      model.OptionalString `json:"email"`
	AsOf       model.Time           `json:"asOf"`
	PeriodEnd  model.Time           `json:"periodEnd"`
	Attention  model.OptionalString `json:"attention"`
	Provenance model.OptionalString `json:"provenance"`
	Sandbox    bool                 `json:"sandbox"`
}

// runAllBalances prints the balances of all profiles. It fails, after
// all are printed, where one could not be read.
func runAllBalances(ctx context.Context, deps Deps, options balanceOptions, low model.Credits) error {
	if options.least != "" || options.check {
		return usagef("--all-profiles goes with neither --min nor --check, which are of one account")
	}
	if options.target.Demo != nil {
		return usagef("the demo has no profiles")
	}
	accounts, err := deps.Accounts(options.target)
	if err != nil {
		return err
	}
	standings, err := accounts.Standings(model.OnWait(ctx, tellOfWaits(deps)), true)
	if err != nil {
		return err
	}
	answer := listing[profileBalanceJSON]{Data: []profileBalanceJSON{}, Provenance: model.Billed, AsOf: model.At(deps.Now())}
	r := report{columns: []column{{"PROFILE", text}, {"CREDITS", number}, {"PLAN", text}, {"RENEWAL", text}, {"ACCOUNT", text}, {"AS OF", fixed}}, fields: []string{"profile", "credits", "plan", "email"}}
	var unread []string
	code := ExitOK // of the first failure
	for _, at := range standings {
		answer.Data = append(answer.Data, balanceOf(at, low))
		answer.Sandbox = answer.Sandbox || at.Sandbox
		r.add(deps, at, message.Attention(at, low))
		// The default profile is listed without a key too, beside others.
		neverUsed := at.AddedAt.IsZero() && errors.As(at.Err, new(*account.NoKeyError)) && len(standings) > 1
		if at.Err != nil && !neverUsed {
			unread = append(unread, nameOf(at))
			code = cmp.Or(code, ExitCode(at.Err))
		}
	}
	r.json = answer
	if err := r.write(deps.Streams, options.json, account.Identity{Sandbox: answer.Sandbox}); err != nil {
		return err
	}
	if len(unread) > 0 {
		return &Outcome{code, "Not read: " + strings.Join(unread, ", ")}
	}
	return nil
}

// nameOf is the name of a profile for people.
func nameOf(at account.ProfileStanding) string {
	if at.Exported {
		return "(exported key)"
	}
	return at.Name
}

func balanceOf(at account.ProfileStanding, low model.Credits) profileBalanceJSON {
	is := profileBalanceJSON{
		Profile: model.OptionalString(at.Name), Exported: at.Exported, API: at.BaseURL, Attention: model.OptionalString(message.Attention(at, low)), Sandbox: at.Sandbox,
	}
	if known := at.Account; known.Has {
		is.Credits, is.Plan, is.Email, is.AsOf = &known.Value.Credits, model.OptionalString(known.Value.Plan), model.OptionalString(known.Value.Email), model.At(known.At)
		is.Provenance = model.OptionalString(known.Provenance)
		is.PeriodEnd = at.Subscription.Value.CurrentPeriodEnd
	}
	return is
}

// add adds a row for a profile's account.
func (r *report) add(deps Deps, at account.ProfileStanding, attention string) {
	name, credits, plain, plan, known := nameOf(at), "–", "", "", at.Account
	shown, sandbox := name, ""
	if at.Sandbox {
		shown, sandbox = name+" (sandbox)", "sandbox"
	}
	if known.Has {
		credits, plain, plan = known.Value.Credits.String(), known.Value.Credits.Plain(), message.Plan(known.Value, at.Subscription.Value)
	}
	asOf := model.At(known.At)
	r.tableRows = append(r.tableRows, []string{shown, credits, plan, message.Renewal(at, deps.Now(), deps.Location), known.Value.Email, clock(deps, asOf)})
	r.tsvRows = append(r.tsvRows, []string{at.Name, plain, known.Value.Plan, known.Value.Email, asOf.ISO(), at.Subscription.Value.CurrentPeriodEnd.ISO(), attention, sandbox})
	r.addWarning(name, attention)
}
