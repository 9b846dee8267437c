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
	// mostOpen is how many refunds are tried in all combinations, and mostUnexplained how
	// many beside a change.
	mostOpen, mostUnexplained = 8, 3
	// mostPaths is how many explanations are held beside each other where a balance
	// contradicts the likeliest, and pricedPaths how many where it may be a price that does.
	mostPaths, pricedPaths = 64, 8
	// mostBack is how many moments are gone back at most for another explanation.
	mostBack = 100
	// mostNear is how many debits on each side of a moment may belong to the other.
	mostNear = 12
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
	a := explain(debits, moments, seen.Read)
	prices := a.seenPrices()
	if len(prices) > 0 {
		debits = slices.Clone(debits)
		prices.Priced(debits)
		a = explain(debits, moments, seen.Read)
	}
	return a.rows(), prices
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
	for step := 1; step <= mostNear; step++ {
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
	debits      []model.Transaction
	moments     []moment
	included    []int           // how many debits each moment's balance includes
	refunded    []int           // for each debit the moment whose balance has its refund; 0: before all
	unexplained []model.Credits // what each moment's balance has beside that; unknown where it is more than an amount can be
	unpriced    []bool          // whether the stretch before it has generations of unknown price
	unclear     []int           // how many it has whose price is not known or inexact
	pending     []bool          // whether it has some whose price is looked up
}

// refund is that of a failed generation, which no balance has shown yet.
type refund struct {
	debit int
	early bool // it may have come before the first moment
	due   bool // it must have come by now
}

// explain finds the debits and refunds between each two moments that make the balances
// differ as they do, with as few changes left as can be: it takes what is likeliest, and
// goes back to where there was a choice when a balance contradicts that. Of the moments
// later than the newest request for generations it leaves out those that it cannot
// explain: a generation that is not known yet may be what changed them.
func explain(debits []model.Transaction, moments []moment, read time.Time) *reconciliation {
	a := &reconciliation{debits: debits, moments: moments, refunded: make([]int, len(debits))}
	paths := [][]*path{a.begin()} // by moment
	wide := 0                     // the last moment that many paths lead to
	for m := 1; m < len(moments); m++ {
		longer := a.extend(paths[m-1], m, 1)
		if longer[0].changes > paths[m-1][0].changes {
			most := mostPaths
			if slices.ContainsFunc(debits[longer[0].before.included:longer[0].included], inexact) {
				most = pricedPaths
			}
			longer, wide = a.widen(paths, a.lastSure(m, max(wide, m-mostBack)), m, most), m
		}
		if moments[m].at.After(read) && longer[0].changes > paths[m-1][0].changes {
			a.moments = moments[:m]
			break
		}
		paths = append(paths, longer)
	}
	a.follow(paths[len(paths)-1][0])
	return a
}

// inexact reports whether a debit's price may explain a change.
func inexact(debit model.Transaction) bool { return !debit.Amount.Known() || debit.Basis.Inexact() }

// widen leads the paths of a moment on to a later one, with at most so many beside each
// other.
func (a *reconciliation) widen(paths [][]*path, from, to, most int) []*path {
	longer := paths[from]
	for m := from + 1; m <= to; m++ {
		longer = a.extend(longer, m, most)
	}
	return longer
}

// lastSure is the last moment before one that leaves no choice, or the given one.
func (a *reconciliation) lastSure(m, least int) int {
	for m--; m > least && !a.sure(a.moments[m].at); m-- {
	}
	return m
}

// sure reports whether a moment leaves no choice: no debit is near it, and none before it
// has a refund that may or may not have come.
func (a *reconciliation) sure(at model.Time) bool {
	if len(nearby(a.debits, at, 0)) > 1 {
		return false
	}
	for i := countUntil(a.debits, at) - 1; i >= 0 && a.debits[i].CreatedAt.After(at.Add(-refundWithin)); i-- {
		if refundable(a.debits[i]) {
			return false
		}
	}
	return true
}

// follow notes what each balance includes by a path to the last.
func (a *reconciliation) follow(best *path) {
	last := len(a.moments)
	a.included, a.unexplained = make([]int, last), make([]model.Credits, last)
	a.unpriced, a.unclear, a.pending = make([]bool, last), make([]int, last), make([]bool, last)
	p := best
	for m := last - 1; m > 0; m-- {
		a.record(m, p)
		p = p.before
	}
	a.included[0] = p.included
	for i := best.included; i < len(a.debits); i++ {
		a.refunded[i] = last
	}
	for _, r := range best.pending {
		if !r.early {
			a.refunded[r.debit] = last
		}
	}
}

func refundable(debit model.Transaction) bool { return failed(debit) && debit.Amount.Known() }

// stretch returns the refunds of the debits of a stretch, and what the balance of the
// moment after it has beside them and the debits. That is unknown where it is more than
// an amount can be.
func (a *reconciliation) stretch(m, from, until int) (left model.Credits, own []refund) {
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
