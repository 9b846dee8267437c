package insight

import (
	"cmp"
	"errors"
	"math/bits"

	"github.com/studio-tui/studio-tui/model"
)

// errTooLarge says that a server's amounts do not fit, or that its packs make too many
// different sums to compare.
var errTooLarge = errors.New("the prices or credits are too large to compare")

// packSets are all sets of packs that are worth buying, in order of what they cost: each
// has more credits than every cheaper one, and as few packs as its cost and credits allow.
//
// A set that is worth buying less one of its packs is worth buying too: were there one
// with more credits, or as many for less, it could take its place. So each next set is the
// cheapest of those found by adding one pack to an earlier one. From some cost on the sets
// repeat with one more of the pack that has the most credits for its money; that is
// all there is to know of what packs cost.
type packSets struct {
	packs []model.Pack
	next  []int // of each pack, the first set that it was not added to so far
	sets  []packSet

	most    int   // the pack with the most credits for its money, of several the largest
	dearest int64 // price of any pack
	twin    int   // the set that is one of the best pack away from the newest, if any
	since   int   // from which set on all have such twins, one after the other; −1 for none
	period  int   // after how many sets they repeat; 0 while that is not known
}

// packSet is a set of packs: one more of a pack than another set has.
type packSet struct {
	cost       int64
	credits    model.Credits
	count      int
	pack, from int // from is −1 for the empty set; only in a search
}

// mostSets bounds the sets that are compared.
const mostSets = 1 << 16

// newPackSets leaves out packs that are free, have no credits, or bring no more than one
// that is not dearer.
func newPackSets(packs []model.Pack) *packSets {
	s := &packSets{sets: make([]packSet, 1), since: -1}
	usable := func(p model.Pack) bool { return p.Price.Amount > 0 && p.Credits > 0 }
	for i, pack := range packs {
		worse := func(j int, other model.Pack) bool {
			no := !usable(other) || j == i || other.Price.Amount > pack.Price.Amount || other.Credits < pack.Credits
			same := other.Price.Amount == pack.Price.Amount && other.Credits == pack.Credits
			return !no && (!same || j < i)
		}
		dominated := false
		for j, other := range packs {
			dominated = dominated || worse(j, other)
		}
		if usable(pack) && !dominated {
			s.packs = append(s.packs, pack)
		}
	}
	s.next = make([]int, len(s.packs))
	for i, pack := range s.packs {
		s.dearest = max(s.dearest, pack.Price.Amount)
		best := s.packs[s.most]
		value := multiply(int64(pack.Credits), best.Price.Amount).compare(multiply(int64(best.Credits), pack.Price.Amount))
		if value > 0 || value == 0 && pack.Credits > best.Credits {
			s.most = i
		}
	}
	return s
}

// none reports whether there is no pack that could be bought.
func (s *packSets) none() bool { return len(s.packs) == 0 }

// extend finds the next set.
func (s *packSets) extend() error {
	if s.none() || len(s.sets) >= mostSets {
		return errTooLarge
	}
	last := s.sets[len(s.sets)-1]
	var found packSet
	for i, pack := range s.packs {
		var candidate packSet
		for ; ; s.next[i]++ {
			var err error
			if candidate, err = s.sets[s.next[i]].with(pack, 1); err != nil {
				return err
			}
			if candidate.credits > last.credits {
				break
			}
		}
		if found.count == 0 || candidate.compare(found) < 0 {
			found = candidate
		}
	}
	s.sets = append(s.sets, found)
	s.compareTwin()
	return nil
}

// compare says which of two sets goes first: the cheaper one, at equal cost the one with
// more credits, then the one of fewer packs.
func (p packSet) compare(other packSet) int {
	return cmp.Or(cmp.Compare(p.cost, other.cost), cmp.Compare(other.credits, p.credits), cmp.Compare(p.count, other.count))
}

// compareTwin notices that sets repeat. What follows a set depends on those alone that
// cost less by the price of a pack: once so long a stretch is another one moved by the
// best pack, all that follows is.
func (s *packSets) compareTwin() {
	newest := len(s.sets) - 1
	best, set := s.packs[s.most], s.sets[newest]
	moved := func(i int) packSet {
		earlier := s.sets[i]
		return packSet{cost: earlier.cost + best.Price.Amount, credits: earlier.credits + best.Credits, count: earlier.count + 1}
	}
	before := s.twin
	for s.twin < newest && moved(s.twin).cost < set.cost {
		s.twin++
	}
	switch {
	case s.period > 0:
	case moved(s.twin).compare(set) != 0:
		s.since = -1
	case s.since < 0 || s.twin != before+1:
		s.since = newest
	case set.cost-s.sets[s.since].cost >= s.dearest:
		s.period = newest - s.twin
	}
}

// nth is the set at a place among all, also of those that only repeat earlier ones.
func (s *packSets) nth(i int) (packSet, error) {
	for i >= len(s.sets) && s.period == 0 {
		if err := s.extend(); err != nil {
			return packSet{}, err
		}
	}
	if i < len(s.sets) {
		return s.sets[i], nil
	}
	more := (i-len(s.sets))/s.period + 1
	set, best := s.sets[i-more*s.period], s.packs[s.most]
	return set.with(best, int64(more))
}

// times is amount·n, if it fits; neither is negative.
func times(amount int64, n int) (int64, bool) {
	high, low := bits.Mul64(uint64(amount), uint64(n))
	return int64(low), high == 0 && int64(low) >= 0
}
