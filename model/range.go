package model

import "time"

// DayRange is a named range of local days that a list can be filtered by.
type DayRange int

// The ranges, in the order in which a key steps through them.
const (
	AllDays DayRange = iota
	TodayOnly
	Last7Days
	Last30Days
	Last90Days
	Last365Days
	ThisMonth
	LastMonth
	ThisPeriod // the current billing period
	LastPeriod // the one before
	dayRanges
)

func (r DayRange) String() string {
	return [...]string{
		"all days", "today", "7 days", "30 days", "90 days", "365 days", "this month", "last month", "billing period", "last billing period",
	}[r]
}

// Word is the name of a range in one word, as flags and settings take it: "30d".
func (r DayRange) Word() string { return DayRangeWords()[r] }

// DayRangeWords are the words of all ranges, in their order.
func DayRangeWords() []string {
	return []string{"all", "today", "7d", "30d", "90d", "365d", "this-month", "last-month", "period", "last-period"}
}

// ParseDayRange reads the word or the name of a range. ok is false for an unknown one.
func ParseDayRange(text string) (r DayRange, ok bool) {
	for r := range dayRanges {
		if r.String() == text || r.Word() == text {
			return r, true
		}
	}
	return AllDays, false
}

// Next is the next range that has days, or with back the previous one, cyclically.
func (r DayRange) Next(back bool, today Day, sub Subscription, loc *time.Location) DayRange {
	step := DayRange(1)
	if back {
		step = dayRanges - 1
	}
	for {
		r = (r + step) % dayRanges
		if _, _, ok := r.Days(today, sub, loc); ok || r == AllDays {
			return r
		}
	}
}

// Days returns the first and the last day of a range.
func (r DayRange) Days(today Day, sub Subscription, loc *time.Location) (from, to Day, ok bool) {
	period := DayOf(sub.CurrentPeriodStart.Time, loc)
	known := !sub.CurrentPeriodStart.IsZero()
	switch r {
	case TodayOnly:
		return today, today, true
	case Last7Days:
		return today.Add(-6), today, true
	case Last30Days:
		return today.Add(-29), today, true
	case Last90Days:
		return today.Add(-89), today, true
	case Last365Days:
		return today.Add(-364), today, true
	case ThisMonth:
		return today.first(), today, true
	case LastMonth:
		last := today.first().Add(-1)
		return last.first(), last, true
	case ThisPeriod:
		return period, today, known
	case LastPeriod:
		months := 1
		if sub.Interval == Yearly {
			months = 12
		}
		return period.AddMonths(-months), period.Add(-1), known
	}
	return Day{}, Day{}, false
}
