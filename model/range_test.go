package model

import (
	"testing"
	"time"
)

func TestDayRange(t *testing.T) {
	t.Parallel()
	loc := time.FixedZone("UTC+1", 3600)
	day := func(text string) Day {
		t.Helper()
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return Day{at.Year(), at.Month(), at.Day()}
	}
	from := func(text string) Time { return At(day(text).Start(loc)) }
	for _, c := range []struct {
		of       DayRange
		today    string
		sub      Subscription
		from, to string // empty for none
	}{
		{AllDays, "2026-11-22", Subscription{}, "", ""},
		{TodayOnly, "2026-11-22", Subscription{}, "2026-11-22", "2026-11-22"},
		{Last7Days, "2026-03-02", Subscription{}, "2026-02-24", "2026-03-02"},
		{Last30Days, "2026-01-10", Subscription{}, "2025-12-12", "2026-01-10"},
		{Last90Days, "2026-03-31", Subscription{}, "2026-01-01", "2026-03-31"},
		{Last365Days, "2026-12-31", Subscription{}, "2026-01-01", "2026-12-31"},
		{ThisMonth, "2026-11-22", Subscription{}, "2026-11-01", "2026-11-22"},
		{ThisMonth, "2026-11-01", Subscription{}, "2026-11-01", "2026-11-01"},
		{LastMonth, "2026-03-31", Subscription{}, "2026-02-01", "2026-02-28"},
		{LastMonth, "2026-01-01", Subscription{}, "2025-12-01", "2025-12-31"},
		{ThisPeriod, "2026-11-22", Subscription{}, "", ""},
		{LastPeriod, "2026-11-22", Subscription{}, "", ""},
		{ThisPeriod, "2026-11-22", Subscription{CurrentPeriodStart: from("2026-11-09")}, "2026-11-09", "2026-11-22"},
		{LastPeriod, "2026-11-22", Subscription{CurrentPeriodStart: from("2026-11-09")}, "2026-10-09", "2026-11-08"},
		{LastPeriod, "2026-03-31", Subscription{CurrentPeriodStart: from("2026-03-31")}, "2026-02-28", "2026-03-30"},
		{LastPeriod, "2026-03-31", Subscription{CurrentPeriodStart: from("2026-01-15"), Interval: Yearly}, "2025-01-15", "2026-01-14"},
		{LastPeriod, "2028-03-31", Subscription{CurrentPeriodStart: from("2028-02-29"), Interval: Yearly}, "2027-02-28", "2028-02-28"},
	} {
		first, last, ok := c.of.Days(day(c.today), c.sub, loc)
		if ok != (c.from != "") || (ok && (first != day(c.from) || last != day(c.to))) {
			t.Errorf("%v on %s: %v to %v (%t), want %q to %q", c.of, c.today, first, last, ok, c.from, c.to)
		}
	}
}

// TestDayRangeNext goes round both ways, past billing periods only where there are any.
func TestDayRangeNext(t *testing.T) {
	t.Parallel()
	today := Day{2026, time.November, 22}
	for _, c := range []struct {
		sub  Subscription
		want int
	}{{Subscription{}, 8}, {Subscription{CurrentPeriodStart: At(today.Add(-3).Start(time.UTC))}, 10}} {
		forward, back := []DayRange{AllDays}, []DayRange{AllDays}
		for range c.want {
			forward = append(forward, forward[len(forward)-1].Next(false, today, c.sub, time.UTC))
			back = append(back, back[len(back)-1].Next(true, today, c.sub, time.UTC))
		}
		for i, r := range forward {
			if back[c.want-i] != r || (r == AllDays) != (i%c.want == 0) {
				t.Errorf("with %d ranges forward is %v, back %v", c.want, forward, back)
				break
			}
		}
	}
}
