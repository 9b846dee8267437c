package cli

import (
	"context"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

type summaryOptions struct {
	target account.Target
	json   bool
}

// summaryJSON is the output of `studio-tui --json`. What is unknown is null.
type summaryJSON struct {
	Account      accountJSON      `json:"account"`
	Subscription subscriptionJSON `json:"subscription"`
	// Provenance is the subscription's; the account always comes from the server.
	Provenance model.Provenance `json:"provenance"`
	API        string           `json:"api"`
	AsOf       model.Time       `json:"asOf"`
	Sandbox    bool             `json:"sandbox"`
}

// accountJSON is an account, with null for empty strings.
type accountJSON struct {
	model.Account
	Email model.OptionalString `json:"email"`
	Plan  model.OptionalString `json:"plan"`
}

// subscriptionJSON is a subscription, with null for what the server does not give.
type subscriptionJSON struct {
	model.Subscription
	Status            model.OptionalString `json:"status"`
	CancelAtPeriodEnd *bool                `json:"cancelAtPeriodEnd"`
}

func newSubscriptionJSON(sub model.Subscription, provenance model.Provenance) subscriptionJSON {
	answer := subscriptionJSON{Subscription: sub, Status: model.OptionalString(sub.Status)}
	if provenance == model.Billed {
		answer.CancelAtPeriodEnd = &sub.CancelAtPeriodEnd
	}
	return answer
}

// runSummary prints the account and its subscription, a line for each known value.
func runSummary(ctx context.Context, deps Deps, options summaryOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		account, err := session.Source.Account(ctx)
		if err != nil {
			return err
		}
		sub, provenance, err := session.Source.Subscription(ctx)
		if err != nil {
			return err
		}
		asOf := model.At(deps.Now())
		r := report{
			json: summaryJSON{
				Account:      accountJSON{account, model.OptionalString(account.Email), model.OptionalString(account.Plan)},
				Subscription: newSubscriptionJSON(sub, provenance), Provenance: provenance,
				API: session.Identity.BaseURL, AsOf: asOf, Sandbox: session.Identity.Sandbox,
			},
			columns: []column{{"ACCOUNT", text}, {account.Email, fixed}},
			tsvRows: [][]string{{"email", account.Email}},
		}
		add := func(name, forPeople, field string) {
			if field == "" {
				return
			}
			r.tableRows = append(r.tableRows, []string{name, forPeople})
			r.tsvRows = append(r.tsvRows, []string{strings.ReplaceAll(name, " ", "_"), field})
		}
		instant := func(name string, t model.Time) { add(name, clock(deps, t), t.ISO()) }
		add("credits", account.Credits.String(), account.Credits.Plain())
		add("plan", message.Plan(account, sub), account.Plan)
		add("status", statusWords(sub), string(sub.Status))
		add("interval", string(sub.Interval), string(sub.Interval))
		if sub.CancelAtPeriodEnd {
			add("ends", clock(deps, sub.CurrentPeriodEnd), sub.CurrentPeriodEnd.ISO())
		}
		add("next plan", model.PlanName(string(sub.PendingPlan)), string(sub.PendingPlan))
		if sub.Promises() {
			instant("next credits", sub.NextCreditsAt)
		}
		if sub.NextCharge != nil && sub.Promises() {
			amount := sub.NextCharge.Money
			add("next charge", amount.String()+" on "+clock(deps, sub.NextCharge.At), amount.Decimal()+" "+amount.Currency)
			r.tsvRows = append(r.tsvRows, []string{"next_charge_at", sub.NextCharge.At.ISO()})
		}
		add("id", string(account.ID), string(account.ID))
		add("api", session.Identity.BaseURL, session.Identity.BaseURL)
		instant("as of", asOf)
		r.notes = alertNotes(deps, alertBasis(deps, account, sub))
		if provenance != model.Billed {
			r.notes = append(r.notes, "This server does not give the state of subscriptions: the plan is what the account says.")
		}
		return r.write(deps.Streams, options.json, session.Identity)
	})
}

// statusWords are a subscription's state for people.
func statusWords(sub model.Subscription) string {
	switch {
	case sub.CancelAtPeriodEnd:
		return "cancelled, credits stay"
	case sub.Status == model.StatusNone:
		return "no subscription"
	case sub.Status == model.StatusPastDue:
		return "last payment failed"
	}
	return message.Status(sub)
}
