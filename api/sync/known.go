package sync

import (
	"maps"
	"sort"

	"github.com/studio-tui/studio-tui/api/store"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// known is what is known of a history. Every row of the table is in a run of which
// nothing is missing. The zero value knows nothing.
type known struct {
	builder history.Builder
	table   *history.Table
	whole   store.Ranges    // the runs, by sequence number
	below   map[int64]place // how each goes on, by its lowest position
	counted

	provenance model.Provenance
	said       int64 // rows that the server has, as it said last
	none       bool  // the server said that there are no rows
	derived    bool  // see [shelf]
	owner      model.ID
}

// place is where a run goes on: at a cursor, or nowhere.
type place struct {
	Cursor string `json:"cursor,omitempty"`
	End    bool   `json:"end,omitempty"`
}

// counted is how the server counts its rows.
type counted struct {
	// Total is the server's count as it came with the newest row that is known.
	Total int64 `json:"total"`
	// Skew is by how much that is more than the rows of a whole history.
	Skew int64 `json:"skew"`
}

// begun reports whether the server has said anything of the history.
func (k *known) begun() bool { return len(k.whole) > 0 || k.none || k.provenance == model.NotServed }

// done reports whether nothing is missing.
func (k *known) done() bool {
	if len(k.whole) == 0 {
		return k.begun()
	}
	return len(k.whole) == 1 && k.below[k.whole[0].From].End
}

// top is the newest run.
func (k *known) top() (store.Range, bool) {
	if len(k.whole) == 0 {
		return store.Range{}, false
	}
	return k.whole[len(k.whole)-1], true
}

// newest is the sequence number of the newest row, 0 for none.
func (k *known) newest() int64 {
	top, _ := k.top()
	return top.To
}

// count is how many rows the history has, as far as that can be said.
func (k *known) count() int64 {
	if k.table == nil {
		return k.said
	}
	return max(k.said, int64(k.table.Len()))
}

// at is the number of the first row from a sequence number on.
func (k *known) at(seq int64) int {
	if k.table == nil {
		return 0
	}
	return sort.Search(k.table.Len(), func(i int) bool { return k.table.Row(i).Seq >= seq })
}

// verdict is how rows from the server stand to those that are known.
type verdict int

const (
	apart  verdict = iota // they have nothing in common
	agree                 // what they have in common is the same
	differ                // it is not: they are of two histories
)

// compare compares all the rows that the server has from one sequence number to
// another, newest first, with those that are known of that stretch.
func (k *known) compare(rows []model.Transaction, from, to int64) verdict {
	first, after := k.at(from), k.at(to+1)
	if k.derived { // deleted generations stay, and another account has an archive of its own
		if after > first {
			return agree
		}
		return apart
	}
	next := after - 1
	for _, row := range rows {
		if _, known := k.whole.Holding(row.Seq); !known {
			continue
		}
		if next < first || !k.same(k.table.Row(next), row) {
			return differ
		}
		next--
	}
	switch {
	case next >= first:
		return differ
	case after > first:
		return agree
	}
	return apart
}

// same reports whether two rows are of the same history.
func (k *known) same(a, b model.Transaction) bool {
	return a.Seq == b.Seq && a.ID == b.ID && (k.derived || a.Amount == b.Amount && a.Balance == b.Balance)
}

// touches reports whether a run would join one that is known at its lower end
// without having been compared with it.
func (k *known) touches(from int64) bool {
	_, above := k.whole.Holding(from - 1)
	_, inside := k.whole.Holding(from)
	return above && !inside
}

// add takes a run, which was compared with what is known.
func (k *known) add(r run) {
	switch {
	case r.next.End && k.derived && k.table != nil && k.table.Len() > 0:
		r.from = min(r.from, k.table.Row(0).Seq)
	case r.next.End:
		k.cut(store.Range{From: 0, To: r.from - 1})
	}
	fresh := r.rows[:0:0]
	for _, row := range r.rows {
		if _, known := k.whole.Holding(row.Seq); !known || k.changed(&row) {
			fresh = append(fresh, row)
		}
	}
	k.builder.Put(fresh...)
	k.whole = k.whole.Add(store.Range{From: r.from, To: r.to})
	if k.below == nil {
		k.below = map[int64]place{}
	}
	k.below[r.from] = r.next
	k.settle()
}

// changed reports whether a derived row is not as it is known. A price that is known
// is not given up for one that is not.
func (k *known) changed(row *model.Transaction) bool {
	if !k.derived {
		return false
	}
	i := k.at(row.Seq)
	if i == k.table.Len() {
		return true
	}
	was := k.table.Row(i)
	if was.ID == row.ID && was.Amount.Known() && !row.Amount.Known() {
		row.Amount, row.Basis = was.Amount, was.Basis
	}
	return was != *row
}

// cut forgets the rows of a stretch, which the server has not any more.
func (k *known) cut(gone store.Range) {
	if k.at(gone.From) < k.at(gone.To+1) {
		var left history.Builder
		for _, block := range k.table.Blocks() {
			if block.LastSeq() < gone.From || block.FirstSeq() > gone.To {
				left.Add(block)
				continue
			}
			putRows(&left, block, func(seq int64) bool { return seq < gone.From || seq > gone.To })
		}
		k.builder = left
	}
	k.whole = k.whole.Cut(gone)
	k.settle()
}

// putRows puts the rows of a block one by one, with their prompts, so that they are
// joined with others.
func putRows(builder *history.Builder, block *history.Block, wanted func(seq int64) bool) {
	var rows []model.Transaction
	prompts := map[model.ID]string{}
	for i := range block.Len() {
		row := block.Row(i)
		if !wanted(row.Seq) {
			continue
		}
		rows = append(rows, row)
		if prompt := block.Prompt(i); prompt != "" {
			prompts[row.GenerationID] = prompt
		}
	}
	builder.Put(rows...)
	if len(prompts) > 0 {
		builder.SetPrompts(prompts)
	}
}

// forget forgets everything but how many rows the server has.
func (k *known) forget() {
	*k = known{provenance: k.provenance, said: k.said, derived: k.derived, owner: k.owner}
}

// settle makes the table anew and lets go of places that nothing goes on from.
func (k *known) settle() {
	k.table = k.builder.Table()
	maps.DeleteFunc(k.below, func(seq int64, _ place) bool {
		run, ok := k.whole.Holding(seq)
		return !ok || run.From != seq
	})
}
