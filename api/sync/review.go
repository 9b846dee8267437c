package sync

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

const (
	// reviewEvery is how often a page of a whole history is compared with the server's, to
	// find what it has corrected below the newest rows.
	reviewEvery = 2 * time.Minute
	// hurryEvery is how often the walk may be hurried.
	hurryEvery = 10 * time.Minute
)

// review is a walk over a whole history from the newest page down, a page now and then,
// again and again. It is hurried, page after page, where something above says that rows
// further down have changed, and goes on so until those were found.
type review struct {
	Next    cursorPosition `json:"next,omitzero"`   // the page to be compared next; without a cursor: the one below the newest
	Above   int64          `json:"above,omitempty"` // that page has rows below this number
	At      model.Time     `json:"at"`              // when a page was compared last
	Hurried model.Time     `json:"hurried"`         // when the schedule was last brought forward
	Hurry   bool           `json:"hurry,omitempty"`
	Found   bool           `json:"found,omitempty"` // the last page was corrected
	Doubt   bool           `json:"doubt,omitempty"` // a page was that of another history, and the newest one is requested first
}

// newestPage is where the newest page ended when it was fetched last.
type newestPage struct {
	next cursorPosition
	from int64
}

// hurry makes the walk begin below the newest page, page after page.
func (a *Archive) hurry() {
	r, now := &a.coverage.review, model.At(a.now())
	if r.Hurried.IsZero() || now.Sub(r.Hurried.Time).Abs() >= hurryEvery {
		r.Hurry, r.Hurried, r.Next = true, now, cursorPosition{}
	}
}

// reviewDue reports whether a page is to be compared now. Before the newest page was
// fetched nothing is: it has what is most likely to have changed.
func (a *Archive) reviewDue() bool {
	k := &a.coverage
	if !k.done() || len(k.complete) == 0 || a.newestPage.next.Cursor == "" {
		return false
	}
	return k.review.Hurry || a.now().Sub(k.review.At.Time).Abs() >= reviewEvery
}

// reviewStep compares a page with the known rows, more pages if it is hurried.
func (a *Archive) reviewStep(ctx context.Context) error {
	for enough := a.stepEnds(); ; {
		if err := a.reviewPage(ctx); err != nil || enough() || !a.coverage.review.Hurry || !a.reviewDue() {
			return err
		}
	}
}

func (a *Archive) reviewPage(ctx context.Context) error {
	k := &a.coverage
	w := &k.review
	if w.Next.Cursor == "" {
		w.Next, w.Above = a.newestPage.next, a.newestPage.from
	}
	page, err := a.page(ctx, w.Next.Cursor)
	if err != nil && !refused(err) {
		return err
	}
	a.unsaved = true
	r := newSegment(w.Above, w.Next)
	if err != nil || (len(r.take(page)) == 0 && !r.next.End) { // it leads nowhere
		a.endReview()
		return nil
	}
	found := k.compare(r.rows, r.seqRange())
	if found == differ && !w.Doubt {
		a.endReview()
		w.Doubt, a.recheck = true, true
		return nil
	}
	r.corrected = !k.derived && found != agree && len(r.rows) > 0
	k.add(r)
	k.Skew = k.skew()
	w.At, w.Doubt = model.At(a.now()), false
	w.Next, w.Above = r.next, r.from
	w.Hurry = r.corrected || (w.Hurry && !w.Found)
	w.Found = r.corrected
	if r.next.End {
		a.endReview()
	}
	return nil
}

// endReview ends a walk. The next one begins below the newest page that is fetched then.
func (a *Archive) endReview() {
	w := &a.coverage.review
	*w = review{At: model.At(a.now()), Hurried: w.Hurried}
	a.newestPage.next = cursorPosition{}
}

// joint is how a row stands to the one below it: whether it follows.
func (k *coverage) joint(seq int64) (odd bool) {
	i := k.at(seq)
	if k.derived || k.table == nil || i == 0 || i == k.table.Len() {
		return false
	}
	row, below := k.table.Row(i), k.table.Row(i-1)
	want, err := below.Balance.Add(row.Amount)
	return err != nil || want != row.Balance
}
