package cache

import (
	"encoding/binary"
	"encoding/json"
	"time"

	"go.etcd.io/bbolt"
)

// Batch is a sequence of writes that are applied atomically. The zero Batch is empty and
// ready.
type Batch struct {
	steps []func(*writer) error
}

// writer is a batch being written.
type writer struct {
	store  *Store
	tx     *bbolt.Tx
	states map[Kind]State          // as they will be
	was    map[Kind]State          // as they were
	gone   map[Kind]map[int64]bool // blocks to be deleted at the end, by first position
}

func (b *Batch) step(do func(*writer) error) { b.steps = append(b.steps, do) }

// Len is the number of writes.
func (b *Batch) Len() int { return len(b.steps) }

// Expect makes the batch fail with [ErrChanged] if the rows of a kind are not in the known
// state any more, which [Store.State] or the last Write returned.
func (b *Batch) Expect(kind Kind, known State) {
	b.step(func(w *writer) error {
		state, err := w.state(kind)
		if err == nil && (state.Epoch != known.Epoch || state.Revision != known.Revision) {
			err = ErrChanged
		}
		return err
	})
}

// Snapshot stores an answer of the server as JSON with its time, to the millisecond. It
// returns the error of encoding it.
func (b *Batch) Snapshot(name Name, value any, fetchedAt time.Time) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	at := binary.LittleEndian.AppendUint64(nil, uint64(fetchedAt.UnixMilli()))
	b.step(func(w *writer) error {
		return w.tx.Bucket([]byte(snapshotBucket)).Put([]byte(name), seal(snapshotBucket, []byte(name), at, text))
	})
	return nil
}

// Block stores a block, replacing one that begins at the same position. The batch fails
// with [ErrOverlap] where it would overlap another, and with [ErrBlock] for one without an
// extent. The data must not change until the batch is written.
func (b *Batch) Block(kind Kind, block Block) {
	b.step(func(w *writer) error { return w.putBlock(kind, block) })
}

// Remove removes the blocks that begin within a range, so that others can replace them. It
// does not change the complete ranges.
func (b *Batch) Remove(kind Kind, within Range) {
	b.step(func(w *writer) error { return w.removeBlocks(kind, within) })
}

// Whole marks a range as complete.
func (b *Batch) Whole(kind Kind, add Range) {
	b.alter(kind, func(state *State) { state.Whole = state.Whole.Add(add) })
}

// Doubt marks a range as possibly changed, to be fetched again.
func (b *Batch) Doubt(kind Kind, cut Range) {
	b.alter(kind, func(state *State) { state.Whole = state.Whole.Cut(cut) })
}

func (b *Batch) alter(kind Kind, how func(*State)) {
	b.step(func(w *writer) error {
		state, err := w.state(kind)
		if err != nil {
			return err
		}
		how(&state)
		w.set(kind, state)
		return nil
	})
}

// Reset removes all rows of a kind, for a server whose history has been replaced.
func (b *Batch) Reset(kind Kind) {
	b.step(func(w *writer) error {
		if w.tx.Bucket([]byte(kind.bucket())) != nil {
			if err := w.tx.DeleteBucket([]byte(kind.bucket())); err != nil {
				return err
			}
		}
		w.set(kind, State{})
		delete(w.gone, kind)
		return nil
	})
}

// Write applies a batch, durably unless the store has NoSync, and returns the new states of
// the kinds that it touched. On an error nothing is written. After *[Damaged] the store is
// new and empty: states known to the caller are obsolete.
func (s *Store) Write(b *Batch) (map[Kind]State, error) {
	if len(b.steps) == 0 {
		return map[Kind]State{}, nil
	}
	var states map[Kind]State
	err := s.update(func(tx *bbolt.Tx) error {
		w := &writer{store: s, tx: tx, states: map[Kind]State{}, was: map[Kind]State{}, gone: map[Kind]map[int64]bool{}}
		for _, step := range b.steps {
			if err := step(w); err != nil {
				return err
			}
		}
		if err := w.finish(); err != nil {
			return err
		}
		states = w.states
		return nil
	})
	if err != nil {
		return nil, err
	}
	return states, nil
}

