package insight

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// month is one of the months of a window, counted from its first day.
type month struct {
	days   int // that are in the window
	length int // days of the whole month
	use    model.Credits
}

// monthsOf are the months of a window without their use. Only the last may be short.
func monthsOf(from, to model.Day) (months []month) {
	for start := from; !to.Before(start); {
		end := from.AddMonths(len(months) + 1)
		months = append(months, month{days: min(end.Sub(start), to.Sub(start)+1), length: end.Sub(start)})
		start = end
	}
	return months
}

// divide gives amount · numerator / denominator, rounded half up once; none is negative.
func divide(amount int64, numerator, denominator int) (int64, error) {
	high, low := bits.Mul64(uint64(amount), 2*uint64(numerator))
	low, carry := bits.Add64(low, uint64(denominator), 0)
	if high += carry; high >= 2*uint64(denominator) {
		return 0, errTooLarge
	}
	quotient, _ := bits.Div64(high, low, 2*uint64(denominator))
	if int64(quotient) < 0 {
		return 0, errTooLarge
	}
	return int64(quotient), nil
}

// sumMoney adds amounts of which none is negative.
func sumMoney(a, b int64) (int64, error) {
	if a+b < a {
		return 0, errTooLarge
	}
	return a + b, nil
}

// way is a way to pay: a plan with an interval, or packs alone.
type way struct {
	plan     model.OptionalString // empty for packs alone
	interval model.Interval
	price    int64
	credits  model.Credits // a month
	rank     int
}

// perMonth is by how much of the interval a month is counted.
func (w way) perMonth() int {
	if w.interval == model.Yearly {
		return 12
	}
	return 1
}

// subscription is what the months cost without packs.
func (w way) subscription(months []month) (sum int64, err error) {
	for _, m := range months {
		price, err := divide(w.price, m.days, w.perMonth()*m.length)
		if err == nil {
			sum, err = sumMoney(sum, price)
		}
		if err != nil {
			return 0, err
		}
	}
	return sum, nil
}

// lacking is how many credits the way is short at the worst moment, and left is what
// remains at the end, without packs: negative for what is lacking. As a day's use is never
// negative and a month's credits come before it, nothing is worse than a month's end.
func (w way) lacking(months []month) (lacking, left model.Credits, err error) {
	for _, m := range months {
		if left, err = left.Add(w.credits); err == nil {
			left, err = left.Add(-m.use)
		}
		if err != nil {
			return 0, 0, errTooLarge
		}
		lacking = max(lacking, -left)
	}
	return lacking, left, nil
}

// monthsWithPacks are the months in which a pack is needed, if those of a set are bought
// as late as possible, the largest first.
func (w way) monthsWithPacks(months []month, packs []model.Pack, counts []int) (needed int) {
	var sizes []int
	for i := range packs {
		sizes = append(sizes, i)
	}
	slices.SortStableFunc(sizes, func(a, b int) int { return cmp.Compare(packs[b].Credits, packs[a].Credits) })
	counts = slices.Clone(counts)
	var left model.Credits
	for _, m := range months {
		left += w.credits - m.use
		if left < 0 {
			needed++
		}
		for _, i := range sizes {
			if left >= 0 {
				break
			}
			size := packs[i].Credits
			n := min(counts[i], int((-left-1)/size)+1)
			counts[i] -= n
			left += model.Credits(n) * size
		}
	}
	return needed
}

// replay is what a way would have cost. ok is false where it cannot be done.
func (w way) replay(months []month, sets *packSets) (o Option, ok bool, err error) {
	lacking, left, err := w.lacking(months)
	if err != nil || lacking > 0 && sets.none() {
		return o, false, err
	}
	counts, packsCost, credits, err := sets.cheapest(lacking)
	if err != nil {
		return o, false, err
	}
	o = Option{Plan: w.plan, Interval: w.interval, Packs: []PackCount{}, rank: w.rank}
	for i, count := range counts {
		if count > 0 {
			o.Packs = append(o.Packs, PackCount{sets.packs[i].Slug, count})
		}
	}
	o.PacksCost.Amount = packsCost
	if o.Subscription.Amount, err = w.subscription(months); err != nil {
		return o, false, err
	}
	if o.Cost.Amount, err = sumMoney(o.Subscription.Amount, packsCost); err != nil {
		return o, false, err
	}
	last := months[len(months)-1]
	if o.PerMonth.Amount, err = divide(o.Cost.Amount, last.length, (len(months)-1)*last.length+last.days); err != nil {
		return o, false, err
	}
	if o.CreditsLeft, err = left.Add(credits); err != nil {
		return o, false, errTooLarge
	}
	o.MonthsWithPacks = w.monthsWithPacks(months, sets.packs, counts)
	return o, true, nil
}
