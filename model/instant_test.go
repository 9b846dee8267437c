package model

import (
	"strings"
	"testing"
	"time"
)

func TestInstantNamesItsDay(t *testing.T) {
	zone := time.FixedZone("", 3600)
	now := time.Date(2026, 11, 30, 22, 30, 0, 0, time.UTC) // 23:30 there
	for after, want := range map[time.Duration]string{
		time.Minute: "23:31:00", time.Hour: "Dec 1 00:30", 10 * time.Hour: "Dec 1 09:30", 40 * 24 * time.Hour: "Jan 9, 2027 23:30",
	} {
		if got := Instant(now.Add(after), now, zone); got != want {
			t.Errorf("after %s: %q, want %q", after, got, want)
		}
	}
}

func TestLongWaitNamesItsDay(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.Local)
	for _, kind := range []ErrorKind{RateLimited, ServerFailed} {
		if text := (&Error{Kind: kind, At: now, Until: now.Add(36 * time.Hour)}).Error(); !strings.Contains(text, "again at Dec 1 00:00.") {
			t.Errorf("%q", text)
		}
		if text := (&Error{Kind: kind, At: now, Until: now.Add(time.Hour)}).Error(); !strings.Contains(text, "again at 13:00:00.") {
			t.Errorf("%q", text)
		}
	}
}
