package app_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/api/cache"
)

// TestPanesAreLeftAsTheyWere restores the pane, sorting and ranges of the last run,
// from the first frame on where there is a local copy of the account; filters are not
// restored.
func TestPanesAreLeftAsTheyWere(t *testing.T) {
	for name, local := range map[string]bool{"with a local copy": true, "without one": false} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t, "", 100, 30)
			if local {
				kept, err := cache.Open(t.TempDir()+"/copy.db", cache.Options{})
				if err != nil {
					t.Fatal(err)
				}
				s.local = kept
			}
			s.begin()
			s.press("2", "s", "]", "]", "/")
			s.typed("veo")
			s.press("enter", "6", "s", "4", "[", "3", "]")
			s.sees("90 days")
			s.app.Leave()
			s.start()
			if local {
				s.app.EnterEarly()
				s.sees("Adding up")
			}
			s.begin()
			s.sees("90 days · by")
			s.press("1", "2")
			s.sees("7 days · by amount ↑")
			s.misses("/ veo")
			s.press("6")
			s.sees("by price")
			s.press("4")
			s.sees("your last 30 days")
		})
	}
}

// TestSettingsHoldOverWhatWasLeft starts with the configured pane and range, and
// restores nothing where that is switched off.
func TestSettingsHoldOverWhatWasLeft(t *testing.T) {
	for config, want := range map[string]string{
		"pane = \"packs\"":                          "LASTS, 9 OF 10",
		"range = \"7 days\"":                        "7 days · by",
		"remember = false":                          "LAST 30 DAYS",
		"remember = false\npane = \"transactions\"": "All transactions",
	} {
		s := open(t, "", 100, 30)
		s.press("2", "s", "3", "]")
		s.app.Leave()
		s.set(config)
		s.start()
		s.begin()
		s.sees(want)
		s.misses("by amount")
	}
}