func (w *writer) state(kind Kind) (State, error) {
	if state, ok := w.states[kind]; ok {
		return state, nil
	}
	state, err := w.store.readState(w.tx, kind)
	if err == nil {
		w.states[kind], w.was[kind] = state, state
	}
	return state, err
}

// set keeps a state to be written. The first of an epoch names it.
func (w *writer) set(kind Kind, state State) {
	if state.Epoch == "" {
		state.Epoch = newEpoch()
	}
	state.Revision = w.was[kind].Revision + 1
	w.states[kind] = state
}

// finish deletes removed blocks and writes the new states. Deleting waits until here
// because a cursor of bbolt (1.5.0) goes round for ever over leaves that the same
// transaction has emptied.
func (w *writer) finish() error {
	for kind, gone := range w.gone {
		bucket := w.tx.Bucket([]byte(kind.bucket()))
		for first := range gone {
			if err := bucket.Delete(position(first)); err != nil {
				return err
			}
		}
	}
	for kind, state := range w.states {
		if was := w.was[kind]; was.Epoch == state.Epoch && was.Revision == state.Revision {
			continue // only looked at
		}
		if err := writeState(w.tx, kind, state); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putBlock(kind Kind, block Block) error {
	if !block.ok() {
		return ErrBlock
	}
	state, err := w.state(kind)
	if err != nil {
		return err
	}
	bucket, err := w.tx.CreateBucketIfNotExists([]byte(kind.bucket()))
	if err != nil {
		return err
	}
	before, after, same, err := w.around(bucket.Cursor(), kind, block.First)
	if err != nil {
		return err
	}
	if (before != nil && before.Last >= block.First) || (after != nil && after.First <= block.Last) {
		return ErrOverlap
	}
	if same != nil {
		w.drop(&state, *same)
	}
	delete(w.gone[kind], block.First)
	value := block.seal(kind)
	state.add(block, sum(value))
	w.set(kind, state)
	return bucket.Put(position(block.First), value)
}

// counted is a block and the checksum that it was counted in with.
type counted struct {
	Block
	sum uint32
}

// around gives the blocks before, after and at a position, of those that are not
// gone; nil for none.
func (w *writer) around(cursor *bbolt.Cursor, kind Kind, first int64) (before, after, same *counted, err error) {
	find := func(key, sealed []byte, step func() (key, sealed []byte)) *counted {
		for ; key != nil; key, sealed = step() {
			block, ok := parseBlock(key, sealed)
			if !ok {
				err = w.store.damagedValue("a block of " + string(kind))
				return nil
			}
			if !w.gone[kind][block.First] {
				return &counted{block, sum(sealed)}
			}
		}
		return nil
	}
	key, sealed := cursor.Seek(position(first))
	at := find(key, sealed, cursor.Next)
	if at != nil && at.First == first {
		same = at
		key, sealed = cursor.Next()
		after = find(key, sealed, cursor.Next)
	} else {
		after = at
	}
	if key, _ = cursor.Seek(position(first)); key == nil {
		key, sealed = cursor.Last()
	} else {
		key, sealed = cursor.Prev()
	}
	before = find(key, sealed, cursor.Prev)
	return before, after, same, err
}

// drop counts out a block that is replaced or removed.
func (w *writer) drop(state *State, block counted) {
	state.drop(block.Block, block.sum)
	state.Rewrites++
}

func (w *writer) removeBlocks(kind Kind, within Range) error {
	state, err := w.state(kind)
	bucket := w.tx.Bucket([]byte(kind.bucket()))
	if err != nil || bucket == nil {
		return err
	}
	if w.gone[kind] == nil {
		w.gone[kind] = map[int64]bool{}
	}
	cursor := bucket.Cursor()
	for key, sealed := cursor.Seek(position(within.From)); key != nil; key, sealed = cursor.Next() {
		block, ok := parseBlock(key, sealed)
		if !ok {
			return w.store.damagedValue("a block of " + string(kind))
		}
		if block.First > within.To {
			break
		}
		if !w.gone[kind][block.First] {
			w.drop(&state, counted{block, sum(sealed)})
			w.gone[kind][block.First] = true
		}
	}
	w.set(kind, state)
	return nil
}
