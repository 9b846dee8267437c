package sync

import (
	"context"
	"errors"

	"github.com/studio-tui/studio-tui/api/store"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// looseRows is how many rows a block has at the least to stay as it was sealed.
// Smaller ones, of a few new rows each, are made into larger ones.
const looseRows = history.BlockRows / 2

// places is what the rows alone do not tell of the history.
type places struct {
	counted
	Said       int64            `json:"said"`
	Provenance model.Provenance `json:"provenance"`
	Below      map[int64]place  `json:"below"`
	Owner      model.ID         `json:"owner,omitempty"` // the account, where the rows are derived
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

// read reads the local copy, which takes the place of what is known, unless there
// is nothing in it, or what is known was just begun anew. replaced says whether it
// did. Nothing is joined that was not compared: the next page that the server gives
// is compared with what was read.
func (a *Archive) read(ctx context.Context) (replaced bool, err error) {
	for range 4 {
		before, err := a.copy.store.State(a.rows)
		if a.copy.learn(err) != nil {
			return false, err
		}
		found, err := a.readRows(ctx, before)
		if errors.Is(err, store.ErrChanged) {
			continue
		}
		if err != nil {
			return false, a.unreadable(err, before)
		}
		now, err := a.copy.store.State(a.rows)
		if a.copy.learn(err) != nil {
			return false, err
		}
		if now.Epoch == before.Epoch && now.Revision == before.Revision {
			return a.adopt(found, now), nil
		}
	}
	return false, errTwice
}

// unreadable makes rows that another version sealed be written anew.
func (a *Archive) unreadable(err error, state store.State) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case !errors.Is(err, history.ErrVersion) && !errors.Is(err, history.ErrDamaged):
		return a.copy.learn(err)
	}
	a.state, a.layout = state, nil
	a.rewrite, a.unsaved = true, true
	return nil
}

// copied is what was read of the local copy.
type copied struct {
	blocks []*history.Block
	layout map[int64]extent
	places places
}

func (a *Archive) readRows(ctx context.Context, state store.State) (copied, error) {
	found := copied{layout: make(map[int64]extent, state.Blocks)}
	if state.Epoch == "" {
		return found, nil
	}
	all, err := a.copy.store.Snapshots()
	if err != nil {
		return found, err
	}
	found.places, _, _ = store.Get[places](all, a.places)
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

func (a *Archive) adopt(found copied, state store.State) (replaced bool) {
	k := &a.known
	a.state, a.layout = state, found.layout
	if state.Epoch == "" {
		a.rewrite, a.unsaved = false, k.begun()
		return false
	}
	if a.rewrite {
		a.unsaved = true
		return false
	}
	about := found.places
	*k = known{
		whole: state.Whole, below: about.Below, counted: about.counted, said: about.Said, provenance: about.Provenance,
		derived: a.derived, owner: about.Owner,
	}
	a.unsaved, a.walk = false, ""
	for _, block := range found.blocks {
		if block.Len() >= looseRows {
			k.builder.Add(block)
			continue
		}
		putRows(&k.builder, block, func(int64) bool { return true })
	}
	k.settle()
	k.none = k.table.Len() == 0 && (k.provenance == model.Billed || k.provenance == model.Estimated)
	if int64(k.table.Len()) != state.Rows {
		a.restart() // cannot be; it is read again rather than shown with holes
	}
	return true
}
