package insight

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

func payment(seq int64, kind model.TransactionType, at string, amount int64, currency string) model.Transaction {
	moment, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic(err)
	}
	row := model.Transaction{ID: model.ID(fmt.Sprintf("%024x", seq)), Seq: seq, Type: kind, CreatedAt: model.At(moment)}
	if currency != "" {
		row.Payment = &model.Payment{Money: model.Money{Amount: amount, Currency: currency}, ReceiptURL: model.URL(fmt.Sprintf("https://pay.stripe.com/receipts/%d", seq))}
	}
	return row
}

// ledger is a whole ledger of a server.
func ledger(table *history.Table) history.Progress {
	return history.Progress{Table: table, Provenance: model.Billed, Whole: true}
}

func TestSpending(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	table := tableOf(t, []model.Transaction{
		payment(1, model.TypePurchase, "2025-12-31T22:59:00Z", 900, "USD"),
		payment(2, model.TypePurchase, "2025-12-31T23:00:00Z", 2900, "usd"), // the new year in Berlin
		payment(3, model.TypeSubscription, "2026-01-09T12:00:00Z", 2900, "USD"),
		payment(4, model.TypeSubscription, "2026-02-09T12:00:00Z", 0, ""), // of a year that was paid
		payment(5, model.TypePurchase, "2026-02-10T12:00:00Z", 0, ""),     // a present
		payment(6, model.TypePurchaseRefund, "2026-02-11T12:00:00Z", 2900, "USD"),
		payment(7, model.TypePurchaseRefund, "2026-02-12T12:00:00Z", -100, "USD"),
		payment(8, model.TypePurchase, "2026-02-13T12:00:00Z", 500, "EUR"),
		payment(9, model.TypeGeneration, "2026-02-14T12:00:00Z", 1, "USD"),
	})
	got, err := SpendingOf(t.Context(), ledger(table), berlin)
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		span, currency string
		in, back       int64
		payments       int
		refunds        int
	}
	check := func(what string, sums []Sum, want []line) {
		if len(sums) != len(want) {
			t.Errorf("%s: %+v", what, sums)
			return
		}
		for i, s := range sums {
			if (line{s.Span, s.Currency, s.In, s.Back, s.Payments, s.Refunds}) != want[i] || len(s.Receipts) != s.Payments+s.Refunds {
				t.Errorf("%s: %+v, want %+v", what, s, want[i])
			}
		}
	}
	check("months", got.Months, []line{
		{"2025-12", "USD", 900, 0, 1, 0}, {"2026-01", "USD", 5800, 0, 2, 0}, {"2026-02", "EUR", 500, 0, 1, 0}, {"2026-02", "USD", 0, 3000, 0, 2},
	})
	check("years", got.Years, []line{{"2025", "USD", 900, 0, 1, 0}, {"2026", "EUR", 500, 0, 1, 0}, {"2026", "USD", 5800, 3000, 2, 2}})
	check("all", got.All, []line{{"all", "EUR", 500, 0, 1, 0}, {"all", "USD", 6700, 3000, 3, 2}})
	if price, ok := got.PerThousand(); ok {
		t.Errorf("a price in two currencies: %v", price)
	}
	if got.Untold != 1 || len(got.Payments) != 6 {
		t.Errorf("%d untold, %d payments", got.Untold, len(got.Payments))
	}
	huge := tableOf(t, []model.Transaction{
		payment(1, model.TypePurchase, "2026-01-01T12:00:00Z", math.MaxInt64, "USD"), payment(2, model.TypePurchase, "2026-01-01T12:00:00Z", 1, "USD"),
	})
	if _, err := SpendingOf(t.Context(), ledger(huge), berlin); !errors.Is(err, ErrTooMuch) {
		t.Errorf("more than fits: %v", err)
	}
}

// TestPerThousand tells what a thousand credits used cost, where that is known.
func TestPerThousand(t *testing.T) {
	bought := payment(1, model.TypePurchase, "2026-01-01T12:00:00Z", 2900, "USD")
	bought.Amount, bought.Balance = 4000*model.Credit, 4000*model.Credit
	use := payment(2, model.TypeGeneration, "2026-01-02T12:00:00Z", 0, "")
	use.Amount, use.Balance, use.GenerationID = -2500*model.Credit, 1500*model.Credit, "g"
	for name, test := range map[string]struct {
		change func(bought, use *model.Transaction)
		read   func(*history.Progress)
		want   int64 // 0: not known
	}{
		"whole":                 {want: 1160},
		"begins with a balance": {change: func(bought, use *model.Transaction) { bought.Balance += model.Credit; use.Balance += model.Credit }},
		"little use":            {change: func(_, use *model.Transaction) { use.Amount = -999 * model.Credit }},
		"no payment":            {change: func(bought, _ *model.Transaction) { bought.Payment = nil }},
		"not read to the end":   {read: func(p *history.Progress) { p.Whole = false }},
		"estimated":             {read: func(p *history.Progress) { p.Provenance = model.Estimated }},
	} {
		bought, use := bought, use
		if test.change != nil {
			test.change(&bought, &use)
		}
		p := ledger(tableOf(t, []model.Transaction{bought, use}))
		if test.read != nil {
			test.read(&p)
		}
		s, err := SpendingOf(t.Context(), p, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		if price, ok := s.PerThousand(); ok != (test.want != 0) || price.Amount != test.want {
			t.Errorf("%s: %v %t, want %d", name, price, ok, test.want)
		}
	}
}

// Months and years add up to the payments, whatever the zone.
func TestSpendingAddsUp(t *testing.T) {
	all := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 30).Draw(t, "rows")
		var rows []model.Transaction
		want := int64(0)
		for i := range n {
			at := time.UnixMilli(rapid.Int64Range(1700000000000, 1796000000000).Draw(t, "at")).UTC()
			kind := rapid.SampledFrom([]model.TransactionType{model.TypePurchase, model.TypeSubscription, model.TypePurchaseRefund}).Draw(t, "type")
			amount := rapid.Int64Range(0, 1e6).Draw(t, "amount")
			rows = append(rows, payment(int64(i+1), kind, at.Format(time.RFC3339), amount, "USD"))
			if kind == model.TypePurchaseRefund {
				amount = -amount
			}
			want += amount
		}
		got, err := SpendingOf(t.Context(), ledger(tableOf(t, rows)), rapid.SampledFrom(all).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		months, years, payments := int64(0), int64(0), int64(0)
		for _, s := range got.Months {
			months += s.Net().Amount
		}
		for _, s := range got.Years {
			years += s.Net().Amount
		}
		for _, p := range got.Payments {
			payments += p.Money.Amount
		}
		if months != want || years != want || payments != want {
			t.Fatalf("months %d, years %d, payments %d, want %d", months, years, payments, want)
		}
	})
}
