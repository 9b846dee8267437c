package cli

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// parseSince parses the start of a list: a day ("2026-10-01", its midnight in loc), an
// instant ("2026-10-01T09:30:00Z"), or a time before now in weeks, days, hours or
// minutes ("2w", "7d", "12h", "30min"). Days are of the calendar of loc.
func parseSince(text string, now time.Time, loc *time.Location) (time.Time, error) {
	if day, err := time.ParseInLocation(time.DateOnly, text, loc); err == nil {
		return day, nil
	}
	if instant, err := time.Parse(time.RFC3339, text); err == nil {
		return instant, nil
	}
	bad := usagef("--since takes a day like 2026-10-01, an instant like 2026-10-01T09:30:00Z, or a time ago like 7d, 12h or 30min, not %q", text)
	unit := strings.TrimLeft(text, "0123456789")
	count, err := strconv.Atoi(text[:len(text)-len(unit)])
	if err != nil || count > math.MaxInt16 {
		return time.Time{}, bad
	}
	switch unit {
	case "w":
		return now.In(loc).AddDate(0, 0, -7*count), nil
	case "d":
		return now.In(loc).AddDate(0, 0, -count), nil
	case "h":
		return now.Add(-time.Duration(count) * time.Hour), nil
	case "m":
		return time.Time{}, usagef("--since %s may be minutes or months: write %dmin, or a day like 2026-10-01", text, count)
	case "min":
		return now.Add(-time.Duration(count) * time.Minute), nil
	}
	return time.Time{}, bad
}
