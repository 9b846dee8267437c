package app_test

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

// TestCardsSayThatTheyScroll names the keys that scroll where a card is longer than
// its room, and only there.
func TestCardsSayThatTheyScroll(t *testing.T) {
	t.Parallel()
	s := open(t, "", 60, 16)
	s.press("2", "enter")
	s.sees("↑ ↓ scroll esc back")
	s.misses("Row ")
	s.press("G")
	s.sees("Row ")
	roomy := open(t, "", 80, 24)
	roomy.press("b", "enter")
	roomy.misses("scroll")
	text := open(t, "", 60, 16)
	text.press(":")
	text.misses("scroll")
}

// TestDecisionsAreSeenWhole shows all of a confirmation and of a plan's effect in the
// smallest terminal, over the header if necessary.
func TestDecisionsAreSeenWhole(t *testing.T) {
	t.Parallel()
	s := open(t, "", 60, 16)
	s.noOpen = "there is no screen here"
	s.press("b", "enter")
	s.sees("Account mia@example.com (sandbox)")
	s.sees("is shown for you to copy.")
	s.sees("enter confirm esc go back, buy nothing")
	s.press("esc", "4", "right", "enter")
	s.sees("Credits never expire: the new ones come on top of your 11,495 credits.")
	s.sees("enter go on to the confirmation esc back")
}

// TestFooterUnderACard names the card's keys in the footer, and the key that quits from
// anywhere.
func TestFooterUnderACard(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	footer := func() string {
		lines := strings.Split(s.text(), "\n")
		return strings.Join(strings.Fields(lines[len(lines)-1]), " ")
	}
	for _, card := range []struct{ keys, want string }{
		{"b enter", "enter confirm esc go back, buy nothing ctrl+c quit, from anywhere"},
		{"?", "tab keys of all panes esc back ctrl+c quit, from anywhere"},
		{":", "enter run ↑ ↓ choose esc leave ctrl+c quit, from anywhere"},
	} {
		s.press(strings.Fields(card.keys)...)
		if got := footer(); got != card.want {
			t.Errorf("after %s the footer says %q, want %q", card.keys, got, card.want)
		}
		s.press("esc")
	}
	s.press("1")
	if got := footer(); !strings.HasSuffix(got, "? help q quit") {
		t.Errorf("the footer of a pane says %q", got)
	}
	s = newScreen(t, "", 80, 24)
	s.key = "none"
	s.begin()
	if got := footer(); !strings.HasPrefix(got, "k paste a key") || strings.Contains(got, "ctrl+c") {
		t.Errorf("the footer of the welcome, which has a key to quit, says %q", got)
	}
}

// TestHelpOnTheWelcome shows the keys while signed out, and returns to the welcome.
func TestHelpOnTheWelcome(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 16}, {80, 24}, {140, 40}} {
		s := newScreen(t, "", size[0], size[1])
		s.key = "none"
		s.begin()
		s.press("?")
		s.sees("─ Keys ─")
		s.sees("paste a key")
		checkFrame(s)
		s.press("esc")
		s.misses("─ Keys ─")
		s.sees("k paste a key")
		s.press("k", "?")
		s.misses("─ Keys ─") // it is a letter of the key
	}
}

// TestUnderACard keeps the screen under a card faint, and its scroll bar off the card's
// frame.
func TestUnderACard(t *testing.T) {
	t.Parallel()
	const ground = "48;2;45;42;69m" // of the row under the cursor
	s := open(t, "", 140, 40)
	s.press("2")
	whole := s.view()
	if !strings.Contains(whole, "┃") || !strings.Contains(whole, ground) {
		t.Fatalf("the list has no scroll bar or no row in colour:\n%q", whole)
	}
	s.press("enter")
	checkFrame(s)
	s.sees("2026-11-20")
	if under := s.view(); strings.Contains(under, "┃") || strings.Contains(under, ground) {
		t.Errorf("the list under a card is as before:\n%s\n%q", s.text(), under)
	}
	s.press("esc")
	if s.view() != whole {
		t.Errorf("the list is not as before the card:\n%s", s.text())
	}
}

// TestWelcomeWithoutABrowser shows the address of the page for keys, on the welcome
// and, on an attempt to open it, in full, to copy.
func TestWelcomeWithoutABrowser(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 20}, {80, 24}, {140, 40}} {
		s := newScreen(t, "", size[0], size[1])
		s.key, s.noOpen = "none", "there is no screen here"
		s.begin()
		welcome := s.text()
		address, reason := strings.Index(welcome, string(model.KeysPage)), strings.Index(welcome, "No API key was found")
		if address < 0 || reason < address {
			t.Errorf("the address is not before the reason:\n%s", welcome)
		}
		s.misses("scroll")
		s.press("o")
		s.sees("Open your API keys page")
		s.seesUnbroken("No browser was opened")
		s.seesUnbroken(string(model.KeysPage))
		s.press("y")
		if len(s.copied) != 1 || s.copied[0] != string(model.KeysPage) {
			t.Errorf("copied %q", s.copied)
		}
		s.press("esc")
		s.sees("k paste a key")
		s.misses("No browser was opened")
		s.noOpen = ""
		s.press("o")
		s.sees("Opened your API keys page in your browser.")
		s.sees("k paste a key")
	}
}
