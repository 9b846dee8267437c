package history

import (
	"cmp"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// Charges lists the debits and refunds of a table that may not match, as row numbers,
// oldest first. It omits debits of generations that did not succeed and were refunded once
// and in full, and debits of generations that did not fail and were not refunded.
type Charges struct {
	Open     []int // debits whose refunds or outcomes may not match, including those of Repeated
	Orphans  []int // refunds whose debits are not in the table
	Repeated []int // debits of generations that have more than one
	Unlisted []int // debits of generations that are not in the list of generations, where that is complete

	pairs []pair // by debit, then by refund
}

// pair is a refund with the debit that it gives back.
type pair struct{ debit, refund int }

// Refunds are the refunds of a debit, oldest first.
func (c *Charges) Refunds(debit int) (refunds []int) {
	at, _ := slices.BinarySearchFunc(c.pairs, debit, func(p pair, debit int) int { return cmp.Compare(p.debit, debit) })
	for ; at < len(c.pairs) && c.pairs[at].debit == debit; at++ {
		refunds = append(refunds, c.pairs[at].refund)
	}
	return refunds
}

// Charges compares debits with their refunds and the outcomes of their generations; runs is
// nil if those are not known. It reads the columns without building rows.
func (t *Table) Charges(runs *GenerationStates) *Charges {
	c := &Charges{}
	c.pair(t)
	open, refunded := make(bitset, bitsetWords(t.n)), make(bitset, bitsetWords(t.n))
	for at := 0; at < len(c.pairs); {
		p, first := c.pairs[at], at
		for at++; at < len(c.pairs) && c.pairs[at].debit == p.debit; at++ {
		}
		refunded.set(p.debit)
		if at-first > 1 || t.amountAt(p.debit) != -t.amountAt(p.refund) {
			open.set(p.debit)
		}
	}
	c.lookAtEnds(t, runs, open, refunded)
	for i := range t.n {
		if open[i>>6] != 0 && open.has(i) {
			c.Open = append(c.Open, i)
		}
	}
	return c
}

func (t *Table) amountAt(i int) int64 {
	p, at := t.find(i)
	return p.amount.at(at)
}

// kindsOf says of each kind of a part's rows whether it is of a type.
func (t *Table) kindsOf(p *blockPart, is model.TransactionType) []bool {
	kinds := make([]bool, len(p.codes))
	for k, code := range p.codes {
		kinds[k] = t.kinds[code].kind == is
	}
	return kinds
}

// nearby is how many rows before a refund its debit is looked for at first: most failures are
// given back at once.
const nearby = 128

// pair finds the debit of each refund. One that names no row gives back what its generation was
// charged.
func (c *Charges) pair(t *Table) {
	byRow, byGeneration := map[model.ID][]int{}, map[model.ID][]int{}
	for k := range t.parts {
		p := &t.parts[k]
		refunds, extra := t.kindsOf(p, model.TypeRefund), 0
		for at, kind := range p.kinds {
			if !refunds[kind] {
				continue
			}
			for extra < len(p.extras.rows) && int(p.extras.rows[extra]) < at {
				extra++
			}
			var run []byte
			if extra < len(p.extras.rows) && int(p.extras.rows[extra]) == at {
				run = p.extras.run(extra)
			}
			i := p.first + at
			if content, ok := field(run, extraRefundOf); ok && len(content) == idBytes {
				if debit, ok := t.debitBefore(i, packedID(content)); ok {
					c.pairs = append(c.pairs, pair{debit, i})
					continue
				}
			}
			if id := refundOf(run); id != "" {
				byRow[id] = append(byRow[id], i)
			} else {
				id = p.generationID(at)
				byGeneration[id] = append(byGeneration[id], i)
			}
		}
	}
	c.pairFar(byRow, t.WithIDs, func(i int) model.ID { p, at := t.find(i); return p.id(at) }, t)
	c.pairFar(byGeneration, t.WithGenerations, func(i int) model.ID { p, at := t.find(i); return p.generationID(at) }, t)
	slices.Sort(c.Orphans)
	slices.SortFunc(c.pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.debit, b.debit), cmp.Compare(a.refund, b.refund)) })
}

