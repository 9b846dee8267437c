package derive

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// path is one explanation of the balances so far, by its last moment. Several are held
// beside each other (a beam search): what one assumes of a refund, or of a debit at the
// instant of a look, is taken back when a later balance contradicts it.
type path struct {
	before      *path
	included    int           // how many debits the moment's balance includes
	refunds     []refund      // the refunds that its balance has beside those of before
	pending     []refund      // those that are still to come, in the order of their debits
	unexplained model.Credits // what is left
	changes     int           // how many moments so far have something left
	unlikely    int           // how far what is assumed is from what the times say
}

// begin are the paths at the first moment: the debits that its balance may include, and
// the refunds that may have come before it.
func (a *reconciliation) begin() []*path {
	var paths []*path
	for i, count := range nearby(a.debits, a.moments[0].at, 0) {
		p := &path{included: count, unlikely: i}
		for d := range count {
			if refundable(a.debits[d]) && a.debits[d].CreatedAt.After(a.moments[0].at.Add(-refundWithin)) {
				p.pending = append(p.pending, refund{debit: d, early: true})
			}
		}
		paths = append(paths, p)
	}
	return paths
}

// extend leads paths on to a moment, and returns at most so many, the best first.
func (a *reconciliation) extend(paths []*path, m, most int) []*path {
	var longer []*path
	at := map[string]int{}
	for _, before := range paths {
		for _, p := range a.after(before, m) {
			key := p.key()
			switch i, known := at[key]; {
			case !known:
				at[key] = len(longer)
				longer = append(longer, p)
			case compare(p, longer[i]) < 0:
				longer[i] = p
			}
		}
	}
	slices.SortStableFunc(longer, compare)
	return longer[:min(len(longer), most)]
}

func compare(a, b *path) int {
	return cmp.Or(cmp.Compare(a.changes, b.changes), cmp.Compare(a.unlikely, b.unlikely))
}

// key is what the further course of a path depends on.
func (p *path) key() string {
	key := binary.AppendUvarint(nil, uint64(p.included))
	for _, r := range p.pending {
		key = binary.AppendUvarint(key, uint64(r.debit))
		if r.early {
			key = append(key, 0)
		}
	}
	return string(key)
}

// after are the ways from a path to the next moment: those that explain its balance, or
// else those that leave a change.
func (a *reconciliation) after(before *path, m int) []*path {
	counts := nearby(a.debits, a.moments[m].at, before.included)
	var ways []*path
	for _, explained := range []bool{true, false} {
		for i, count := range counts {
			left, own := a.stretch(m, before.included, count)
			all := a.dueBy(m, slices.Concat(before.pending, own))
			for k, set := range a.choices(left, all, len(all)-len(own), explained) {
				change := model.Difference(a.sum(all, set), left)
				if explained == (change == 0) {
					ways = append(ways, a.step(before, count, all, set, change))
					ways[len(ways)-1].unlikely += i + k
				}
			}
		}
		if len(ways) > 0 {
			break
		}
	}
	return ways
}

// step is a path with one more moment.
func (a *reconciliation) step(before *path, included int, all []refund, came []bool, change model.Credits) *path {
	p := &path{before: before, included: included, unexplained: change, changes: before.changes, unlikely: before.unlikely}
	if change != 0 {
		p.changes++
	}
	for r, refund := range all {
		if came[r] {
			p.refunds = append(p.refunds, refund)
		} else {
			p.pending = append(p.pending, refund)
		}
	}
	return p
}

// choices are sets of refunds that may have come, the likeliest first: with those that are
// due all of the stretch's own, which stand last, or all, or no other; then all sets that
// come to the sum or, where a change is left, any.
func (a *reconciliation) choices(sum model.Credits, all []refund, own int, explained bool) [][]bool {
	if len(all) == 0 {
		return [][]bool{nil}
	}
	sets := make([][]bool, 3)
	for r, refund := range all {
		sets[0] = append(sets[0], refund.due || r >= own)
		sets[1] = append(sets[1], true)
		sets[2] = append(sets[2], refund.due)
	}
	switch {
	case !explained:
		sets = a.subsets(sets, nil, all, nil, 0)
	case sum.Known():
		left := model.TotalOf(sum)
		sets = a.subsets(sets, &left, all, nil, 0)
	}
	return sets
}

// subsets adds to sets those that begin with chosen, with so many that may be left out among
// them, and come to a sum, nil for any. Of refunds of the same amount the older comes first.
func (a *reconciliation) subsets(sets [][]bool, sum *model.Total, all []refund, chosen []bool, free int) [][]bool {
	at, most := len(chosen), mostOpen
	if sum == nil {
		most = mostUnexplained
	}
	if at == len(all) {
		if sum == nil || *sum == (model.Total{}) {
			sets = append(sets, slices.Clone(chosen))
		}
		return sets
	}
	due := all[at].due
	if !due {
		sets = a.subsets(sets, sum, all, append(chosen, false), free+1)
	}
	if due || free < most && a.olderCame(all, chosen) {
		if sum != nil {
			left := *sum
			left.Add(int64(a.debits[all[at].debit].Amount))
			sum = &left
		}
		if !due {
			free++
		}
		sets = a.subsets(sets, sum, all, append(chosen, true), free)
	}
	return sets
}

// olderCame reports whether the last refund of the same amount before the next one, if any, is
// chosen.
func (a *reconciliation) olderCame(all []refund, chosen []bool) bool {
	next := all[len(chosen)]
	for r := len(chosen) - 1; r >= 0; r-- {
		if all[r].early == next.early && a.debits[all[r].debit].Amount == a.debits[next.debit].Amount {
			return chosen[r]
		}
	}
	return true
}

// record notes what the balance of a moment includes by a path.
func (a *reconciliation) record(m int, p *path) {
	a.included[m], a.unexplained[m] = p.included, p.unexplained
	for _, r := range p.refunds {
		a.refunded[r.debit] = m
		if r.debit < p.before.included && a.debits[r.debit].Basis.Inexact() {
			a.unclear[m]++ // what it gives back is as inexact as its debit
		}
	}
	for i := p.before.included; i < p.included; i++ {
		debit := a.debits[i]
		unknown := !debit.Amount.Known()
		a.unpriced[m] = a.unpriced[m] || unknown
		a.pending[m] = a.pending[m] || debit.Basis == model.BasisPendingPrice || debit.Basis == model.BasisPendingDetails
		if given := refundable(debit) && a.refunded[i] == m; unknown || (debit.Basis.Inexact() && !given) {
			a.unclear[m]++
		}
	}
}

// sum is what the refunds of a set come to.
func (a *reconciliation) sum(of []refund, set []bool) model.Credits {
	var sum model.Total
	for i, r := range of {
		if set[i] {
			sum.Subtract(int64(a.debits[r.debit].Amount))
		}
	}
	return sum.Credits()
}
