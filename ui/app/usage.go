package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// usageRun is what was worked out last of the use of credits, or is being worked out.
type usageRun struct {
	query data.UsageQuery
	of    data.UsageBasis
	stop  context.CancelFunc
}

// runUsage works out what the pane in front shows of the use of credits, where that is
// something else than before. What was asked for before is given up.
func (a *App) runUsage() tea.Cmd {
	s := &a.state
	asking, asks := a.activePane().(interface{ Query() data.UsageQuery })
	if !a.open || !asks || s.History.Value.Len() == 0 {
		return nil
	}
	query, of := asking.Query(), s.Basis()
	if (s.Usage.Loaded || s.Usage.InFlight) && query == a.usage.query && of == a.usage.of {
		return nil
	}
	if a.usage.stop != nil {
		a.usage.stop()
	}
	ctx, stop := context.WithCancel(a.within)
	a.usage = usageRun{query, of, stop}
	tools, before, now, loc := s.Tools.Value, s.Usage.Value, s.Now, s.Location
	response := data.Response[data.Usage]{Epoch: a.epoch, Generation: s.Usage.Begin(), At: now, Provenance: s.History.Provenance}
	run := func() tea.Msg {
		defer stop()
		response.Value, response.Err = query.Run(ctx, of, tools, before, now, loc)
		return usageWorkedOut{response}
	}
	return tea.Batch(run, a.fetchTools(query))
}

// fetchTools reads the catalogue once where a use is divided by the types that it has.
func (a *App) fetchTools(query data.UsageQuery) tea.Cmd {
	if tools := &a.state.Tools; query.Split != insight.ByType || tools.Loaded || tools.Err != nil {
		return nil
	}
	return fetch(a, background, func(s *data.State) *data.Resource[[]model.Tool] { return &s.Tools }, billed(data.Source.Tools), nil)
}

// usageWorkedOut is what was used, as it was asked for.
type usageWorkedOut struct {
	data.Response[data.Usage]
}

func (u usageWorkedOut) epoch() int { return u.Epoch }

func (u usageWorkedOut) apply(a *App) (tea.Cmd, error) {
	a.state.Usage.Apply(u.Response)
	return nil, nil // what was given up is no failure
}

// carry goes to a pane with what the one in front hands over to it.
func (a *App) carry(to int) tea.Cmd {
	if from, hands := a.activePane().(interface{ Carry(to int) data.Intent }); hands {
		if intent := from.Carry(to); intent != nil {
			return a.do(intent)
		}
	}
	a.goTo(to)
	return nil
}

// showRows shows the rows of a part of a chart.
func (a *App) showRows(rows data.ShowRows) tea.Cmd {
	a.goTo(pane.TransactionsNumber)
	if ledger, is := a.activePane().(interface {
		Show(rows data.ShowRows) data.Intent
	}); is {
		return a.do(ledger.Show(rows))
	}
	return nil
}

// showUsage shows the use of what a filter finds.
func (a *App) showUsage(filter data.ShowUsage) {
	a.goTo(pane.UsageNumber)
	if chart, is := a.activePane().(interface{ Show(filter data.ShowUsage) }); is {
		chart.Show(filter)
	}
}
