package insight

import (
	"cmp"
	"container/heap"
	"math/bits"

	"github.com/studio-tui/studio-tui/model"
)

// product is the product of two amounts, or a sum of such, of 127 bits at the most.
type product struct{ high, low uint64 }

// multiply is a·b; neither is negative.
func multiply(a, b int64) product {
	high, low := bits.Mul64(uint64(a), uint64(b))
	return product{high, low}
}

func (p product) plus(q product) product {
	low, carry := bits.Add64(p.low, q.low, 0)
	return product{p.high + q.high + carry, low}
}

func (p product) minus(q product) product {
	low, borrow := bits.Sub64(p.low, q.low, 0)
	return product{p.high - q.high - borrow, low}
}

func (p product) compare(q product) int {
	return cmp.Or(cmp.Compare(p.high, q.high), cmp.Compare(p.low, q.low))
}

// chosen is a set of packs to which more of the best pack are to come.
type chosen struct {
	packSet
	loss   product // cost · the best one's credits − credits · the best one's price
	spread int64   // count · the best one's credits − credits: of equal losses, the less the fewer packs
}

// choices are sets still to be looked at, the least loss first.
type choices struct {
	open []chosen
	all  []chosen // looked at: where open ones come from
}

func (c *choices) Len() int      { return len(c.open) }
func (c *choices) Swap(i, j int) { c.open[i], c.open[j] = c.open[j], c.open[i] }
func (c *choices) Push(x any)    { c.open = append(c.open, x.(chosen)) }
func (c *choices) Less(i, j int) bool {
	a, b := &c.open[i], &c.open[j]
	return cmp.Or(a.loss.compare(b.loss), cmp.Compare(a.spread, b.spread), cmp.Compare(a.credits, b.credits), cmp.Compare(a.pack, b.pack)) < 0
}

func (c *choices) Pop() any {
	last := c.open[len(c.open)-1]
	c.open = c.open[:len(c.open)-1]
	return last
}

// cheapest is the cheapest set that has so many credits, of several that with the most
// credits, then that of the fewest packs: how many of each pack, what they cost and bring.
//
// A set is some of the best pack, which has the most credits for its money, and others.
// What is lost on the others against the best one's price is looked at in growing order:
// of two choices that differ by whole best packs, the one of less loss and fewer credits
// is enough, and the search ends where the loss alone is as dear as the best set so far.
// That is Dijkstra's shortest path over remainders.
func (s *packSets) cheapest(wanted model.Credits) (counts []int, cost int64, credits model.Credits, err error) {
	counts = make([]int, len(s.packs))
	if wanted <= 0 {
		return counts, 0, 0, nil
	}
	best := s.packs[s.most]
	unit, step := int64(0), int64(0) // what credits and prices are multiples of
	for _, pack := range s.packs {
		unit, step = greatestCommon(unit, int64(pack.Credits)), greatestCommon(step, pack.Price.Amount)
	}
	if int64(wanted) > largest-unit {
		return nil, 0, 0, errTooLarge
	}
	wanted += model.Credits(unit-1) - (wanted-1)%model.Credits(unit)
	floor := multiply(best.Price.Amount, int64(wanted))
	search := choices{open: []chosen{{packSet: packSet{from: -1}}}}
	least := map[model.Credits]model.Credits{} // of each remainder, the fewest credits that were looked at
	known := func(c model.Credits) bool { seen, ok := least[c%best.Credits]; return ok && seen <= c }
	var found packSet // from is the choice, count of the best pack comes on top
	total := packSet{}
	dear := func(loss product) bool { // no set of it is cheaper than that which was found
		return total.count > 0 && loss.plus(floor).compare(multiply(total.cost-step, int64(best.Credits))) > 0
	}
	for search.Len() > 0 {
		next := heap.Pop(&search).(chosen)
		if dear(next.loss) {
			break
		}
		if known(next.credits) {
			continue
		}
		least[next.credits%best.Credits] = next.credits
		if len(search.all) >= mostSets {
			return nil, 0, 0, errTooLarge
		}
		search.all = append(search.all, next)
		more := int64(0)
		if next.credits < wanted {
			more = int64((wanted-next.credits-1)/best.Credits) + 1
		}
		whole, err := next.with(best, more)
		if err != nil {
			return nil, 0, 0, err
		}
		if total.count == 0 || whole.compare(total) < 0 {
			total, found = whole, packSet{from: len(search.all) - 1, count: int(more)}
		}
		for i, pack := range s.packs {
			if i == s.most || next.credits >= wanted {
				continue
			}
			longer, err := next.with(pack, 1)
			if err != nil {
				return nil, 0, 0, err
			}
			longer.pack, longer.from = i, len(search.all)-1
			lost := multiply(pack.Price.Amount, int64(best.Credits)).minus(multiply(best.Price.Amount, int64(pack.Credits)))
			loss := next.loss.plus(lost)
			if !known(longer.credits) && !dear(loss) {
				heap.Push(&search, chosen{longer, loss, next.spread + int64(best.Credits-pack.Credits)})
			}
		}
	}
	counts[s.most] = found.count
	for at := search.all[found.from]; at.from >= 0; at = search.all[at.from] {
		counts[at.pack]++
	}
	return counts, total.cost, total.credits, nil
}

// largest bounds amounts, so that sums of a few fit.
const largest = 1 << 60

// with adds packs to a set.
func (p packSet) with(pack model.Pack, n int64) (packSet, error) {
	cost, credits := multiply(pack.Price.Amount, n), multiply(int64(pack.Credits), n)
	if cost.high > 0 || credits.high > 0 || cost.low > largest || credits.low > largest {
		return p, errTooLarge
	}
	p.cost += int64(cost.low)
	p.credits += model.Credits(credits.low)
	p.count += int(n)
	if p.cost > largest || int64(p.credits) > largest {
		return p, errTooLarge
	}
	return p, nil
}
