package app_test

import (
	"strings"
	"testing"
)

// TestRemappedKeys remaps keys: they trigger the actions, and footer, tabs, help,
// palette and sentences name them.
func TestRemappedKeys(t *testing.T) {
	t.Parallel()
	s := openWith(t, "low", `
[keys]
refresh = ["f5"]
buy = ["K"]
help = ["f1"]
pane = ["A", "C", "D", "E", "F", "H", "I"]
sort = ["r"]
zoom = ["-", "+"]
copy = ["ctrl+y"]
filter = ["ctrl+f"]
`, 140, 40)
	checkFrame(s)
	for _, shown := range []string{"f5 refresh", "K buy", "f1 help", "(K) is enough until", "(E)", "A Overview", "I Account"} {
		s.sees(shown)
	}
	s.press("C")
	s.sees("ctrl+f filter")
	s.sees("r sort by")
	s.press("r")
	s.sees("f5 refresh")
	s.press("D")
	checkFrame(s)
	s.sees("- + zoom")
	s.press("f1")
	checkFrame(s)
	s.sees("A–I")
	s.sees("ctrl+y")
	s.press("esc", ":")
	s.sees("C, ctrl+f")
	s.press("esc", "b", "1")
	s.sees("- + zoom") // the default keys no longer work
	s.press("K")
	s.sees("pricing page")
	checkFrame(s)
}

// TestFirstPane starts with the configured pane, range and low-balance limit.
func TestFirstPane(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", "pane = \"usage\"\nrange = \"90 days\"\nlow_balance = 100000\n", 140, 40)
	s.sees("90 days · by week")
	s.press("1")
	s.sees("Your balance is low")
}

// TestASCII draws every pane and some cards without box, block and shade characters.
func TestASCII(t *testing.T) {
	t.Parallel()
	s := openWith(t, "", "ascii = true\n", 140, 40)
	drawn := func(r rune) bool { return r >= 0x2500 && r <= 0x259F }
	for _, keys := range [][]string{{"1"}, {"2"}, {"enter"}, {"esc", "3"}, {">"}, {">"}, {"4"}, {"6"}, {"7"}, {"?"}, {"esc", ":"}, {"esc", "5", "enter"}, {"enter"}, {"Q"}} {
		s.press(keys...)
		checkFrame(s)
		if at := strings.IndexFunc(s.text(), drawn); at >= 0 {
			t.Errorf("after %q: %q", keys, s.text()[at:min(at+20, len(s.text()))])
		}
	}
}

// TestReadOnly offers no way to buy, change or sign out, whatever is pressed.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	s := openWith(t, "low", "read_only = true\n", 140, 40)
	for _, keys := range [][]string{
		{"1"}, {"b"}, {"p"}, {"2"}, {"4"}, {"enter"}, {"5"}, {"enter"}, {"enter"}, {"7"}, {"u"}, {"p"}, {"?"}, {"esc", ":"}, {"b", "u", "y", "enter"}, {"esc", "1"},
	} {
		s.press(keys...)
		checkFrame(s)
		for _, offer := range []string{"buy credits", "Buy a pack", "Buy Pack", "billing portal", "Billing portal", "another key", "What choosing", "enter choose"} {
			if strings.Contains(s.text(), offer) {
				t.Errorf("after %q: %q in\n%s", keys, offer, s.text())
			}
		}
	}
	s.sessions(0, 0)
	s.sees("Your balance is low")
}
