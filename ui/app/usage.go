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

// usageRunner computes the figures of the Usage pane.
type usageRunner struct {
	*core
	query query[data.Usage]
	asked data.UsageQuery // the last query, finished or running
	of    data.UsageBasis
}

func newUsageRunner(c *core) *usageRunner {
	into := func(s *data.State) *data.Resource[data.Usage] { return &s.Usage }
	return &usageRunner{core: c, query: query[data.Usage]{core: c, into: into}}
}

// Update runs the visible pane's query, after every message.
func (u *usageRunner) Update(msg tea.Msg) (tea.Cmd, bool) {
	if _, is := msg.(updated); is {
		return u.run(), false
	}
	return nil, false
}

// Do fetches the catalogue again on the user's request, beside the refresh of others.
func (u *usageRunner) Do(intent data.Intent) (tea.Cmd, bool) {
	if _, is := intent.(data.RefreshAll); is {
		u.state.Tools.Err = nil
	}
	return nil, false
}

// run starts the visible pane's query where it differs from the last one, which is
// cancelled.
func (u *usageRunner) run() tea.Cmd {
	s := &u.state
	asking, asks := u.activePane().(pane.UsageAsker)
	if !u.open || !asks || s.History.Value.Len() == 0 {
		return nil
	}
	query, of := asking.Query(), s.Basis()
	if (s.Usage.Loaded || s.Usage.InFlight) && query == u.asked && of == u.of {
		return nil
	}
	u.asked, u.of = query, of
	tools, before, now, loc := s.Tools.Value, s.Usage.Value, s.Now, s.Location
	return tea.Batch(u.fetchTools(query), u.query.run(s.History.Provenance, func(ctx context.Context) (data.Usage, error) {
		return query.Run(ctx, of, tools, before, now, loc)
	}))
}

// fetchTools fetches the catalogue once, where a use is divided by its types.
func (u *usageRunner) fetchTools(query data.UsageQuery) tea.Cmd {
	if tools := &u.state.Tools; query.Split != insight.ByType || tools.Loaded || tools.Err != nil {
		return nil
	}
	return fetch(u.core, background, func(s *data.State) *data.Resource[[]model.Tool] { return &s.Tools }, billed(account.Source.Tools), nil)
}
