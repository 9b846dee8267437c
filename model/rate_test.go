package model_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func packFor(amount int64, currency string, credits model.Credits) model.Pack {
	return model.Pack{Price: model.Money{Amount: amount, Currency: currency}, Credits: credits}
}

func TestRates(t *testing.T) {
	const c = model.Credit
	for _, tc := range []struct {
		name  string
		packs []model.Pack
		per   string // of the first pack
		rates []int64
	}{
		{"dollars", []model.Pack{packFor(2900, "USD", 4000*c), packFor(900, "USD", 1000*c)}, "$1", []int64{138, 111}},
		{"half way, to even", []model.Pack{packFor(200, "USD", 25*c), packFor(200, "USD", 27*c)}, "$1", []int64{12, 14}},
		{"yen", []model.Pack{packFor(2900, "JPY", 1400*c), packFor(9900, "JPY", 6000*c)}, "¥100", []int64{48, 61}},
		{"dinars of three decimals", []model.Pack{packFor(1900, "KWD", 2000*c)}, "KWD 1", []int64{1053}},
		{"ten exactly", []model.Pack{packFor(100, "USD", 10*c)}, "$1", []int64{10}},
		{"the dearest offer decides", []model.Pack{packFor(100, "USD", 200*c), packFor(100, "USD", 2*c)}, "$10", []int64{2000, 20}},
		{"in any case of letters", []model.Pack{packFor(100, "usd", c), packFor(100, "USD", c)}, "$10", []int64{10, 10}},
		{"millionths for a fortune", []model.Pack{packFor(1_000_000_00, "USD", 1)}, "$10,000,000,000,000", []int64{10}},
	} {
		rates := model.NewRates(nil, tc.packs, 0)
		for i, pack := range tc.packs {
			credits, per, ok := rates.Rate(pack.Value())
			if !ok || credits != tc.rates[i] || per.Short() != tc.per {
				t.Errorf("%s: %d credits per %s for pack %d (%t)", tc.name, credits, per.Short(), i, ok)
			}
		}
		if per, ok := rates.Shared(); !ok || per.Short() != tc.per {
			t.Errorf("%s: all are compared by %s (%t)", tc.name, per.Short(), ok)
		}
	}
}

// TestRatesPerMore compares by an amount that the user has set, or by more where that
// brings no ten credits.
func TestRatesPerMore(t *testing.T) {
	for least, want := range map[int64]string{0: "$10", 1: "$10", 10: "$10", 100: "$100", 10_000: "$10,000"} {
		rates := model.NewRates(nil, []model.Pack{packFor(100, "USD", 2*model.Credit)}, least)
		if per, _ := rates.Shared(); per.Short() != want {
			t.Errorf("%d: compared by %s, want %s", least, per.Short(), want)
		}
	}
}

func TestWhatHasNoRate(t *testing.T) {
	for _, pack := range []model.Pack{
		packFor(0, "USD", model.Credit), packFor(-1, "USD", model.Credit), packFor(1, "XTS", model.Credit),
		packFor(1, "USD", 0), packFor(1, "USD", -model.Credit), packFor(1<<62, "UYW", 1),
	} {
		if credits, per, ok := model.NewRates(nil, []model.Pack{pack}, 0).Rate(pack.Value()); ok {
			t.Errorf("%+v brings %d credits per %s", pack, credits, per)
		}
	}
	if _, ok := (model.Plan{Prices: []model.Price{{Interval: "week"}}}).Value("week"); ok {
		t.Error("weeks are counted as months")
	}
	if _, ok := model.NewRates(nil, []model.Pack{packFor(1, "USD", 1), packFor(1, "EUR", 1)}, 0).Shared(); ok {
		t.Error("two currencies share a unit")
	}
}

func TestPlansAndPacksHaveOneUnit(t *testing.T) {
	credits := 100 * model.Credit
	plan := model.Plan{CreditsPerMonth: &credits, Prices: []model.Price{
		{Interval: model.Monthly, Money: model.Money{Amount: 100, Currency: "USD"}},
		{Interval: model.Yearly, Money: model.Money{Amount: 600, Currency: "USD"}},
	}}
	rates := model.NewRates([]model.Plan{plan}, []model.Pack{packFor(100, "USD", model.Credit)}, 0)
	for interval, want := range map[model.Interval]int64{model.Monthly: 1000, model.Yearly: 2000} {
		value, known := plan.Value(interval)
		if got, per, ok := rates.Rate(value); !known || !ok || got != want || per.Short() != "$10" {
			t.Errorf("by the %s: %d per %s", interval, got, per.Short())
		}
	}
}

func TestRatesHaveTwoDigitsAndAreNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		packs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) model.Pack {
			return packFor(rapid.Int64Range(1, 1e9).Draw(t, "amount"), rapid.SampledFrom([]string{"USD", "JPY", "KWD", "CLF"}).Draw(t, "currency"),
				model.Credits(rapid.Int64Range(1, 1e15).Draw(t, "credits")))
		}), 1, 6).Draw(t, "packs")
		rates := model.NewRates(nil, packs, 0)
		for _, pack := range packs {
			credits, per, ok := rates.Rate(pack.Value())
			exact := new(big.Rat).SetFrac64(int64(pack.Credits), int64(model.Credit))
			exact.Mul(exact, new(big.Rat).SetFrac64(per.Amount, pack.Price.Amount))
			if !ok && exact.Cmp(new(big.Rat).SetInt64(1<<62)) < 0 && per.Amount < 1e18 {
				t.Fatalf("%+v has no rate", pack)
			}
			if !ok || per.Amount >= 1e18 {
				continue
			}
			off := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(credits))
			if credits < 10 || off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
				t.Fatalf("%+v: %d per %s, exactly %s", pack, credits, per, exact.FloatString(3))
			}
		}
	})
}
