package message

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// TestEstimatesAreMarked checks the marks and the digits of estimated amounts.
func TestEstimatesAreMarked(t *testing.T) {
	credits := func(text string) model.Credits {
		c, err := model.ParseCredits(text)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, c := range []struct {
		amount string
		basis  model.EstimateBasis
		want   string
	}{
		{"-162", "", "−162"},
		{"-162", model.BasisPrice, "≈−162"},
		{"-162", model.BasisPriceAbout, "≈−162"},
		{"-162", model.BasisPriceAtLeast, "−≥162"},
		{"-162", model.BasisFirstPriceAtLeast, "−≥162"},
		{"162", model.BasisRefundAtLeast, "+≥162"},
		{"-366.123456", model.BasisSeenPrice, "≈−366.123456"},
		{"-61.333333", model.BasisPrice, "≈−61.33"},
		{"-61.339999", model.BasisPriceAtLeast, "−≥61.33"},
		{"-0.003333", model.BasisPrice, "≈−0.00333"},
		{"-1234.5", model.BasisPrice, "≈−1,234.5"},
	} {
		if got := AmountOf(model.Transaction{Type: model.TypeGeneration, Amount: credits(c.amount), Basis: c.basis}); got != c.want {
			t.Errorf("%s on %s is %q, want %q", c.amount, c.basis, got, c.want)
		}
	}
	for _, c := range []struct {
		amount  string
		atLeast bool
		want    string
	}{
		{"-11328.8", false, "≈−11,300"}, {"-11388.8", true, "−≥11,300"}, {"245", true, "+≥245"}, {"-771.6", false, "≈−772"}, {"-45", false, "≈−45"}, {"0.8", false, "≈+0.8"},
	} {
		if got := Sum(credits(c.amount), c.atLeast); got != c.want {
			t.Errorf("the sum %s is %q, want %q", c.amount, got, c.want)
		}
	}
	if got := Used(credits("8889.3"), true) + " " + Used(credits("8889.3"), false) + " " + Used(0, false); got != "≥8,880 ≈8,890 ≈0" {
		t.Errorf("used are %s", got)
	}
	balance := model.Transaction{Balance: credits("634"), Estimate: model.Estimate{BalanceAbout: true}}
	if got := BalanceAfter(balance) + BalanceAfter(model.Transaction{Balance: model.UnknownCredits}); got != "≈634" {
		t.Errorf("the balances are %q", got)
	}
}

// TestRoundingKeepsTheLeast checks that a lower bound never exceeds the amount, and
// that both are near it.
func TestRoundingKeepsTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := model.Credits(rapid.Int64().Draw(t, "amount"))
		decimals, down := rapid.IntRange(0, 3).Draw(t, "decimals"), rapid.Bool().Draw(t, "down")
		if amount < -1<<62 || amount > 1<<62 {
			t.Skip()
		}
		got := rounded(amount, decimals, down)
		size := max(amount, -amount)
		switch off := max(got, -got) - size; {
		case (got < 0) != (amount < 0) && got != 0, down && off > 0, max(off, -off)*100 > size:
			t.Fatalf("%d becomes %d", amount, got)
		}
	})
}

// TestWordsNameTheLikelyCause names the cause of uncertain prices, as the likely one.
func TestWordsNameTheLikelyCause(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	seen := model.At(time.Date(2026, 11, 20, 10, 5, 0, 0, time.UTC))
	inputs := "duration=6 resolution=720p"
	of := func(amount int, basis model.EstimateBasis, e model.Estimate) model.Transaction {
		kind := model.TypeGeneration
		if strings.HasPrefix(string(basis), "observed") {
			kind = model.TypeObserved
		}
		return model.Transaction{Type: kind, Amount: model.Credits(amount) * model.Credit, Basis: basis, Estimate: e}
	}
	for _, c := range []struct {
		row  model.Transaction
		want []string
	}{
		{of(-162, model.BasisPriceAtLeast, model.Estimate{Inputs: inputs}), []string{"At least 162 credits, depends on resolution"}},
		{of(-162, model.BasisPriceAbout, model.Estimate{Inputs: inputs}), []string{"defaults", "(duration=6 resolution=720p)", "may depend on resolution"}},
		{
			of(-366, model.BasisSeenPrice, model.Estimate{Inputs: inputs, SeenAt: seen, Least: -162 * model.Credit}),
			[]string{"As seen on Nov 20", "at least 162, depends on resolution", "the other 204 are likely its price"},
		},
		{of(-1476, model.BasisObservedWithEstimates, model.Estimate{Generations: 2}), []string{"The likely cause are the prices of 2 generations", "something elsewhere"}},
		{of(2000, model.BasisObservedWithEstimates, model.Estimate{Generations: 1}), []string{"purchase", "price of 1 generation"}},
	} {
		text := Basis(c.row, now, time.UTC)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%q lacks %q", text, want)
			}
		}
	}
	for want, row := range map[string]model.Transaction{
		"prices of 2 generations, or something elsewhere": of(-9, model.BasisObservedWithEstimates, model.Estimate{Generations: 2}),
		"price of 1 generation, or something elsewhere":   of(-9, model.BasisObservedWithUnknown, model.Estimate{Generations: 1}),
		"balance changed elsewhere":                       of(9, model.BasisObservedWithEstimates, model.Estimate{Generations: 1}),
	} {
		if got := RowTitle(row); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
