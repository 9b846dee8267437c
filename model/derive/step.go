package derive

import (
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// step is how one moment's balance goes together with that of the moment before.
type step struct {
	until  int           // how many debits it includes
	all    []refund      // that may have come by then
	chosen []bool        // those that have
	change model.Credits // what is left
}

// open are the refunds that are still to come.
func (s step) open() (open []refund) {
	for i, r := range s.all {
		if !s.chosen[i] {
			open = append(open, r)
		}
	}
	return open
}

// next explains one moment's balance from that of the moment before, and returns
// the refunds that are still open. Where the clocks leave a choice it takes what
// explains the next balances too: a debit that was dated before a look and charged
// after it must not be taken, with its refund, for one of before.
func (a *reconciliation) next(m int, open []refund) []refund {
	from := a.until[m-1]
	counts := nearby(a.debits, a.moments[m].at, from)
	var fits []step
	for i := range counts {
		s, ok := a.try(m, from, counts, i, open)
		if !ok {
			continue
		}
		if len(counts) == 1 || a.leadsOn(m+1, m+1+lookAhead, s) {
			return a.settle(m, s)
		}
		fits = append(fits, s)
	}
	if len(fits) > 0 {
		return a.settle(m, fits[0])
	}
	left, own := a.without(m, from, counts[0])
	s := step{until: counts[0], all: a.dueBy(m, slices.Concat(own, open))}
	s.chosen = pick(s.all, func(i int) bool { return i < len(own) })
	s.change = model.Difference(a.sum(s.all, s.chosen), left)
	return a.settle(m, s)
}

// try explains a moment's balance with one of the counts of debits that it may include.
func (a *reconciliation) try(m, from int, counts []int, i int, open []refund) (s step, ok bool) {
	left, own := a.without(m, from, counts[i])
	s = step{until: counts[i], all: a.dueBy(m, slices.Concat(own, open))}
	s.chosen, ok = a.choose(left, len(own), s.all, i == 0)
	return s, ok
}

// leadsOn reports whether the balances from m to before end can be explained as well
// after a step.
func (a *reconciliation) leadsOn(m, end int, s step) bool {
	if m >= min(end, len(a.moments)) {
		return true
	}
	counts := nearby(a.debits, a.moments[m].at, s.until)
	for i := range counts {
		if after, ok := a.try(m, s.until, counts, i, s.open()); ok && a.leadsOn(m+1, end, after) {
			return true
		}
	}
	return false
}

// settle notes what a moment's balance includes, and returns the refunds that are
// still open.
func (a *reconciliation) settle(m int, s step) []refund {
	a.until[m], a.change[m] = s.until, s.change
	for i, r := range s.all {
		if s.chosen[i] {
			a.refunded[r.debit] = m
			if r.debit < a.until[m-1] && a.debits[r.debit].Basis.Inexact() {
				a.unclear[m]++ // what it gives back is as inexact as its debit
			}
		}
	}
	for i := a.until[m-1]; i < s.until; i++ {
		debit := a.debits[i]
		unknown := !debit.Amount.Known()
		a.unpriced[m] = a.unpriced[m] || unknown
		a.pending[m] = a.pending[m] || debit.Basis == model.BasisPendingPrice || debit.Basis == model.BasisPendingDetails
		if given := refundable(debit) && a.refunded[i] == m; unknown || (debit.Basis.Inexact() && !given) {
			a.unclear[m]++
		}
	}
	return s.open()
}
