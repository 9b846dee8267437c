package cli

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/testenv"
)

func TestParseSince(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		testenv.Skip(t, "needs time zones: install with apt-get install tzdata")
	}
	now := time.Date(2026, 10, 26, 9, 30, 0, 0, paris) // the day after summer time ended
	for text, want := range map[string]time.Time{
		"2026-10-01":                time.Date(2026, 10, 1, 0, 0, 0, 0, paris),
		"2026-10-01T09:30:00Z":      time.Date(2026, 10, 1, 9, 30, 0, 0, time.UTC),
		"2026-10-01T09:30:00+02:00": time.Date(2026, 10, 1, 7, 30, 0, 0, time.UTC),
		"2d":                        time.Date(2026, 10, 24, 9, 30, 0, 0, paris), // days, not 48 hours
		"1w":                        time.Date(2026, 10, 19, 9, 30, 0, 0, paris),
		"12h":                       now.Add(-12 * time.Hour),
		"30min":                     now.Add(-30 * time.Minute),
		"0d":                        now,
	} {
		got, err := parseSince(text, now, paris)
		if err != nil || !got.Equal(want) {
			t.Errorf("parseSince(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "d", "7", "-7d", "+7d", "7 d", "1.5d", "7y", "2026-13-01", "99999999999999999999d", "99999d", "gestern", "1m", "min"} {
		var usage *usageError
		if got, err := parseSince(text, now, paris); !errors.As(err, &usage) {
			t.Errorf("parseSince(%q) = %v, %v, want a *usageError", text, got, err)
		}
	}
}

func FuzzParseSince(f *testing.F) {
	for _, seed := range []string{"2026-10-01", "7d", "12h", "2026-10-01T09:30:00Z", "0w", "-1d"} {
		f.Add(seed)
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := parseSince(text, now, time.UTC)
		if err != nil {
			return
		}
		if strings.ContainsRune("wdhn", rune(text[len(text)-1])) && got.After(now) {
			t.Errorf("%q ago is in the future: %v", text, got)
		}
	})
}
