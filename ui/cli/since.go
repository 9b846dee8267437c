package cli

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// parseSince parses the start of a list: a day ("2026-10-01", its midnight in loc), an
// instant ("2026-10-01T09:30:00Z"), or a time before now in weeks, days, hours or
// minutes ("2w", "7d", "12h", "30m"). Days are of the calendar of loc.
func parseSince(text string, now time.Time, loc *time.Location) (time.Time, error) {
	if day, err := time.ParseInLocation(time.DateOnly, text, loc); err == nil {
		return day, nil
	}
	if instant, err := time.Parse(time.RFC3339, text); err == nil {
		return instant, nil
	}
	bad := usagef("--since takes a day like 2026-10-01, an instant like 2026-10-01T09:30:00Z, or an age like 7d or 12h, not %q", text)
	if len(text) < 2 {
		return time.Time{}, bad
	}
	digits, unit := text[:len(text)-1], text[len(text)-1]
	if strings.Trim(digits, "0123456789") != "" {
		return time.Time{}, bad
	}
	count, err := strconv.Atoi(digits)
	if err != nil || count > math.MaxInt16 {
		return time.Time{}, bad
	}
	switch unit {
	case 'w':
		return now.In(loc).AddDate(0, 0, -7*count), nil
	case 'd':
		return now.In(loc).AddDate(0, 0, -count), nil
	case 'h':
		return now.Add(-time.Duration(count) * time.Hour), nil
	case 'm':
		return now.Add(-time.Duration(count) * time.Minute), nil
	}
	return time.Time{}, bad
}
