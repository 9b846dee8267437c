package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// details shows the full details of a transaction, a generation, the audit, or a change
// of plan.
type details struct {
	*core
	reader    *reader
	lastAudit *overlay.Audit // nil before the first of the session
}

// Update forgets the audit of the session before; the details follow the state.
func (d *details) Update(msg tea.Msg) (tea.Cmd, bool) {
	if _, begun := msg.(sessionBegun); begun {
		d.lastAudit = nil
	}
	return nil, false
}

// Do opens the details.
func (d *details) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.ShowRow:
		return d.showRow(intent.Row), true
	case data.ShowGeneration:
		return d.showGeneration(intent.ID), true
	case data.AuditHistory:
		return d.audit(), true
	case data.ShowFinding:
		return d.showFinding(intent.Row), true
	case data.ResumeAudit:
		if d.lastAudit != nil {
			d.push(d.lastAudit)
		}
		return nil, true
	case data.ShowCost:
		d.push(overlay.NewCost(intent.Cost, intent.Rows))
		return nil, true
	case data.ShowPlan:
		d.push(overlay.NewPlanChange(intent.Plan, intent.Interval))
		return nil, true
	}
	return nil, false
}

// showRow opens a transaction, and fetches its generation.
func (d *details) showRow(row model.Transaction) tea.Cmd {
	d.push(overlay.NewDetail(row, row.GenerationID, d.state.History.Value.PairsOf(row)))
	if row.GenerationID == "" {
		return nil
	}
	return d.reader.fetchOpened(row.GenerationID)
}

// showFinding leaves the audit for a row among its neighbours in the Transactions pane, with
// its detail.
func (d *details) showFinding(row model.Transaction) tea.Cmd {
	d.overlays.Remove(d.lastAudit)
	rows := data.ShowRows{All: true, Row: row, Back: d.activePane().Info().Number, Then: data.ResumeAudit{}}
	return tea.Batch(d.do(rows), d.showRow(row))
}

// showGeneration opens a generation, with its debit where that is known.
func (d *details) showGeneration(id model.ID) tea.Cmd {
	for _, row := range d.state.Rows() {
		if row.GenerationID == id && row.Type == model.TypeGeneration {
			return d.showRow(row)
		}
	}
	d.push(overlay.NewDetail(model.Transaction{}, id, model.RefundPairs{}))
	return d.reader.fetchOpened(id)
}

// audit sums up the history that has been read, and fetches the failed generations.
func (d *details) audit() tea.Cmd {
	s := &d.state
	h := s.History.Value
	if h.Table == nil {
		return nil
	}
	books := auditInput(s)
	billed, now := h.Provenance == model.Billed, d.options.Now
	s.Audit = data.Resource[insight.Audit]{}
	d.lastAudit = overlay.NewAudit()
	d.push(d.lastAudit)
	return fetch(d.core, interactive, func(s *data.State) *data.Resource[insight.Audit] { return &s.Audit },
		func(ctx context.Context, source account.Source) (audit insight.Audit, _ model.Provenance, err error) {
			if billed {
				if books.Generations, err = source.GenerationStates(ctx, model.GenerationError); err != nil {
					return audit, model.Billed, err
				}
			}
			books.Now = now().Add(source.ServerAhead())
			audit, err = insight.Examine(ctx, books)
			return audit, model.Billed, err
		}, nil)
}
