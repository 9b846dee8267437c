package sync

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/api/store"
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

// latest fetches from the newest row down to what is known. restarted says that
// what was known is not so any more.
func (a *Archive) latest(ctx context.Context) (restarted bool, err error) {
	k := &a.known
	page, err := a.page(ctx, "")
	if err != nil || k.provenance == model.NotServed {
		return false, err
	}
	a.asOf, a.unsaved = a.now(), true
	top, knowing := k.top()
	if len(page.Rows) == 0 && a.derived && knowing {
		return false, nil // all of them were deleted
	}
	if len(page.Rows) == 0 {
		a.restart()
		k.none = true
		return knowing, nil
	}
	newest := page.Rows[0].Seq
	r := newRun(newest+1, place{})
	found := k.compare(r.take(page), r.from, newest)
	if found == apart && newest > top.To && knowing && !r.next.End {
		pages := 1
		found, err = a.follow(ctx, &r, func() bool { pages++; return pages >= catchUp })
	}
	switch {
	case len(r.rows) == 0:
		return false, err
	case a.derived:
	case found == differ, found == apart && knowing && (newest < top.To || r.next.End):
		// Another history, or one that ends above what is known of it.
		restarted = true
		a.restart()
	case newest < top.To:
		k.cut(store.Range{From: newest + 1, To: top.To})
	}
	k.Total = page.Total
	if restarted {
		k.Skew = 0
	}
	a.take(r)
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
	k := &a.known
	top, _ := k.top()
	next := k.below[top.From]
	searching := next.Cursor == "" // the place was lost: it is looked for from the newest page on
	if searching {
		next.Cursor = a.walk
	}
	r := newRun(top.From, next)
	started, pages := a.now(), 0
	enough := func() bool { pages++; return pages >= stepPages || a.now().Sub(started) >= stepTime }
	found, err := a.follow(ctx, &r, enough)
	if refused(err) && next.Cursor != "" {
		delete(k.below, top.From)
		a.walk, searching = "", true
		if r.reached > top.From {
			r = newRun(top.From, place{})
			found, err = a.follow(ctx, &r, enough)
		}
	}
	switch {
	case found == differ:
		a.restart()
		_, err = a.latest(ctx)
		return true, err
	case r.reached > top.From:
		if searching {
			a.walk = r.next.Cursor
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

// refused reports whether a server does not take a cursor, or not any more.
func refused(err error) bool {
	switch model.KindOf(err) {
	case model.Invalid, model.NotFound:
		return true
	}
	return false
}

// take takes a run into what is known.
func (a *Archive) take(r run) {
	a.known.add(r)
	a.known.none = false
	a.unsaved = true
}

// restart forgets what is known, here and in the local copy: the history is another
// one now.
func (a *Archive) restart() {
	a.known.forget()
	a.walk = ""
	a.rewrite, a.unsaved = true, true
}

// fewer reports whether the server has fewer rows of a whole history than are
// known, so that some are gone of which no page tells. Where reading them all again
// comes to the same, the server counts in its own way.
func (a *Archive) fewer() bool {
	k := &a.known
	if !k.done() || k.Total == 0 || a.derived {
		return false
	}
	skew := k.Total - int64(k.table.Len())
	if skew < k.Skew && skew != a.oddSkew && a.recounts < maxRestarts {
		a.oddSkew = skew
		a.recounts++
		return true
	}
	k.Skew = skew
	return false
}
