package insight

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func TestParseBudget(t *testing.T) {
	for text, want := range map[string]Budget{
		"500/week": {500e6, PerWeek}, "1,000.5 / Month": {1000_500_000, PerMonth}, "1/day": {1e6, PerDay},
		"5k/month": {5000e6, PerMonth},
		"1,5/day":  {}, "1.000/day": {}, "1 000/day": {}, "1e3/day": {}, "2m/day": {},
		"500": {}, "0/week": {}, "-5/day": {}, "x/day": {}, "500/year": {}, "": {}, "500/": {},
	} {
		if got, err := ParseBudget(text); got != want || (err == nil) != want.Valid() {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func TestBudgetSpans(t *testing.T) {
	for _, test := range []struct {
		per              Per
		today, from, end model.Day
	}{
		{PerDay, model.Day{Year: 2026, Month: 11, Date: 30}, model.Day{Year: 2026, Month: 11, Date: 30}, model.Day{Year: 2026, Month: 11, Date: 30}},
		{PerWeek, model.Day{Year: 2026, Month: 12, Date: 6}, model.Day{Year: 2026, Month: 11, Date: 30}, model.Day{Year: 2026, Month: 12, Date: 6}},
		{PerMonth, model.Day{Year: 2026, Month: 12, Date: 6}, model.Day{Year: 2026, Month: 12, Date: 1}, model.Day{Year: 2026, Month: 12, Date: 31}},
		{PerMonth, model.Day{Year: 2028, Month: 2, Date: 1}, model.Day{Year: 2028, Month: 2, Date: 1}, model.Day{Year: 2028, Month: 2, Date: 29}},
	} {
		if got := (Budget{1, test.per}).Span(test.today); got != (Span{test.from, test.end}) {
			t.Errorf("%s of %v: %v", test.per, test.today, got)
		}
	}
}

// Ten credits an hour, from nine to five on workdays, for eight weeks to a Wednesday noon.
func TestBudgetStates(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	var rows []model.Transaction
	for at := now.AddDate(0, 0, -70); at.Before(now); at = at.Add(time.Hour) {
		if h := at.Hour(); h >= 9 && h < 17 && at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
			rows = append(rows, generation(len(rows)+1, at.Format(time.RFC3339), 10))
		}
	}
	a := activityOf(t, rows, time.UTC)
	for _, test := range []struct {
		budget Budget
		used   model.Credits
		mid    model.Credits
		state  BudgetState
	}{
		{Budget{80e6, PerDay}, 30e6, 80e6, BudgetOK},
		{Budget{79e6, PerDay}, 30e6, 80e6, BudgetPace},
		{Budget{33e6, PerDay}, 30e6, 80e6, BudgetNear},
		{Budget{30e6, PerDay}, 30e6, 80e6, BudgetNear}, // all of it, and not more
		{Budget{29e6, PerDay}, 30e6, 80e6, BudgetOver},
		{Budget{400e6, PerWeek}, 190e6, 400e6, BudgetOK},
		{Budget{399e6, PerWeek}, 190e6, 400e6, BudgetPace},
		{Budget{2000e6, PerMonth}, 17*80e6 + 30e6, 17*80e6 + 30e6 + 50e6 + 3*80e6, BudgetOK}, // Nov 30 is a Monday
	} {
		c := test.budget.Check(a, now)
		if c.Used != test.used || c.State != test.state || c.Projected == nil || c.Projected.Mid != test.mid || c.Projected.Low > c.Projected.Mid || c.Projected.High < c.Projected.Mid {
			t.Errorf("%v: used %v, projected %+v, %s", test.budget, c.Used, c.Projected, c.State)
		}
	}
	short := activityOf(t, rows[len(rows)-20:], time.UTC)
	if c := (Budget{31e6, PerDay}).Check(short, now); c.Projected != nil || c.State != BudgetNear {
		t.Errorf("a short history: %+v", c)
	}
}

// Whatever the history, percentiles are in order and not below what is used already.
func TestProjectionIsInOrder(t *testing.T) {
	all := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(all).Draw(t, "zone")
		a := activityOf(t, someLedger(t), zone)
		now := time.UnixMilli(rapid.Int64Range(1772000000000, 1797000000000).Draw(t, "now"))
		b := Budget{model.Credits(rapid.Int64Range(1, 1e9).Draw(t, "credits")), rapid.SampledFrom([]Per{PerDay, PerWeek, PerMonth}).Draw(t, "per")}
		c := b.Check(a, now)
		if p := c.Projected; p != nil && (p.Low < c.Used || p.Mid < p.Low || p.High < p.Mid) {
			t.Fatalf("%+v of %v", p, c.Used)
		}
	})
}
