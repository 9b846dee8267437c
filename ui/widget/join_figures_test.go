package widget_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// broken matches line breaks that must not happen: after a sign, a symbol, a mark or a currency
// code, or before a per cent sign.
var broken = regexp.MustCompile(`(^|[^a-z])[-−+$¥€≥≈]\n[-−$¥€0-9]|\b[A-Z]{3}\n[-−]?[0-9]|[0-9]\n%`)

// TestWrapKeepsFiguresWhole checks that no line is broken within a figure that fits on one, and
// nothing else changes.
func TestWrapKeepsFiguresWhole(t *testing.T) {
	figure := rapid.SampledFrom([]string{
		"-4", "−4", "-$19.00", "−¥1,900", "$29", "46 %", "-0.5 %", "CHF 19.00", "−KWD 1.900", "≥ 1,200", "≈−2.4", "+2,000", "2026-11-22", "-€0.05",
	})
	word := rapid.StringMatching(`[a-zü]{1,9}(-[a-z]{1,6})?[,.]?`)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(figure, word), 1, 20).Draw(t, "words"), " ")
		width := rapid.IntRange(16, 40).Draw(t, "width")
		lines := widget.Wrap(text, width)
		for _, line := range lines {
			if widget.Width(line) > width {
				t.Fatalf("%q is wider than %d", line, width)
			}
		}
		wrapped := strings.Join(lines, "\n")
		if at := broken.FindString(wrapped); at != "" {
			t.Fatalf("%q in\n%s", at, wrapped)
		}
		if strip := strings.NewReplacer("\n", "", " ", ""); strip.Replace(wrapped) != strip.Replace(text) {
			t.Fatalf("%q became\n%s", text, wrapped)
		}
	})
}

func TestGlueLeavesOtherTextAlone(t *testing.T) {
	for _, text := range []string{"", "a - b", "pay-as-you-go", "x -", "100%", "veo-3.1", "of 4 rows", "API key", "\x1b[31m- red\x1b[0m"} {
		if got := widget.JoinFigures(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	if text := "lost -4 of 46 % for CHF 19.00"; widget.SplitFigures(widget.JoinFigures(text)) != text || widget.JoinFigures(text) == text {
		t.Errorf("%q, %q", widget.JoinFigures(text), widget.SplitFigures(widget.JoinFigures(text)))
	}
}
