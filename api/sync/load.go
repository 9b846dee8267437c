package sync

import (
	"context"
	"errors"
	"time"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// looseRows is how many rows a block has at the least to stay as it was sealed.
// Smaller ones, of a few new rows each, are made into larger ones.
const looseRows = history.BlockRows / 2

// coverageRecord is the stored state of the history besides its rows.
type coverageRecord struct {
	counted
	Said       int64                    `json:"said"`
	Provenance model.Provenance         `json:"provenance"`
	Below      map[int64]cursorPosition `json:"below"`
	Owner      model.ID                 `json:"owner,omitempty"` // the account, where the rows are derived
	Asked      model.Time               `json:"asked"`           // see [coverage]

	AsOf        model.Time      `json:"asOf"` // when the newest rows were fetched; zero in the copy of an older version
	Unreadable  []unreadableRow `json:"unreadable,omitempty"`
	OldestFirst bool            `json:"oldestFirst,omitempty"`
	Review      review          `json:"review,omitzero"`
}

// extent is a block as it stands in the local copy.
type extent struct {
	last  int64
	rows  int
	block *history.Block
}

// load reads the local copy once. Its error is that of ctx.
func (a *Archive) load(ctx context.Context) error {
	if a.loaded || !a.copy.usable() {
		return ctx.Err()
	}
	_, err := a.read(ctx)
	a.loaded = err == nil
	return ctx.Err()
}

// errTwice says that the local copy changed while it was read, more than once.
var errTwice = errors.New("the local copy changes all the time")

// read reads the local copy, and joins it with what is known and was not written yet,
// unless that was just begun anew. replaced says that some of what was known is not any
// more: the copy is of another history. Nothing is joined that was not compared: the next
// page that the server gives is compared with what was read.
func (a *Archive) read(ctx context.Context) (replaced bool, err error) {
	if a.overtaken > maxRestarts {
		return false, errTwice // each would begin anew what the other has: this one goes on alone
	}
	for range 4 {
		before, err := a.copy.store.State(a.rows)
		if a.copy.observe(err) != nil {
			return false, err
		}
		found, err := a.readRows(ctx, before)
		if errors.Is(err, cache.ErrChanged) {
			continue
		}
		if err != nil {
			return false, a.cannotRead(err, before)
		}
		now, err := a.copy.store.State(a.rows)
		if a.copy.observe(err) != nil {
			return false, err
		}
		if now.Epoch == before.Epoch && now.Revision == before.Revision {
			replaced := a.adopt(found, now)
			a.recheck = a.recheck || replaced
			return replaced, nil
		}
	}
	return false, errTwice
}

// cannotRead makes rows that another version sealed be written anew.
func (a *Archive) cannotRead(err error, state cache.State) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case !errors.Is(err, history.ErrVersion) && !errors.Is(err, history.ErrDamaged):
		return a.copy.observe(err)
	}
	a.state, a.layout = state, nil
	a.rewrite, a.unsaved = true, true
	return nil
}

// copied is what was read of the local copy.
type copied struct {
	blocks []*history.Block
	layout map[int64]extent
	places coverageRecord
}

func (a *Archive) readRows(ctx context.Context, state cache.State) (copied, error) {
	found := copied{layout: make(map[int64]extent, state.Blocks)}
	if state.Epoch == "" {
		return found, nil
	}
	all, err := a.copy.store.Snapshots()
	if err != nil {
		return found, err
	}
	var at time.Time
	if found.places, at, _ = cache.Get[coverageRecord](all, a.places); found.places.AsOf.IsZero() {
		found.places.AsOf = model.At(at)
	}
	for kept, err := range a.copy.store.Blocks(a.rows, true) {
		if err != nil {
			return found, err
		}
		if ctx.Err() != nil {
			return found, ctx.Err()
		}
		block, err := history.Decode(kept.Data)
		if err != nil {
			return found, err
		}
		found.layout[kept.First] = extent{kept.Last, kept.Rows, block}
		found.blocks = append(found.blocks, block)
	}
	return found, nil
}