// debitBefore finds the debit of an id among the rows just before one.
func (t *Table) debitBefore(i int, id packedID) (row int, ok bool) {
	p, at := t.find(i)
	for range nearby {
		if at == 0 {
			if p.first == 0 {
				return 0, false
			}
			p, at = t.find(p.first - 1)
		} else {
			at--
		}
		if idAt(p.ids, at) == id {
			return p.first + at, t.kinds[p.codes[p.kinds[at]]].kind == model.TypeGeneration
		}
	}
	return 0, false
}

// pairFar finds debits in the whole table, by what refunds name.
func (c *Charges) pairFar(named map[model.ID][]int, find func([]model.ID) []int, name func(i int) model.ID, t *Table) {
	if len(named) == 0 {
		return
	}
	ids := make([]model.ID, 0, len(named))
	for id := range named {
		ids = append(ids, id)
	}
	debits := map[model.ID]int{}
	for _, i := range find(ids) {
		if p, at := t.find(i); t.kinds[p.codes[p.kinds[at]]].kind == model.TypeGeneration {
			debits[name(i)] = i
		}
	}
	for id, refunds := range named {
		debit, known := debits[id]
		for _, refund := range refunds {
			if known {
				c.pairs = append(c.pairs, pair{debit, refund})
			} else {
				c.Orphans = append(c.Orphans, refund)
			}
		}
	}
}

// lookAtEnds goes over the debits once for how their generations ended, and once more only where
// a generation may have several. Those of runs are told apart by their places, all others by bits
// that most ids do not share.
func (c *Charges) lookAtEnds(t *Table, runs *GenerationStates, open, refunded bitset) {
	r := repetitions{runs: runs, others: map[model.ID]int{}, rows: t.n}
	if runs == nil {
		r.runs = &GenerationStates{}
	}
	if !r.runs.Whole { // most debits are of others
		r.known = newIDSet(len(r.runs.ids))
		for _, id := range r.runs.ids {
			r.known.add(id)
		}
	}
	r.seen, r.twice = make(bitset, bitsetWords(len(r.runs.ids))), make(bitset, bitsetWords(len(r.runs.ids)))
	t.debits(func(i int, packed packedID, other model.ID) {
		status, known := r.note(packed, other)
		switch {
		case !known:
			if r.runs.Whole {
				c.Unlisted = append(c.Unlisted, i)
			}
		case status == model.GenerationError && !refunded.has(i), status == model.GenerationSuccess && refunded.has(i):
			open.set(i)
		}
	})
	if !r.any {
		return
	}
	counts := map[packedID]int{}
	var rows []int
	var ids []packedID // of their generations
	t.debits(func(i int, packed packedID, other model.ID) {
		if r.mayRepeat(packed, other) {
			rows, ids = append(rows, i), append(ids, packed)
			counts[packed]++
		}
	})
	for k, i := range rows {
		if ids[k] == (packedID{}) || counts[ids[k]] > 1 {
			c.Repeated = append(c.Repeated, i)
			open.set(i)
		}
	}
}

// repetitions notes which generations were seen more than once.
type repetitions struct {
	runs        *GenerationStates
	known       idSet  // those of runs, where they are few
	seen, twice bitset // by the places of runs
	once, again idSet  // of generations that are not among them
	others      map[model.ID]int
	rows        int  // of the table
	any         bool // something may repeat
}

// note notes a generation, and gives its end.
func (r *repetitions) note(packed packedID, other model.ID) (status model.GenerationStatus, known bool) {
	if other != "" {
		r.others[other]++
		r.any = r.any || r.others[other] > 1
		status, known = r.runs.others[other]
		return status, known
	}
	at, known := r.place(packed)
	if known {
		if r.seen.has(at) {
			r.twice.set(at)
			r.any = true
		}
		r.seen.set(at)
		return r.runs.ends[at], true
	}
	if r.once.bits == nil {
		r.once, r.again = newIDSet(r.rows), newIDSet(r.rows)
	}
	if r.once.mayHave(packed) {
		r.again.add(packed)
		r.any = true
	}
	r.once.add(packed)
	return "", false
}

func (r *repetitions) place(id packedID) (at int, known bool) {
	if r.known.bits != nil && !r.known.mayHave(id) {
		return 0, false
	}
	return r.runs.place(id)
}

// mayRepeat reports whether a generation may have been noted twice.
func (r *repetitions) mayRepeat(packed packedID, other model.ID) bool {
	if other != "" {
		return r.others[other] > 1
	}
	if at, known := r.place(packed); known {
		return r.twice.has(at)
	}
	return r.again.bits != nil && r.again.mayHave(packed)
}
