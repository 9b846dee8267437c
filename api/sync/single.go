package sync

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

const (
	// mostSightings is how many single generations are asked for with a refresh.
	mostSightings = 5
	// accountEvery is how long one of them is left alone then.
	accountEvery = 10 * time.Minute
	// pagerFor is how long a generation may run. One that is said to run for longer is
	// not asked for any more.
	pagerFor = 24 * time.Hour
)

// refreshRunning asks for generations that were running, or whose price was pending, and
// are not among the newest any more, so that their end and their price are known too.
func (h *History) refreshRunning(ctx context.Context, table *history.Table) error {
	if table == nil {
		return nil
	}
	now := h.session.client.Now()
	wanted := table.WithBasis(model.BasisPendingPrice)
	inPage := func(i int) bool { return table.Len()-i <= pageRows && !h.pages.lacksPayloads() }
	for _, row := range table.WithStatus(model.GenerationPending, model.GenerationProcessing, model.GenerationUploading) {
		if now.Sub(table.Row(row).CreatedAt.Time) < pagerFor {
			wanted = append(wanted, row)
		}
	}
	looks := 0
	for i := len(wanted) - 1; i >= 0 && looks < mostSightings; i-- {
		row := table.Row(wanted[i])
		if inPage(wanted[i]) || now.Sub(h.asked[row.ID]).Abs() < accountEvery || h.session.prices.failedLately(string(row.Tool)) {
			continue // its page has just come, or it was asked for, or it would be in vain
		}
		looks++
		if h.asked == nil {
			h.asked = map[model.ID]time.Time{}
		}
		h.asked[row.ID] = now
		rows, err := h.readGeneration(ctx, row)
		if err != nil {
			return err
		}
		h.generations.replace(rows...)
	}
	return nil
}

// readGeneration asks for one generation, and makes its row anew; none where that cannot be had.
func (h *History) readGeneration(ctx context.Context, row model.Transaction) ([]model.Transaction, error) {
	g, err := h.session.Generation(ctx, row.GenerationID)
	switch model.KindOf(err) {
	case model.NotFound:
		row.Status = model.GenerationGone
		if row.Basis.Unpriced() {
			row.Basis = model.BasisUnknownPrice
		}
		return []model.Transaction{row}, nil
	case model.ServerFailed, model.BadResponse, model.Forbidden, model.Invalid:
		return nil, nil // this one alone
	}
	if err != nil || g.ID != row.GenerationID {
		return nil, err
	}
	rows, err := h.debits(ctx, []model.Generation{g}, false)
	for i := range rows {
		rows[i].Seq, rows[i].CreatedAt = row.Seq, row.CreatedAt // it stays in its place
		if rows[i].Basis == model.BasisPendingDetails {         // not even alone does it say
			rows[i].Basis = model.BasisUnknownPrice
		}
	}
	return rows, err
}
