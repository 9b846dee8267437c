package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// advisers work out which plan and which packs fit, while a pane or the card of a
// hypothetical use shows the result.
type advisers struct {
	*core
	own, whatIf adviceQuery
}

// adviceQuery is a query for advice, with the input of its last run.
type adviceQuery struct {
	query query[data.Advice]
	of    data.AdviceBasis
}

func newAdvisers(c *core) *advisers {
	own := func(s *data.State) *data.Resource[data.Advice] { return &s.Advice }
	whatIf := func(s *data.State) *data.Resource[data.Advice] { return &s.WhatIf }
	return &advisers{core: c, own: adviceQuery{query: query[data.Advice]{core: c, into: own}}, whatIf: adviceQuery{query: query[data.Advice]{core: c, into: whatIf}}}
}

// Update recomputes the advice that is shown, after every message.
func (a *advisers) Update(msg tea.Msg) (tea.Cmd, bool) {
	if _, is := msg.(updated); !is || !a.open {
		return nil, false
	}
	var cmds []tea.Cmd
	if asking, asks := a.activePane().(pane.AdviceAsker); asks {
		if days := asking.AdviceDays(); days > 0 {
			cmds = append(cmds, a.run(&a.own, days, asking.AdviceUse()))
		}
	}
	if asking, asks := a.overlays.Top().(overlay.UseAsker); asks {
		if use, typed := asking.Use(); typed {
			cmds = append(cmds, a.run(&a.whatIf, whatIfDays, use))
		}
	}
	return tea.Batch(cmds...), false
}

// whatIfDays is the number of days that a hypothetical use is computed for.
const whatIfDays = 365

// Do opens the card for a hypothetical use.
func (a *advisers) Do(intent data.Intent) (tea.Cmd, bool) {
	show, is := intent.(data.ShowWhatIf)
	if !is {
		return nil, false
	}
	a.push(overlay.NewWhatIf(show.Text))
	return nil, true
}

func (a *advisers) run(q *adviceQuery, days int, use model.Credits) tea.Cmd {
	s, answer := &a.state, q.query.into(&a.state)
	of, known := s.AdviceBasis(days, use)
	if !known || (answer.Loaded || answer.InFlight || answer.Err != nil) && of == q.of {
		return nil
	}
	q.of = of
	plans, from := s.PlanOffers()
	packs, _ := s.PackOffers()
	outlook, zone := s.Outlook.Value, s.Location
	return q.query.run(from, func(ctx context.Context) (data.Advice, error) {
		return of.Advise(ctx, outlook, plans, packs, zone)
	})
}
