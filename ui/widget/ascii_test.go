package widget_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// TestSpellASCII spells the sign of every currency that has one.
func TestSpellASCII(t *testing.T) {
	for _, code := range []string{"USD", "EUR", "GBP", "JPY", "INR", "KRW", "CHF", "KWD"} {
		sum := model.Money{Amount: 123456, Currency: code}
		want := code + " " + strings.TrimLeft(sum.String(), "$€£¥₹₩CHFKWD ")
		if code == "USD" {
			want = sum.String()
		}
		if got := widget.SpellASCII(sum.String()); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for text, want := range map[string]string{"€6.00 (EUR)": "EUR 6.00", "¥1,900 a month (JPY)": "JPY 1,900 a month", "$6.00 (USD)": "$6.00 (USD)", "in euro (EUR)": "in euro (EUR)"} {
		if got := widget.SpellASCII(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for screen, want := range map[string]string{
		"  veo-3.1       ≥20 a second   ≤612": "  veo-3.1      >=20 a second  <=612", "cost    \x1b[1m≥4\x1b[m": "cost   \x1b[1m>=4\x1b[m", "is >=4": "is >=4",
	} {
		if got := widget.ASCII(screen); got != want || widget.Width(got) != widget.Width(screen) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := widget.SpellASCII("at −€19.00 of ≥¥1,900"); got != "at −EUR 19.00 of >=JPY 1,900" {
		t.Errorf("%q", got)
	}
	if got := widget.SpellASCII("−€19.00 of ¥1,900"); got != "−EUR 19.00 of JPY 1,900" {
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
