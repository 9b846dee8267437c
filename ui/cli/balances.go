package cli

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

// profileBalanceJSON is a profile in the output of `balance --all-profiles --json`.
// What is unknown is null.
type profileBalanceJSON struct {
	Profile   model.OptionalString `json:"profile"`
	Exported  bool                 `json:"exported"`
	API       string               `json:"api"`
	Credits   *model.Credits       `json:"credits"`
	Plan      model.OptionalString `json:"plan"`
	Email     model.OptionalString `json:"email"`
	AsOf      model.Time           `json:"asOf"`
	PeriodEnd model.Time           `json:"periodEnd"`
	Attention model.OptionalString `json:"attention"`
}

// runAllBalances prints the balances of all profiles. It fails where none is known.
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
	answer := struct {
		Profiles []profileBalanceJSON `json:"profiles"`
	}{[]profileBalanceJSON{}}
	r := report{columns: []column{{"PROFILE", text}, {"CREDITS", number}, {"PLAN", text}, {"RENEWAL", text}, {"ACCOUNT", text}, {"AS OF", fixed}}, fields: []string{"profile", "credits", "plan", "email"}}
	known := false
	for _, at := range standings {
		answer.Profiles = append(answer.Profiles, balanceOf(at, low))
		known = known || at.Account.Has
		r.add(deps, at, message.Attention(at, low))
	}
	if !known && len(standings) > 0 {
		return standings[0].Err
	}
	r.json = answer
	return r.write(deps.Streams, options.json, account.Identity{})
}

func balanceOf(at account.ProfileStanding, low model.Credits) profileBalanceJSON {
	is := profileBalanceJSON{
		Profile: model.OptionalString(at.Name), Exported: at.Exported, API: at.BaseURL, Attention: model.OptionalString(message.Attention(at, low)),
	}
	if known := at.Account; known.Has {
		is.Credits, is.Plan, is.Email, is.AsOf = &known.Value.Credits, model.OptionalString(known.Value.Plan), model.OptionalString(known.Value.Email), model.At(known.At)
		is.PeriodEnd = at.Subscription.Value.CurrentPeriodEnd
	}
	return is
}

// add adds a row for a profile's account.
func (r *report) add(deps Deps, at account.ProfileStanding, attention string) {
	name, credits, plain, plan, known := at.Name, "–", "", "", at.Account
	if at.Exported {
		name = "(exported key)"
	}
	if known.Has {
		credits, plain, plan = known.Value.Credits.String(), known.Value.Credits.Plain(), message.Plan(known.Value, at.Subscription.Value)
	}
	asOf := model.At(known.At)
	r.tableRows = append(r.tableRows, []string{name, credits, plan, message.Renewal(at, deps.Now(), deps.Location), known.Value.Email, clock(deps, asOf)})
	r.tsvRows = append(r.tsvRows, []string{at.Name, plain, known.Value.Plan, known.Value.Email, asOf.ISO(), at.Subscription.Value.CurrentPeriodEnd.ISO(), attention})
	r.addWarning(name, attention)
}
