package widget_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// broken matches line breaks that must not happen: after a sign, a symbol, a mark or a currency
// code, before a per cent sign, or within odds.
var broken = regexp.MustCompile(`\b[0-9]+\n(times? (in|out of)|of) [0-9]|\b[0-9]+ (times?\n|times? out\n|of\n|times? (out of|in)\n)|(^|[^a-z])[-−+$¥€≥≈]\n[-−$¥€0-9]|\b[A-Z]{3}\n[-−]?[0-9]|[0-9]\n%`)

// TestWrapKeepsFiguresWhole checks that no line is broken within a figure that fits on one, and
// nothing else changes.
func TestWrapKeepsFiguresWhole(t *testing.T) {
	figure := rapid.SampledFrom([]string{
		"-4", "−4", "-$19.00", "−¥1,900", "$29", "46 %", "-0.5 %", "CHF 19.00", "−KWD 1.900", "≥ 1,200", "≈−2.4", "+2,000", "2026-11-22", "-€0.05",
		"9 times out of 10", "1 time in 10", "8 of 10",
	})
	word := rapid.StringMatching(`[a-zü]{1,9}(-[a-z]{1,6})?[,.]?`)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(figure, word), 1, 20).Draw(t, "words"), " ")
		width := rapid.IntRange(17, 40).Draw(t, "width")
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
	for _, text := range []string{"", "a - b", "pay-as-you-go", "x -", "100%", "veo-3.1", "of 4 rows", "in 10 days", "API key", "\x1b[31m- red\x1b[0m"} {
		if got := widget.JoinFigures(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	if text := "lost -4 of 46 % for CHF 19.00, 9 times out of 10"; widget.SplitFigures(widget.JoinFigures(text)) != text || widget.JoinFigures(text) == text {
		t.Errorf("%q, %q", widget.JoinFigures(text), widget.SplitFigures(widget.JoinFigures(text)))
	}
}

// TestFigureAtTheEnd checks that the figure at the end of a sentence does not stand alone on a
// line, unless it and the word before it are longer than one.
func TestFigureAtTheEnd(t *testing.T) {
	for want, text := range map[string]string{
		"it cost 4|at 22:00":        "it cost 4 at 22:00",
		"some was|charged 4.":       "some was charged 4.",
		"you paid in|all 4. It":     "you paid in all 4. It",
		"processing|at|123,230.50.": "processing at 123,230.50.",
	} {
		if got := strings.Join(widget.Wrap(text, 11), "|"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestOddsLongerThanALine checks that odds are broken at a space where no line has room for
// them.
func TestOddsLongerThanALine(t *testing.T) {
	if got := strings.Join(widget.Wrap("left 9 times out of 10.", 8), "|"); got != "left|9 times|out of|10." {
		t.Errorf("%q", got)
	}
}
