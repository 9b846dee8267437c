package sync

import (
	"context"
	"math"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// maxRestarts is how often pages that do not join are taken for another history.
// A server whose sequence numbers have holes would be read for ever.
const maxRestarts = 3

// run is pages that follow each other. It covers a stretch, of which its rows are
// all that the server has.
type run struct {
	rows     []model.Transaction // newest first
	from, to int64               // the stretch; empty where from is above to
	reached  int64               // how far down its last page went
	next     place
}

// newRun is a run without rows that goes on below a position.
func newRun(above int64, next place) run {
	return run{from: above, to: above - 1, reached: math.MaxInt64, next: next}
}

// take appends the page that the server gave for the place where the run ends, and
// gives its rows that lie below the run's others.
func (r *run) take(page model.Page) []model.Transaction {
	had := len(r.rows)
	for _, row := range page.Rows {
		if row.Seq < r.from {
			r.rows = append(r.rows, row)
			r.from = row.Seq
		}
		r.reached = row.Seq
	}
	r.next = place{Cursor: page.NextCursor, End: !page.HasMore}
	if r.next.End {
		r.reached = 0
	}
	return r.rows[had:]
}

// page fetches the page at a cursor, the newest one for "". Its rows are in order,
// newest first, and it leads on or is the last.
func (a *Archive) page(ctx context.Context, cursor string) (page model.Page, err error) {
	provenance := model.Billed
	if cursor == "" {
		page, provenance, err = a.ledger.Latest(ctx, 0)
	} else {
		page, err = a.ledger.Older(ctx, cursor)
	}
	if err != nil {
		return model.Page{}, err
	}
	a.known.provenance, a.known.said = provenance, page.Total
	if page.Rows, err = ordered(page.Rows); err != nil {
		return model.Page{}, err
	}
	if page.HasMore && (page.NextCursor == "" || page.NextCursor == cursor || len(page.Rows) == 0) {
		return model.Page{}, &model.Error{Kind: model.NotUnderstood, Detail: "a page says that more follows, and leads nowhere"}
	}
	return page, nil
}

// ordered gives the rows of a page by falling sequence numbers, each once.
func ordered(rows []model.Transaction) ([]model.Transaction, error) {
	byFalling := func(a, b model.Transaction) int { return int(min(1, max(-1, b.Seq-a.Seq))) }
	if !slices.IsSortedFunc(rows, byFalling) {
		rows = slices.SortedStableFunc(slices.Values(rows), byFalling)
	}
	for i, row := range rows {
		if row.Seq < 1 || row.Seq == math.MaxInt64 {
			return nil, &model.Error{Kind: model.NotUnderstood, Detail: "a transaction has no sequence number"}
		}
		if i > 0 && rows[i-1].Seq == row.Seq && rows[i-1].ID != row.ID {
			return nil, &model.Error{Kind: model.NotUnderstood, Detail: "two transactions have one sequence number"}
		}
	}
	return slices.CompactFunc(rows, func(a, b model.Transaction) bool { return a.Seq == b.Seq }), nil
}

// follow fetches pages from where a run ends, until they meet what is known or
// differ from it, the history ends, or enough says so. A run never ends where it
// would join a known one without having been compared with it: it goes on by a
// page, and where that fails, ends before.
func (a *Archive) follow(ctx context.Context, r *run, enough func() bool) (verdict, error) {
	safe := *r
	if a.known.touches(r.from) {
		safe = newRun(r.to+1, place{})
	}
	for {
		page, err := a.page(ctx, r.next.Cursor)
		if err != nil {
			*r = safe
			return apart, err
		}
		above := r.from
		fresh := r.take(page)
		if !a.joins(*r, fresh, above) && a.restarts < maxRestarts {
			a.restarts++
			return differ, nil
		}
		found := a.known.compare(fresh, r.from, above-1)
		touching := a.known.touches(r.from)
		if !touching {
			safe = *r
		}
		if found != apart || r.next.End || (enough() && !touching) {
			return found, nil
		}
	}
}

// joins reports whether rows follow what stands above them: sequence numbers grow
// by one with each row; where they do not, balances must follow from each other.
func (a *Archive) joins(r run, fresh []model.Transaction, above int64) bool {
	if len(fresh) == 0 || fresh[0].Seq == above-1 || a.derived {
		return true
	}
	var over model.Transaction
	if had := len(r.rows) - len(fresh); had > 0 {
		over = r.rows[had-1]
	} else if _, known := a.known.whole.Holding(above); known {
		over = a.known.table.Row(a.known.at(above))
	} else {
		return true
	}
	return over.Balance-over.Amount == fresh[0].Balance
}
