package widget_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// whole are strings that lines are made of; torn are parts that could be mistaken for them.
var whole = []string{
	"a", "Zoë", " ", "…", "·", "−1,204", "│", "┃", "█▀▄", "▸ ", "↩", "霧の中", "🦊", "e\u0301", "☀\uFE0F", "👩‍👩‍👧",
	"भारी", "প্রকাশ", "மழை", "ถนนกำ", "שלום", "نهر", "🇩🇪", "👍🏽", "1️⃣",
	"\x1b[1m", "\x1b[38;5;246m", "\x1b[48;2;45;42;69;1m", "\x1b[m", "Σ", "ſ",
}

var torn = []string{"\x1b[4:3m", "\x1b[2K", "\x1b[", "\x1b]8;;https://a.example\x1b\\", "\x1b", "\u0300", "\u200D", "\uFE0F"}

// odd are texts of characters that are hard to measure, in random order.
var odd = rapid.StringOfN(rapid.RuneFrom([]rune("a ⌚☀🏽\u200d\ufe0f\u20e3"), unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Thai,
	unicode.Arabic, unicode.Hebrew, unicode.Hangul, unicode.Mn, unicode.Mc, unicode.So, unicode.Regional_Indicator), 0, 8, -1)

func line(t *rapid.T, pieces ...string) string {
	piece := rapid.OneOf(rapid.SampledFrom(pieces), odd)
	return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "line"), "")
}

// drawn is the number of cells that a line takes in a terminal of a measure.
func drawn(line string, method ansi.Method) int {
	return method.StringWidth(widget.Settle(line, method))
}

// TestWidth checks that Width is never less than either measure of terminals, and equal to them
// where they agree.
func TestWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := line(t, append(torn, whole...)...)
		each, joined := ansi.StringWidthWc(text), ansi.StringWidth(text)
		if is := widget.Width(text); is < each || is < joined {
			t.Fatalf("%q is %d and %d cells wide, not %d", text, each, joined, is)
		}
		if is := widget.Width("Zoë " + ansi.Strip(strings.Map(ascii, text))); is != ansi.StringWidth("Zoë "+ansi.Strip(strings.Map(ascii, text))) {
			t.Fatalf("%q is not %d cells wide", text, is)
		}
	})
}

func ascii(r rune) rune {
	if r < 0x80 {
		return r
	}
	return -1
}

// TestFit fits text into exactly the number of cells asked for, in terminals of either measure.
func TestFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, other := line(t, whole...), line(t, whole...)
		width := rapid.IntRange(0, 30).Draw(t, "width")
		from := rapid.IntRange(0, 30).Draw(t, "from")
		for name, fitted := range map[string]string{
			"left": widget.PadRight(text, width), "right": widget.PadLeft(text, width), "ends": widget.Justify(text, other, width),
			"cut":    widget.Cut(widget.PadRight(text, 25), from, from+width),
			"beside": widget.PadRight(widget.JoinHorizontal([]string{text}, []string{other}, 10, 2)[0], width),
		} {
			for _, method := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
				if is := drawn(fitted, method); is != width {
					t.Fatalf("%s of %q, %q is %d cells wide, not %d: %q", name, text, other, is, width, fitted)
				}
			}
		}
		if cut := widget.Truncate(text, width); widget.Width(cut) > width {
			t.Fatalf("%q cut to %d cells is %q", text, width, cut)
		}
		if plain := strings.Map(ascii, text); widget.Width(plain) <= width && widget.Truncate(plain, width) != plain {
			t.Fatalf("%q is cut to %d cells", plain, width)
		}
	})
}

// TestWrap checks that only spaces are lost, and that no line is too wide.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(line(t, whole...), "−1,204", "−1")
		width := rapid.IntRange(8, 40).Draw(t, "width")
		unspaced := strings.NewReplacer(" ", "")
		for name, lines := range map[string][]string{"wrap": widget.Wrap(text, width), "hard": widget.WrapHard(text, width)} {
			for _, line := range lines {
				if cluster, _ := ansi.FirstGraphemeCluster(line, ansi.GraphemeWidth); widget.Width(line) > width && cluster != line {
					t.Fatalf("%s of %q to %d: %q is too wide", name, text, width, line)
				}
			}
			if unspaced.Replace(strings.Join(lines, "")) != unspaced.Replace(text) {
				t.Fatalf("%s of %q to %d lost something: %q", name, text, width, lines)
			}
		}
	})
}

// TestFiguresStayWhole checks that no figure is cut in the middle or after its sign.
func TestFiguresStayWhole(t *testing.T) {
	figures := []string{"−1,250", "+12,376", "≈−162", "−≥50", "$19.00", "1,229,567"}
	word := regexp.MustCompile(`^[-+−≈≥]*[$€]?[0-9][0-9,.]*$`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(append([]string{"भारी", "👩‍👧", "of", "\x1b[1m霧\x1b[m", "a-b"}, figures...)), 1, 8).Draw(t, "words")
		width := rapid.IntRange(1, 40).Draw(t, "width")
		text := strings.Join(words, " ")
		cuts := append(widget.Wrap(text, width), widget.Truncate(text, width), widget.TruncateLeft(text, width), widget.PadLeft(text, width))
		for _, cut := range cuts {
			for _, part := range strings.Fields(ansi.Strip(cut)) {
				part = strings.Trim(part, "…\U000E007F")
				if word.MatchString(part) && !slices.Contains(figures, part) {
					t.Fatalf("%q in %d cells has %q: %q", text, width, part, cut)
				}
				if part == "−" || part == "+" || part == "≈" || part == "≈−" || part == "$" {
					t.Fatalf("%q in %d cells has a sign alone: %q", text, width, cut)
				}
			}
		}
	})
}

// TestMoves checks that text which only resembles a column number is not changed.
func TestMoves(t *testing.T) {
	if got := string(widget.ColumnMoves([]byte("a\U000E0063\U000E0031\U000E0032\U000E007Fb\U000E0063c\U000E0063\U000E0031"))); got != "a\x1b[12Gbc\U000E0031" {
		t.Errorf("%q", got)
	}
	if got := widget.Settle("plain\n−4", ansi.WcWidth); got != "plain\n−4" {
		t.Errorf("%q", got)
	}
}
