package sync

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// save writes new rows to the local copy, atomically. If that fails they are written with
// the next ones. replaced says that rows written by another program meanwhile replaced the
// known ones.
func (a *Archive) save() (replaced bool) {
	for range 3 {
		if !a.unsaved || !a.copy.usable() || !a.coverage.begun() || a.coverage.provenance == model.Unsupported || a.overtaken > maxRestarts {
			return replaced
		}
		batch, layout, err := a.batch()
		if err != nil {
			return replaced
		}
		states, err := a.copy.write(batch)
		var damaged *cache.Damaged
		switch {
		case err == nil:
			a.state, a.layout = states[a.rows], layout
			a.rewrite, a.unsaved, a.newestUnsaved = false, false, false
			return replaced
		case errors.Is(err, cache.ErrChanged), errors.Is(err, cache.ErrOverlap):
			again, err := a.read(context.Background())
			if err != nil {
				return replaced
			}
			replaced = replaced || again
		case errors.As(err, &damaged):
			a.state, a.layout, a.rewrite = cache.State{}, nil, false
		default:
			return replaced
		}
	}
	return replaced
}

// batch is the batch that brings the local copy up to the known state.
func (a *Archive) batch() (*cache.Batch, map[int64]extent, error) {
	kind, k := a.rows, &a.coverage
	batch := &cache.Batch{}
	batch.Expect(kind, a.state)
	layout := a.layout
	if a.rewrite {
		batch.Reset(kind)
		layout = nil
	}
	var blocks []*history.Block
	if k.table != nil {
		blocks = k.table.Blocks()
	}
	wanted := make(map[int64]extent, len(blocks))
	for _, block := range blocks {
		wanted[block.FirstSeq()] = extent{block.LastSeq(), block.Len(), block}
	}
	for first, is := range layout {
		if wanted[first] != is {
			batch.Remove(kind, cache.Range{From: first, To: first})
		}
	}
	for _, block := range blocks {
		first := block.FirstSeq()
		if is := wanted[first]; layout[first] != is {
			batch.Block(kind, cache.Block{First: first, Last: is.last, Rows: is.rows, Data: block.AppendTo(nil)})
		}
	}
	if a.rewrite || !slices.Equal(k.complete, a.state.Whole) { // nothing else shows other programs a change
		batch.Doubt(kind, cache.Range{From: math.MinInt64, To: math.MaxInt64})
		for _, run := range k.complete {
			batch.Whole(kind, run)
		}
	}
	about := coverageRecord{
		counted: k.counted, Said: k.announced, Provenance: k.provenance, Below: k.below, Owner: k.owner, Asked: k.asked,
		AsOf: model.At(a.asOf), Unreadable: k.unreadable, OldestFirst: k.oldestFirst, Review: k.review,
	}
	if err := batch.Snapshot(a.places, about, a.now()); err != nil || !a.newestUnsaved || a.newest == "" {
		return batch, wanted, err
	}
	return batch, wanted, batch.Snapshot(a.newest, newestOf(k.table, k.provenance, k.count()), a.asOf)
}
