package history

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

const dayMillis = 24 * 60 * 60 * 1000

// dayNumber counts days of the calendar from 1 January 1970.
func dayNumber(d model.Day) int64 {
	return floorDiv(time.Date(d.Year, d.Month, d.Date, 0, 0, 0, 0, time.UTC).Unix(), 24*60*60)
}

// dayOfNumber is the day with a number.
func dayOfNumber(n int64) model.Day {
	return model.DayOf(time.Unix(n*24*60*60, 0), time.UTC)
}

// mondayOf is the number of the Monday of a day's week; day 0 was a Thursday.
func mondayOf(n int64) int64 { return floorDiv(n+3, 7)*7 - 3 }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// span is a stretch of time in which a zone keeps its offset. There, local days
// are all of one length, which makes them arithmetic.
type span struct {
	from, to int64 // milliseconds; to is not part of it
	offset   int64 // milliseconds east of UTC
}

func (s *span) has(ms int64) bool   { return ms >= s.from && ms < s.to }
func (s *span) day(ms int64) int64  { return floorDiv(ms+s.offset, dayMillis) }
func (s *span) start(n int64) int64 { return n*dayMillis - s.offset }

// clock tells the local day of instants. It remembers the spans it has seen, so
// that a row costs a few nanoseconds. It is for one goroutine.
type clock struct {
	loc   *time.Location
	now   span // the one used last
	spans []span
}

func newClock(loc *time.Location) *clock {
	if loc == nil {
		loc = time.UTC
	}
	return &clock{loc: loc}
}

// day is the number of the local day of an instant in milliseconds.
func (c *clock) day(ms int64) int64 {
	if !c.now.has(ms) {
		c.now = c.span(ms)
	}
	return c.now.day(ms)
}

func (c *clock) span(ms int64) span {
	for _, s := range c.spans {
		if s.has(ms) {
			return s
		}
	}
	at := time.UnixMilli(ms).In(c.loc)
	_, seconds := at.Zone()
	s := span{from: -1 << 62, to: 1 << 62, offset: int64(seconds) * 1000}
	start, end := at.ZoneBounds()
	if !start.IsZero() {
		s.from = start.UnixMilli()
	}
	if !end.IsZero() {
		s.to = end.UnixMilli()
	}
	if !s.has(ms) { // an instant outside anything sensible: a span of its own
		s.from, s.to = ms, ms+1
	}
	c.spans = append(c.spans, s)
	return s
}
