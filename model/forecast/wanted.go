package forecast

import (
	"math"
	"slices"
	"time"
)

// days is a run of days that paths are drawn from: those of a past, or those of them that
// show the demand.
type days struct {
	use     []float64
	weekday []time.Weekday
}

// known are the days of a past whose use is known.
func (p Past) known() days { return p.where(func(at int) bool { return !p.Unknown[at] }, p.Use) }

// where are the days that are kept, with their use.
func (p Past) where(keep func(at int) bool, use []float64) (d days) {
	first := p.First.Weekday()
	for at := range use {
		if keep(at) {
			d.use = append(d.use, use[at])
			d.weekday = append(d.weekday, (first+time.Weekday(at))%7)
		}
	}
	return d
}

// emptied reports whether a day ended with less than a common debit left.
func (p Past) emptied(at int) bool { return at >= 0 && p.Closing[at] < p.Debit }

// stopped is the chance that an empty account stops this person: either they buy more at
// once (k of the k+e days that ended so), or they wait. Both are Beta mixtures, with weight
// four in five for a person who is stopped some of the time.
func (p Past) stopped() float64 {
	k, e := float64(p.Hurried), 0.0
	for at, used := range p.Use {
		if used > 0 && p.emptied(at) {
			e++
		}
	}
	if e == 0 {
		return 0
	}
	beta := func(a, b float64) float64 {
		la, _ := math.Lgamma(a)
		lb, _ := math.Lgamma(b)
		lab, _ := math.Lgamma(a + b)
		return la + lb - lab
	}
	waits := 0.2 * math.Exp(beta(1+k, 20+e)-beta(1, 20))
	buys := 0.8 * math.Exp(beta(3+k, 3+e)-beta(3, 3))
	return waits / (waits + buys)
}

// wanted are the days that show the demand of a person who is stopped by an empty account:
// without those on which nothing could be used, but for as many idle ones before a purchase
// as this person has anyway, and with the day that emptied it raised to the Kaplan-Meier
// mean above its use.
func (p Past) wanted() days {
	hidden := func(at int) bool { return p.emptied(at-1) && p.Use[at] == 0 }
	active, free := 1.0, 2.0
	for at, used := range p.Use {
		if p.emptied(at-1) || p.emptied(at) {
			continue
		}
		free++
		if used > 0 {
			active++
		}
	}
	idle := int(math.Round(free/active - 1))
	kept := make([]bool, len(p.Use))
	for at := range p.Use {
		kept[at] = !p.Unknown[at] && !hidden(at)
		if !p.Bought[at] {
			continue
		}
		for back := 1; back <= idle && at-back >= 0 && hidden(at-back); back++ {
			kept[at-back] = !p.Unknown[at-back]
		}
	}
	above := p.meansAbove()
	use := slices.Clone(p.Use)
	for at := range use {
		if use[at] > 0 && p.emptied(at) {
			use[at] = above(use[at])
		}
	}
	return p.where(func(at int) bool { return kept[at] }, use)
}

// meansAbove is the Kaplan-Meier mean of a day's use, given that it is more than an amount.
// Days that ended empty are censored.
func (p Past) meansAbove() func(least float64) float64 {
	type step struct{ use, left float64 } // the share of days that use more
	type day struct {
		use      float64
		censored bool
	}
	var all []day
	for at, used := range p.Use {
		if used > 0 {
			all = append(all, day{used, p.emptied(at)})
		}
	}
	slices.SortFunc(all, func(a, b day) int {
		switch {
		case a.use != b.use:
			if a.use < b.use {
				return -1
			}
			return 1
		case a.censored == b.censored:
			return 0
		case b.censored:
			return -1
		}
		return 1
	})
	steps, left := []step{{0, 1}}, 1.0
	for i, d := range all {
		if !d.censored {
			left *= 1 - 1/float64(len(all)-i)
			steps = append(steps, step{d.use, left})
		}
	}
	return func(least float64) float64 {
		share, area := 1.0, 0.0
		for i, s := range steps {
			if s.use <= least {
				share = s.left
			}
			if i+1 < len(steps) && steps[i+1].use > least {
				area += s.left * (steps[i+1].use - max(s.use, least))
			}
		}
		if share <= 0 || area <= 0 {
			return least
		}
		return least + area/share
	}
}
