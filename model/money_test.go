package model_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func TestMoneyPrints(t *testing.T) {
	for _, c := range []struct {
		amount                       int64
		currency, text, short, plain string
	}{
		{1900, "USD", "$19.00", "$19", "19.00"},
		{1950, "usd", "$19.50", "$19.50", "19.50"},
		{5, "USD", "$0.05", "$0.05", "0.05"},
		{0, "USD", "$0.00", "$0", "0.00"},
		{-1900, "USD", "−$19.00", "−$19", "-19.00"},
		{-5, "EUR", "−€0.05", "−€0.05", "-0.05"},
		{123456789, "GBP", "£1,234,567.89", "£1,234,567.89", "1234567.89"},
		{1900, "JPY", "¥1,900", "¥1,900", "1900"},
		{100, "KRW", "₩100", "₩100", "100"},
		{1900, "KWD", "KWD 1.900", "KWD 1.900", "1.900"},
		{19000, "KWD", "KWD 19.000", "KWD 19", "19.000"},
		{7, "BHD", "BHD 0.007", "BHD 0.007", "0.007"},
		{1900, "CHF", "CHF 19.00", "CHF 19", "19.00"},
		{12345, "CLF", "CLF 1.2345", "CLF 1.2345", "1.2345"},
		{1900, "XTS", "1900 minor units of XTS", "1900 minor units of XTS", "1900"},
		{1900, "", "1900 minor units of an unnamed currency", "1900 minor units of an unnamed currency", "1900"},
		{math.MinInt64, "USD", "−$92,233,720,368,547,758.08", "−$92,233,720,368,547,758.08", "-92233720368547758.08"},
		{math.MinInt64, "JPY", "−¥9,223,372,036,854,775,808", "−¥9,223,372,036,854,775,808", "-9223372036854775808"},
	} {
		m := model.Money{Amount: c.amount, Currency: c.currency}
		if m.String() != c.text || m.Short() != c.short || m.Decimal() != c.plain {
			t.Errorf("%d %s: %s, %s, %s", c.amount, c.currency, m, m.Short(), m.Decimal())
		}
	}
}

func TestMoneyDecimalIsTheAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := model.Money{Amount: rapid.Int64().Draw(t, "amount"), Currency: rapid.SampledFrom([]string{"JPY", "USD", "KWD", "CLF", "???"}).Draw(t, "currency")}
		digits, known := m.MinorDigits()
		if known != (m.Currency != "???") {
			t.Fatalf("%s known: %t", m.Currency, known)
		}
		decimal := m.Decimal()
		value, ok := new(big.Rat).SetString(decimal)
		scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
		if !ok || value.Mul(value, scale).Cmp(new(big.Rat).SetInt64(m.Amount)) != 0 {
			t.Fatalf("%d %s is printed %s", m.Amount, m.Currency, decimal)
		}
		if _, fraction, _ := strings.Cut(decimal, "."); len(fraction) != digits {
			t.Fatalf("%s has %d decimals of %d", decimal, len(fraction), digits)
		}
		if known && !strings.HasSuffix(strings.ReplaceAll(m.String(), ",", ""), strings.TrimPrefix(decimal, "-")) {
			t.Fatalf("%s for people is %s", decimal, m)
		}
	})
}

func TestCurrenciesAreToldApart(t *testing.T) {
	if cent := (model.Money{Amount: 1, Currency: "USD"}); !cent.Same(model.Money{Currency: "usd"}) || cent.Same(model.Money{Currency: "EUR"}) {
		t.Error("currencies are not told apart")
	}
}
