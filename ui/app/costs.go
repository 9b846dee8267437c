package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// pricer reads the prices for the Costs pane, and works out what the account made of them.
type pricer struct{ *core }

// costsEvery is how often costs are worked out anew while the history is being read.
const costsEvery = 2 * time.Second

// Update reads the prices once their pane is in front, and works the costs out anew where
// the history has changed or the prices are old.
func (p *pricer) Update(msg tea.Msg) (tea.Cmd, bool) {
	if _, is := msg.(updated); is {
		return p.load(), false
	}
	return nil, false
}

// Do shows a price, and reads all of them again where a person refreshes.
func (p *pricer) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.RefreshAll:
		if p.inFront() && p.open {
			return p.fetch(forceRefresh), false
		}
		p.state.Costs.Err = nil
	case data.ShowCost:
		p.push(overlay.NewCost(intent.Cost, intent.Rows))
		return nil, true
	}
	return nil, false
}

func (p *pricer) inFront() bool { return p.activePane().Info().Number == pane.CostsNumber }

func (p *pricer) load() tea.Cmd {
	costs, h, now := &p.state.Costs, &p.state.History.Value, p.options.Now()
	age := now.Sub(costs.At)
	switch {
	case !p.inFront() || costs.InFlight || costs.Err != nil:
		return nil
	case costs.Loaded && costs.Value.Version == h.Version && age < staleAfter && age >= 0:
		return nil
	case costs.Loaded && !h.Whole && age < costsEvery && age >= 0:
		return nil
	}
	return p.fetch(background)
}

func (p *pricer) fetch(who priority) tea.Cmd {
	progress, now, zone := p.state.History.Value.Progress, p.options.Now, p.options.Location
	return fetch(p.core, who, func(s *data.State) *data.Resource[data.Costs] { return &s.Costs },
		func(ctx context.Context, source account.Source) (data.Costs, model.Provenance, error) {
			catalogue, err := source.Catalogue(ctx)
			if err != nil {
				return data.Costs{}, model.Billed, err
			}
			costs, err := data.WorkOutCosts(ctx, catalogue, progress, now(), zone)
			return costs, model.Billed, err
		}, nil)
}
