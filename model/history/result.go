package history

import (
	"context"
	"iter"
	"slices"
	"sort"
)

// Result is the set of a table's rows that match a query. It is immutable. Make one with
// [Filter] or [Table.All].
type Result struct {
	table *Table
	hits  *hits
	trail []*hits // earlier ones, newest first, from which later queries may narrow
}

// trailLength is how many earlier results are remembered: as many letters can be
// taken back at once. Each takes one bit a row at the most.
const trailLength = 16

// hits are the rows of a result, block by block.
type hits struct {
	query Query
	parts []blockPart
	sets  []blockHits
	first []int // rows found before each part, and at the end all of them
	sums  Sums
}

// blockHits are the rows of one block: count of them, marked in bits unless they
// are none or all.
type blockHits struct {
	bits  bitset
	count int
	sums  Sums
}

// Filter finds the rows of a table that match a query. prev, which may be nil, is an
// earlier result, of this table or another; if its query, or an earlier one, is implied by
// this one, only its rows are tested. Rows added to the table since are tested in any case.
// The error is that of ctx.
func Filter(ctx context.Context, table *Table, q Query, prev *Result) (*Result, error) {
	r := &Result{table: table}
	var wider *hits
	if prev != nil && prev.hits != nil {
		earlier := append([]*hits{prev.hits}, prev.trail...)
		wider = narrowest(earlier, q)
		r.trail = slices.DeleteFunc(earlier, func(h *hits) bool { return h.query.implies(q) && q.implies(h.query) })
		r.trail = r.trail[:min(len(r.trail), trailLength)]
	}
	if wider != nil && wider.query.implies(q) && slices.EqualFunc(wider.parts, table.parts, sameBlock) {
		r.hits = &hits{query: q, parts: table.parts, sets: wider.sets, first: wider.first, sums: wider.sums}
		return r, ctx.Err()
	}
	h := &hits{query: q, parts: table.parts, sets: make([]blockHits, len(table.parts))}
	if err := h.find(ctx, table, wider); err != nil {
		return nil, err
	}
	h.total()
	r.hits = h
	return r, nil
}

func sameBlock(a, b blockPart) bool { return a.Block == b.Block }

// narrowest is the smallest of results whose queries follow from q.
func narrowest(trail []*hits, q Query) *hits {
	var best *hits
	for _, h := range trail {
		if q.implies(h.query) && (best == nil || h.sums.Rows < best.sums.Rows) {
			best = h
		}
	}
	return best
}

// find fills in the sets.
func (h *hits) find(ctx context.Context, table *Table, wider *hits) error {
	full := newMatcher(h.query, table.kinds)
	rest, known := full, map[*Block]*blockHits{}
	if wider != nil {
		rest = newMatcher(h.query.without(wider.query), table.kinds)
		for i := range wider.parts {
			known[wider.parts[i].Block] = &wider.sets[i]
		}
	}
	words := 0
	for i := range table.parts {
		words += bitsetWords(table.parts[i].n)
	}
	slab, at := make(bitset, words), make([]int, len(table.parts)+1)
	for i := range table.parts {
		at[i+1] = at[i] + bitsetWords(table.parts[i].n)
	}
	return parallel(ctx, len(table.parts), func() *scratch { return &scratch{} }, func(s *scratch, i int) {
		p, rows := &table.parts[i], slab[at[i]:at[i+1]:at[i+1]]
		matcher := full
		if old := known[p.Block]; old == nil {
			rows.fill(p.n)
		} else if matcher = rest; old.count == 0 || len(rest.conds) == 0 {
			h.sets[i] = *old
			return
		} else {
			old.mark(p.n, rows)
		}
		if len(matcher.conds) > 0 {
			matcher.narrow(p, rows, s)
		}
		set := &h.sets[i]
		set.count = rows.count()
		set.sums = p.sumsOf(rows, set.count, s)
		if set.count > 0 && set.count < p.n {
			set.bits = rows
		}
	})
}

// without is the query without the conditions that follow from a wider one.
func (q Query) without(wider Query) Query {
	var rest Query
	for i := range q.conds {
		if !wider.has(&q.conds[i]) {
			rest.conds = append(rest.conds, q.conds[i])
		}
	}
	return rest
}

func (b *blockHits) mark(n int, rows bitset) {
	switch {
	case b.count == n:
		rows.fill(n)
	case b.count > 0:
		copy(rows, b.bits)
	}
}

func (h *hits) total() {
	h.first = make([]int, len(h.sets)+1)
	for i := range h.sets {
		h.first[i+1] = h.first[i] + h.sets[i].count
		h.sums.plus(h.sets[i].sums)
	}
}

// same reports whether hits were taken over from others, or are the same.
func (h *hits) same(o *hits) bool {
	return len(h.sets) == len(o.sets) && (len(h.sets) == 0 || &h.sets[0] == &o.sets[0])
}

// All is the result with every row of the table.
func (t *Table) All() *Result {
	h := &hits{parts: t.parts, sets: make([]blockHits, len(t.parts))}
	for i := range t.parts {
		h.sets[i] = blockHits{count: t.parts[i].n, sums: t.parts[i].sums}
	}
	h.total()
	return &Result{table: t, hits: h}
}

// Table is the table of the result.
func (r *Result) Table() *Table { return r.table }

// Query is the query of the result.
func (r *Result) Query() Query { return r.hits.query }

// Len is the number of rows.
func (r *Result) Len() int { return r.hits.sums.Rows }

// Sums are the sums of the rows.
func (r *Result) Sums() Sums { return r.hits.sums }

// At is the number of the k-th row of the result, counted from the oldest.
func (r *Result) At(k int) int {
	h := r.hits
	i := sort.Search(len(h.sets), func(i int) bool { return h.first[i+1] > k })
	set := &h.sets[i]
	k -= h.first[i]
	if set.bits == nil {
		return r.table.parts[i].first + k
	}
	return r.table.parts[i].first + set.bits.nth(k)
}

// Has reports whether row i of the table is in the result.
func (r *Result) Has(i int) bool {
	if i < 0 || i >= r.table.n {
		return false
	}
	k := r.table.partOf(i)
	set := &r.hits.sets[k]
	return set.count > 0 && (set.bits == nil || set.bits.has(i-r.table.parts[k].first))
}

// Rank is how many rows of the result are older than row i: the next row of the result
// after row i is At(Rank(i+1)), the one before it At(Rank(i)-1).
func (r *Result) Rank(i int) int {
	h := r.hits
	if i <= 0 {
		return 0
	}
	if i >= r.table.n {
		return h.sums.Rows
	}
	k := r.table.partOf(i)
	set, at := &h.sets[k], i-r.table.parts[k].first
	switch {
	case set.bits != nil:
		return h.first[k] + set.bits.below(at)
	case set.count > 0:
		return h.first[k] + at
	}
	return h.first[k]
}

// Rows iterates over the row numbers of the result, oldest first.
func (r *Result) Rows() iter.Seq[int] {
	return func(yield func(int) bool) {
		for k := range r.Len() {
			if !yield(r.At(k)) {
				return
			}
		}
	}
}

// eachOfPart calls f with the rows found in one part.
func (r *Result) eachOfPart(i int, f func(row int)) {
	set, p := &r.hits.sets[i], &r.table.parts[i]
	if set.bits != nil {
		set.bits.each(func(at int) { f(p.first + at) })
		return
	}
	for at := range set.count {
		f(p.first + at)
	}
}
