package sync

import (
	"maps"
	"slices"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// coverage is the known part of a history. Every row of the table is in a complete run. The
// zero value is empty.
type coverage struct {
	builder  history.Builder
	table    *history.Table
	complete cache.Ranges             // the runs, by sequence number
	below    map[int64]cursorPosition // how each goes on, by its lowest position
	counted

	provenance  model.Provenance
	announced   int64      // rows that the server has, as it said last
	none        bool       // the server said that there are no rows
	asked       model.Time // when the newest page was asked for, where the rows are derived
	derived     bool       // see [partition]
	owner       model.ID
	unreadable  []unreadableRow // rows that could not be read, by falling places
	oldestFirst bool            // the server gave its newest page with the oldest row first
	review      review
}

// newCoverage knows nothing yet.
func newCoverage(derived bool) coverage {
	return coverage{derived: derived, builder: history.Builder{Twins: !derived}}
}

// cursorPosition is where a run goes on: at a cursor, or nowhere.
type cursorPosition struct {
	Cursor string   `json:"cursor,omitempty"`
	End    bool     `json:"end,omitempty"`
	Last   model.ID `json:"last,omitempty"` // of its lowest row
}

// counted is how the server counts its rows.
type counted struct {
	// Total is the server's count of rows when it sent the newest known row.
	Total int64 `json:"total"`
	// Skew is the difference of Total and the number of rows of the complete history.
	Skew int64 `json:"skew"`
	// Counted says whether Skew is known.
	Counted bool `json:"counted,omitempty"`
}

// begun reports whether the server has said anything of the history.
func (k *coverage) begun() bool {
	return len(k.complete) > 0 || k.none || k.provenance == model.Unsupported
}

// done reports whether nothing is missing.
func (k *coverage) done() bool {
	if len(k.complete) == 0 {
		return k.begun()
	}
	return len(k.complete) == 1 && k.below[k.complete[0].From].End
}

// top is the newest run.
func (k *coverage) top() (cache.Range, bool) {
	if len(k.complete) == 0 {
		return cache.Range{}, false
	}
	return k.complete[len(k.complete)-1], true
}

// newest is the sequence number of the newest row, 0 for none.
func (k *coverage) newest() int64 {
	top, _ := k.top()
	return top.To
}

// count is the number of rows in the history, if it can be determined.
func (k *coverage) count() int64 {
	if k.table == nil {
		return k.announced
	}
	return max(k.announced, int64(k.table.Len()))
}

// skew is by how much the server counts more rows than there are in a whole history.
// Rows that could not be read are counted by both.
func (k *coverage) skew() int64 {
	rows := int64(k.table.Len())
	for _, entry := range k.unreadable {
		if entry.Part == "" {
			rows++
		}
	}
	return k.Total - rows
}

// at is the number of the first row from a sequence number on.
func (k *coverage) at(seq int64) int {
	if k.table == nil {
		return 0
	}
	return k.table.FirstFrom(seq)
}

// row is a row as it is known.
func (k *coverage) row(seq int64, id model.ID) (model.Transaction, bool) {
	if k.table == nil {
		return model.Transaction{}, false
	}
	i, ok := k.table.FindRow(seq, id)
	if !ok {
		return model.Transaction{}, false
	}
	return k.table.Row(i), true
}

// comparison is how rows from the server stand to those that are known.
type comparison int

const (
	disjoint  comparison = iota // they have nothing in common
	agree                       // what they have in common is the same
	corrected                   // they are of one history, and the server has changed some of it
	differ                      // they are of two histories
)

// seqRange is a part of a history of which the server gave all rows. Of rows that share its
// lowest number, the page below may have some: those whose ids come after the last one.
type seqRange struct {
	from, to int64
	after    model.ID // also the rows of the number above to whose ids come after this one; "" for none
	last     model.ID // the last of its rows
	end      bool     // nothing is below it
}

// has reports whether a row belongs to the stretch.
func (s seqRange) has(seq int64, id model.ID) bool {
	switch seq {
	case s.to + 1:
		return s.after != "" && id < s.after
	case s.from:
		return s.end || id >= s.last
	}
	return seq > s.from && seq <= s.to
}

// knownOf are the numbers of the known rows of a stretch.
func (k *coverage) knownOf(s seqRange) (rows []int) {
	if k.table == nil {
		return nil
	}
	for i := k.at(s.from); i < k.table.Len(); i++ {
		seq, id := k.table.Key(i)
		if seq > s.to && seq != s.to+1 {
			break
		}
		if s.has(seq, id) {
			rows = append(rows, i)
		}
	}
	return rows
}

// compare compares all the rows that the server has of a stretch with those that are known.
func (k *coverage) compare(rows []model.Transaction, s seqRange) comparison {
	if k.derived { // deleted generations stay, and another account has an archive of its own
		if k.at(s.from) < k.at(s.to+1) {
			return agree
		}
		return disjoint
	}
	matched, changed := 0, false
	for _, row := range rows {
		if _, known := k.complete.Holding(row.Seq); !known || !s.has(row.Seq, row.ID) {
			continue
		}
		is, known := k.row(row.Seq, row.ID)
		changed = changed || !known || is.Amount != row.Amount || is.Balance != row.Balance
		if known {
			matched++
		}
	}
	all := s
	all.end = true
	switch known := len(k.knownOf(s)); {
	case matched == 0 && len(k.knownOf(all)) > 0:
		return differ
	case changed || matched < known:
		return corrected
	case matched > 0:
		return agree
	}
	return disjoint
}

// touches reports whether a run would join one that is known at its lower end
// without having been compared with it.
func (k *coverage) touches(from int64) bool {
	_, above := k.complete.Holding(from - 1)
	_, inside := k.complete.Holding(from)
	return above && !inside
}

// add adds a run that was compared with the known rows and replaces them.
func (k *coverage) add(r segment) {
	switch {
	case r.next.End && k.derived && k.table != nil && k.table.Len() > 0:
		r.from = min(r.from, k.table.Row(0).Seq)
	case r.next.End:
		k.cut(cache.Range{From: 0, To: r.from - 1})
	}
	fresh := r.rows[:0:0]
	for _, row := range r.rows {
		if k.changes(&row) {
			fresh = append(fresh, row)
		}
	}
	if r.corrected {
		k.drop(r)
	}
	k.builder.Put(fresh...)
	k.table = k.builder.Table()
	k.complete = k.complete.Add(cache.Range{From: r.from, To: r.to})
	if r.open && !r.next.End {
		// What lies below may have changed too. It stays, and is compared with what comes.
		k.remove(cache.Range{From: r.from - 1, To: r.from - 1}, func(model.Transaction) bool { return true })
		k.complete = k.complete.Cut(cache.Range{From: r.from - 1, To: r.from - 1})
	}
	if k.below == nil {
		k.below = map[int64]cursorPosition{}
	}
	k.below[r.from] = r.next
	k.setUnreadable(r.unreadable, r.seqRange(), r.top)
	k.settle()
}

// changes reports whether a row is not as it is known. In a derived row, a known price is
// not replaced by an unknown one, and a request is not dropped.
func (k *coverage) changes(row *model.Transaction) bool {
	if _, known := k.complete.Holding(row.Seq); !known {
		return true
	}
	if !k.derived {
		was, known := k.row(row.Seq, row.ID)
		return !known || !equal(was, *row)
	}
	i := k.at(row.Seq)
	if i == k.table.Len() {
		return true
	}
	was := k.table.Row(i)
	switch {
	case was.ID != row.ID:
	case row.Basis == model.BasisPendingDetails: // from a list that does not say what was asked for
		row.Amount, row.Basis, row.Estimate = was.Amount, was.Basis, was.Estimate
		row.Model, row.Description = was.Model, was.Description
	case was.Amount.Known() && !row.Amount.Known():
		row.Amount, row.Basis, row.Estimate = was.Amount, was.Basis, was.Estimate
	}
	return was != *row
}

// equal reports whether two rows are the same in everything.
func equal(a, b model.Transaction) bool {
	paid, other := a.Payment, b.Payment
	a.Payment, b.Payment = nil, nil
	return a == b && (paid == nil) == (other == nil) && (paid == nil || *paid == *other)
}

// drop forgets the rows of a run's stretch that the server has not any more. What the page
// below has of its lowest number comes with that.
func (k *coverage) drop(r segment) {
	s := r.seqRange()
	s.end = true
	k.remove(cache.Range{From: s.from, To: s.to + 1}, func(row model.Transaction) bool { return s.has(row.Seq, row.ID) && !r.has(row) })
}

// cut forgets the rows of a stretch, which the server has not any more.
func (k *coverage) cut(gone cache.Range) {
	k.remove(gone, func(model.Transaction) bool { return true })
	k.complete = k.complete.Cut(gone)
	k.unreadable = slices.DeleteFunc(slices.Clone(k.unreadable), func(row unreadableRow) bool { return row.At >= gone.From && row.At <= gone.To })
	k.settle()
}

// remove takes some rows of a stretch away.
func (k *coverage) remove(within cache.Range, gone func(model.Transaction) bool) {
	if k.at(within.From) >= k.at(within.To+1) {
		return
	}
	left := history.Builder{Twins: k.builder.Twins}
	for _, block := range k.table.Blocks() {
		if block.LastSeq() < within.From || block.FirstSeq() > within.To {
			left.Add(block)
			continue
		}
		putRows(&left, block, func(row model.Transaction) bool { return row.Seq < within.From || row.Seq > within.To || !gone(row) })
	}
	k.builder = left
	k.table = left.Table()
}

// putRows puts the rows of a block one by one, with their prompts, so that they are
// joined with others.
func putRows(builder *history.Builder, block *history.Block, wanted func(model.Transaction) bool) {
	var rows []model.Transaction
	prompts := map[model.ID]string{}
	for i := range block.Len() {
		row := block.Row(i)
		if !wanted(row) {
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
func (k *coverage) forget() {
	is := newCoverage(k.derived)
	is.provenance, is.announced, is.owner, is.oldestFirst = k.provenance, k.announced, k.owner, k.oldestFirst
	*k = is
}

// settle makes the table anew and lets go of places that nothing goes on from.
func (k *coverage) settle() {
	k.table = k.builder.Table()
	maps.DeleteFunc(k.below, func(seq int64, _ cursorPosition) bool {
		run, ok := k.complete.Holding(seq)
		return !ok || run.From != seq
	})
}
