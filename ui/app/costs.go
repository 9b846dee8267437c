package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// costsEvery is how often costs are worked out anew while the history is being read.
const costsEvery = 2 * time.Second

// loadCosts reads the prices once their pane is in front, and works out anew what the
// account made of them when the history has changed.
func (a *App) loadCosts() tea.Cmd {
	costs, h := &a.state.Costs, &a.state.History.Value
	switch {
	case a.activePane().Info().Number != pane.CostsNumber || costs.InFlight || costs.Err != nil:
		return nil
	case costs.Loaded && costs.Value.Version == h.Version:
		return nil
	case costs.Loaded && !h.Whole && a.options.Now().Sub(costs.At) < costsEvery:
		return nil
	}
	return a.fetchCosts(background)
}

// refreshCosts reads the prices again where their pane is in front.
func (a *App) refreshCosts(who priority) tea.Cmd {
	if a.activePane().Info().Number != pane.CostsNumber {
		return nil
	}
	return a.fetchCosts(who)
}

func (a *App) fetchCosts(who priority) tea.Cmd {
	progress, now, zone := a.state.History.Value.Progress, a.options.Now, a.options.Location
	return fetch(a, who, func(s *data.State) *data.Resource[data.Costs] { return &s.Costs },
		func(ctx context.Context, source data.Source) (data.Costs, model.Provenance, error) {
			catalogue, err := source.Catalogue(ctx)
			if err != nil {
				return data.Costs{}, model.Billed, err
			}
			costs, err := data.WorkOutCosts(ctx, catalogue, progress, now(), zone)
			return costs, model.Billed, err
		}, nil)
}
