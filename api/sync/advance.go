package sync

import (
	"context"
	"math"
	"time"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
)

const (
	// catchUp is how many pages Latest goes back to meet what is known. What is
	// missing then is for Step.
	catchUp = 20
	// stepPages are as many as fill a block of the history.
	stepPages = 40
	// stepTime ends a step where pages come slowly, so that they are seen and kept.
	stepTime = 3 * time.Second
)

// latest fetches from the newest row down to the known ones. restarted says that the known
// rows were discarded.
func (a *Archive) latest(ctx context.Context) (restarted bool, err error) {
	k := &a.coverage
	a.recheck = false
	page, err := a.page(ctx, "")
	if err != nil || k.provenance == model.Unsupported {
		return false, err
	}
	a.asOf, a.newestUnsaved, a.unsaved, k.asked = a.now(), true, true, page.Asked
	top, knowing := k.top()
	if len(page.Rows) == 0 && a.derived && knowing {
		return false, nil // all of them were deleted
	}
	if len(page.Rows) == 0 {
		a.restart()
		k.none, k.unreadable = true, page.unreadable
		return knowing, nil
	}
	newest := page.Rows[0].Seq
	r := newSegment(newest+1, cursorPosition{})
	r.top = math.MaxInt64
	fresh := r.take(page)
	found := k.compare(fresh, r.seqRange())
	r.compared(found)
	a.newestPage = newestPage{next: r.next, from: r.from}
	if goesOn := found == corrected || (found == disjoint && newest > top.To && knowing); goesOn && !r.next.End {
		pages := 1
		a.idle = 0
		found, err = a.follow(ctx, &r, r.reached, func() bool { pages++; return pages >= catchUp })
	}
	switch {
	case len(r.rows) == 0:
		return false, err
	case a.derived:
	case found == differ, found == disjoint && knowing && (newest < top.To || r.next.End):
		// Another history, or one that ends above what is known of it.
		restarted = true
		a.restart()
	case newest < top.To:
		k.cut(cache.Range{From: newest + 1, To: top.To})
	}
	k.Total = page.Total
	if restarted {
		k.Skew, k.Counted = 0, false
	}
	odd := k.joint(r.from)
	a.take(r)
	if !odd && k.joint(r.from) && k.done() {
		a.hurry()
	}
	if a.fewer() {
		a.restart()
		k.Total = page.Total
		a.take(r)
		restarted = true
	}
	return restarted, err
}

// step fetches more of what is missing below the newest run.
func (a *Archive) step(ctx context.Context) (restarted bool, err error) {
	k := &a.coverage
	top, _ := k.top()
	next, lowest := k.below[top.From], int64(math.MaxInt64)
	if a.walk != "" && a.walked > top.From { // the search for the place goes on
		next.Cursor, lowest = a.walk, a.walked
	} else { // without a cursor the place was lost: it is looked for from the newest page on
		a.walk, a.idle = "", 0
	}
	r := newSegment(top.From, next)
	enough := a.stepEnds()
	found, err := a.follow(ctx, &r, lowest, enough)
	if refused(err) && next.Cursor != "" {
		delete(k.below, top.From)
		a.walk = ""
		if r.reached > top.From {
			r = newSegment(top.From, cursorPosition{Last: next.Last})
			found, err = a.follow(ctx, &r, math.MaxInt64, enough)
		}
	}
	switch {
	case found == differ:
		a.restart()
		_, err = a.latest(ctx)
		return true, err
	case r.reached > top.From:
		if err == nil {
			a.walk, a.walked = r.next.Cursor, r.reached
		}
		return false, err
	}
	a.walk = ""
	a.take(r)
	if err == nil && a.fewer() {
		a.restart()
		_, err = a.latest(ctx)
		return true, err
	}
	return false, err
}

// stepEnds says when a step has done enough: after so many pages, or so much time.
func (a *Archive) stepEnds() func() bool {
	started, pages := a.now(), 0
	return func() bool { pages++; return pages >= stepPages || a.now().Sub(started) >= stepTime }
}

// refused reports whether a server does not take a cursor, or not any more.
func refused(err error) bool {
	switch model.KindOf(err) {
	case model.Invalid, model.NotFound:
		return true
	}
	return false
}

// take merges a run into the known rows.
func (a *Archive) take(r segment) {
	a.coverage.add(r)
	a.coverage.none = false
	a.unsaved = true
}

// restart discards the known rows, here and in the local copy, as the history has been
// replaced.
func (a *Archive) restart() {
	a.coverage.forget()
	a.walk = ""
	a.rewrite, a.unsaved = true, true
}

// fewer reports whether the server has fewer rows of a whole history than are known, so
// that some were removed without a trace in any page. If reading them all again gives the
// same rows, the server counts differently.
func (a *Archive) fewer() bool {
	k := &a.coverage
	if !k.done() || k.Total == 0 || a.derived {
		return false
	}
	skew := k.skew()
	if skew < k.Skew && skew != a.oddSkew && a.recounts < maxRestarts {
		a.oddSkew = skew
		a.recounts++
		return true
	}
	if skew > k.Skew && k.Counted {
		a.hurry() // rows have come further down
	}
	k.Skew, k.Counted = skew, true
	return false
}
