package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// adviceRunner works out which plan and which packs fit, while a pane shows it.
type adviceRunner struct {
	*core
	query query[data.Advice]
	of    data.AdviceBasis // of what was worked out last, or is being worked out
}

func newAdviceRunner(c *core) *adviceRunner {
	into := func(s *data.State) *data.Resource[data.Advice] { return &s.Advice }
	return &adviceRunner{core: c, query: query[data.Advice]{core: c, into: into}}
}

// Update works out what the pane in front asks for after every message.
func (a *adviceRunner) Update(msg tea.Msg) (tea.Cmd, bool) {
	if _, is := msg.(updated); is {
		return a.run(), false
	}
	return nil, false
}

// Do carries out no intent.
func (a *adviceRunner) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

func (a *adviceRunner) run() tea.Cmd {
	s := &a.state
	asking, asks := a.activePane().(pane.AdviceAsker)
	if !a.open || !asks {
		return nil
	}
	of, known := s.AdviceBasis(asking.AdviceDays())
	if !known || (s.Advice.Loaded || s.Advice.InFlight || s.Advice.Err != nil) && of == a.of {
		return nil
	}
	a.of = of
	outlook, plans, packs, zone := s.Outlook.Value, s.Plans.Value, s.Packs.Value, s.Location
	return a.query.run(s.Outlook.Provenance, func(ctx context.Context) (data.Advice, error) {
		return of.Advise(ctx, outlook, plans, packs, zone)
	})
}
