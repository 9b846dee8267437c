package history

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// errNoValue says that a comparison stands alone.
var errNoValue = errors.New("a comparison needs a value")

// parseRange reads "x", "<x", "<=x", ">x", ">=x", "x..y", "x.." and "..y" for
// anything that one reads as a stretch of whole numbers, both ends included.
func parseRange(value string, one func(string) (lo, hi int64, err error)) (lo, hi int64, err error) {
	value = strings.NewReplacer("≤", "<=", "≥", ">=").Replace(value)
	if from, to, isRange := strings.Cut(value, ".."); isRange {
		return parseFromTo(from, to, one)
	}
	operator := value[:len(value)-len(strings.TrimLeft(value, "<>="))]
	if !slices.Contains([]string{"", "=", "<", "<=", ">", ">="}, operator) {
		return 0, 0, fmt.Errorf(`"%s" is none of <, <=, > and >=`, operator)
	}
	if operator == value {
		return 0, 0, errNoValue
	}
	lo, hi, err = one(value[len(operator):])
	if err != nil {
		return 0, 0, err
	}
	switch operator {
	case "", "=":
		return lo, hi, nil
	case "<":
		return math.MinInt64, max(lo, math.MinInt64+1) - 1, nil
	case "<=":
		return math.MinInt64, hi, nil
	case ">":
		return min(hi, math.MaxInt64-1) + 1, math.MaxInt64, nil
	default: // >=
		return lo, math.MaxInt64, nil
	}
}

func parseFromTo(from, to string, one func(string) (lo, hi int64, err error)) (lo, hi int64, err error) {
	if from == "" && to == "" {
		return 0, 0, errors.New("a range needs at least one end")
	}
	lo, hi = math.MinInt64, math.MaxInt64
	otherLo, otherHi := lo, hi
	if from != "" {
		if lo, otherHi, err = one(from); err != nil {
			return 0, 0, err
		}
	}
	if to != "" {
		if otherLo, hi, err = one(to); err != nil {
			return 0, 0, err
		}
	}
	if from != "" && to != "" && lo > otherLo { // the larger end first: as people write "-50..-100"
		return otherLo, otherHi, nil
	}
	return lo, hi, nil
}

// parseAmounts reads amounts of credits, in millionths.
func parseAmounts(value string) (lo, hi int64, err error) {
	return parseRange(value, func(s string) (int64, int64, error) {
		plain, err := model.Ungroup(s)
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", shown(s), err)
		}
		credits, err := model.ParseCredits(plain)
		if err != nil {
			return 0, 0, fmt.Errorf(`%s is not an amount; write -4, <-50, >=100 or -100..-50`, shown(s))
		}
		return int64(credits), int64(credits), nil
	})
}

// parseDates reads days, in days since 1970.
func parseDates(value string, now time.Time, loc *time.Location) (lo, hi int64, err error) {
	today := dayNumber(model.DayOf(now, loc))
	return parseRange(value, func(s string) (int64, int64, error) {
		switch strings.ToLower(s) {
		case "today":
			return today, today, nil
		case "yesterday":
			return today - 1, today - 1, nil
		}
		if count, isDays := strings.CutSuffix(strings.ToLower(s), "d"); isDays {
			if n, err := strconv.ParseUint(count, 10, 20); err == nil && n > 0 {
				return today - int64(n) + 1, today, nil
			}
		}
		for _, form := range []struct {
			layout              string
			years, months, days int
		}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {"2006-01-02", 0, 0, 1}} {
			if first, err := time.Parse(form.layout, s); err == nil {
				next := first.AddDate(form.years, form.months, form.days)
				return floorDiv(first.Unix(), 24*60*60), floorDiv(next.Unix(), 24*60*60) - 1, nil
			}
		}
		return 0, 0, fmt.Errorf(`%s is not a date; write 2026, 2026-10, 2026-10-05, today, yesterday or 7d`, shown(s))
	})
}

// shown is a value as a message shows it.
func shown(s string) string {
	if len(s) > 40 {
		s = s[:40] + "…"
	}
	return strconv.Quote(s)
}
