package history

import (
	"cmp"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// Builder assembles a table from blocks and rows in any order. The zero value is empty and
// ready. It is for one goroutine at a time; its tables may be shared.
type Builder struct {
	// Twins keeps two rows with one sequence number and different ids, in the order of
	// their ids, as a server's ledger is shown unchanged. Otherwise the later row replaces
	// the other.
	Twins bool

	parts []blockPart
	dict  dictionary
}

// order compares rows by sequence number and, for twins, id.
func (b *Builder) order(x, y *model.Transaction) int {
	if x.Seq != y.Seq || !b.Twins {
		return cmp.Compare(x.Seq, y.Seq)
	}
	return cmp.Compare(x.ID, y.ID)
}

func (b *Builder) sort(rows []model.Transaction) {
	slices.SortStableFunc(rows, func(x, y model.Transaction) int { return b.order(&x, &y) })
}

// Table returns the present contents of the builder.
func (b *Builder) Table() *Table {
	t := &Table{
		parts: slices.Clone(b.parts), kinds: b.dict.kinds[:len(b.dict.kinds):len(b.dict.kinds)], sortedByTime: true,
	}
	for i := range t.parts {
		p := &t.parts[i]
		p.first = t.n
		t.n += p.n
		t.sortedByTime = t.sortedByTime && p.sortedByTime && (i == 0 || t.parts[i-1].time.at(t.parts[i-1].n-1) <= p.time.at(0))
	}
	return t
}

// Add adds sealed blocks, in any order, without copying them. Rows with sequence numbers
// that the builder has already are left out: its rows are newer than stored ones.
func (b *Builder) Add(blocks ...*Block) {
	for _, block := range blocks {
		first, last := block.FirstSeq(), block.LastSeq()
		at, _ := slices.BinarySearchFunc(b.parts, first, func(p blockPart, seq int64) int { return cmp.Compare(p.LastSeq(), seq) })
		if at == len(b.parts) || b.parts[at].FirstSeq() > last {
			b.parts = slices.Insert(b.parts, at, b.part(block, false))
			continue
		}
		p := b.part(block, false)
		rows, prompts := b.list(&p, nil, nil)
		b.put(rows, prompts, false)
	}
}

// Put adds rows in any order. A row replaces the one with its sequence number, with
// [Builder.Twins] only if the ids are equal too; of two in the call the later counts. The
// prompt of a replaced row's generation is kept.
func (b *Builder) Put(rows ...model.Transaction) { b.put(slices.Clone(rows), nil, true) }

func (b *Builder) part(block *Block, loose bool) blockPart {
	return blockPart{Block: block, codes: b.dict.translate(&block.dict), unsealed: loose}
}

// put merges rows into the parts. Where fresh, they win over what is there.
func (b *Builder) put(rows []model.Transaction, prompts map[model.ID]string, fresh bool) {
	if len(rows) == 0 {
		return
	}
	b.sort(rows)
	rows = b.lastOfEach(rows)
	parts := make([]blockPart, 0, len(b.parts)+2)
	for _, p := range b.parts {
		before := rowsBelow(rows, p.FirstSeq())
		parts = append(parts, b.seal(rows[:before], prompts)...)
		rows = rows[before:]
		inside := 0
		if last := p.LastSeq(); len(rows) > 0 && rows[0].Seq <= last {
			inside = len(rows)
			if last+1 > last {
				inside = rowsBelow(rows, last+1)
			}
		}
		if inside == 0 {
			parts = append(parts, p)
			continue
		}
		known, merged := b.list(&p, nil, prompts)
		if fresh {
			known = b.merge(known, rows[:inside])
		} else {
			known = b.merge(rows[:inside:inside], known)
		}
		parts = append(parts, b.seal(known, merged)...)
		rows = rows[inside:]
	}
	parts = append(parts, b.seal(rows, prompts)...)
	b.parts = parts
	b.join()
}

func rowsBelow(rows []model.Transaction, seq int64) int {
	at, _ := slices.BinarySearchFunc(rows, seq, func(t model.Transaction, seq int64) int { return cmp.Compare(t.Seq, seq) })
	return at
}

// lastOfEach keeps the last of rows in order that are the same.
func (b *Builder) lastOfEach(rows []model.Transaction) []model.Transaction {
	kept := rows[:0]
	for i := range rows {
		if i+1 == len(rows) || b.order(&rows[i], &rows[i+1]) != 0 {
			kept = append(kept, rows[i])
		}
	}
	return kept
}

// merge joins two ordered runs; where both have a row, the second's counts.
func (b *Builder) merge(first, second []model.Transaction) []model.Transaction {
	merged := append(slices.Clone(first), second...)
	b.sort(merged)
	return b.lastOfEach(merged)
}

// seal makes parts of rows that are in order.
func (b *Builder) seal(rows []model.Transaction, prompts map[model.ID]string) []blockPart {
	var parts []blockPart
	for len(rows) > 0 {
		n := min(len(rows), BlockRows)
		for n < len(rows) && n > 1 && rows[n-1].Seq == rows[n].Seq { // twins are in one block
			n--
		}
		parts = append(parts, b.part(seal(rows[:n], prompts), true))
		rows = rows[n:]
	}
	return parts
}

// join makes larger blocks of loose neighbours, each at least half the size of
// the other, so that a row is sealed anew a few times at the most while a history
// grows by pages, and a few rows more never copy a large block.
func (b *Builder) join() {
	for i := 1; i < len(b.parts); {
		x, y := b.parts[i-1], b.parts[i]
		fits := x.unsealed && y.unsealed && x.n+y.n <= BlockRows && max(x.n, y.n) <= 2*min(x.n, y.n)
		if !fits {
			i++
			continue
		}
		rows, prompts := b.list(&x, nil, nil)
		rows, prompts = b.list(&y, rows, prompts)
		b.parts[i-1] = b.part(seal(rows, prompts), true)
		b.parts = slices.Delete(b.parts, i, i+1)
		i = max(1, i-1)
	}
}

// list appends a part's rows and adds its prompts to those given, which it may
// change where they are not nil.
func (b *Builder) list(p *blockPart, rows []model.Transaction, prompts map[model.ID]string) ([]model.Transaction, map[model.ID]string) {
	rows = slices.Grow(rows, p.n)
	for i := range p.n {
		rows = append(rows, p.row(i, b.dict.kinds[p.codes[p.kinds[i]]]))
		prompt := p.Prompt(i)
		if prompt == "" {
			continue
		}
		if prompts == nil {
			prompts = make(map[model.ID]string)
		}
		prompts[rows[len(rows)-1].GenerationID] = prompt
	}
	return rows, prompts
}
