package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/insight"
)

// Advice is the plan and the packs that fit the account's use. It is immutable.
type Advice struct {
	insight.Advice
	Today insight.Today
	Of    AdviceBasis
}

// AdviceBasis is the input of advice. Equal inputs give equal advice.
type AdviceBasis struct {
	Days    int           // largest length of the window
	Use     model.Credits // expected a month; unknown for that of the history
	Outlook OutlookBasis
	Current insight.Way
	charge  model.Charge // the next charge, zero where it is unknown
	plans   *model.Plan  // identifies the list by its first plan: each reading makes a new list
	packs   *model.Pack
	prices  *Prices // entered by the user
}

// AdviceBasis returns the input of advice as of now, for a number of days and a monthly use or,
// where that is unknown, the use of the history; ok is false while part of it is missing, and for
// that of an empty history.
func (s *State) AdviceBasis(days int, use model.Credits) (of AdviceBasis, ok bool) {
	if !s.Plans.Loaded || !s.Packs.Loaded || !s.Subscription.Loaded || !use.Known() && (!s.Outlook.Loaded || s.History.Value.Len() == 0) {
		return AdviceBasis{}, false
	}
	of = AdviceBasis{
		Days: days, Use: use, Outlook: s.Outlook.Value.Of, prices: s.Prices.Value,
		Current: insight.CurrentWay(s.Account.Value, s.Subscription.Value, s.Subscription.Provenance),
	}
	if !s.Outlook.Loaded {
		of.Outlook = OutlookBasis{Table: s.History.Value.Table, Today: s.Today()}
	}
	if charge := s.Subscription.Value.NextCharge; charge != nil {
		of.charge = *charge
	}
	if len(s.Plans.Value) > 0 {
		of.plans = &s.Plans.Value[0]
	}
	if len(s.Packs.Value) > 0 {
		of.packs = &s.Packs.Value[0]
	}
	return of, true
}

// Advise works out the advice, from the outlook of the same basis. The error is that of ctx, or
// of amounts that overflow.
func (of AdviceBasis) Advise(ctx context.Context, outlook Outlook, plans []model.Plan, packs []model.Pack, zone *time.Location) (a Advice, err error) {
	a.Of = of
	question := insight.Question{
		Table: of.Outlook.Table, Location: zone, Today: of.Outlook.Today, Days: of.Days, Plans: plans, Packs: packs, Current: of.Current,
	}
	if of.charge != (model.Charge{}) {
		question.Charge = &of.charge
	}
	if of.Use.Known() {
		question.Use = &of.Use
	}
	if a.Advice, err = insight.Advise(ctx, question); err != nil || outlook.futures == nil {
		return a, err
	}
	account := forecast.Account{Credits: of.Outlook.Credits, Running: of.Outlook.Running, Subscription: of.Outlook.Subscription, Plans: plans}
	a.Today, err = insight.FromToday(outlook.futures, account, packs, a.Currency)
	return a, err
}
