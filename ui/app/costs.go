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

// costsReader reads the prices once their pane is visible, and computes the account's
// costs from them.
type costsReader struct{ *core }

// costsEvery is how often costs are computed again while the history is being read.
const costsEvery = 2 * time.Second

// Update computes the costs again when the history has changed, or when their pane
// becomes visible.
func (r *costsReader) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case updated:
		return r.load(), false
	case refreshing:
		costs := &r.state.Costs
		if r.inFront() && msg.due(costs.At, costs.Err) {
			return r.fetch(msg.who), false
		}
	}
	return nil, false
}

// Do handles no intent.
func (r *costsReader) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

// inFront reports whether prices are visible, or needed for a computation.
func (r *costsReader) inFront() bool {
	top := r.overlays.Top()
	_, reckoned := top.(overlay.UseAsker)
	if asker, asks := top.(overlay.PriceAsker); asks {
		reckoned = asker.AsksPrices()
	}
	return reckoned || r.activePane().Info().Number == pane.CostsNumber
}

func (r *costsReader) load() tea.Cmd {
	costs, h := &r.state.Costs, &r.state.History.Value
	switch {
	case !r.inFront() || costs.InFlight || costs.Err != nil:
		return nil
	case costs.Loaded && costs.Value.Version == h.Version:
		return nil
	case costs.Loaded && !h.Whole && r.options.Now().Sub(costs.At) < costsEvery:
		return nil
	}
	return r.fetch(background)
}

func (r *costsReader) fetch(who priority) tea.Cmd {
	history, now, zone := r.state.History.Value, r.options.Now, r.options.Location
	return fetch(r.core, who, func(s *data.State) *data.Resource[data.Costs] { return &s.Costs },
		func(ctx context.Context, source account.Source) (data.Costs, model.Provenance, error) {
			catalogue, err := source.Catalogue(ctx)
			if err != nil {
				return data.Costs{}, model.Billed, err
			}
			costs, err := data.WorkOutCosts(ctx, catalogue, history, now(), zone)
			return costs, model.Billed, err
		}, nil)
}
