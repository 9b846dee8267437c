package insight

import (
	"context"
	"errors"

	"github.com/studio-tui/studio-tui/model"
)

// breakEvens are those of neighbours by rank, for each interval.
func breakEvens(ctx context.Context, ways []way, sets *packSets) ([]BreakEven, error) {
	found := []BreakEven{}
	for _, interval := range []model.Interval{model.Monthly, model.Yearly} {
		var before *way
		for i := range ways {
			w := &ways[i]
			if w.plan == "" || w.interval != interval {
				continue
			}
			if before != nil {
				even, err := breakEvenOf(ctx, *before, *w, sets)
				if err != nil {
					return found, err
				}
				found = append(found, even)
			}
			before = w
		}
	}
	return found, nil
}

// year are the months over which a steady use is compared.
const year = 12

// mostSteps bounds the uses that are compared.
const mostSteps = 1 << 20

// breakEvenOf compares two plans over a year of steady use.
func breakEvenOf(ctx context.Context, lower, higher way, sets *packSets) (BreakEven, error) {
	whole := make([]month, year)
	for i := range whole {
		whole[i] = month{days: 1, length: 1}
	}
	cheap, dear := costOfUse{way: lower}, costOfUse{way: higher}
	for _, c := range []*costOfUse{&cheap, &dear} {
		var err error
		if c.fixed, err = c.way.subscription(whole); err != nil {
			return BreakEven{}, err
		}
		if c.granted, err = yearOf(c.way.credits); err != nil {
			return BreakEven{}, err
		}
	}
	if dear.fixed < cheap.fixed {
		cheap, dear = dear, cheap
	}
	even := BreakEven{From: string(cheap.way.plan), To: string(dear.way.plan), Interval: lower.interval}
	if sets.none() { // beyond its credits the cheaper one cannot be done
		from := int64(cheap.way.credits/model.Credit) + 1
		if dear.fixed == cheap.fixed && dear.way.credits >= cheap.way.credits {
			from = 0
		}
		even.CreditsPerMonth = &from
		return even, nil
	}
	from, ever, err := neverDearer(ctx, cheap, dear, sets)
	switch {
	case errors.Is(err, errTooLarge): // amounts of odd fractions, that repeat nowhere near
		return even, nil
	case ever:
		even.CreditsPerMonth = &from
	}
	return even, err
}

func yearOf(credits model.Credits) (model.Credits, error) {
	product, fits := times(int64(credits), year)
	if !fits {
		return 0, errTooLarge
	}
	return model.Credits(product), nil
}

// costOfUse is what a year of steady use costs with a plan, for uses that grow.
type costOfUse struct {
	way     way
	fixed   int64         // the year without packs
	granted model.Credits // in the year

	set packSet // the packs that the use needs
	at  int
}

// from is the first use in whole credits a month that needs more than a set of packs.
func (c *costOfUse) from(set packSet) int64 {
	return int64((set.credits+c.granted)/(year*model.Credit)) + 1
}

// neverDearer is the least use from which on dear costs no more than cheap. ever is false
// where there is none: packs are then the cheaper way to more credits. What packs cost for what each plan lacks changes in steps, and from
// some use on the steps repeat: up to there all are compared, and then a whole round.
func neverDearer(ctx context.Context, cheap, dear costOfUse, sets *packSets) (from int64, ever bool, err error) {
	for sets.period == 0 {
		if err := sets.extend(); err != nil {
			return 0, false, err
		}
	}
	regular := sets.sets[len(sets.sets)-1-sets.period]
	settled := max(cheap.from(regular), dear.from(regular))
	best := int64(sets.packs[sets.most].Credits)
	round := best / greatestCommon(best, int64(year*model.Credit))
	ever = true
	for use, steps := int64(0), 0; use < settled+round; steps++ {
		if steps >= mostSteps {
			return 0, false, errTooLarge
		}
		if steps%4096 == 0 && ctx.Err() != nil {
			return 0, false, ctx.Err()
		}
		next := min(cheap.from(cheap.set), dear.from(dear.set))
		if dear.fixed+dear.set.cost > cheap.fixed+cheap.set.cost {
			from = next
			ever = next <= settled
		}
		for _, c := range []*costOfUse{&cheap, &dear} {
			for c.from(c.set) <= next {
				c.at++
				if c.set, err = sets.nth(c.at); err != nil {
					return 0, false, err
				}
			}
		}
		use = next
	}
	return from, ever, nil
}

func greatestCommon(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
