package model

import (
	"fmt"
	"strings"
	"time"
)

// Time is a UTC instant. In JSON it is ISO 8601 with milliseconds
// ("2024-01-15T10:30:00.000Z"), and null for the zero one.
type Time struct{ time.Time }

// At is the instant t in UTC, cut to milliseconds as the API has them.
func At(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// Instant formats a time in the near future: "15:04:05" on the day of now, and with its
// date on another one, "Dec 1 09:30", or "Dec 1, 2027 09:30" in another year.
func Instant(t, now time.Time, loc *time.Location) string {
	at, today := t.In(loc), now.In(loc)
	switch {
	case DayOf(t, loc) == DayOf(now, loc):
		return at.Format("15:04:05")
	case at.Year() == today.Year():
		return at.Format("Jan 2 15:04")
	}
	return at.Format("Jan 2, 2006 15:04")
}

// MarshalJSON writes milliseconds, always, and null for no time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + t.ISO() + `"`), nil
}

// ISO formats the instant for machines, in JSON, CSV and tab-separated fields: RFC 3339 in
// UTC with three digits of milliseconds, so that the texts sort as the instants do. It is
// empty for no time.
func (t Time) ISO() string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// UnmarshalJSON reads ISO 8601 with any fraction and any offset.
func (t *Time) UnmarshalJSON(text []byte) error {
	s := string(text)
	if s == "null" {
		*t = Time{}
		return nil
	}
	plain := strings.Trim(s, `"`)
	parsed, err := time.Parse(time.RFC3339Nano, plain)
	if err != nil {
		return fmt.Errorf("not a time: %s", quoteShort(plain))
	}
	t.Time = parsed.UTC()
	return nil
}
