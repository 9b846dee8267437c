package cache

import (
	"bytes"
	"encoding/binary"
	"errors"
	"iter"
	"math"

	"go.etcd.io/bbolt"
)

// Block is a run of rows as opaque bytes, which the store verifies by checksum when
// reading. Blocks of a kind never overlap.
type Block struct {
	First int64 // position of its first row, which identifies the block
	Last  int64 // position of its last row
	Rows  int   // number of its rows
	Data  []byte
}

// blockHeader is what stands between a block's seal and its data: the last
// position and the number of rows.
const blockHeader = 8 + 4

// position is a key that sorts as the number does.
func position(n int64) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n)^(1<<63))
}

func parsePosition(key []byte) int64 { return int64(binary.BigEndian.Uint64(key) ^ (1 << 63)) }

func (b Block) seal(kind Kind) []byte {
	header := binary.LittleEndian.AppendUint64(nil, uint64(b.Last))
	header = binary.LittleEndian.AppendUint32(header, uint32(b.Rows))
	return seal(kind.bucket(), position(b.First), header, b.Data)
}

// parseBlock reads a block without checking its seal. Its data is the store's.
func parseBlock(key, sealed []byte) (Block, bool) {
	if len(key) != 8 || len(sealed) < sealSize+blockHeader {
		return Block{}, false
	}
	header := sealed[sealSize:]
	block := Block{
		First: parsePosition(key), Last: int64(binary.LittleEndian.Uint64(header)),
		Rows: int(binary.LittleEndian.Uint32(header[8:])), Data: header[blockHeader:],
	}
	return block, block.ok()
}

func (b Block) ok() bool { return b.First <= b.Last && b.Rows > 0 && b.Rows <= math.MaxInt32 }

// batchBytes is about how much of the blocks is in memory at a time, mapped or
// copied, and read under one lock.
const batchBytes = 2 << 20

// Blocks iterates over the blocks of a kind by position, ascending or, with backward,
// descending. A block's data is valid until the next iteration. The file is locked and open
// only for some megabytes at a time, and never while the caller works. Errors end the
// iteration: *[Damaged], [ErrChanged] if existing blocks were replaced or removed
// meanwhile, [ErrBusy] and others. Blocks added meanwhile may or may not be included.
func (s *Store) Blocks(kind Kind, backward bool) iter.Seq2[Block, error] {
	return func(yield func(Block, error) bool) {
		scan := scan{store: s, kind: kind, backward: backward}
		for !scan.done {
			err := s.view(scan.batch)
			if errors.Is(err, errAbsent) {
				if scan.started {
					yield(Block{}, ErrChanged)
				}
				return
			}
			if err != nil {
				yield(Block{}, err)
				return
			}
			for _, block := range scan.blocks {
				if !yield(block, nil) {
					return
				}
			}
		}
	}
}

// scan is a walk over the blocks of a kind that goes from batch to batch.
type scan struct {
	store    *Store
	kind     Kind
	backward bool

	started bool
	done    bool
	start   State   // of the kind at the first batch
	last    Block   // given, without its data
	seen    State   // what the blocks given add up to
	blocks  []Block // of the batch
	memory  []byte  // that their data is in
}

// batch copies some blocks, so that nothing of the mapped file is used outside.
func (sc *scan) batch(tx *bbolt.Tx) error {
	state, err := sc.store.readState(tx, sc.kind)
	if err != nil {
		return err
	}
	if !sc.started {
		sc.started, sc.start = true, state
	} else if state.Epoch != sc.start.Epoch || state.Rewrites != sc.start.Rewrites {
		return ErrChanged
	}
	if sc.memory == nil {
		sealed := state.Bytes + int64(state.Blocks)*(sealSize+blockHeader)
		sc.memory = make([]byte, 0, min(max(sealed, 0), int64(sc.store.batch)))
	}
	sc.blocks, sc.memory = sc.blocks[:0], sc.memory[:0]
	bucket := tx.Bucket([]byte(sc.kind.bucket()))
	if bucket == nil {
		sc.done = true
		return sc.complete(state)
	}
	cursor := bucket.Cursor()
	for key, sealed := sc.seek(cursor); key != nil; key, sealed = sc.next(cursor) {
		if len(sc.blocks) > 0 && len(sc.memory)+len(sealed) > sc.store.batch {
			return nil
		}
		if err := sc.take(key, sealed); err != nil {
			return err
		}
	}
	sc.done = true
	return sc.complete(state)
}

func (sc *scan) seek(cursor *bbolt.Cursor) (key, sealed []byte) {
	switch {
	case sc.seen.Blocks == 0 && sc.backward:
		return cursor.Last()
	case sc.seen.Blocks == 0:
		return cursor.First()
	}
	key, sealed = cursor.Seek(position(sc.last.First))
	if sc.backward {
		return cursor.Prev()
	}
	if bytes.Equal(key, position(sc.last.First)) {
		return cursor.Next()
	}
	return key, sealed
}

func (sc *scan) next(cursor *bbolt.Cursor) (key, sealed []byte) {
	if sc.backward {
		return cursor.Prev()
	}
	return cursor.Next()
}

// take copies and checks one block.
func (sc *scan) take(key, sealed []byte) error {
	from := len(sc.memory)
	if need := from + len(sealed); need > cap(sc.memory) {
		// What was given out of the old memory stays valid: it is only left.
		grown := make([]byte, from, max(need, min(2*need, sc.store.batch)))
		copy(grown, sc.memory)
		sc.memory = grown
	}
	sc.memory = append(sc.memory, sealed...)
	copied := sc.memory[from:len(sc.memory):len(sc.memory)]
	if _, ok := unseal(sc.kind.bucket(), key, copied); !ok {
		return sc.store.damagedValue("a block of " + string(sc.kind))
	}
	block, ok := parseBlock(key, copied)
	if !ok || (sc.seen.Blocks > 0 && !sc.follows(block)) {
		return &Damaged{Path: sc.store.path, Why: "its blocks of " + string(sc.kind) + " are out of order"}
	}
	sc.blocks = append(sc.blocks, block)
	sc.last = Block{First: block.First, Last: block.Last, Rows: block.Rows}
	sc.seen.add(block, sum(copied))
	return nil
}

func (sc *scan) follows(block Block) bool {
	if sc.backward {
		return block.Last < sc.last.First
	}
	return block.First > sc.last.Last
}

// complete compares what was given with what must be there, where nobody wrote
// meanwhile.
func (sc *scan) complete(state State) error {
	if state.Sum != sc.start.Sum || state.Blocks != sc.start.Blocks {
		return nil
	}
	if sc.seen.Sum != state.Sum || sc.seen.Blocks != state.Blocks || sc.seen.Rows != state.Rows {
		return &Damaged{Path: sc.store.path, Why: "blocks of " + string(sc.kind) + " are missing"}
	}
	return nil
}

// add counts a block in, drop counts it out.
func (s *State) add(b Block, sum uint32) {
	s.Blocks++
	s.Rows += int64(b.Rows)
	s.Bytes += int64(len(b.Data))
	s.Sum += uint64(sum)
}

func (s *State) drop(b Block, sum uint32) {
	s.Blocks--
	s.Rows -= int64(b.Rows)
	s.Bytes -= int64(len(b.Data))
	s.Sum -= uint64(sum)
}
