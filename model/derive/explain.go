package derive

import (
	"slices"
	"sort"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

const (
	// Skew is the tolerated difference between the clocks of the server and of this
	// machine.
	Skew = 2 * time.Minute
	// refundWithin is how long after its start a generation may fail and be refunded.
	// A refund that no balance shows until then counts as having come.
	refundWithin = time.Hour
	// lookAhead is how many balances on an explanation must lead where there are others:
	// the end of one observation, and the next.
	lookAhead = 3
	// mostOpen is how many refunds are tried in all combinations.
	mostOpen = 8
)

// Since is the time from which [Complete] needs the debits: shortly before the first
// observed balance, or far in the future if there is none.
func Since(seen Seen) time.Time {
	moments := seen.moments()
	if len(moments) == 0 {
		return time.UnixMilli(maxMilli).UTC()
	}
	return moments[0].at.Add(-refundWithin - Skew)
}

// Complete builds the rows of a history from debits, the oldest first, so that they agree
// with every observed balance: refunds of failed generations immediately or where the
// balances show them, and a row for each change that generations do not explain. From the
// first observation on each row has a balance, and opening balance plus amounts is the
// balance; before that, and after a price that is not known until the next observation, it
// is not known.
//
// If a generation of inexact price is the only one between two balances, their difference
// is its cost. Others with the same inputs are assumed to have the same cost, here and, by
// [SeenPrices.Priced], elsewhere.
func Complete(debits []model.Transaction, seen Seen) ([]model.Transaction, SeenPrices) {
	moments := seen.moments()
	if len(moments) == 0 {
		return Refunded(debits), nil
	}
	a := explained(debits, moments, seen.Read)
	prices := a.seenPrices()
	if len(prices) > 0 {
		debits = slices.Clone(debits)
		prices.Priced(debits)
		a = explained(debits, moments, seen.Read)
	}
	return a.rows(), prices
}

// explained explains the moments that are not waiting.
func explained(debits []model.Transaction, moments []moment, read time.Time) *reconciliation {
	first := firstCount(debits, moments)
	a := explain(debits, moments, first)
	if waits := a.waiting(read); waits < len(moments) {
		a = explain(debits, moments[:waits], first)
	}
	return a
}

// firstCount is how many debits the first balance includes: those that explain as many
// of the next ones as are looked ahead to, or at least the next.
func firstCount(debits []model.Transaction, moments []moment) int {
	counts := nearby(debits, moments[0].at, 0)
	for _, ahead := range []int{1 + lookAhead, 2} {
		for _, count := range counts {
			if explain(debits, moments[:min(len(moments), ahead)], count).fits() {
				return count
			}
		}
	}
	return counts[0]
}

// waiting is the number of moments that can be explained: all but the last ones if those
// are later than the newest request for generations and unexplained.
func (a *reconciliation) waiting(read time.Time) int {
	for m := 1; m < len(a.moments); m++ {
		if a.moments[m].at.After(read) && a.change[m] != 0 {
			return m
		}
	}
	return len(a.moments)
}

// countUntil is how many debits are not after a moment.
func countUntil(debits []model.Transaction, at model.Time) int {
	return sort.Search(len(debits), func(i int) bool { return debits[i].CreatedAt.After(at.Time) })
}

// nearby are the counts of debits that a balance of a moment may include, the
// likeliest first.
func nearby(debits []model.Transaction, at model.Time, least int) []int {
	is := max(countUntil(debits, at), least)
	counts := []int{is}
	for step := 1; step <= 6; step++ {
		if more := is + step; more <= len(debits) && !debits[more-1].CreatedAt.After(at.Add(Skew)) {
			counts = append(counts, more)
		}
		if fewer := is - step; fewer >= least && debits[fewer].CreatedAt.After(at.Add(-Skew)) {
			counts = append(counts, fewer)
		}
	}
	return counts
}

// reconciliation is how debits, refunds and balances go together.
type reconciliation struct {
	debits   []model.Transaction
	moments  []moment
	until    []int           // how many debits each moment's balance includes
	refunded []int           // for each debit the moment whose balance has its refund; 0: before all
	change   []model.Credits // what each moment's balance has beside that; unknown where it is more than an amount can be
	unpriced []bool          // whether the stretch before it has generations of unknown price
	unclear  []int           // how many it has whose price is not known or inexact
	pending  []bool          // whether it has some whose price is looked up
}

// fits reports whether debits and refunds explain every balance.
func (a *reconciliation) fits() bool {
	return !slices.ContainsFunc(a.change, func(change model.Credits) bool { return change != 0 })
}

// refund is that of a failed generation, which no balance has shown yet.
type refund struct {
	debit int
	early bool // it may have come before the first moment
	due   bool // it must have come by now
}

// explain goes from moment to moment and takes of the debits and refunds that may
// lie between two of them those that make the balances differ as they do.
func explain(debits []model.Transaction, moments []moment, first int) *reconciliation {
	a := &reconciliation{
		debits: debits, moments: moments, until: make([]int, len(moments)),
		refunded: make([]int, len(debits)), change: make([]model.Credits, len(moments)),
		unpriced: make([]bool, len(moments)), unclear: make([]int, len(moments)), pending: make([]bool, len(moments)),
	}
	a.until[0] = first
	var open []refund
	for i := range first {
		if refundable(debits[i]) && debits[i].CreatedAt.After(moments[0].at.Add(-refundWithin)) {
			open = append(open, refund{debit: i, early: true})
		}
	}
	for m := 1; m < len(moments); m++ {
		open = a.next(m, open)
	}
	last := len(moments)
	for i := a.until[last-1]; i < len(debits); i++ {
		a.refunded[i] = last
	}
	for _, r := range open {
		if !r.early {
			a.refunded[r.debit] = last
		}
	}
	return a
}

func refundable(debit model.Transaction) bool { return failed(debit) && debit.Amount.Known() }

// without is what the balance of a moment has beside the debits since the one
// before, and the refunds of those. It is unknown where it is more than an amount can be.
func (a *reconciliation) without(m, from, until int) (left model.Credits, own []refund) {
	change := model.TotalOf(a.moments[m].balance)
	change.Subtract(int64(a.moments[m-1].balance))
	for i := from; i < until; i++ {
		if a.debits[i].Amount.Known() {
			change.Subtract(int64(a.debits[i].Amount))
		}
		if refundable(a.debits[i]) {
			own = append(own, refund{debit: i})
		}
	}
	return change.Credits(), own
}

// dueBy marks the refunds that must have come by a moment, and leaves out those that
// would have to have come before the first.
func (a *reconciliation) dueBy(m int, open []refund) []refund {
	kept := open[:0:0]
	for _, r := range open {
		r.due = !a.debits[r.debit].CreatedAt.Add(refundWithin).After(a.moments[m].at.Time)
		if !r.early || !r.due {
			kept = append(kept, r)
		}
	}
	return kept
}

// choose finds refunds that come to a sum, with those that are due: all of the
// stretch's own, which come first, then all, then no other, then, where it is worth
// the work, any.
func (a *reconciliation) choose(sum model.Credits, own int, open []refund, thorough bool) (chosen []bool, ok bool) {
	if !sum.Known() {
		return nil, false
	}
	for _, until := range []int{own, len(open), 0} {
		chosen = pick(open, func(i int) bool { return i < until })
		if a.sum(open, chosen) == sum {
			return chosen, true
		}
	}
	for mask := 0; thorough && mask < 1<<min(len(open), mostOpen); mask++ {
		chosen = pick(open, func(i int) bool { return i < mostOpen && mask>>i&1 != 0 })
		if a.sum(open, chosen) == sum {
			return chosen, true
		}
	}
	return nil, false
}

// pick marks the refunds that are due, and others by their number.
func pick(open []refund, also func(i int) bool) []bool {
	chosen := make([]bool, len(open))
	for i, r := range open {
		chosen[i] = r.due || also(i)
	}
	return chosen
}

func (a *reconciliation) sum(of []refund, chosen []bool) model.Credits {
	var sum model.Total
	for i, r := range of {
		if chosen[i] {
			sum.Subtract(int64(a.debits[r.debit].Amount))
		}
	}
	return sum.Credits()
}
