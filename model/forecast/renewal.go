package forecast

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Renewal is an upcoming credit renewal of a plan.
type Renewal struct {
	At      model.Time
	Credits model.Credits
}

// Why is the reason why a renewal is not counted.
type Why string

// The reasons.
const (
	PastDue      Why = "past_due"      // until it is paid
	Cancelled    Why = "cancelled"     // the plan ends before it
	OtherStatus  Why = "status"        // this status promises nothing
	PriceUnknown Why = "price_unknown" // how many credits the plan brings is not known
)

// LeftOut is a renewal that is not counted.
type LeftOut struct {
	At      model.Time
	Credits model.Credits // [model.UnknownCredits] if not known
	Why     Why
}

// Renewals returns the credits that a subscription brings after now and before an end, and
// those that are not counted. They arrive on the same date of each month, the month's last
// where it is shorter.
func Renewals(sub model.Subscription, plans []model.Plan, now, end time.Time) (come []Renewal, without []LeftOut) {
	first := sub.NextCreditsAt
	if first.IsZero() {
		first = sub.CurrentPeriodEnd
	}
	if !sub.Subscribed() || first.IsZero() {
		return nil, nil
	}
	for month := 0; ; month++ {
		at := monthsLater(first.Time, month)
		if !at.Before(end) {
			return come, without
		}
		slug := sub.Plan
		if sub.PendingPlan != "" && !at.Before(sub.CurrentPeriodEnd.Time) {
			slug = sub.PendingPlan
		}
		brings := model.UnknownCredits
		plan, known := model.FindPlan(plans, string(slug))
		if known && plan.CreditsPerMonth != nil {
			brings = *plan.CreditsPerMonth
		}
		why := Why("")
		switch {
		case sub.Status == model.StatusPastDue:
			why = PastDue
		case !sub.Promises():
			why = OtherStatus
		case sub.CancelAtPeriodEnd && !at.Before(sub.CurrentPeriodEnd.Time):
			why = Cancelled
		case !brings.Known():
			why = PriceUnknown
		}
		switch {
		case why != "":
			without = append(without, LeftOut{model.At(at), brings, why})
		case at.After(now): // else it is in the balance
			come = append(come, Renewal{model.At(at), brings})
		}
	}
}

// monthsLater is the same date and time of the day some months later, in UTC.
func monthsLater(t time.Time, months int) time.Time {
	t = t.UTC()
	day := model.DayOf(t, time.UTC).AddMonths(months)
	return day.Start(time.UTC).Add(t.Sub(model.DayOf(t, time.UTC).Start(time.UTC)))
}
