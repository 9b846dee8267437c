package sync

import (
	"context"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
)

// PageSource is the source of the pages of a history: a [Reader].
type PageSource interface {
	// Latest fetches the newest rows; only the newest page if known is 0.
	Latest(ctx context.Context, known int64) (model.Page, model.Provenance, error)
	// Older fetches the page at a cursor.
	Older(ctx context.Context, cursor string) (model.Page, error)
}

// Archive is an account's history on this machine, and brings it up to date. Known rows
// form complete ranges; new rows are fetched down to such a range, and missing older rows
// from the newest range downwards, so that no interruption leaves an unnoticed gap. If the
// server's rows differ from the known ones of the same range, the history has been
// replaced, and is read again.
//
// It is safe for concurrent use; Load, Latest and Step wait for each other. They return the
// state that was reached, also with an error.
type Archive struct {
	ledger PageSource
	copy   *LocalCache // nil: nothing is kept
	now    func() time.Time
	sleep  func(ctx context.Context, d time.Duration) error
	partition

	mu       sync.Mutex
	coverage coverage
	// The local copy as it was read or written last.
	loaded        bool
	state         cache.State
	layout        map[int64]extent // its blocks by their first positions
	rewrite       bool             // its rows are of another history, and go
	unsaved       bool             // something is known that it does not have
	newestUnsaved bool             // the newest rows are among it
	asOf          time.Time        // when the newest rows were fetched; zero for never
	recheck       bool             // what is known came from there, and is to be compared with the newest rows
	overtaken     int              // how often another program's history took the place of this one
	lastNews      time.Time        // when another program that reads was last seen to get on

	walk       string // where the search for a lost place has come to
	walked     int64  // how far down that has reached
	idle       int    // pages in a row that reached no further
	newestPage newestPage
	restarts   int   // how often pages did not join
	recounts   int   // how often the server had fewer rows than are known
	oddSkew    int64 // by how many, the last time
	version    int64
}

// partition is where in the local copy an archive is, and of what nature its rows are.
type partition struct {
	rows   cache.Kind
	places cache.Name
	// newest is where the newest rows are kept beside, for a first frame; empty for
	// nowhere.
	newest cache.Name
	// derived rows are made of generations, which may still change: they are told
	// apart by their places and ids alone, and the server's word takes the place of
	// what was known. One that the customer deleted stays, as it was charged. Places
	// do not grow by one, and balances do not follow from each other.
	derived bool
}

var (
	billedPartition  = partition{rows: cache.Transactions, places: "history", newest: cache.NewestSnapshot}
	derivedPartition = partition{rows: cache.Generations, places: "history of generations", derived: true}
)

// NewArchive returns an archive of the pages of ledger, stored in a local copy or, with
// nil, in memory only. now is the clock that limits a step.
func NewArchive(ledger PageSource, kept *LocalCache, now func() time.Time) *Archive {
	return newArchive(ledger, kept, now, billedPartition)
}

func newArchive(ledger PageSource, kept *LocalCache, now func() time.Time, on partition) *Archive {
	return &Archive{ledger: ledger, copy: kept, now: now, sleep: model.Sleep, partition: on, coverage: newCoverage(on.derived)}
}

// Snapshot reads the local copy's data other than the history, quickly and without the
// network. ok is false if there is none.
func (a *Archive) Snapshot() (history.Snapshot, bool) { return a.copy.Snapshot() }

// Load reads the history stored on this machine, without the network. Its error is that of
// ctx; errors of the copy are a notice.
func (a *Archive) Load(ctx context.Context) (history.Progress, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	err := a.load(ctx)
	return a.progress(0), err
}

// Latest fetches and stores the new rows, down to the known ones, at most twenty pages.
// Without known rows, or without new ones, that is one page. Errors are those of the
// ledger.
func (a *Archive) Latest(ctx context.Context) (history.Progress, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.load(ctx); err != nil {
		return a.progress(0), err
	}
	fresh := a.coverage.newest()
	restarted, err := a.latest(ctx)
	return a.finish(ctx, fresh, restarted, err)
}

// finish keeps what a step brought. Where another program's rows took its place,
// they are compared with what the server has.
func (a *Archive) finish(ctx context.Context, fresh int64, restarted bool, err error) (history.Progress, error) {
	if replaced := a.save(); replaced && err == nil {
		var again bool
		again, err = a.latest(ctx)
		restarted = restarted || again
		a.save()
	}
	if restarted {
		fresh = 0
	}
	return a.progress(fresh), err
}

