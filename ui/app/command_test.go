package app_test

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
)

// TestPalette finds commands by their names and runs them.
func TestPalette(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.press(":")
	all := s.text()
	s.typed("refund pol")
	s.sees("▸ Open the refund policy")
	s.press("enter")
	if len(s.opened) != 1 || s.opened[0] != model.RefundPolicy {
		t.Errorf("opened %v", s.opened)
	}
	s.press(":")
	s.typed("packs")
	s.press("enter")
	s.sees("PER $1")
	s.press(":")
	s.typed("zzz")
	s.sees("No command of that name.")
	s.press("enter", "esc", ":")
	s.typed("quit")
	s.press("enter")
	if !s.quit {
		t.Error("quit does not quit")
	}
	goldenWithoutTabs(t, all)
}

// TestPaletteKnowsOtherWords finds the main commands by synonyms.
func TestPaletteKnowsOtherWords(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	for typed, want := range map[string]string{
		"buy": "▸ Buy credits b", "credits": "▸ Buy credits b", "order": "▸ Buy credits b", "top up": "▸ Buy credits b",
		"pack l": "▸ Buy Pack L, 6,000 credits", "upgrade": "What choosing Pro means", "subscription": "What cancelling the plan means",
		"cancel": "▸ What cancelling the plan means", "filter": "▸ Filter the history 2, /", "search": "▸ Filter the history 2, /",
		"guide": "How credits work", "refund": "How credits work", "csv": "▸ Export the transactions that are shown 2, e",
		"audit": "▸ Audit the history 2, a", "logout": "▸ Use another key 7, u", "exit": "▸ Quit q", "invoice": "▸ Billing portal 7, p",
	} {
		s.press(":")
		s.typed(typed)
		s.sees(want)
		s.press("esc")
	}
}

// TestPaletteRuns runs the commands that have no intent of their own.
func TestPaletteRuns(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "", width, height)
		run := func(typed string) { s.press(":"); s.typed(typed); s.press("enter") }
		run("how credits work")
		s.sees("Credits are the currency of Artificial Studio.")
		s.press("pgdown")
		run("how credits work")
		s.sees("Credits are the currency of Artificial Studio.")
		run("filter")
		s.typed("type:refund")
		s.press("enter")
		s.sees("type:refund")
		run("choosing pro")
		s.sees("Creator → Pro")
		s.press("esc")
		run("buy pack l")
		s.sees("Buy Pack L?")
		s.press("enter", "esc", "1")
		run("your open order")
		s.sees("Buying Pack L")
		s.press("esc", "1")
		run("buy credits")
		s.sees("Buying Pack L")
	})
	s := newScreen(t, "", 80, 24)
	s.faults.serve = documentedOnly
	s.begin()
	s.press(":")
	s.typed("buy pack")
	s.misses("Buy Pack")
	s.sees("▸ Buy credits")
	s.press("enter")
	s.sees("On the website")
}

// TestPaletteScrolls marks that there are more commands than lines, and names the keys.
func TestPaletteScrolls(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "", width, height)
		s.press(":")
		if !strings.Contains(s.text(), "┃ │") {
			t.Errorf("no scroll mark:\n%s", s.text())
		}
		s.sees("enter run ↑ ↓ choose esc leave")
		checkFrame(s)
		for range 60 {
			s.press("down")
		}
		s.sees("▸ Copy the support address")
	})
}

// TestAudit sums up the history and finds the missing refund of the demo account; y
// copies a text for support with ids, times and amounts, and no private data.
func TestAudit(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := openWhole(t, width, height)
		s.press("1", "a")
		s.sees("There is one thing to see in the history")
		checkFrame(s)
		goldenWithoutTabs(t, s.text())
		s.press("y")
		if len(s.copied) != 1 || !strings.Contains(s.copied[0], "-60 credits") || strings.Contains(s.copied[0], "mia@") {
			t.Errorf("copied %q", s.copied)
		}
	})
}

// TestAuditOfASoundHistory reports a consistent history, with nothing to copy.
func TestAuditOfASoundHistory(t *testing.T) {
	t.Parallel()
	s := screenWith(t, sandbox.Options{Transactions: 60}, 80, 24).begin()
	s.press("2", "a")
	s.sees("✓ The opening balance and every amount give the balance, at every row.")
	s.sees("No refund is missing.")
	s.misses("copy for support")
	s.press("y")
	if len(s.copied) != 0 {
		t.Errorf("copied %q", s.copied)
	}
}

// TestHelp compares the help, with the keys and the filter syntax, with its golden
// screen.
func TestHelp(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "", width, height)
		s.press("?")
		first := s.text()
		s.press("G")
		checkFrame(s)
		first += "\n" + s.text()
		s.press("tab")
		checkFrame(s)
		goldenWithoutTabs(t, first+"\n"+s.text())
	})
}

// TestHelpIsAboutHere has the keys of the visible pane first, then those of everywhere and
// how its figures are worked out, and at a key those of all panes, each described in full.
func TestHelpIsAboutHere(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 20}, {80, 24}, {100, 30}, {140, 40}} {
		s := open(t, "", size[0], size[1])
		for pane, want := range map[string]string{"1 Overview": "overview", "2 Transactions": "transactions", "4 Plans": "plans", "5 Packs": "packs", "7 Account": "account"} {
			number, name, _ := strings.Cut(pane, " ")
			s.press(number, "?")
			_, below, _ := strings.Cut(s.text(), "─ Keys in "+name+" ─")
			if first := strings.Split(below, "\n")[1]; !strings.Contains(first, "│ "+want) {
				t.Errorf("%v: help in pane %s begins with %q, not %q", size, pane, first, want)
			}
			read := func() string {
				var read strings.Builder
				for range 14 {
					read.WriteString(fold(s.text()) + " ")
					s.press("pgdown")
				}
				return read.String()
			}
			here := read()
			if !strings.Contains(here, "everywhere") || !strings.Contains(here, "how it is worked out") || strings.Contains(here, "browser sign-in") || strings.Contains(here, "confirmation") {
				t.Errorf("%v: help in pane %s is %s", size, pane, here)
			}
			s.press("tab")
			s.sees("─ Keys ─")
			all := read()
			for _, words := range []string{"yes, with the exported", "leave it, keep watching", "go back, buy nothing"} {
				if size[0] != 80 && !strings.Contains(all, words) {
					t.Errorf("%v: help in pane %s does not say %q", size, pane, words)
				}
			}
			s.press("esc")
		}
	}
	wide := open(t, "", 140, 54)
	wide.press("?")
	wide.misses("scroll")
	wide.press("tab")
	wide.misses("scroll")
}
