package model_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func pack(credits, cents int64, currency string) model.Pack {
	return model.Pack{Credits: model.Credits(credits) * model.Credit, Price: model.Money{Amount: cents, Currency: currency}}
}

func TestBestValue(t *testing.T) {
	for name, c := range map[string]struct {
		packs []model.Pack
		want  int
	}{
		"none":                     {nil, -1},
		"one":                      {[]model.Pack{pack(100, 100, "USD")}, -1},
		"the largest":              {[]model.Pack{pack(500, 500, "USD"), pack(2000, 1900, "USD"), pack(10000, 7900, "USD")}, 2},
		"the smallest":             {[]model.Pack{pack(500, 100, "USD"), pack(2000, 1900, "USD")}, 0},
		"two that are equal":       {[]model.Pack{pack(500, 500, "USD"), pack(1000, 1000, "USD")}, -1},
		"two equal behind a third": {[]model.Pack{pack(500, 500, "USD"), pack(1000, 1000, "USD"), pack(1000, 900, "USD")}, 2},
		"one given away":           {[]model.Pack{pack(500, 0, "USD"), pack(1000, 1000, "USD"), pack(1000, 900, "USD")}, 2},
		"one that brings nothing":  {[]model.Pack{pack(0, 100, "USD"), pack(1000, 1000, "USD")}, -1},
		"two currencies":           {[]model.Pack{pack(500, 500, "USD"), pack(1000, 900, "EUR")}, -1},
		"one currency in two ways": {[]model.Pack{pack(500, 500, "USD"), pack(1000, 900, "usd")}, 1},
		"beyond 64 bits":           {[]model.Pack{pack(9_000_000_000_000, 9_000_000_000_000_000_000, "JPY"), pack(9_000_000_000_001, 9_000_000_000_000_000_000, "JPY")}, 1},
	} {
		if got := model.BestValue(c.packs); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// The best is strictly better than every other, and is found wherever it stands.
func TestBestValueIsTheOnlyBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) model.Pack {
			return pack(rapid.Int64Range(0, 12).Draw(t, "credits"), rapid.Int64Range(0, 6).Draw(t, "cents"), "USD")
		})
		packs := rapid.SliceOfN(one, 0, 6).Draw(t, "packs")
		best, want, sellable := big.NewRat(-1, 1), -1, 0
		for i, p := range packs {
			if p.Credits <= 0 || p.Price.Amount <= 0 {
				continue
			}
			sellable++
			switch value := big.NewRat(int64(p.Credits), p.Price.Amount); value.Cmp(best) {
			case 1:
				best, want = value, i
			case 0:
				want = -1
			}
		}
		if sellable < 2 {
			want = -1
		}
		if got := model.BestValue(packs); got != want {
			t.Fatalf("got %d, want %d", got, want)
		}
	})
}
