package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/history"
)

// Outlook is how long the credits last, and how often that held before. It is immutable.
type Outlook struct {
	forecast.Forecast
	Record forecast.Record
	Of     OutlookBasis

	futures *forecast.Futures
}

// OutlookBasis is what an outlook rests on. Two that are equal give the same.
type OutlookBasis struct {
	Table         *history.Table // the whole history
	Today         model.Day
	Hour          int
	Credits       model.Credits
	Running       bool
	Subscription  model.Subscription
	Brings, Later model.Credits // a month, of the plan and of the pending one; unknown where that is not told
}

// OutlookBasis is that of an outlook as of now; ok is false while what it rests on is not all
// there.
func (s *State) OutlookBasis() (of OutlookBasis, ok bool) {
	h := s.History.Value
	if h.Table == nil || !h.Whole || !s.Account.Loaded {
		return OutlookBasis{}, false
	}
	sub := s.Subscription.Value
	sub.NextCharge = nil // says nothing about credits
	brings := func(slug model.OptionalString) model.Credits {
		if plan, known := model.FindPlan(s.Plans.Value, string(slug)); known && plan.CreditsPerMonth != nil {
			return *plan.CreditsPerMonth
		}
		return model.UnknownCredits
	}
	return OutlookBasis{
		Table: h.Table, Today: s.Today(), Hour: s.Now.In(s.Location).Hour(), Credits: s.Account.Value.Credits, Running: len(s.Running()) > 0,
		Subscription: sub, Brings: brings(sub.Plan), Later: brings(sub.PendingPlan),
	}, true
}

// Outlook works an outlook out, from the futures of before where they are of the same history
// and hour. It takes tens of milliseconds else. The error is that of ctx.
func (of OutlookBasis) Outlook(ctx context.Context, plans []model.Plan, before Outlook, now time.Time, zone *time.Location) (Outlook, error) {
	o := Outlook{Of: of, Record: before.Record, futures: before.futures}
	last := before.Of
	if o.futures == nil || last.Table != of.Table || last.Today != of.Today || last.Hour != of.Hour {
		past, err := forecast.NewPast(ctx, of.Table, now, zone)
		if err != nil {
			return Outlook{}, err
		}
		o.futures, o.Record = forecast.Draw(past, now, zone), forecast.NewRecord(past, now, zone)
	}
	o.Forecast = o.futures.Forecast(forecast.Account{Credits: of.Credits, Running: of.Running, Subscription: of.Subscription, Plans: plans})
	return o, ctx.Err()
}
