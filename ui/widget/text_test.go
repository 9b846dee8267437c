package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// whole are what lines are made of; torn is what could be taken for it.
var whole = []string{
	"a", "Zoë", " ", "…", "·", "−1,204", "│", "┃", "█▀▄", "▸ ", "↩", "霧の中", "🦊", "e\u0301", "☀\uFE0F", "👩‍👩‍👧",
	"\x1b[1m", "\x1b[38;5;246m", "\x1b[48;2;45;42;69;1m", "\x1b[m", "Σ", "ſ",
}

var torn = []string{"\x1b[4:3m", "\x1b[2K", "\x1b[", "\x1b]8;;https://a.example\x1b\\", "\x1b", "\xff", "\u0300", "\u200D", "\uFE0F"}

func line(t *rapid.T, pieces ...string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "line"), "")
}

// TestWidth compares the short way of measuring with the library's.
func TestWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if text := line(t, append(torn, whole...)...); widget.Width(text) != ansi.StringWidth(text) {
			t.Fatalf("%q is %d cells wide, not %d", text, ansi.StringWidth(text), widget.Width(text))
		}
	})
}

// TestFit fits text into exactly as many cells as asked for.
func TestFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, other := line(t, whole...), line(t, whole...)
		width := rapid.IntRange(0, 30).Draw(t, "width")
		for name, fitted := range map[string]string{
			"left": widget.Left(text, width), "right": widget.Right(text, width), "ends": widget.Ends(text, other, width),
		} {
			if is := ansi.StringWidth(fitted); is != width {
				t.Fatalf("%s of %q, %q is %d cells wide, not %d: %q", name, text, other, is, width, fitted)
			}
		}
		if cut := widget.Clip(text, width); ansi.StringWidth(cut) > width || (ansi.StringWidth(text) <= width && cut != text) {
			t.Fatalf("%q cut to %d cells is %q", text, width, cut)
		}
	})
}
