package insight

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
)

// Today is advice from the present balance: which packs are enough until the next credits
// arrive, and how long the credits last with each pack or without a plan.
type Today struct {
	// Until is the day of the next renewal that is counted; without one, the end of a fixed
	// number of days.
	Until   model.Day
	Renewal bool
	// Used is the expected use until then; unknown if there is not enough history.
	Used forecast.Range
	// PackChoice is the cheapest set that lasts until then in 9 of 10 futures, empty if none is
	// needed; Enough is false if there is no such set.
	PackChoice
	Enough bool
	// Lasts is how long the credits last with each pack that can be bought.
	Lasts map[string]forecast.RunOut
	// SetLasts is how long they last with all of Packs.
	SetLasts forecast.RunOut
	// WithoutPlan is how long the credits last without another renewal.
	WithoutPlan forecast.RunOut
}

// daysWithoutRenewal is how far packs have to last where no renewal is to come.
const daysWithoutRenewal = 30

// Known reports whether there is enough history.
func (t Today) Known() bool { return t.Used.High.Known() }

// Needed reports whether credits have to be bought to last until then, 9 times out of 10.
func (t Today) Needed() bool { return !t.Enough || len(t.Packs) > 0 }

// FromToday works out the advice for an account's present state. Packs in another currency
// are left out. The error is that of an overflow.
func FromToday(f *forecast.Futures, a forecast.Account, packs []model.Pack, currency model.OptionalString) (t Today, err error) {
	is := f.Brief(a)
	t.Until = is.Today.Add(daysWithoutRenewal)
	if len(is.Renewals) > 0 {
		t.Until, t.Renewal = f.DayOf(is.Renewals[0].At), true
	}
	var known bool
	if t.Used, known = f.UsedBefore(t.Until.Sub(is.Today)); !known {
		return t, nil
	}
	without := a
	without.Subscription = model.Subscription{}
	t.WithoutPlan = f.Brief(without).RunOut
	with := func(credits model.Credits) (forecast.RunOut, error) {
		more := a
		if more.Credits, err = a.Credits.Add(credits); err != nil {
			return forecast.RunOut{}, errTooLarge
		}
		return f.Brief(more).RunOut, nil
	}
	var sold []model.Pack
	t.Lasts = map[string]forecast.RunOut{}
	for _, pack := range packs {
		if t.Lasts[pack.Slug], err = with(pack.Credits); err != nil {
			return t, err
		}
		if pack.Price.Same(model.Money{Currency: string(currency)}) && pack.Price.Amount >= 0 {
			sold = append(sold, pack)
		}
	}
	sets, missing := newPackSets(sold), t.Used.High-a.Credits
	if t.Enough = missing <= 0; t.Enough || sets.none() {
		return t, nil
	}
	if t.PackChoice, err = sets.choose(missing); err != nil {
		return t, err
	}
	t.Enough = true
	t.SetLasts, err = with(t.Brings)
	return t, err
}
