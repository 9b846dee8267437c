package insight

import (
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Cross is a table of the use of a span by time and by name.
type Cross struct {
	Bars Usage // by day, week or month
	Rows Usage // by tool, model or type
	// Cells are the use of each row in each bar.
	Cells [][]history.Use
}

// Cross divides the use of a span by day, week or month, and by tool, model or type.
func (a *Activity) Cross(step, split By, span Span, now time.Time) Cross {
	c := Cross{Bars: a.Usage(step, span, now), Rows: a.Usage(split, span, now)}
	rows := make(map[string]int, len(c.Rows.Parts))
	for i, part := range c.Rows.Parts {
		rows[part.Key] = i
	}
	c.Cells = make([][]history.Use, len(c.Rows.Parts))
	for i := range c.Cells {
		c.Cells[i] = make([]history.Use, len(c.Bars.Parts))
	}
	names, kinds := a.names(split)
	_, bars := timeParts(step, span)
	from := history.DayNumber(span.From)
	for i := range a.tally.Days {
		d := &a.tally.Days[i]
		if at := int(d.Day) - from; at >= 0 && at < len(bars) && d.Use != (history.Use{}) {
			c.Cells[rows[names[kinds[d.Kind]]]][bars[at]].Plus(d.Use)
		}
	}
	return c
}

// Trend is the use of each name in some weeks up to that of a day, the oldest first.
func (a *Activity) Trend(split By, last model.Day, weeks int) map[string][]model.Credits {
	names, kinds := a.names(split)
	trend := make(map[string][]model.Credits, len(names))
	for _, name := range names {
		trend[name] = make([]model.Credits, weeks)
	}
	from := history.DayNumber(last.Monday().Add(-7 * (weeks - 1)))
	for i := range a.tally.Days {
		d := &a.tally.Days[i]
		if at := (int(d.Day) - from) / 7; int(d.Day) >= from && at < weeks && int(d.Day) <= history.DayNumber(last) {
			trend[names[kinds[d.Kind]]][at] += d.Used()
		}
	}
	return trend
}

// Named is the use of each name in a span.
func (a *Activity) Named(split By, span Span) map[string]model.Credits {
	used := map[string]model.Credits{}
	names, kinds := a.names(split)
	from, to := int32(history.DayNumber(span.From)), int32(history.DayNumber(span.To))
	for i := range a.tally.Days {
		if d := &a.tally.Days[i]; d.Day >= from && d.Day <= to {
			used[names[kinds[d.Kind]]] += d.Used()
		}
	}
	return used
}

// Rhythm is the use of a span by weekday, Monday first, and hour of the day.
type Rhythm [7][24]history.Use

// Rhythm divides a span by weekday and hour.
func (a *Activity) Rhythm(span Span) (r Rhythm) {
	from, to := history.DayNumber(span.From), history.DayNumber(span.To)
	for i := range a.tally.Hours {
		h := &a.tally.Hours[i]
		if day := h.Day(); day >= from && day <= to {
			weekday := (int(span.From.Add(day-from).Weekday()) + 6) % 7
			r[weekday][h.OfDay()].Plus(h.Use)
		}
	}
	return r
}

// Weekday is the use of a day of the week, 0 for Monday.
func (r *Rhythm) Weekday(day int) (use history.Use) {
	for hour := range r[day] {
		use.Plus(r[day][hour])
	}
	return use
}

// Hour is the use of an hour of the day.
func (r *Rhythm) Hour(hour int) (use history.Use) {
	for day := range r {
		use.Plus(r[day][hour])
	}
	return use
}

// Tools returns the names of the tools of a media type.
func (a *Activity) Tools(mediaType string) (names []string) {
	for _, kind := range a.tally.Kinds {
		if name := string(kind.Tool); a.types[kind.Tool] == mediaType && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Busiest is the shortest range of hours of the day with at least a share of the use: from
// the beginning of one to the end of another.
func (r *Rhythm) Busiest(share float64) (from, to int) {
	var hours [24]model.Credits
	var total model.Credits
	for hour := range hours {
		use := r.Hour(hour)
		hours[hour] = use.Used()
		total += hours[hour]
	}
	from, to = 0, 23
	for start := range hours {
		var sum model.Credits
		for end := start; end < 24 && end-start < to-from; end++ {
			if sum += hours[end]; float64(sum) >= share*float64(total) {
				from, to = start, end
			}
		}
	}
	return from, to
}
