package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
)

// Outlook is how long the credits last, and how often past forecasts were right. It is
// immutable.
type Outlook struct {
	forecast.Forecast
	Record forecast.Record
	Of     OutlookBasis

	futures *forecast.Futures
}

// OutlookBasis is the input of an outlook. Equal inputs give equal outlooks.
type OutlookBasis struct {
	Table         *history.Table // the whole history
	Activity      *insight.Activity
	Today         model.Day
	Hour          int
	Credits       model.Credits
	Running       bool
	Subscription  model.Subscription
	Brings, Later model.Credits // a month, of the plan and of the pending one; unknown where the server does not tell
}

// OutlookPending reports whether the outlook is still that of another input, and is going to be
// computed again soon. While details of generations are being read, other rows do not count:
// each detail may change them, and the outlook follows later.
func (s *State) OutlookPending() bool {
	of, known := s.OutlookBasis()
	if !known || s.Outlook.Err != nil {
		return false
	}
	last := s.Outlook.Value.Of
	return !s.Outlook.Loaded || last != of && (s.History.Value.Details == 0 || !of.SameButRows(last))
}

// SameButRows reports whether two inputs differ in nothing but their rows.
func (of OutlookBasis) SameButRows(other OutlookBasis) bool {
	of.Table, of.Activity = other.Table, other.Activity
	return of == other
}

// OutlookBasis returns the input of an outlook as of now; ok is false while part of it is
// missing.
func (s *State) OutlookBasis() (of OutlookBasis, ok bool) {
	h := s.History.Value
	if h.Activity == nil || !s.Account.Loaded {
		return OutlookBasis{}, false
	}
	sub := s.Subscription.Value
	sub.NextCharge = nil // does not change the credits
	brings := func(slug model.OptionalString) model.Credits {
		if plan, known := model.FindPlan(s.Plans.Value, string(slug)); known && plan.CreditsPerMonth != nil {
			return *plan.CreditsPerMonth
		}
		return model.UnknownCredits
	}
	return OutlookBasis{
		Table: h.Table, Activity: h.Activity, Today: s.Today(), Hour: s.Now.In(s.Location).Hour(), Credits: s.Account.Value.Credits, Running: len(s.Running()) > 0,
		Subscription: sub, Brings: brings(sub.Plan), Later: brings(sub.PendingPlan),
	}, true
}

// Outlook works out the outlook, with the simulated futures of the previous one where the days
// before today are the same; otherwise it takes tens of milliseconds. The error is that of ctx.
func (of OutlookBasis) Outlook(ctx context.Context, plans []model.Plan, before Outlook, now time.Time, zone *time.Location) (Outlook, error) {
	o := Outlook{Of: of, Record: before.Record, futures: before.futures}
	if last := before.Of; o.futures == nil || last.Table != of.Table || last.Today != of.Today {
		past, err := forecast.NewPast(ctx, of.Table, of.Activity.Tally(), now, zone)
		if err != nil {
			return Outlook{}, err
		}
		if o.futures == nil || !o.futures.Of(past, of.Today) {
			o.futures, o.Record = forecast.Draw(past, now, zone), forecast.NewRecord(past, now, zone)
		}
	}
	o.futures = o.futures.At(now)
	o.Forecast = o.futures.Forecast(forecast.Account{Credits: of.Credits, Running: of.Running, Subscription: of.Subscription, Plans: plans})
	return o, ctx.Err()
}
