package sandbox

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// subscription is an account's one subscription as a value: each step gives the
// next one and what happened, so that the clock alone drives it and a year of it
// can be tried in a moment.
//
// Periods are counted in whole months from the anchor, not from each other, so
// that a subscription begun on the 31st is renewed on the last day of a shorter
// month and on the 31st again after it.
type subscription struct {
	plan     string // slug; empty without a plan
	interval model.Interval
	status   model.SubscriptionStatus
	anchor   time.Time // start of the first period, UTC
	months   int       // from the anchor to the start of the current period
	granted  int       // monthly credits that have come in the current period
	cancel   bool      // ends with the period
	pending  string    // the plan from the next period on
	declines bool      // the card refuses, so that the next renewal is not paid
	attempts int       // to collect the payment, while past due
	trial    time.Time // when the trial ends, while trialing
}

// change is what one step of a subscription brings.
type change struct {
	at      time.Time
	plan    string // whose credits come
	credits bool   // a month's credits come
	charged bool   // and the plan's price was paid
	ended   bool   // there is no plan any more
}

// Payments that failed are tried again after these days; then the plan ends.
var retryDays = []int{3, 7, 14}

// subscribe begins a plan at a time; the caller grants the first month's
// credits.
func subscribe(plan string, interval model.Interval, at time.Time) subscription {
	return subscription{plan: plan, interval: interval, status: model.StatusActive, anchor: at.UTC(), granted: 1}
}

// trialLife is how long a trial lasts.
const trialLife = 14 * 24 * time.Hour

// trying begins a trial of a plan at a time. Credits come with the first payment, at its
// end.
func trying(plan string, interval model.Interval, at time.Time) subscription {
	return subscription{plan: plan, interval: interval, status: model.StatusTrialing, anchor: at.UTC(), trial: at.UTC().Add(trialLife)}
}

func (s subscription) active() bool {
	return s.status == model.StatusActive || s.status == model.StatusPastDue || s.status == model.StatusTrialing
}

// stalled reports whether there is a subscription that brings nothing until something is
// settled in the billing portal, and by which nothing happens by itself.
func (s subscription) stalled() bool {
	switch s.status {
	case model.StatusUnpaid, model.StatusPaused, model.StatusIncomplete:
		return true
	}
	return false
}

// length of a period in months.
func (s subscription) length() int {
	if s.interval == model.Yearly {
		return 12
	}
	return 1
}

func (s subscription) periodStart() time.Time { return addMonths(s.anchor, s.months) }

func (s subscription) periodEnd() time.Time {
	if s.status == model.StatusTrialing {
		return s.trial
	}
	return addMonths(s.anchor, s.months+s.length())
}

// next is when something happens by itself, ok is false without a plan.
func (s subscription) next() (at time.Time, ok bool) {
	switch s.status {
	case model.StatusActive:
		if s.granted < s.length() {
			return addMonths(s.anchor, s.months+s.granted), true
		}
		return s.periodEnd(), true
	case model.StatusTrialing:
		return s.trial, true
	case model.StatusPastDue:
		return s.periodEnd().AddDate(0, 0, retryDays[s.attempts]), true
	}
	return time.Time{}, false
}

// step takes the one step that is due at next.
func (s subscription) step() (subscription, change) {
	at, _ := s.next()
	switch {
	case s.status == model.StatusTrialing && s.cancel:
		return s.end(), change{at: at, ended: true}
	case s.status == model.StatusTrialing:
		begun := subscribe(s.due(), s.interval, at)
		return begun, change{at: at, plan: begun.plan, credits: true, charged: true}
	case s.status == model.StatusActive && s.granted < s.length():
		// A yearly plan still brings credits monthly (billing-api, rule 3).
		s.granted++
		return s, change{at: at, plan: s.plan, credits: true}
	case s.status == model.StatusActive && s.cancel:
		return s.end(), change{at: at, ended: true}
	case !s.declines:
		return s.renew(at)
	case s.status == model.StatusActive:
		s.status = model.StatusPastDue
		return s, change{at: at}
	}
	if s.attempts++; s.attempts == len(retryDays) {
		return s.end(), change{at: at, ended: true}
	}
	return s, change{at: at}
}

// renew begins the next period: the payment is made, a downgrade takes effect,
// and a month's credits come on top of what is left (billing-api, rules 3 and 6).
func (s subscription) renew(at time.Time) (subscription, change) {
	s.months += s.length()
	s.granted, s.attempts, s.status, s.declines = 1, 0, model.StatusActive, false
	if s.pending != "" {
		s.plan, s.pending = s.pending, ""
	}
	return s, change{at: at, plan: s.plan, credits: true, charged: true}
}

// end leaves no plan; the credits stay, as they are no part of it.
func (s subscription) end() subscription {
	return subscription{status: model.StatusCanceled}
}

// due is the plan that the next period is paid for.
func (s subscription) due() string {
	if s.pending != "" {
		return s.pending
	}
	return s.plan
}

// addMonths moves a time by whole months and stays within the month that it
// lands in: January 31 and one month is the last of February.
func addMonths(t time.Time, months int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}
