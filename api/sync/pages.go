package sync

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

const (
	// maxRestarts is how often pages that do not join are taken for another history.
	// A server whose sequence numbers have holes would be read for ever.
	maxRestarts = 3
	// idlePages is after how many pages without a new row the pages of a server are said
	// to lead nowhere, however new their cursors look.
	idlePages = 10
	// maxTwins is how many rows with one sequence number are carried.
	maxTwins = 16
)

// segment is pages that follow each other. It covers a stretch, of which its rows are
// all that the server has.
type segment struct {
	rows       []model.Transaction // newest first
	unreadable []unreadableRow
	from, to   int64    // the stretch; empty where from is above to
	after      model.ID // the last row above the stretch
	top        int64    // up to where unreadable is all, where that is above to
	reached    int64    // how far down its last page went
	next       cursorPosition
	corrected  bool // rows that are known have changed
	open       bool // some of its last page have: what lies below may have changed too
}

// newSegment is a run without rows that goes on below a position.
func newSegment(above int64, next cursorPosition) segment {
	return segment{from: above, to: above - 1, after: next.Last, reached: math.MaxInt64, next: next}
}

// seqRange is the one that the run covers.
func (r *segment) seqRange() seqRange {
	return seqRange{from: r.from, to: r.to, after: r.after, last: r.next.Last, end: r.next.End}
}

// page is the stretch of its last page, which began below a row.
func (r *segment) page(above int64, after model.ID) seqRange {
	s := r.seqRange()
	s.to, s.after = above-1, after
	return s
}

// take appends the page that the server gave for the place where the run ends, and
// gives its rows that lie below the run's others, or share the lowest of their numbers.
func (r *segment) take(page page) []model.Transaction {
	had, above, last := len(r.rows), r.from, r.next.Last
	for _, row := range page.Rows {
		follows := row.Seq < above || (row.Seq == above && (row.ID < last || page.Rows[0].Seq == above))
		if follows && !r.has(row) {
			r.rows = append(r.rows, row)
			r.from = row.Seq
		}
		r.reached = row.Seq
	}
	for _, row := range page.unreadable {
		if row.At <= above && !slices.ContainsFunc(r.unreadable, row.same) { // pages may overlap
			r.unreadable = append(r.unreadable, row)
		}
	}
	r.next = cursorPosition{Cursor: page.NextCursor, End: !page.HasMore, Last: r.next.Last}
	if n := len(r.rows); n > had {
		r.next.Last = r.rows[n-1].ID
	}
	if r.next.End {
		r.reached = 0
	}
	return r.rows[had:]
}

// has reports whether the run has a row of a number and an id.
func (r *segment) has(row model.Transaction) bool {
	_, ok := r.row(row)
	return ok
}

// row is a row of the run by its number and id.
func (r *segment) row(like model.Transaction) (model.Transaction, bool) {
	for i := len(r.rows) - 1; i >= 0 && r.rows[i].Seq <= like.Seq; i-- {
		if r.rows[i].Seq == like.Seq && r.rows[i].ID == like.ID {
			return r.rows[i], true
		}
	}
	return model.Transaction{}, false
}

// compared records how the run relates to the known rows after a page.
func (r *segment) compared(found comparison) {
	r.open = found == corrected
	r.corrected = r.corrected || r.open
}

// page is a page of the ledger, in order.
type page struct {
	model.Page
	unreadable []unreadableRow
}

// page fetches the page at a cursor, the newest one for "". Its rows are in order,
// newest first, and it leads on or is the last. Pages of which no row could be read are
// part of the next one.
func (a *Archive) page(ctx context.Context, cursor string) (found page, err error) {
	var above []unreadableRow
	for range idlePages {
		next, err := a.fetch(ctx, cursor)
		if err != nil {
			return page{}, err
		}
		if len(next.Rows) > 0 || !next.HasMore {
			for i := range above {
				if len(next.Rows) > 0 && above[i].At == 0 {
					above[i].At, above[i].By = next.Rows[0].Seq, next.Rows[0].ID
				}
			}
			next.unreadable = append(above, next.unreadable...)
			return next, nil
		}
		above = append(above, next.unreadable...)
		cursor = next.NextCursor
	}
	return page{}, &model.Error{Kind: model.BadResponse, Detail: fmt.Sprintf("no row of %d pages could be read", idlePages)}
}

// fetch fetches one page.
func (a *Archive) fetch(ctx context.Context, cursor string) (found page, err error) {
	provenance := model.Billed
	if cursor == "" {
		found.Page, provenance, err = a.ledger.Latest(ctx, 0)
	} else {
		found.Page, err = a.ledger.Older(ctx, cursor)
	}
	if err != nil {
		return page{}, err
	}
	a.coverage.provenance, a.coverage.announced = provenance, found.Total
	if n := len(found.Rows); cursor == "" && n > 1 {
		a.coverage.oldestFirst = found.Rows[0].Seq < found.Rows[n-1].Seq
	}
	empty := len(found.Rows)+len(found.Unreadable) == 0
	if found.HasMore && (found.NextCursor == "" || found.NextCursor == cursor || empty) {
		return page{}, &model.Error{Kind: model.BadResponse, Detail: "a page says that more follows, and leads nowhere"}
	}
	found.order()
	return found, nil
}

