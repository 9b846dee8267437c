package model_test

import (
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// extremes are amounts of which few already come to more than fits.
var extremes = rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{0, 1, -1, math.MaxInt64, math.MinInt64, math.MinInt64 + 1}))

func fits(exact *big.Int) bool { return exact.IsInt64() }

// A total is the exact sum, whatever its amounts and their order, and says where that
// does not fit.
func TestTotalIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sum, half model.Total
		exact := new(big.Int)
		for i, amount := range rapid.SliceOfN(extremes, 0, 40).Draw(t, "amounts") {
			switch i % 3 {
			case 0:
				sum.Add(amount)
				exact.Add(exact, big.NewInt(amount))
			case 1:
				sum.Subtract(amount)
				exact.Sub(exact, big.NewInt(amount))
			default:
				half.Add(amount)
				exact.Add(exact, big.NewInt(amount))
			}
		}
		sum.Plus(half)
		got, ok := sum.Int64()
		if ok != fits(exact) || (ok && got != exact.Int64()) {
			t.Fatalf("%d, %t; exactly %s", got, ok, exact)
		}
		if credits := sum.Credits(); credits.Known() != (ok && got != math.MinInt64) || (credits.Known() && int64(credits) != got) {
			t.Fatalf("%s credits of %s", credits, exact)
		}
		sum.Minus(half)
		sum.Plus(half)
		if again, _ := sum.Int64(); again != got {
			t.Fatalf("%d, and %d once more", got, again)
		}
	})
}

func TestDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := model.Credits(extremes.Draw(t, "from")), model.Credits(extremes.Draw(t, "to"))
		exact := new(big.Int).Sub(big.NewInt(int64(to)), big.NewInt(int64(from)))
		got := model.Difference(from, to)
		if known := from.Known() && to.Known() && fits(exact) && model.Credits(exact.Int64()).Known(); got.Known() != known || (known && int64(got) != exact.Int64()) {
			t.Fatalf("from %d to %d: %d", from, to, got)
		}
	})
}

// Sums that overflow are never shown or encoded as another figure.
func TestSumsThatDoNotFit(t *testing.T) {
	const most = model.Credits(math.MaxInt64)
	at := model.At(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	day := model.DayOf(at.Time, time.UTC)
	paid := func(amount int64, currency string) *model.Payment {
		return &model.Payment{Money: model.Money{Amount: amount, Currency: currency}}
	}

	usage := model.UsageByDay([]model.Transaction{
		{ID: "a", Type: model.TypeGeneration, Amount: -most, CreatedAt: at}, {ID: "b", Type: model.TypeGeneration, Amount: -most, CreatedAt: at},
	}, time.UTC)
	if usage[day].Known() || usage.Sum(day, day).Known() {
		t.Errorf("used %s", usage[day])
	}
	if sum := (model.Usage{day: most, day.Add(1): 1}).Sum(day, day.Add(1)); sum.Known() {
		t.Errorf("used in two days %s", sum)
	}

	refunds := model.RefundsOf("p", []model.Transaction{
		{ID: "a", Type: model.TypePurchaseRefund, RefundOf: "p", Amount: -most, Payment: paid(math.MinInt64, "USD")},
		{ID: "b", Type: model.TypePurchaseRefund, RefundOf: "p", Amount: -most, Payment: paid(-5, "EUR")},
		{ID: "c", Type: model.TypePurchaseRefund, RefundOf: "p", Amount: 1, Payment: paid(1, "eur")},
	})
	if refunds.Count != 3 || refunds.Credits.Known() || len(refunds.Money) != 1 || refunds.Money[0].Amount != 6 ||
		len(refunds.TooMuch) != 1 || refunds.TooMuch[0] != "USD" {
		t.Errorf("refunds %+v", refunds)
	}

	price := func(interval model.Interval, amount int64) model.Price {
		return model.Price{Interval: interval, Money: model.Money{Amount: amount, Currency: "USD"}}
	}
	plan := model.Plan{Prices: []model.Price{price(model.Monthly, math.MaxInt64/8), price(model.Yearly, 1)}}
	if saving, ok := plan.YearlySaving(); ok {
		t.Errorf("a year saves %s", saving)
	}

	line := model.QuoteLine{Money: model.Money{Amount: math.MaxInt64, Currency: "USD"}}
	quote := model.Quote{DueNow: model.Money{Amount: -2, Currency: "USD"}, Lines: []model.QuoteLine{line, line}}
	if quote.Itemized() {
		t.Error("lines that come to more than fits come to what is due")
	}
}
