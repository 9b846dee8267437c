package insight_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/insight"
)

// TestFromToday draws accounts and packs: a set reported as enough is, none of its packs
// could be left out, and an account with enough credits needs none.
func TestFromToday(t *testing.T) {
	now := time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC)
	brings := 1000 * model.Credit
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(3, 60).Draw(t, "days")
		past := forecast.Past{First: model.DayOf(now, time.UTC).Add(-days), Unknown: make([]bool, days), Bought: make([]bool, days), Debit: 10}
		for range days {
			past.Use = append(past.Use, float64(rapid.IntRange(0, 300).Draw(t, "use")))
			past.Closing = append(past.Closing, 5000)
		}
		sub := model.Subscription{}
		if in := rapid.IntRange(0, 31).Draw(t, "renews in"); in > 0 {
			at := model.At(now.AddDate(0, 0, in))
			sub = model.Subscription{Plan: "starter", Status: model.StatusActive, NextCreditsAt: at, CurrentPeriodEnd: at}
		}
		a := forecast.Account{
			Credits:      model.Credits(rapid.IntRange(0, 6000).Draw(t, "credits")) * model.Credit,
			Subscription: sub, Plans: []model.Plan{{Slug: "starter", CreditsPerMonth: &brings}},
		}
		packs := []model.Pack{
			{Slug: "s", Credits: 500 * model.Credit, Price: model.Money{Amount: 600, Currency: "USD"}},
			{Slug: "m", Credits: 2000 * model.Credit, Price: model.Money{Amount: 1900, Currency: "usd"}},
			{Slug: "other", Credits: 9000 * model.Credit, Price: model.Money{Amount: 1, Currency: "EUR"}},
		}
		futures := forecast.Draw(past, now, time.UTC)
		today, err := insight.FromToday(futures, a, packs, "USD")
		if err != nil {
			t.Fatal(err)
		}
		if !today.Known() {
			if len(today.Packs) > 0 || futures.Brief(a).RunOut.State == forecast.Between {
				t.Fatalf("nothing is known, and told is %+v", today)
			}
			return
		}
		if today.Renewal != (sub.Plan != "") || !today.Enough {
			t.Fatalf("told %+v", today)
		}
		var sum, least model.Credits
		for _, count := range today.Packs {
			for _, pack := range packs {
				if pack.Slug == count.Slug {
					sum += pack.Credits * model.Credits(count.Count)
					if least == 0 || pack.Credits < least {
						least = pack.Credits
					}
				}
			}
		}
		switch missing := today.Used.High - a.Credits; {
		case sum != today.Brings:
			t.Fatalf("%v bring %s, not %s", today.Packs, sum, today.Brings)
		case missing <= 0 && today.Needed():
			t.Fatalf("%v are needed by who has enough", today.Packs)
		case missing > 0 && (sum < missing || sum-least >= missing):
			t.Fatalf("%s are missing, and %v bring %s", missing, today.Packs, sum)
		case missing > 0 && today.SetLasts.Earliest < today.Until.Sub(model.DayOf(now, time.UTC))-1:
			t.Fatalf("%v are enough until %v, and last %d days", today.Packs, today.Until, today.SetLasts.Earliest)
		}
	})
}
