package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func TestParseMoney(t *testing.T) {
	for text, want := range map[string]model.Money{
		"19": {Amount: 1900, Currency: "USD"}, "$1,290.5": {Amount: 129050, Currency: "USD"}, "eur 19.99": {Amount: 1999, Currency: "EUR"},
		"¥1200": {Amount: 1200, Currency: "JPY"}, "0 usd": {Amount: 0, Currency: "USD"},
		"": {}, "-4": {}, "1.234 USD": {}, "ten": {}, "4 XTS": {}, "1 2 3": {}, "$": {}, "1_000": {}, "19,00 EUR": {}, "€1,5": {},
	} {
		if got, err := model.ParseMoney(text); got != want || (err != nil) != (want == model.Money{}) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

// What is printed is read back.
func TestParseMoneyReadsDecimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := model.Money{
			Amount:   rapid.Int64Range(0, 1<<60).Draw(t, "amount"),
			Currency: rapid.SampledFrom([]string{"USD", "EUR", "JPY", "KWD", "CLF"}).Draw(t, "currency"),
		}
		for _, text := range []string{m.Decimal() + " " + m.Currency, m.String()} {
			if got, err := model.ParseMoney(text); err != nil || got != m {
				t.Fatalf("%q: %+v, %v, want %+v", text, got, err, m)
			}
		}
	})
}
