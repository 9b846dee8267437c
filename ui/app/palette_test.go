package app_test

import (
	"strings"
	"testing"
)

// TestPaletteIsFuzzy finds a command by letters of its name, after those that contain
// the exact text.
func TestPaletteIsFuzzy(t *testing.T) {
	s := open(t, "", 80, 24)
	for typed, want := range map[string]string{
		"gotrns": "▸ Go to Transactions 2", "exptr": "▸ Export the transactions", "packs": "▸ Go to Packs 5", "hcw": "▸ How credits work",
	} {
		s.press(":")
		s.typed(typed)
		s.sees(want)
		s.press("esc")
	}
}

// TestPaletteReckons shows the cost of an amount of work while it is typed, and opens
// the quantities with it.
func TestPaletteReckons(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "", width, height)
		s.press(":")
		s.typed("30 s veo")
		s.sees("≥600 credits, leaves ≤1")
		s.sees("Price of create-video · veo")
		checkFrame(s)
		s.press("enter")
		s.sees("# 30 s veo")
		s.sees("≥600 credits, leaves ≤1")
		s.press(":")
		s.typed("30 s nothing")
		s.sees(`called "nothing"`)
		s.press("enter")
		s.sees(`called "nothing"`)
	})
}

// TestPaletteAsksWhatIf opens the card of a monthly use with the text that was typed.
func TestPaletteAsksWhatIf(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		s := openWhole(t, width, height)
		var screens strings.Builder
		for _, c := range []struct{ typed, offered, sum string }{
			{"30 s veo", "What if: 30 seconds of veo2-text-to-video a", "In all ≥600 a month"},
			{"200 images nano-banana", "What if: 200 × nano-banana a month", "In all ≥800 a month"},
			{"200 images nano-banana a month, 10 % more", "What if: 200 × nano-banana a month", "In all ≥880 a month"},
			{"5000 credits", "What if: 5,000 credits a month", "In all 5,000 a month"},
		} {
			s.press(":")
			s.typed(c.typed)
			s.sees(c.offered)
			checkFrame(s)
			for range 20 {
				if strings.Contains(s.text(), "▸ What if") {
					break
				}
				s.press("down")
			}
			s.press("enter")
			s.sees("> " + c.typed)
			s.sees(c.sum)
			checkFrame(s)
			screens.WriteString(s.text() + "\n")
			s.press("pgdown")
			checkFrame(s)
			screens.WriteString(s.text() + "\n")
			s.press("esc")
		}
		goldenWithoutTabs(t, screens.String())
	})
}

// TestPaletteKnowsModelsAndFilters opens the card of a model, and the rows of a filter.
func TestPaletteKnowsModelsAndFilters(t *testing.T) {
	s := open(t, "", 100, 30)
	s.press(":")
	s.typed("veo-3.1")
	s.sees("▸ Price of")
	s.press("enter")
	s.sees("PRICES SEEN")
	s.press("esc", ":")
	s.typed("create-image nano-banana usage")
	s.sees("▸ Show create-image · nano-banana in Usage")
	s.press("enter")
	s.sees("tool:create-image model:nano-banana")
	s.misses("No generation")
	s.press(":")
	s.typed("type:refund")
	s.sees("▸ Show the rows of type:refund 2, /")
	s.press("enter")
	s.sees("/ type:refund")
	s.press(":")
	s.typed("type:nothing")
	s.press("enter")
	s.misses("No command of that name.")
	s.sees("type:nothing")
}

// TestPaletteKnowsViewsAndRanges finds the views of Usage by their names and by what they
// answer, and ranges of days, and shows them.
func TestPaletteKnowsViewsAndRanges(t *testing.T) {
	s := openWhole(t, 110, 34)
	for _, c := range []struct{ typed, shown string }{
		{"how long", "‹ forecast ›"},
		{"year", "‹ year"},
		{"weekday", "‹ rhythm"},
		{"forecast", "‹ forecast ›"},
		{"7 days in usage", "7 days · by day"},
		{"last month", "last month · "},
	} {
		s.press(":")
		s.typed(c.typed)
		s.press("enter")
		s.misses("─ Commands ─")
		s.sees(c.shown)
	}
	s.press("3")
	s.sees("‹ bars")
}

// TestPaletteShowsThemes previews a theme while choosing, reverts it with esc, and
// keeps it with enter, whatever the terminal reports of its background later.
func TestPaletteShowsThemes(t *testing.T) {
	s := open(t, "", 80, 24)
	before := s.view()
	choose := func() {
		s.press(":")
		s.typed("theme mono")
	}
	choose()
	if strings.Contains(s.view(), "\x1b[38;2;") {
		t.Error("the theme is not shown while it is chosen")
	}
	s.press("backspace", "backspace", "backspace", "backspace", "esc")
	if s.view() != before {
		t.Error("esc does not take the theme back")
	}
	choose()
	s.press("enter")
	s.sees("Theme monochrome, this run only.")
	if strings.Contains(s.view(), "\x1b[38;2;") {
		t.Error("the theme does not hold")
	}
}

// TestPaletteRemembers lists recent commands first, across starts too.
func TestPaletteRemembers(t *testing.T) {
	s := open(t, "", 80, 24)
	s.press(":")
	s.typed("audit")
	s.press("enter", "esc", ":")
	s.sees("▸ Audit the history")
	s.press("esc")
	s.app.Leave()
	s.start()
	s.begin()
	s.press(":")
	s.sees("▸ Audit the history")
}
