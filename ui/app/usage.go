package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// usageRunner works out what the Usage pane shows, and leads from there to its rows.
type usageRunner struct {
	*core
	query data.UsageQuery // that was worked out last, or is being worked out
	of    data.UsageBasis
	stop  context.CancelFunc // gives it up
}

// Update works out what the pane in front asks for after every message.
func (u *usageRunner) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case updated:
		return u.run(), false
	case usageWorkedOut:
		u.state.Usage.Apply(msg.Response)
		u.publishState()
		return nil, true // what was given up is no failure
	}
	return nil, false
}

// Do goes from a chart to its rows, and from rows to their chart.
func (u *usageRunner) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.RefreshAll:
		u.state.Tools.Err = nil
		return nil, false
	case data.ShowRows:
		u.goTo(pane.TransactionsNumber)
		if ledger, is := u.activePane().(interface {
			Show(rows data.ShowRows) data.Intent
		}); is {
			return u.do(ledger.Show(intent)), true
		}
	case data.ShowUsage:
		u.goTo(pane.UsageNumber)
		if chart, is := u.activePane().(interface{ Show(filter data.ShowUsage) }); is {
			chart.Show(intent)
		}
	default:
		return nil, false
	}
	return nil, true
}

// run works out what the pane in front asks for, where that is something else than before.
// What was asked for before is given up.
func (u *usageRunner) run() tea.Cmd {
	s := &u.state
	asking, asks := u.activePane().(interface{ Query() data.UsageQuery })
	if !u.open || !asks || s.History.Value.Len() == 0 {
		return nil
	}
	query, of := asking.Query(), s.Basis()
	if (s.Usage.Loaded || s.Usage.InFlight) && query == u.query && of == u.of {
		return nil
	}
	if u.stop != nil {
		u.stop()
	}
	ctx, stop := context.WithCancel(u.within)
	u.query, u.of, u.stop = query, of, stop
	tools, before, now, loc := s.Tools.Value, s.Usage.Value, s.Now, s.Location
	response := data.Response[data.Usage]{Epoch: u.epoch, Generation: s.Usage.Begin(), At: now, Provenance: s.History.Provenance}
	return tea.Batch(u.fetchTools(query), func() tea.Msg {
		defer stop()
		response.Value, response.Err = query.Run(ctx, of, tools, before, now, loc)
		return usageWorkedOut{response}
	})
}

// fetchTools reads the catalogue once where a use is divided by the types that it has.
func (u *usageRunner) fetchTools(query data.UsageQuery) tea.Cmd {
	if tools := &u.state.Tools; query.Split != insight.ByType || tools.Loaded || tools.Err != nil {
		return nil
	}
	return fetch(u.core, background, func(s *data.State) *data.Resource[[]model.Tool] { return &s.Tools }, billed(account.Source.Tools), nil)
}

// usageWorkedOut is what was used, as it was asked for.
type usageWorkedOut struct {
	data.Response[data.Usage]
}

func (u usageWorkedOut) epoch() int { return u.Epoch }
