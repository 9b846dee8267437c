package sync

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// A list of generations need not say what was asked for (public-api: what the public
// pages say beyond that). Then each generation is asked for by itself, once: those on
// screen first, then the newest; what came is kept in the row.

// details are the generations that are asked for by themselves.
type details struct {
	first  atomic.Pointer[preferred]
	failed map[model.ID]time.Time // when one could not be had, by this machine's clock
}

// preferred are the generations that are asked for before others.
type preferred struct {
	onScreen []model.ID
	newest   int // so many of the newest
}

// newestDetails is how many of the newest generations come before older pages of the list
// where nobody says: as many as a first screen may show.
const newestDetails = 50

// mostDetails is how many generations a step asks for at the most.
const mostDetails = 100

// Prefer sets which generations are on screen, and how many of the newest are wanted before
// older pages of the list. It does not wait for other calls.
func (h *History) Prefer(generations []model.ID, newest int) {
	h.details.first.Store(&preferred{slices.Clone(generations), newest})
}

// preferred are the generations that come first.
func (d *details) preferred() preferred {
	if first := d.first.Load(); first != nil {
		return *first
	}
	return preferred{newest: newestDetails}
}

// noteFailure records that a generation could not be fetched.
func (d *details) noteFailure(id model.ID, now time.Time) {
	if d.failed == nil {
		d.failed = map[model.ID]time.Time{}
	}
	d.failed[id] = now
}

// inBackoff reports whether a generation could not be had a short while ago.
func (d *details) inBackoff(id model.ID, now time.Time) bool {
	at, failed := d.failed[id]
	return failed && now.Sub(at).Abs() < unavailableFor
}

// wantedDetails are rows whose generations are to be asked for: those on screen, then the
// newest. near leaves out those that can wait for older pages.
func (h *History) wantedDetails(table *history.Table, near bool) (rows []model.Transaction) {
	if table == nil {
		return nil
	}
	now := h.now()
	add := func(i int) {
		if row := table.Row(i); row.Basis == model.BasisPendingDetails && !h.details.inBackoff(row.GenerationID, now) {
			rows = append(rows, row)
		}
	}
	first := h.details.preferred()
	for _, id := range first.onScreen {
		if i, ok := table.FindID(id); ok {
			add(i)
		}
	}
	for _, i := range slices.Backward(table.WithBasis(model.BasisPendingDetails)) {
		if len(rows) >= mostDetails || (near && i < table.Len()-first.newest) {
			break
		}
		if !slices.Contains(first.onScreen, table.Row(i).GenerationID) {
			add(i)
		}
	}
	return rows
}

// missingDetails is how many generations are still to be asked for by themselves, how many
// of them come before others, and whether any of them can be asked for now.
func (h *History) missingDetails(table *history.Table) (missing, soon int, some bool) {
	if table == nil {
		return 0, 0, false
	}
	now := h.now()
	for _, i := range table.WithBasis(model.BasisPendingDetails) {
		missing++
		some = some || !h.details.inBackoff(table.Row(i).GenerationID, now)
	}
	return missing, len(h.wantedDetails(table, true)), some
}

// readDetails asks for generations by themselves, for as long as a step takes. What came
// before an error is kept.
func (h *History) readDetails(ctx context.Context, wanted []model.Transaction) error {
	started := h.now()
	var found []model.Transaction
	defer func() { h.generations.replace(found...) }()
	for _, row := range wanted {
		if h.now().Sub(started) >= stepTime {
			return nil
		}
		rows, err := h.readGeneration(ctx, row)
		if err != nil {
			return err
		}
		if len(rows) == 0 { // this one alone cannot be had
			h.details.noteFailure(row.GenerationID, h.now())
		}
		found = append(found, rows...)
	}
	return nil
}