// falling compares rows so that the newest comes first.
func falling(a, b model.Transaction) int {
	if a.Seq != b.Seq {
		return cmp.Compare(b.Seq, a.Seq)
	}
	return cmp.Compare(b.ID, a.ID)
}

// order puts the rows of a page in order, newest first, each once, and notes where those
// stand that could not be read.
func (p *page) order() {
	came := p.Rows
	if !slices.IsSortedFunc(p.Rows, falling) {
		p.Rows = slices.SortedStableFunc(slices.Values(p.Rows), falling)
	}
	rows := p.Rows[:0:0]
	twins := 0
	for i, row := range p.Rows {
		if i > 0 && row.Seq == p.Rows[i-1].Seq {
			if row.ID == p.Rows[i-1].ID {
				continue
			}
			if twins++; twins >= maxTwins {
				p.Unreadable = append(p.Unreadable, model.Unreadable{ID: row.ID, Seq: row.Seq, Why: "too many rows have this number"})
				continue
			}
		} else {
			twins = 0
		}
		rows = append(rows, row)
	}
	p.Rows = rows
	p.unreadable = placed(p.Unreadable, came)
}

// follow fetches pages from where a run ends, until they meet what is known or
// differ from it, the history ends, or enough says so. A run never ends where it
// would join a known one without having been compared with it: it goes on by a
// page, and where that fails, ends before. lowest is how far down the pages before
// have reached.
func (a *Archive) follow(ctx context.Context, r *segment, lowest int64, enough func() bool) (found comparison, err error) {
	safe := *r
	if a.coverage.touches(r.from) {
		safe = newSegment(r.to+1, cursorPosition{})
	}
	defer func() {
		if err != nil {
			if *r = safe; r.corrected {
				found = corrected
			}
		}
	}()
	for {
		page, err := a.page(ctx, r.next.Cursor)
		if err != nil {
			return disjoint, err
		}
		above, after := r.from, r.next.Last
		fresh := r.take(page)
		if a.idle++; r.reached < lowest {
			a.idle, lowest = 0, r.reached
		}
		if a.idle >= idlePages {
			a.idle, a.walk = 0, ""
			return disjoint, &model.Error{Kind: model.BadResponse, Detail: fmt.Sprintf("%d pages follow each other without a new row", idlePages)}
		}
		if a.ofAnotherHistory(page, above) {
			return differ, nil
		}
		if !a.joins(*r, fresh, above) {
			if same, err := a.stillThere(ctx, r); err != nil || !same {
				return differ, err
			}
		}
		found := a.coverage.compare(fresh, r.page(above, after))
		r.compared(found)
		touching := a.coverage.touches(r.from)
		if !touching {
			safe = *r
		}
		if found == agree || found == differ || r.next.End || (enough() && !touching) {
			return found, nil
		}
	}
}

// ofAnotherHistory reports whether what a page has above the place where a run ended is of another
// history than the one that is known.
func (a *Archive) ofAnotherHistory(page page, above int64) bool {
	rows := page.Rows
	for n, row := range rows {
		if row.Seq <= above {
			rows = rows[:n]
			break
		}
	}
	if len(rows) == 0 || a.derived {
		return false
	}
	low := rows[len(rows)-1]
	return a.coverage.compare(rows, seqRange{from: low.Seq, to: rows[0].Seq, last: low.ID}) == differ
}

// joins reports whether rows follow what stands above them: sequence numbers grow
// by one with each row; where they do not, balances must follow from each other.
func (a *Archive) joins(r segment, fresh []model.Transaction, above int64) bool {
	if len(fresh) == 0 || fresh[0].Seq >= above-1 || a.derived {
		return true
	}
	var over model.Transaction
	if had := len(r.rows) - len(fresh); had > 0 {
		over = r.rows[had-1]
	} else if _, known := a.coverage.complete.Holding(above); known && a.coverage.at(above) < a.coverage.table.Len() {
		over = a.coverage.table.Row(a.coverage.at(above))
	} else {
		return true
	}
	want, err := over.Balance.Add(-over.Amount)
	return err == nil && want == fresh[0].Balance
}

// stillThere reports whether the server still has the history that is being read, where a
// page does not join the one before it: then numbers are missing in it, which an audit
// reports. It is requested a few times, not at every gap.
func (a *Archive) stillThere(ctx context.Context, r *segment) (bool, error) {
	if a.restarts >= maxRestarts {
		return true, nil
	}
	a.restarts++
	newest, err := a.page(ctx, "")
	if err != nil {
		return false, err
	}
	met := false
	for _, row := range newest.Rows {
		is, known := a.coverage.row(row.Seq, row.ID)
		if !known {
			is, known = r.row(row)
		}
		if known && is.Amount == row.Amount && is.Balance == row.Balance {
			return true, nil
		}
		_, whole := a.coverage.complete.Holding(row.Seq)
		met = met || known || whole || (row.Seq >= r.from && row.Seq <= r.to)
	}
	return !met, nil
}
