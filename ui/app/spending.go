package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// spendingRunner sums up the money spent, once the Account pane is visible.
type spendingRunner struct {
	*core
	query query[insight.Spending]
	of    *history.Table // the table of the last sum, or of the running one
	whole bool           // it was known to be whole
}

func newSpendingRunner(c *core) *spendingRunner {
	into := func(s *data.State) *data.Resource[insight.Spending] { return &s.Spending }
	return &spendingRunner{core: c, query: query[insight.Spending]{core: c, into: into}}
}

// Update sums up again when the history has changed, or the pane becomes visible.
func (r *spendingRunner) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg.(type) {
	case sessionBegun:
		r.of = nil
	case updated:
		return r.run(), false
	}
	return nil, false
}

// Do handles no intent.
func (r *spendingRunner) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

func (r *spendingRunner) run() tea.Cmd {
	s := &r.state
	read, zone := s.History.Value.Progress, s.Location
	if !r.open || read.Table == nil || (read.Table == r.of && read.Whole == r.whole) || r.activePane().Info().Number != pane.AccountNumber {
		return nil
	}
	r.of, r.whole = read.Table, read.Whole
	return r.query.run(s.History.Provenance, func(ctx context.Context) (insight.Spending, error) {
		return insight.SpendingOf(ctx, read, zone)
	})
}
