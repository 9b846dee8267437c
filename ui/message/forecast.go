package message

import (
	"fmt"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/ui/format"
)

// The limits of date precision: the number of days within which a date is exact, and
// from which its year is included.
const (
	nearDays = 10
	yearDays = 330
)

// Lasts states in one or two sentences how long the credits last: "It lasts until late
// March. 9 times out of 10 at least until Jan 29."
func Lasts(f forecast.Forecast, zone *time.Location) string {
	switch r := f.RunOut; {
	case r.State == forecast.Unknown:
		return NotEnough(f)
	case r.State == forecast.Gone && len(f.Renewals) > 0:
		next := f.Renewals[0]
		at := model.DayOf(next.At.Time, zone).Sub(f.Today)
		return fmt.Sprintf("There is nothing left. %s come on %s.", format.Amount(next.Credits), dayAhead(f, at))
	case r.State == forecast.Gone:
		return "There is nothing left."
	case r.State == forecast.Never:
		return lastsOn(f, ", 9 times out of 10")
	case r.Likely == forecast.Beyond:
		return lastsOn(f, "") + " 1 time in 10 it does, " + by(f, r.Earliest) + "."
	case r.LikelyIn > 0:
		likely, odds := soon(r)
		text := "It lasts " + likely + " at this pace."
		if odds != "" {
			text += " " + odds + "."
		}
		return text
	case r.Likely == 0:
		return "It does not last until tomorrow, at this pace."
	case r.Earliest == 0:
		return fmt.Sprintf("It lasts until %s. 1 time in 10 it runs out today.", around(f, r.Likely))
	default:
		return fmt.Sprintf("It lasts until %s. 9 times out of 10 at least until %s.", around(f, r.Likely), dayAhead(f, r.Earliest))
	}
}

// soon is how many hours credits last that run out soon, and how sure that is: "about 9
// hours", "9 times out of 10 at least 4 hours". The odds are empty where they say the same.
func soon(r forecast.RunOut) (likely, odds string) {
	about, likely := hours(r.LikelyIn)
	least, text := hours(r.EarliestIn)
	if about > 0 {
		likely = "about " + likely
	}
	switch {
	case least == about:
		return likely, ""
	case least == 0:
		return likely, "1 time in 10 it runs out within the hour"
	}
	return likely, "9 times out of 10 at least " + text
}

// hours is a time rounded to hours, and its text.
func hours(d time.Duration) (whole int, text string) {
	switch whole = int(d.Round(time.Hour) / time.Hour); whole {
	case 0:
		return 0, "less than an hour"
	case 1:
		return 1, "an hour"
	}
	return whole, fmt.Sprintf("%d hours", whole)
}

// LowBalance states that the balance is low, and how long it lasts where that is known.
func LowBalance(left model.Credits, lasts string) string {
	return strings.TrimSpace("Your balance is low: " + format.Credits(left) + " left. " + lasts)
}

// NotEnough states what a forecast lacks.
func NotEnough(f forecast.Forecast) string {
	if f.Known.Days < forecast.LeastDays {
		days := whole(f.Known.Days, "whole day")
		if f.HistoryDays > f.Known.Days {
			days += " whose use is known"
		}
		return fmt.Sprintf("There is not enough history yet: %s. It takes %d.", days, forecast.LeastDays)
	}
	return fmt.Sprintf("There is not enough history yet: %s with use. It takes %d.", whole(f.Known.Active, "day"), forecast.LeastActive)
}

func whole(n int, unit string) string {
	if n == 0 {
		return "no " + unit
	}
	return format.Plural(n, unit)
}

// lastsOn states why credits do not run out within the horizon.
func lastsOn(f forecast.Forecast, odds string) string {
	text := "It does not run out within a year at this pace" + odds
	if len(f.Renewals) == 0 {
		return text + "."
	}
	comes, used := f.Renewals[len(f.Renewals)-1].Credits, f.Use[1].Mid
	if comes < used {
		return text + "."
	}
	return fmt.Sprintf("It does not run out at this pace%s: %s come each month, and about %s will go.", odds, format.Amount(comes), format.Amount(Rough(used)))
}

// Rough is an amount rounded to its significant digits.
func Rough(c model.Credits) model.Credits {
	step := model.Credit
	for c/step >= 1000 {
		step *= 10
	}
	return (c + step/2) / step * step
}

// LastsUntil is the day until which credits last 9 times out of 10, or how long where they
// run out soon: "Dec 9", "5 hours", "over a year".
func LastsUntil(f forecast.Forecast, run forecast.RunOut) string {
	return until(f, run, run.Earliest, run.EarliestIn)
}

// LikelyUntil is the day until which credits last 1 of 2 times, likewise.
func LikelyUntil(f forecast.Forecast, run forecast.RunOut) string {
	return until(f, run, run.Likely, run.LikelyIn)
}

func until(f forecast.Forecast, run forecast.RunOut, after int, in time.Duration) string {
	switch {
	case run.LikelyIn > 0:
		_, text := hours(in)
		return text
	case after == forecast.Beyond:
		return "over a year"
	case after == 0:
		return "today"
	}
	return dayAhead(f, after)
}

func by(f forecast.Forecast, after int) string {
	if after == 0 {
		return "today"
	}
	return "by " + dayAhead(f, after)
}

// dayAhead is a future date: "Jan 29".
func dayAhead(f forecast.Forecast, after int) string {
	layout := "Jan 2"
	if after >= yearDays {
		layout = "Jan 2, 2006"
	}
	return f.Today.Add(after).Format(layout)
}

// around is an approximate date: "late March".
func around(f forecast.Forecast, after int) string {
	if after <= nearDays {
		return "about " + dayAhead(f, after)
	}
	day := f.Today.Add(after)
	third := [...]string{"early", "mid", "late"}[min((day.Date-1)/10, 2)]
	layout := " January"
	if after >= yearDays {
		layout = " January 2006"
	}
	if third == "mid" {
		return "mid-" + day.Format(layout)[1:]
	}
	return third + day.Format(layout)
}

// NotCounted states which renewals a forecast does not include, and why; "" for none.
func NotCounted(without []forecast.LeftOut, zone *time.Location, now time.Time) string {
	if len(without) == 0 {
		return ""
	}
	first := without[0]
	switch first.Why {
	case forecast.PastDue:
		return "The plan's payment is past due, so no renewal is counted in until it is paid."
	case forecast.Cancelled:
		return fmt.Sprintf("Your plan is cancelled, so no renewal is counted from %s on.", format.Date(first.At.Time, now, zone))
	case forecast.PriceUnknown:
		return "How many credits your plan brings is not known, so no renewal of it is counted in."
	}
	return "Nothing is promised in the plan's present state, so no renewal is counted in."
}

// Held states the accuracy of forecasts on the account's own past; "" where none could
// be made.
func Held(r forecast.Record) string {
	if r.Of == 0 {
		return ""
	}
	return fmt.Sprintf("Forecasts of 30 days from your own past held %s of %s; 8 of 10 is what they claim.", format.Count(r.Held), format.Plural(r.Of, "time"))
}
