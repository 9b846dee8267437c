package cli

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
)

// alertNotes are the alerts of an account, each with the command that helps.
func alertNotes(deps Deps, basis message.AlertBasis) (notes []string) {
	basis.Now, basis.Location = deps.Now(), deps.Location
	for _, alert := range message.Alerts(basis) {
		text, remedy := alert.Text, message.WithoutKeys(alert.Remedy)
		if !deps.readOnly {
			text += " " + remedy
			switch {
			case alert.Portal:
				text += " To open it: " + deps.command("portal")
			case !deps.Streams.asLines: // which lists what can be done itself
				text += " The packs: " + deps.command("packs")
			}
		}
		notes = append(notes, text)
	}
	return notes
}

// alertBasis is what the alerts of an account follow from without its history.
func alertBasis(deps Deps, account model.Account, sub model.Subscription) message.AlertBasis {
	return message.AlertBasis{Account: account, Subscription: sub, Low: data.Low(account.Credits, 0, deps.lowBalance)}
}

// balanceNotes state what needs attention about an account, and how long its credits last. They
// come from the history on this machine, with the newest rows, and after any error there are
// fewer of them.
func balanceNotes(ctx context.Context, deps Deps, session account.Session, account model.Account, sub model.Subscription) []string {
	basis := message.AlertBasis{Account: account, Subscription: sub}
	today, used, lasts := model.DayOf(deps.Now(), deps.Location), model.Credits(0), []string(nil)
	if p, err := session.Archive.Latest(ctx); err == nil {
		if h, err := data.Summarize(ctx, p, deps.Now(), deps.Location); err == nil {
			used = h.Usage.Sum(today.Add(-6), today)
		}
		if used > 0 {
			basis.Used = message.Use(history.Use{Debits: used}, p.Provenance == model.Estimated)
		}
		if p.Whole {
			lasts = lastsNow(ctx, deps, session, account, p.Table)
		}
	}
	if basis.Low = data.Low(account.Credits, used, deps.lowBalance); basis.Low && len(lasts) > 0 {
		basis.Lasts, lasts = lasts[0], lasts[1:]
	}
	return append(alertNotes(deps, basis), lasts...)
}

// lastsNow states how long the credits last, and which renewals are not counted in; it is empty
// where that is not known.
func lastsNow(ctx context.Context, deps Deps, session account.Session, account model.Account, table *history.Table) []string {
	f, err := forecastOf(ctx, deps, session, account, table)
	if err != nil || f.RunOut.State == forecast.Unknown {
		return nil
	}
	if f.RunOut.State == forecast.Gone && len(f.Renewals) == 0 {
		return f.notes[1:] // the alert says it
	}
	return f.notes
}

// budgetAlerts state that the account's budget is used up, or nearly so. The history is read as
// far as its period goes.
func budgetAlerts(ctx context.Context, deps Deps, session account.Session, id model.ID) []string {
	budget, err := session.Budgets.Budget(id)
	if err != nil || budget == nil {
		return nil
	}
	from := budget.Span(model.DayOf(deps.Now(), deps.Location)).From.Start(deps.Location)
	p, _, err := current(ctx, deps, session, transactionsOptions{}, func(p history.Progress) bool {
		return p.Table != nil && newestSuffice(p, transactionsOptions{}, from)
	})
	if err != nil {
		return []string{"The budget could not be checked. " + message.PlainError(err)}
	}
	activity, err := insight.NewActivity(ctx, p.Table.All(), nil, deps.Location)
	if err != nil {
		return nil
	}
	check := budget.Check(activity, deps.Now())
	switch check.State {
	case insight.BudgetOver:
		return []string{message.BudgetAlert(check, insight.AlertUsedUp, p.Provenance == model.Estimated)}
	case insight.BudgetNear:
		return []string{message.BudgetAlert(check, insight.AlertNear, p.Provenance == model.Estimated)}
	}
	return nil
}
