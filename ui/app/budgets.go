package app

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// budgets checks the account's budget when the history or the hour changes, saves an
// edited one, and shows each alert once per budget period.
type budgets struct {
	*core
	query   query[data.Budget]
	of      budgetBasis // the input of the last check, or of the running one
	changes int         // of the budget
	alerted []string    // names of the alerts already handled in this session
	over    *overlay.Budget
}

// budgetBasis is the input of a check.
type budgetBasis struct {
	account  model.ID
	activity *insight.Activity
	today    model.Day
	hour     int
	changes  int
}

func newBudgets(c *core) *budgets {
	into := func(s *data.State) *data.Resource[data.Budget] { return &s.Budget }
	return &budgets{core: c, query: query[data.Budget]{core: c, into: into}}
}

// Update checks the budget after every message that changed its input.
func (b *budgets) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		*b = budgets{core: b.core, query: b.query, changes: b.changes + 1}
	case updated:
		return tea.Batch(b.check(), b.alert()), false
	case budgetKept:
		return b.kept(msg), true
	case alertMarked:
		if !msg.first {
			return nil, true
		}
		return tea.Batch(b.announce(msg.text, true), b.signal(msg.text)), true
	}
	return nil, false
}

// Do shows the budget card, and saves what was entered there.
func (b *budgets) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.EditBudget:
		b.over = overlay.NewBudget(b.state.Budget.Value.Budget)
		b.push(b.over)
		return nil, true
	case data.SetBudget:
		return b.keep(intent.Budget), true
	}
	return nil, false
}

// check compares the budget with the history, where either has changed.
func (b *budgets) check() tea.Cmd {
	s := &b.state
	id := s.Account.Value.ID
	if !b.open || id == "" {
		return nil
	}
	of := budgetBasis{id, s.History.Value.Activity, s.Today(), s.Now.In(s.Location).Hour(), b.changes}
	if of == b.of {
		return nil
	}
	b.of = of
	budgets, now := b.Budgets, s.Now
	return b.query.run(s.History.Provenance, func(context.Context) (data.Budget, error) {
		return data.CheckBudget(budgets, id, of.activity, now)
	})
}

// alertMarked reports whether an alert is to be shown by this program.
type alertMarked struct {
	first bool
	text  string
	at    int
}

func (a alertMarked) epoch() int { return a.at }

// alert announces the most severe new alert. It needs a history that was refreshed in this
// session.
func (b *budgets) alert() tea.Cmd {
	s := &b.state
	check := s.Budget.Value.Check
	if check == nil || b.away() || s.Budget.InFlight || s.History.Cached || s.History.Err != nil {
		return nil
	}
	var names []string
	var gravest insight.BudgetAlert
	for _, alert := range check.Alerts() {
		if name := check.AlertName(alert); !slices.Contains(b.alerted, name) {
			names, gravest = append(names, name), alert
		}
	}
	if len(names) == 0 {
		return nil
	}
	b.alerted = append(b.alerted, names...)
	visits, id := b.Visits, b.of.account
	result := alertMarked{text: message.BudgetAlert(*check, gravest, s.Estimated()), at: b.epoch}
	return func() tea.Msg {
		result.first = markTold(visits, id, names)
		return result
	}
}

// markTold records that alerts were shown, and reports whether the last of them is new.
// It counts as new where the record cannot be written.
func markTold(visits account.Visits, id model.ID, names []string) (news bool) {
	for _, name := range names {
		first, err := visits.MarkTold(id, name)
		news = first || err != nil
	}
	return news
}

// budgetKept is the outcome of saving a budget.
type budgetKept struct {
	budget *insight.Budget
	err    error
	at     int
}

func (k budgetKept) epoch() int { return k.at }

// budgetPatience is how long saving a budget waits for the account.
const budgetPatience = 10 * time.Second

// keep saves a budget; nil removes it.
func (b *budgets) keep(budget *insight.Budget) tea.Cmd {
	if !b.open {
		return nil
	}
	budgets, result := b.Budgets, budgetKept{budget: budget, at: b.epoch}
	id, source, within := b.state.Account.Value.ID, b.Source, b.within
	return func() tea.Msg {
		if id == "" {
			ctx, stop := context.WithTimeout(within, budgetPatience)
			defer stop()
			account, err := source.Account(model.WithInteractive(ctx))
			if result.err = err; err != nil {
				return result
			}
			id = account.ID
		}
		result.err = budgets.SetBudget(id, budget)
		return result
	}
}

// kept reports that a budget is saved, or why it is not.
func (b *budgets) kept(msg budgetKept) tea.Cmd {
	b.changes++ // a damaged file that was set aside is reported as an error, but the budget is saved
	if msg.err != nil {
		b.notifyError("The budget could not be kept: " + message.PlainError(msg.err) + ".")
	} else {
		b.notify(message.BudgetSet(msg.budget))
	}
	if b.overlays.OnTop(b.over) {
		b.pop()
	}
	return b.noticeTimer()
}
