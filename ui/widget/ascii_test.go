package widget_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// TestSpellCurrencies spells the sign of every currency that has one.
func TestSpellCurrencies(t *testing.T) {
	for _, code := range []string{"USD", "EUR", "GBP", "JPY", "INR", "KRW", "CHF", "KWD"} {
		sum := model.Money{Amount: 123456, Currency: code}
		want := code + " " + strings.TrimLeft(sum.String(), "$€£¥₹₩CHFKWD ")
		if code == "USD" {
			want = sum.String()
		}
		if got := widget.SpellCurrencies(sum.String()); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for text, want := range map[string]string{"€6.00 (EUR)": "EUR 6.00", "¥1,900 a month (JPY)": "JPY 1,900 a month", "$6.00 (USD)": "$6.00 (USD)", "in euro (EUR)": "in euro (EUR)"} {
		if got := widget.SpellCurrencies(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := widget.SpellCurrencies("−€19.00 of ¥1,900"); got != "−EUR 19.00 of JPY 1,900" {
		t.Errorf("%q", got)
	}
}

// TestASCII checks that no box, block or shade character is left of any text, and that no cell
// moves.
func TestASCII(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		drawn := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("─│╭█▀▄░▲→x"))), rapid.StringOf(rapid.Custom(func(r *rapid.T) rune { return rapid.Int32Range(0x2500, 0x25FF).Draw(r, "rune") }))).Draw(r, "screen")
		plain := widget.ASCII(drawn)
		if strings.ContainsFunc(plain, func(r rune) bool { return r >= 0x2500 && r <= 0x25FF }) {
			r.Errorf("%q", plain)
		}
		if strings.Count(plain, "") != strings.Count(drawn, "") {
			r.Errorf("%q has not as many characters as %q", plain, drawn)
		}
	})
	if got := widget.ASCII("╭─ 1,234 ─╮ █▄ ▸"); got != "+- 1,234 -+ #o >" {
		t.Errorf("%q", got)
	}
}
