package insight

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Per is the period of a budget.
type Per string

// The spans of a budget, by the calendar. Weeks begin on Monday.
const (
	PerDay   Per = "day"
	PerWeek  Per = "week"
	PerMonth Per = "month"
)

// Budget is the most credits that a person wants to use in each period.
type Budget struct {
	Credits model.Credits `json:"credits"`
	Per     Per           `json:"per"`
}

// BudgetHelp describes the input of [ParseBudget].
const BudgetHelp = "credits a day, week or month, like 500/week"

// ParseBudget reads a budget.
func ParseBudget(text string) (Budget, error) {
	amount, per, _ := strings.Cut(text, "/")
	credits, err := ParseAmount(amount)
	b := Budget{credits, Per(strings.ToLower(strings.TrimSpace(per)))}
	switch {
	case err == nil && b.Valid():
		return b, nil
	case err == nil && credits <= 0:
		return Budget{}, fmt.Errorf("a budget is more than 0 %s", BudgetHelp)
	case err == nil && b.Per != "":
		return Budget{}, fmt.Errorf("a budget is %s, not %q", BudgetHelp, "/"+b.Per)
	}
	return Budget{}, fmt.Errorf("a budget is %s", BudgetHelp)
}

// BeginsBudget reports whether a text is the beginning of a budget, which lacks its period or
// the rest of it.
func BeginsBudget(text string) bool {
	amount, typed, _ := strings.Cut(text, "/")
	credits, err := ParseAmount(amount)
	return err == nil && credits > 0 && slices.ContainsFunc([]Per{PerDay, PerWeek, PerMonth}, func(per Per) bool {
		return strings.HasPrefix(string(per), strings.ToLower(strings.TrimSpace(typed)))
	})
}

// Valid reports whether the budget has an amount and a period.
func (b Budget) Valid() bool {
	return b.Credits > 0 && (b.Per == PerDay || b.Per == PerWeek || b.Per == PerMonth)
}

// Span is the period that contains a day.
func (b Budget) Span(today model.Day) Span {
	switch b.Per {
	case PerWeek:
		return Span{today.Monday(), today.Monday().Add(6)}
	case PerMonth:
		first, next := today, today
		first.Date, next.Date = 1, 1
		if next.Month++; next.Month > time.December {
			next.Year, next.Month = next.Year+1, time.January
		}
		return Span{first, next.Add(-1)}
	}
	return Span{today, today}
}

// BudgetState is the state of a budget in its current period.
type BudgetState string

// The states, the worst last.
const (
	BudgetOK   BudgetState = "ok"
	BudgetPace BudgetState = "pace" // likely exceeded before the end of the period
	BudgetNear BudgetState = "near" // nine tenths are used
	BudgetOver BudgetState = "over" // exceeded
)

// Projection is the expected use of a period: the 10th, the 50th and the 90th percentile.
type Projection struct {
	Low  model.Credits `json:"low"`
	Mid  model.Credits `json:"mid"`
	High model.Credits `json:"high"`
}

// BudgetCheck is a budget compared with the actual use.
type BudgetCheck struct {
	Budget
	Span
	Used      model.Credits
	Projected *Projection // nil if the history is too short
	State     BudgetState
}

// Check compares a budget with the use of the current period.
func (b Budget) Check(activity *Activity, now time.Time) BudgetCheck {
	c := BudgetCheck{Budget: b, Span: b.Span(model.DayOf(now, activity.zone)), State: BudgetOK}
	c.Used = activity.Of(c.Span).Used()
	if low, mid, high, ok := activity.rest(c.To, now); ok {
		c.Projected = &Projection{c.Used + low, c.Used + mid, c.Used + high}
	}
	switch {
	case c.Used > b.Credits:
		c.State = BudgetOver
	case c.Used >= b.Credits-b.Credits/10:
		c.State = BudgetNear
	case c.Projected != nil && c.Projected.Mid > b.Credits:
		c.State = BudgetPace
	}
	return c
}

// Minimums for predicting the rest of a span.
const (
	leastPast   = 14 // days
	leastUsed   = 5  // days with use among them
	mostShifts  = 26 // maximum number of past periods that are examined
	leastWeekly = 8  // of them, for those that begin on the same weekday to be enough
)

// rest is what was used, of before, in stretches like the one from now to the end of a
// day: those that began some weeks ago, at the same hour of the same weekday, or where
// there are few of these some days ago.
func (a *Activity) rest(end model.Day, now time.Time) (low, mid, high model.Credits, ok bool) {
	today := model.DayOf(now, a.zone)
	if a.first == (model.Day{}) || (Span{a.first, today}).Days() <= leastPast {
		return 0, 0, 0, false
	}
	past := Span{a.first, today.Add(-1)}
	days := (Span{today, end}).Days()
	if back := mostShifts*7 + days; past.Days() > back {
		past.From = past.To.Add(1 - back)
	}
	hourly := a.hourly(past)
	local := now.In(a.zone)
	// the part of the present hour that is left counts
	over := float64(local.Minute()) / 60
	length := days*24 - local.Hour()
	of := func(back int) (sum model.Credits, ok bool) {
		from := (past.Days()-back)*24 + local.Hour()
		if from < 0 || from+length > len(hourly) {
			return 0, false
		}
		for _, used := range hourly[from : from+length] {
			sum += used
		}
		return sum - model.Credits(over*float64(hourly[from])), true
	}
	var samples []model.Credits
	for _, step := range []int{7, 1} {
		if step == 1 && len(samples) >= leastWeekly {
			break
		}
		samples = samples[:0]
		for back := step; len(samples) < mostShifts && back <= past.Days(); back += step {
			if sum, ok := of(back); ok {
				samples = append(samples, sum)
			}
		}
	}
	active := 0
	for _, used := range a.Daily(past) {
		if used > 0 {
			active++
		}
	}
	if len(samples) == 0 || active < leastUsed {
		return 0, 0, 0, false
	}
	slices.Sort(samples)
	at := func(q float64) model.Credits { return model.Credits(quantile(samples, q)) }
	return at(0.1), at(0.5), at(0.9), true
}

// hourly is the use of each hour of a span, 24 to each day.
func (a *Activity) hourly(span Span) []model.Credits {
	hours := make([]model.Credits, 24*span.Days())
	from := 24 * history.DayNumber(span.From)
	for i := range a.tally.Hours {
		h := &a.tally.Hours[i]
		if at := int(h.Hour) - from; at >= 0 && at < len(hours) {
			hours[at] += h.Used()
		}
	}
	return hours
}

// UsedShare is the fraction of the budget that is used: 1 is all of it.
func (c BudgetCheck) UsedShare() float64 { return float64(c.Used) / float64(c.Credits) }

// GoneShare is the fraction of the period that is over at the beginning of a day: between 0
// and 1.
func (c BudgetCheck) GoneShare(today model.Day) float64 {
	return float64(Span{c.From, today}.Days()-1) / float64(c.Days())
}
