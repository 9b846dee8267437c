package insight

import (
	"slices"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// How [StandsOut] judges.
const (
	recentDays  = 56  // days before, of which the active ones say what is usual
	longestPast = 180 // days before, where those are too few
	leastActive = 8   // active days that it takes to know what is usual
	mostActive  = 40  // that are looked at of the longest past
	floorDays   = 28  // days whose use says what is worth telling

	farAbove  = 4 // distances from the median to the ninetieth percentile
	manyTimes = 7 // means of the active days: far above for everybody

	accountFloor = 1.0 / 20 // of the account's use of the floor's days, that is worth telling
	partFloor    = 1.0 / 4  // the same of a tool, of which there are many that may seem unusual by chance
)

// UnusualRule is the rule for unusual days in words.
const UnusualRule = "A day is unusual if it used far more than the days with use in the eight weeks before it: more than nine in ten of them by four times the distance from those to the median, or seven times their mean, and more by a twentieth of four weeks' use. A tool, a model or a media type is unusual on a day by the same rule, with a quarter of the account's four weeks."

// StandsOut marks the days of a series of an account's use that are far above their own
// recent past, as [UnusualRule] has it. Where fewer than eight days of the eight weeks
// before were active, the last forty active ones of half a year are taken; a day without
// eight of them is not judged.
//
// Quantiles of active days also work for an account that is active on half the days, where
// the median's own spread is 0, and an earlier unusual day does not shift them. Where few
// days are known, or their spread is wide, the quantiles are rough: many times the mean is
// enough.
func StandsOut(use []model.Credits) []bool { return standsOut(use, use, nil) }

// PartStandsOut marks the unusual days in a series of the use of a tool, a model or a media
// type. whole is the account's use, and busy marks its unusual days: on those a part has to
// meet only the conditions of the whole.
func PartStandsOut(use, whole []model.Credits, busy []bool) []bool {
	return standsOut(use, whole, busy)
}

// standsOut judges a part of the use of an account, or with a nil busy the whole.
func standsOut(use, whole []model.Credits, busy []bool) []bool {
	marks := make([]bool, len(use))
	var sum model.Credits // of whole, over the floor's days
	for i, used := range use {
		sum += whole[i]
		if i >= floorDays {
			sum -= whole[i-floorDays]
		}
		floor := accountFloor * float64(sum)
		if len(busy) > 0 && !busy[i] {
			floor = partFloor * float64(sum)
		}
		if used <= 0 || float64(used) < floor {
			continue // whatever is usual
		}
		usual := activeBefore(use, i)
		if len(usual) < leastActive {
			continue
		}
		slices.Sort(usual)
		middle, high := quantile(usual, 0.5), quantile(usual, 0.9)
		limit := min(high+farAbove*(high-middle), manyTimes*mean(usual))
		marks[i] = float64(used) > limit && float64(used)-high >= floor
	}
	return marks
}

// activeBefore are the uses that say what is usual before day i.
func activeBefore(use []model.Credits, i int) (active []model.Credits) {
	recent := 0
	for at := i - 1; at >= max(0, i-longestPast) && (recent < leastActive || i-at <= recentDays); at-- {
		if use[at] <= 0 {
			continue
		}
		if i-at <= recentDays {
			recent++
		} else if len(active) >= mostActive {
			break
		}
		active = append(active, use[at])
	}
	return active
}

// quantile is the q-quantile of sorted values, between neighbours where it falls so.
func quantile(sorted []model.Credits, q float64) float64 {
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return float64(sorted[low]) + (at-float64(low))*float64(sorted[high]-sorted[low])
}

// lookBack is a span with the days before it that say what is usual in it.
func (a *Activity) lookBack(span Span) Span {
	return Span{span.From.Add(-longestPast), span.To}
}

// unusual marks the days of a span that stand out.
func (a *Activity) unusual(span Span) []bool {
	daily := a.Daily(a.lookBack(span))
	return StandsOut(daily)[longestPast:]
}

// unusualNames marks the names with an unusual day in a span.
func (a *Activity) unusualNames(by By, span Span) []bool {
	names, places := a.names(by)
	wide := a.lookBack(span)
	whole := a.Daily(wide)
	busy, marks := StandsOut(whole), make([]bool, len(names))
	for at, daily := range a.dailyOf(len(names), places, wide) {
		marks[at] = slices.Contains(PartStandsOut(daily, whole, busy)[longestPast:], true)
	}
	return marks
}

// dailyOf is the use of each day of a span by the names that kinds have.
func (a *Activity) dailyOf(names int, places []int, span Span) [][]model.Credits {
	daily := make([][]model.Credits, names)
	for i := range daily {
		daily[i] = make([]model.Credits, span.Days())
	}
	from := history.DayNumber(span.From)
	for i := range a.tally.Days {
		d := &a.tally.Days[i]
		if at := int(d.Day) - from; at >= 0 && at < span.Days() {
			daily[places[d.Kind]][at] += d.Used()
		}
	}
	return daily
}

func mean(uses []model.Credits) float64 {
	sum := 0.0
	for _, used := range uses {
		sum += float64(used)
	}
	return sum / float64(len(uses))
}
