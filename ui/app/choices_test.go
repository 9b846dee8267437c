package app_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
)

// TestPanesAreLeftAsTheyWere restores the pane, sorting, grouping, views and ranges of the last run,
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
			s.press("2", "s", "v", "]", "]", "/")
			s.typed("veo")
			s.press("enter", "6", "s", "4", "[", "3", "]", "v", ">")
			s.sees("year")
			s.press("<")
			s.sees("90 days · by")
			s.press(">")
			s.app.Leave()
			s.start()
			if local {
				s.app.EnterEarly()
				s.sees("Adding up")
			}
			s.begin()
			s.sees("53 weeks · by day")
			s.press("<")
			s.sees("90 days · by")
			s.sees("TYPE")
			s.press("1", "2")
			s.sees("7 days · rows by amount ↑ · per day")
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

// TestForgetting neither reads nor writes the choices of the last run where that is
// switched off, before the first frame as well; the panes keep theirs while it runs.
func TestForgetting(t *testing.T) {
	for _, c := range []struct {
		config         string
		waits, remains bool // the key has to be waited for; the choices of the last run are used
	}{
		{"remember = false", false, false},
		{"remember = false", true, false},
		{"remember = true", false, true},
		{"remember = true", true, true},
	} {
		config, want := c.config, c.remains
		s := newScreen(t, "", 100, 30)
		if s.remembered = c.waits; !c.waits {
			kept, err := cache.Open(t.TempDir()+"/copy.db", cache.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s.local = kept
			s.begin() // there is a local copy now
		}
		store := &usedChoices{}
		s.chosen = store
		s.set(config)
		s.start()
		s.app.EnterEarly()
		if store.used != want {
			t.Errorf("%s: the first frame has used them: %t", config, store.used)
		}
		s.begin()
		s.press("3", "]", "1", "3")
		s.sees("90 days")
		s.app.Leave()
		if store.used != want {
			t.Errorf("%s: a run has used them: %t", config, store.used)
		}
	}
}

// usedChoices is a store of choices that notes its use.
type usedChoices struct {
	data.MemoryChoices
	used bool
}

func (u *usedChoices) Choices(id model.ID) (account.Choices, error) {
	u.used = true
	return u.MemoryChoices.Choices(id)
}

func (u *usedChoices) KeepChoices(id model.ID, choices account.Choices) error {
	u.used = true
	return u.MemoryChoices.KeepChoices(id, choices)
}
