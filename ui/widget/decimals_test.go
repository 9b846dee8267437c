package widget_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/widget"
)

func TestDecimalsStandInLine(t *testing.T) {
	column := []string{"−1,250", "−0.5", "+2,000.25", "≈−2.4", "?", "contact sales", "$19.00", "1.2.3.", ""}
	var d widget.Decimals
	for _, text := range column[:5] {
		d.Grow(text)
	}
	want := []string{"  −1,250   ", "      −0.5 ", "  +2,000.25", "     ≈−2.4 ", "       ?   ", "contact sa…", "     $19.00", "  1.2.3.   ", "           "}
	for i, text := range column {
		if got := d.Set(text, d.Width()+2); got != want[i] {
			t.Errorf("%q is set as %q, want %q", text, got, want[i])
		}
	}
}

// TestDecimalsCutNothing checks that points are in one column, no figure is cut, and every cell
// has the width asked for.
func TestDecimalsCutNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		column := rapid.SliceOfN(rapid.StringMatching(`[+−]?[1-9]{1,6}(\.[0-9]{1,6})?`), 1, 8).Draw(t, "figures")
		var d widget.Decimals
		widest := 0
		for _, text := range column {
			d.Grow(text)
			widest = max(widest, utf8.RuneCountInString(text))
		}
		width := rapid.IntRange(widest, d.Width()+3).Draw(t, "width")
		units := map[int]bool{}
		for _, text := range column {
			cell := d.Set(text, width)
			if strings.TrimSpace(cell) != text || widget.Width(cell) != width {
				t.Fatalf("%q is set as %q in %d cells", text, cell, width)
			}
			whole, _, _ := strings.Cut(cell, ".")
			units[utf8.RuneCountInString(strings.TrimRight(whole, " "))] = true
		}
		if width >= d.Width() && len(units) != 1 {
			t.Fatalf("%q: units in columns %v", column, units)
		}
	})
}