// adopt takes the copy for what is known, and adds what is known besides.
func (a *Archive) adopt(found copied, state cache.State) (replaced bool) {
	another := a.state.Epoch != "" && state.Epoch != a.state.Epoch // it was begun anew
	a.state, a.layout = state, found.layout
	if state.Epoch == "" {
		a.rewrite, a.unsaved = false, a.coverage.begun()
		return false
	}
	if a.rewrite {
		a.unsaved = true
		return false
	}
	mine, unsaved, asOf := a.coverage, a.unsaved, a.asOf
	a.coverage, a.unsaved, a.walk = a.copied(found, state), false, ""
	a.asOf = found.places.AsOf.Time
	if int64(a.coverage.table.Len()) != state.Rows {
		a.restart() // cannot be; it is read again rather than shown with holes
		return true
	}
	switch {
	case another:
		a.overtaken++
		return true
	case !unsaved || len(mine.complete) == 0:
		return unsaved && mine.begun()
	}
	if a.coverage.derived && a.coverage.owner != mine.owner && mine.owner != "" {
		return true
	}
	replaced = !a.coverage.merge(mine) || a.coverage.newest() != mine.newest() // which are the newest rows?
	if a.newestUnsaved && !asOf.Before(a.asOf) {
		a.asOf, a.coverage.announced, a.coverage.oldestFirst = asOf, mine.announced, mine.oldestFirst
		a.coverage.Total = mine.Total
	}
	a.unsaved = true
	return replaced || (a.coverage.done() && a.coverage.skew() != a.coverage.Skew)
}

// copied is the coverage in the local copy.
func (a *Archive) copied(found copied, state cache.State) coverage {
	about := found.places
	k := newCoverage(a.derived)
	k.complete, k.below, k.counted, k.announced, k.provenance = state.Whole, about.Below, about.counted, about.Said, about.Provenance
	k.owner, k.asked = about.Owner, about.Asked
	k.unreadable, k.oldestFirst, k.review = about.Unreadable, about.OldestFirst, about.Review
	for _, block := range found.blocks {
		if block.Len() >= looseRows {
			k.builder.Add(block)
			continue
		}
		putRows(&k.builder, block, func(model.Transaction) bool { return true })
	}
	k.settle()
	k.none = k.table.Len() == 0 && (k.provenance == model.Billed || k.provenance == model.Estimated)
	return k
}

// merge adds what another reader of the same history knows. ok is false if that contradicts
// the known rows, and some of it was left out.
func (k *coverage) merge(other coverage) (ok bool) {
	ok = true
	for _, stretch := range other.complete {
		r := newSegment(stretch.To+1, other.below[stretch.From])
		r.from, r.after = stretch.From, ""
		for i := other.at(stretch.To+1) - 1; i >= other.at(stretch.From); i-- {
			r.rows = append(r.rows, other.table.Row(i))
		}
		for _, row := range other.unreadable {
			if row.At >= stretch.From && row.At <= stretch.To {
				r.unreadable = append(r.unreadable, row)
			}
		}
		found := k.compare(r.rows, r.seqRange())
		_, over := k.complete.Holding(r.to + 1)
		_, joined := k.complete.Holding(r.to)
		if found == agree || (found == disjoint && !k.touches(r.from) && (!over || joined)) {
			k.add(r)
			continue
		}
		ok = false
	}
	prompts := map[model.ID]string{}
	for i := 0; other.table != nil && i < other.table.Len(); i++ {
		if prompt := other.table.Prompt(i); prompt != "" {
			prompts[other.table.Row(i).GenerationID] = prompt
		}
	}
	if len(prompts) > 0 && k.builder.SetPrompts(prompts) {
		k.settle()
	}
	return ok
}
