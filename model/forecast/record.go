package forecast

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Record counts the 30-day forecasts on the account's own past, and those that were
// correct.
type Record struct{ Held, Of int }

// How far back a record goes.
const (
	recordMonths = 12
	recordDays   = 30
)

// NewRecord computes the forecast for the first day of each of the last twelve months and
// compares it with the actual use. Months in which an empty account may have limited the
// use are left out.
func NewRecord(p Past, now time.Time, zone *time.Location) (r Record) {
	first := model.DayOf(now, zone)
	first.Date = 1
	stops := p.stopped() >= negligible
	for month := range recordMonths {
		day := first.AddMonths(-month)
		at := day.Sub(p.First)
		if at < 0 || at+recordDays >= len(p.Use) {
			continue
		}
		before := p.before(at)
		if !before.enough() || stops && p.anyEmptied(at, at+recordDays) {
			continue
		}
		var sums []float64
		newDraw(before, day.Weekday(), recordDays).each(func(use []float64) { sums = append(sums, sum(use[1:])) })
		told, used := rangeOf(sums), amount(sum(p.Use[at+1:at+1+recordDays]))
		if r.Of++; used >= told.Low && used <= told.High {
			r.Held++
		}
	}
	return r
}

// anyEmptied reports whether any of some days ended empty.
func (p Past) anyEmptied(from, to int) bool {
	for at := from; at <= to; at++ {
		if p.emptied(at) {
			return true
		}
	}
	return false
}
