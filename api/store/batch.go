package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"time"

	"go.etcd.io/bbolt"
)

// Batch is what is to be written, in order, all of it or nothing. The zero Batch
// is empty and ready.
type Batch struct {
	steps []func(*writer) error
}

// writer is a batch being written.
type writer struct {
	store  *Store
	tx     *bbolt.Tx
	states map[Kind]State
}

func (b *Batch) step(do func(*writer) error) { b.steps = append(b.steps, do) }

// Len is the number of things to do.
func (b *Batch) Len() int { return len(b.steps) }

// Expect makes the batch fail with [ErrChanged] where the rows of a kind are of
// another epoch than the writer knows ([State]).
func (b *Batch) Expect(kind Kind, epoch string) {
	b.step(func(w *writer) error {
		state, err := w.state(kind)
		if err == nil && state.Epoch != epoch {
			err = ErrChanged
		}
		return err
	})
}

// Snapshot keeps what the server said, in JSON, with when it said so, to the
// millisecond. It returns the error of encoding it.
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

// Block keeps a block, in the place of the one that begins at the same position if
// there is one. The batch fails with [ErrOverlap] where it would overlap another,
// and with [ErrBlock] for one without an extent. The data must not change until the
// batch is written.
func (b *Batch) Block(kind Kind, block Block) {
	b.step(func(w *writer) error { return w.putBlock(kind, block) })
}

// Remove removes the blocks that begin within a range, to put others in their
// place. What is whole stays as it is.
func (b *Batch) Remove(kind Kind, within Range) {
	b.step(func(w *writer) error { return w.removeBlocks(kind, within) })
}

// Whole notes that nothing is missing of a range.
func (b *Batch) Whole(kind Kind, add Range) {
	b.alter(kind, func(state *State) { state.Whole = state.Whole.Add(add) })
}

// Doubt notes that a range may have changed and must be fetched again.
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

// Reset forgets all rows of a kind: the server's history is another now.
func (b *Batch) Reset(kind Kind) {
	b.step(func(w *writer) error {
		if w.tx.Bucket([]byte(kind.bucket())) != nil {
			if err := w.tx.DeleteBucket([]byte(kind.bucket())); err != nil {
				return err
			}
		}
		w.states[kind] = State{Epoch: newEpoch()}
		return nil
	})
}

// Write writes a batch, durably unless the store was opened without, and gives
// what is then known of the kinds that it touched. On an error nothing is written.
// After *[Damaged] the store begins anew, empty: what the writer knew of it is no
// longer so.
func (s *Store) Write(b *Batch) (map[Kind]State, error) {
	if len(b.steps) == 0 {
		return map[Kind]State{}, nil
	}
	var states map[Kind]State
	err := s.update(func(tx *bbolt.Tx) error {
		w := &writer{store: s, tx: tx, states: map[Kind]State{}}
		for _, step := range b.steps {
			if err := step(w); err != nil {
				return err
			}
		}
		for kind, state := range w.states {
			if state.Epoch == "" {
				continue // only looked at
			}
			if err := writeState(tx, kind, state); err != nil {
				return err
			}
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
		w.states[kind] = state
	}
	return state, err
}

// set keeps a state to be written; one of its first rows gets an epoch.
func (w *writer) set(kind Kind, state State) {
	if state.Epoch == "" {
		state.Epoch = newEpoch()
	}
	w.states[kind] = state
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
	key := position(block.First)
	cursor := bucket.Cursor()
	at, sealed := cursor.Seek(key)
	if at != nil && bytes.Equal(at, key) {
		if err := w.drop(&state, kind, at, sealed); err != nil {
			return err
		}
		at, _ = cursor.Next()
	}
	if at != nil && len(at) == 8 && parsePosition(at) <= block.Last {
		return ErrOverlap
	}
	cursor = bucket.Cursor()
	at, sealed = cursor.Seek(key)
	if at == nil {
		at, sealed = cursor.Last()
	} else {
		at, sealed = cursor.Prev()
	}
	if before, ok := parseBlock(at, sealed); at != nil && (!ok || before.Last >= block.First) {
		return ErrOverlap
	}
	value := block.seal(kind)
	state.add(block, sum(value))
	w.set(kind, state)
	return bucket.Put(key, value)
}

// drop counts out a block that is replaced or removed.
func (w *writer) drop(state *State, kind Kind, key, sealed []byte) error {
	block, ok := parseBlock(key, sealed)
	if !ok {
		return w.store.damagedValue("a block of " + string(kind))
	}
	state.drop(block, sum(sealed))
	state.Rewrites++
	return nil
}

func (w *writer) removeBlocks(kind Kind, within Range) error {
	state, err := w.state(kind)
	bucket := w.tx.Bucket([]byte(kind.bucket()))
	if err != nil || bucket == nil {
		return err
	}
	var keys [][]byte // a cursor that deletes may skip
	cursor := bucket.Cursor()
	for key, sealed := cursor.Seek(position(within.From)); key != nil; key, sealed = cursor.Next() {
		if len(key) == 8 && parsePosition(key) > within.To {
			break
		}
		if err := w.drop(&state, kind, key, sealed); err != nil {
			return err
		}
		keys = append(keys, bytes.Clone(key))
	}
	for _, key := range keys {
		if err := bucket.Delete(key); err != nil {
			return err
		}
	}
	w.set(kind, state)
	return nil
}
