package history

import (
	"slices"
	"sort"
	"sync/atomic"

	"github.com/studio-tui/studio-tui/model"
)

// blockPart is a block as it stands in a table.
type blockPart struct {
	*Block
	first    int      // the number of its oldest row
	codes    []uint32 // the table's code for each of the block's kinds
	unsealed bool     // made from single rows: may be joined with its neighbours
}

// Table is an immutable snapshot of a history: rows in order of their sequence numbers, row
// 0 the oldest. It is safe for any number of readers. The zero value is empty.
type Table struct {
	parts        []blockPart
	kinds        []kind
	n            int
	sortedByTime bool // no row is older than the one before it

	claimed atomic.Pointer[claimed] // made when it is first asked for
}

// Len is the number of rows.
func (t *Table) Len() int { return t.n }

// Row is row i as it was added. It panics if there is no such row.
func (t *Table) Row(i int) model.Transaction {
	p, at := t.find(i)
	return p.row(at, t.kinds[p.codes[p.kinds[at]]])
}

// Prompt is the prompt of row i's generation, "" if none is known or it adds nothing to the
// description.
func (t *Table) Prompt(i int) string {
	p, at := t.find(i)
	return p.Prompt(at)
}

// find is the part in which row i stands, and where in it.
func (t *Table) find(i int) (p *blockPart, at int) {
	p = &t.parts[t.partOf(i)]
	return p, i - p.first
}

func (t *Table) partOf(i int) int {
	return sort.Search(len(t.parts), func(k int) bool { return t.parts[k].first > i }) - 1
}

// Find is the number of the row with a sequence number, of several the first.
func (t *Table) Find(seq int64) (row int, ok bool) {
	row = t.FirstFrom(seq)
	if row == t.n {
		return 0, false
	}
	p, at := t.find(row)
	return row, p.seq.at(at) == seq
}

// FirstFrom is the number of the first row whose sequence number is at least seq, Len
// where there is none.
func (t *Table) FirstFrom(seq int64) int {
	k := sort.Search(len(t.parts), func(k int) bool { return t.parts[k].LastSeq() >= seq })
	if k == len(t.parts) {
		return t.n
	}
	p := &t.parts[k]
	return p.first + sort.Search(p.n, func(i int) bool { return p.seq.at(i) >= seq })
}

// Key is the sequence number and the id of row i.
func (t *Table) Key(i int) (seq int64, id model.ID) {
	p, at := t.find(i)
	return p.seq.at(at), p.id(at)
}

// FindRow is the number of the row with a sequence number and an id.
func (t *Table) FindRow(seq int64, id model.ID) (row int, ok bool) {
	for row, ok = t.Find(seq); ok && row < t.n; row++ {
		p, at := t.find(row)
		if p.seq.at(at) != seq {
			break
		}
		if p.id(at) == id {
			return row, true
		}
	}
	return 0, false
}

// FindID is the number of the newest row with an id. It scans every row.
func (t *Table) FindID(id model.ID) (row int, ok bool) {
	if id == "" {
		return 0, false
	}
	packed, isPacked := packID(id)
	for k := len(t.parts) - 1; k >= 0; k-- {
		p := &t.parts[k]
		if at := p.findID(id, packed, isPacked); at >= 0 {
			return p.first + at, true
		}
	}
	return 0, false
}

// WithBasis returns the numbers of the rows with an estimate basis, oldest first.
func (t *Table) WithBasis(basis model.EstimateBasis) []int {
	return t.where(func(k kind) bool { return k.basis == basis })
}

// WithStatus returns the numbers of the rows with one of some statuses, oldest first.
func (t *Table) WithStatus(statuses ...model.GenerationStatus) []int {
	return t.where(func(k kind) bool { return slices.Contains(statuses, k.status) })
}

// WithTypes returns the numbers of the rows of some types, oldest first.
func (t *Table) WithTypes(types ...model.TransactionType) []int {
	return t.where(func(k kind) bool { return slices.Contains(types, k.kind) })
}

// where are the numbers of the rows whose kinds are some.
func (t *Table) where(wanted func(kind) bool) []int {
	var rows []int
	for i := range t.parts {
		p := &t.parts[i]
		if !slices.ContainsFunc(p.codes, func(code uint32) bool { return wanted(t.kinds[code]) }) {
			continue
		}
		for at, k := range p.kinds {
			if wanted(t.kinds[p.codes[k]]) {
				rows = append(rows, p.first+at)
			}
		}
	}
	return rows
}

func (b *Block) findID(id model.ID, packed packedID, isPacked bool) int {
	if isPacked {
		for i := b.n - 1; i >= 0; i-- {
			if idAt(b.ids, i) == packed {
				return i
			}
		}
		return -1
	}
	for k := len(b.extras.rows) - 1; k >= 0; k-- {
		i := int(b.extras.rows[k])
		if content, ok := field(b.extras.of(i), extraID); ok && string(content) == string(id) {
			return i
		}
	}
	return -1
}

// NewestPayment is the money paid in the newest row with a payment.
func (t *Table) NewestPayment() (paid model.Money, ok bool) {
	for k := len(t.parts) - 1; k >= 0; k-- {
		p := &t.parts[k]
		for at := len(p.extras.rows) - 1; at >= 0; at-- {
			content, has := field(p.extras.run(at), extraPayment)
			if !has || kindAt(&p.dict, int(p.kinds[p.extras.rows[at]])).kind == model.TypePurchaseRefund {
				continue
			}
			if payment := readPayment(content); payment != nil {
				return payment.Money, true
			}
		}
	}
	return model.Money{}, false
}

// Sums are the sums of all rows.
func (t *Table) Sums() Sums {
	var s Sums
	for i := range t.parts {
		s.plus(t.parts[i].sums)
	}
	return s
}

// Blocks returns the sealed blocks of the table, oldest first, for storage.
func (t *Table) Blocks() []*Block {
	blocks := make([]*Block, len(t.parts))
	for i := range t.parts {
		blocks[i] = t.parts[i].Block
	}
	return blocks
}

// Bytes is the approximate memory size of the table.
func (t *Table) Bytes() int {
	size := 0
	for i := range t.parts {
		size += t.parts[i].Bytes() + 4*len(t.parts[i].codes)
	}
	for _, k := range t.kinds {
		size += 96 + len(k.kind) + len(k.tool) + len(k.model)
	}
	return size
}
