package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model/account"
)

func TestWrap(t *testing.T) {
	for text, want := range map[string]string{
		"Leave it out, or pipe it to --with-key.":            "Leave it out, or pipe it\nto --with-key.",
		"At https://app.artificialstudio.ai/account or here": "At\nhttps://app.artificialstudio.ai/account\nor here",
		"  \"storm\"  the words, with the space":             "  \"storm\"  the words,\n           with the\n           space",
		"  \"in the morning\"  the words":                    "  \"in the morning\"  the\n  words",
		"Then 46 % for CHF 19.00, or −$5 at most":            "Then 46 % for CHF 19.00,\nor −$5 at most",
		"It is said to be some 46 % more":                    "It is said to be some\n46 % more",
		"Charged in full now: CHF 19.00":                     "Charged in full now:\nCHF 19.00",
		"Short.\n\n  https://app.artificialstudio.ai":        "Short.\n\n  https://app.artificialstudio.ai",
	} {
		if got := wrap(text, 24); got != want {
			t.Errorf("got:\n%s\nwant:\n%s", got, want)
		}
	}
	if text := strings.Repeat("word ", 100); wrap(text, 0) != text {
		t.Error("a text is broken where no width is known")
	}
}

// TestWrapKeepsWords keeps all words whole, and no line too wide that has two of them.
func TestWrapKeepsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z灯\-/.]{1,20}`), 1, 30).Draw(t, "words")
		width := rapid.IntRange(1, 60).Draw(t, "width")
		wrapped := wrap(strings.Join(words, " "), width)
		if strings.Join(strings.Fields(wrapped), " ") != strings.Join(words, " ") {
			t.Fatalf("other words:\n%s", wrapped)
		}
		for line := range strings.SplitSeq(wrapped, "\n") {
			if ansi.StringWidth(line) > width && strings.Contains(line, " ") {
				t.Fatalf("wider than %d: %q", width, line)
			}
		}
	})
}

// TestSentencesFitTheirTerminal wraps the messages for people, and no output for
// scripts.
func TestSentencesFitTheirTerminal(t *testing.T) {
	var out, beside bytes.Buffer
	s := Streams{Out: &out, Err: &beside, OutTTY: true, ErrTTY: true, Width: 40, ErrWidth: 30}
	r := report{notes: []string{estimatedNotice}}
	r.json = struct{}{}
	if err := r.write(s, false, account.Identity{Sandbox: true}); err != nil {
		t.Fatal(err)
	}
	s.say("%s", estimatedNotice)
	fits := func(text string, width int) {
		t.Helper()
		if strings.Count(text, "\n") < 3 {
			t.Errorf("it is not wrapped:\n%s", text)
		}
		for line := range strings.SplitSeq(text, "\n") {
			if ansi.StringWidth(line) > width && strings.Contains(line, " ") {
				t.Errorf("wider than %d: %q", width, line)
			}
		}
	}
	fits(out.String(), 40)
	fits(beside.String(), 30)
	out.Reset()
	beside.Reset()
	s.OutTTY, s.ErrTTY, s.Width, s.ErrWidth = false, false, 0, 0
	if err := r.write(s, false, account.Identity{Sandbox: true}); err != nil || strings.Count(beside.String(), "\n") != 2 {
		t.Errorf("what is piped is wrapped: %v\n%s", err, beside.String())
	}
}
