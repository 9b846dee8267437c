package cache

import (
	"crypto/rand"
	"encoding/json"
	"errors"

	"go.etcd.io/bbolt"
)

// Kind is a kind of rows; an open set.
type Kind string

// The kinds that the dashboard keeps.
const (
	Transactions Kind = "transactions"
	Generations  Kind = "generations"
)

func (k Kind) bucket() string { return "rows of " + string(k) }

// State is the state of one kind of rows.
type State struct {
	// Epoch identifies the history of the rows. It changes when the rows are reset or the
	// store is created anew; it is empty without rows.
	Epoch string `json:"epoch"`
	// Revision grows with each write that touches the rows.
	Revision int64 `json:"revision"`
	// Whole lists the complete ranges of positions, as the writer said.
	Whole  Ranges `json:"whole"`
	Blocks int    `json:"blocks"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"` // of the blocks' data

	// Sum is a sum over the checksums of all blocks, so that a lost one is noticed.
	Sum uint64 `json:"sum"`
	// Rewrites counts the blocks that were replaced or removed: a reader that notices a
	// change starts again.
	Rewrites int64 `json:"rewrites"`
}

// State returns the state of a kind of rows; without rows, or without a file, the zero
// State.
func (s *Store) State(kind Kind) (State, error) {
	var state State
	err := s.view(func(tx *bbolt.Tx) (err error) {
		state, err = s.readState(tx, kind)
		return err
	})
	if errors.Is(err, errAbsent) {
		return State{}, nil
	}
	return state, err
}

func (s *Store) readState(tx *bbolt.Tx, kind Kind) (State, error) {
	key := []byte(kind)
	sealed := tx.Bucket([]byte(kindBucket)).Get(key)
	if sealed == nil {
		if tx.Bucket([]byte(kind.bucket())) != nil {
			return State{}, &Damaged{Path: s.path, Why: "rows are there that it knows nothing of"}
		}
		return State{}, nil
	}
	text, ok := unseal(kindBucket, key, sealed)
	if !ok {
		return State{}, s.damagedValue("what is known of the " + string(kind))
	}
	var state State
	if json.Unmarshal(text, &state) != nil || !state.Whole.validated() || state.Epoch == "" {
		return State{}, &Damaged{Path: s.path, Why: "what is known of the " + string(kind) + " is not understood"}
	}
	return state, nil
}

func writeState(tx *bbolt.Tx, kind Kind, state State) error {
	text, err := json.Marshal(state)
	if err != nil {
		return err
	}
	return tx.Bucket([]byte(kindBucket)).Put([]byte(kind), seal(kindBucket, []byte(kind), text))
}

func newEpoch() string { return rand.Text() }
