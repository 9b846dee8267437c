package message

import (
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/insight"
)

// TestLasts states how long the credits last in every state: a date only where one is
// near or certain.
func TestLasts(t *testing.T) {
	at := time.Date(2026, 12, 9, 23, 30, 0, 0, time.UTC)
	renewals := []forecast.Renewal{{At: model.At(at), Credits: 4000 * model.Credit}}
	use := func(month model.Credits) []forecast.Use {
		return []forecast.Use{{}, {Days: 30, Range: forecast.Range{Mid: month * model.Credit}}, {}}
	}
	ends := func(earliest, likely, latest int) forecast.RunOut {
		return forecast.RunOut{State: forecast.Between, Earliest: earliest, Likely: likely, Latest: latest}
	}
	in := func(earliest, likely time.Duration) forecast.RunOut {
		return forecast.RunOut{State: forecast.Between, EarliestIn: earliest * time.Minute, LikelyIn: likely * time.Minute}
	}
	const no = forecast.Beyond
	for want, f := range map[string]forecast.Forecast{
		"It lasts until late March. 9 times out of 10 at least until Jan 29.":                                               {RunOut: ends(60, 112, 150)},
		"It lasts until mid-March. 9 times out of 10 at least until Jan 29.":                                                {RunOut: ends(60, 105, no)},
		"It lasts until early November 2027. 9 times out of 10 at least until Jul 28.":                                      {RunOut: ends(240, 340, no)},
		"It lasts until about Dec 4. 9 times out of 10 at least until Dec 2.":                                               {RunOut: ends(2, 4, 9)},
		"It lasts until about Dec 4. 1 time in 10 it runs out today.":                                                       {RunOut: ends(0, 4, 9)},
		"It does not last until tomorrow, at this pace.":                                                                    {RunOut: ends(0, 0, 3)},
		"It lasts about 9 hours at this pace. 9 times out of 10 at least 4 hours.":                                          {RunOut: in(240, 530)},
		"It lasts about 40 hours at this pace. 9 times out of 10 at least an hour.":                                         {RunOut: in(50, 2400)},
		"It lasts about 2 hours at this pace. 1 time in 10 it runs out within the hour.":                                    {RunOut: in(15, 120)},
		"It lasts about 2 hours at this pace.":                                                                              {RunOut: in(110, 120)},
		"It lasts less than an hour at this pace.":                                                                          {RunOut: in(0, 20)},
		"It does not run out at this pace: 4,000 come each month, and about 3,390 will go. 1 time in 10 it does, by Jun 3.": {RunOut: ends(185, no, no), Renewals: renewals, Use: use(3387)},
		"It does not run out within a year at this pace. 1 time in 10 it does, by Jun 3.":                                   {RunOut: ends(185, no, no), Renewals: renewals, Use: use(4100)},
		"It does not run out at this pace, 9 times out of 10: 4,000 come each month, and about 339 will go.":                {RunOut: forecast.RunOut{State: forecast.Never}, Renewals: renewals, Use: use(339)},
		"It does not run out within a year at this pace, 9 times out of 10.":                                                {RunOut: forecast.RunOut{State: forecast.Never}},
		"There is nothing left.":                                                         {RunOut: forecast.RunOut{State: forecast.Gone}},
		"There is nothing left. 4,000 come on Dec 10.":                                   {RunOut: forecast.RunOut{State: forecast.Gone}, Renewals: renewals},
		"There is not enough history yet: 9 whole days. It takes 14.":                    {RunOut: forecast.RunOut{State: forecast.Unknown}, Known: forecast.Known{Days: 9, Active: 9}},
		"There is not enough history yet: 9 whole days whose use is known. It takes 14.": {RunOut: forecast.RunOut{State: forecast.Unknown}, Known: forecast.Known{Days: 9, Active: 9}, HistoryDays: 30},
		"There is not enough history yet: 1 day with use. It takes 5.":                   {RunOut: forecast.RunOut{State: forecast.Unknown}, Known: forecast.Known{Days: 90, Active: 1}},
		"There is not enough history yet: no whole day. It takes 14.":                    {RunOut: forecast.RunOut{State: forecast.Unknown}},
	} {
		f.Today = model.Day{Year: 2026, Month: time.November, Date: 30}
		if got := Lasts(f, time.FixedZone("", 3600)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestLastsSoon states in hours how long credits last that run out soon, also without a plan
// and beside a pack.
func TestLastsSoon(t *testing.T) {
	f := forecast.Forecast{Today: model.Day{Year: 2026, Month: time.November, Date: 30}}
	for _, test := range []struct {
		run                forecast.RunOut
		until, withoutPlan string
	}{
		{forecast.RunOut{State: forecast.Between, Earliest: 1, Likely: 1, EarliestIn: 20 * time.Hour, LikelyIn: 30 * time.Hour}, "20 hours", "about 30 hours; 9 times out of 10 at least 20 hours."},
		{forecast.RunOut{State: forecast.Between, EarliestIn: 9 * time.Hour, LikelyIn: 9 * time.Hour}, "9 hours", "about 9 hours."},
		{forecast.RunOut{State: forecast.Between, LikelyIn: time.Minute}, "less than an hour", "less than an hour."},
		{forecast.RunOut{State: forecast.Between, Likely: 4}, "today", "until about Dec 4; 1 time in 10 it runs out today."},
	} {
		if got := LastsUntil(f, test.run); got != test.until {
			t.Errorf("%q, want %q", got, test.until)
		}
		if got, want := WithoutPlan(insight.Today{WithoutPlan: test.run}, f), "Without a plan, what you have now lasts "+test.withoutPlan; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestNotCounted states each reason why renewals are not included.
func TestNotCounted(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	left := forecast.LeftOut{At: model.At(now.AddDate(0, 0, 9))}
	for why, want := range map[forecast.Why]string{
		forecast.PastDue:      "The plan's payment is past due, so no renewal is counted in until it is paid.",
		forecast.Cancelled:    "Your plan is cancelled, so no renewal is counted from Dec 9 on.",
		forecast.PriceUnknown: "How many credits your plan brings is not known, so no renewal of it is counted in.",
		forecast.OtherStatus:  "Nothing is promised in the plan's present state, so no renewal is counted in.",
	} {
		left.Why = why
		if got := NotCounted([]forecast.LeftOut{left}, time.UTC, now); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := NotCounted(nil, time.UTC, now); got != "" {
		t.Errorf("%q for none", got)
	}
}

// TestHeld states a record with the claim that it is compared with.
func TestHeld(t *testing.T) {
	if got, want := Held(forecast.Record{Held: 10, Of: 12}), "Forecasts of 30 days from your own past held 10 of 12 times; 8 of 10 is what they claim."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Held(forecast.Record{}); got != "" {
		t.Errorf("%q for none", got)
	}
}
