package widget_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/widget"
)

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