// Step fetches and stores some more missing older rows, newest first: at most forty pages,
// or three seconds. While another program reads the same history, it waits briefly for the
// rows of that instead. If nothing is missing and a known page is due for comparison
// ([history.Progress].Review), it compares that. Errors are those of the ledger; rows
// received before one are stored.
func (a *Archive) Step(ctx context.Context) (history.Progress, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.load(ctx); err != nil {
		return a.progress(0), err
	}
	fresh := a.coverage.newest()
	if a.coverage.done() && !a.reviewDue() && !a.recheck {
		return a.finish(ctx, fresh, false, nil)
	}
	done, mine, err := a.turn(ctx, func() bool { return !a.coverage.done() || a.reviewDue() || a.recheck })
	if err != nil || !mine {
		return a.progress(fresh), err
	}
	defer done()
	var restarted bool
	switch {
	case !a.coverage.begun(), a.recheck:
		restarted, err = a.latest(ctx)
	case !a.coverage.done():
		restarted, err = a.step(ctx)
	case a.reviewDue():
		err = a.reviewStep(ctx)
	}
	return a.finish(ctx, fresh, restarted, err)
}

// replace takes rows that have changed in the place of those that are known. Others
// are left out.
func (a *Archive) replace(rows ...model.Transaction) {
	a.mu.Lock()
	defer a.mu.Unlock()
	k := &a.coverage
	var found []model.Transaction
	for _, row := range rows {
		for range 4 { // of two that would have one place, one has that behind it
			if i := k.at(row.Seq); k.table != nil && i < k.table.Len() && k.table.Row(i).Seq == row.Seq && k.table.Row(i).ID == row.ID {
				found = append(found, row)
				break
			}
			row.Seq = derive.SeqAfter(row.Seq)
		}
	}
	if len(found) > 0 {
		k.builder.Put(found...)
		k.settle()
		a.unsaved = true
		a.save()
	}
}

// belongTo makes the archive that of an account, discarding the rows of another.
func (a *Archive) belongTo(ctx context.Context, account model.ID) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.load(ctx); err != nil {
		return err
	}
	if a.coverage.owner != "" && a.coverage.owner != account {
		a.restart()
		a.coverage.oldestFirst = false
	}
	a.coverage.owner = account
	return nil
}

// newestRun is from when on all rows are known. ok is false where none are.
func (a *Archive) newestRun() (from time.Time, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	top, ok := a.coverage.top()
	if !ok {
		return time.Time{}, false
	}
	if a.coverage.below[top.From].End {
		return time.Time{}, true
	}
	return derive.TimeOf(top.From), true
}

// newestAsked is when the newest page was asked for, by the server's clock, if need be at
// an earlier start; zero for never.
func (a *Archive) newestAsked() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.coverage.asked.Time
}

// notServed reports whether the server said that it has no such rows.
func (a *Archive) notServed() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.coverage.provenance == model.Unsupported
}

// setPrompts gives rows the prompts of their generations, and keeps them.
func (a *Archive) setPrompts(prompts map[model.ID]string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for range maxRestarts { // saving may take over rows that another program has written without them
		if len(prompts) == 0 || !a.coverage.builder.SetPrompts(prompts) {
			return
		}
		a.coverage.settle()
		a.unsaved = true
		a.save()
	}
}

// table is the table of known rows.
func (a *Archive) table() *history.Table {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.coverage.table
}

// lockedTable is table for those who have the lock.
func (a *Archive) lockedTable() *history.Table { return a.coverage.table }

// reached is a state with the rows as they are now.
func (a *Archive) reached(progress history.Progress) history.Progress {
	a.mu.Lock()
	defer a.mu.Unlock()
	progress.Table, progress.Total = a.coverage.table, a.coverage.count()
	return progress
}

func (a *Archive) progress(fresh int64) history.Progress {
	k := &a.coverage
	a.version++
	return history.Progress{
		Version: a.version, Table: k.table, Provenance: k.provenance, Total: k.count(), Whole: k.done(),
		Fresh: fresh, Notice: a.copy.takeNotice(), AsOf: a.asOf, Review: a.reviewDue(),
		LeftOut: k.leftOut(), Unreadable: k.entries(), Oddities: k.odd(), OldestFirst: k.oldestFirst,
	}
}
