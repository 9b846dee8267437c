package insight

import (
	"fmt"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Span is a range of local days, From and To included.
type Span struct{ From, To model.Day }

// Days is the number of days in the span.
func (s Span) Days() int { return history.DayNumber(s.To) - history.DayNumber(s.From) + 1 }

// Before is the span of the same length that ends where this one begins.
func (s Span) Before() Span { return Span{s.From.Add(-s.Days()), s.From.Add(-1)} }

// ErrNoPeriod is the error that a billing period was requested but none is known.
type ErrNoPeriod struct{}

func (ErrNoPeriod) Error() string {
	return "no billing period is known: the account has no plan, or the server does not give its dates"
}

// RangeHelp describes the input of [ParseRange].
func RangeHelp() string {
	return strings.Join(model.DayRangeWords(), ", ") + " or two days like 2026-11-01..2026-11-30"
}

// ParseRange reads a range of days that ends today at the latest. first is the day on which
// the history begins, zero for an empty one. It returns [ErrNoPeriod] for a billing period
// if none is known.
func ParseRange(text string, today, first model.Day, sub model.Subscription, loc *time.Location) (Span, error) {
	days, named := model.ParseDayRange(text)
	switch {
	case !named:
		return parseDays(text, today)
	case days == model.AllDays:
		if first == (model.Day{}) || today.Before(first) {
			first = today
		}
		return Span{first, today}, nil
	}
	from, to, ok := days.Days(today, sub, loc)
	if !ok || to.Before(from) {
		return Span{}, ErrNoPeriod{}
	}
	return Span{from, to}, nil
}

// parseDays reads two days.
func parseDays(text string, today model.Day) (span Span, err error) {
	if len(text) != len("2006-01-02..2006-01-02") || text[10:12] != ".." {
		return Span{}, fmt.Errorf("a range is %s", RangeHelp())
	}
	for _, part := range []struct {
		text string
		day  *model.Day
	}{{text[:10], &span.From}, {text[12:], &span.To}} {
		at, err := time.Parse(time.DateOnly, part.text)
		if err != nil {
			return Span{}, fmt.Errorf("%q is no day of the calendar", part.text)
		}
		*part.day = model.DayOf(at, time.UTC)
	}
	switch {
	case span.To.Before(span.From):
		return Span{}, fmt.Errorf("%s is after %s", text[:10], text[12:])
	case today.Before(span.From):
		return Span{}, fmt.Errorf("%s is not yet", text[:10])
	case today.Before(span.To):
		span.To = today
	}
	return span, nil
}
