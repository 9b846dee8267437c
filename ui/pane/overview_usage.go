package pane

import (
	"math"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// noUsage reports whether the use of credits is unknown because the server has no history.
func (o *Overview) noUsage() bool { return o.state.History.Loaded && !o.state.History.Available() }

// chartLines draws the credits used on each of the last days.
func (o *Overview) chartLines(width, height int) []string {
	if width < chartDays || o.noUsage() {
		return nil
	}
	if o.chart.lines == nil || o.chart.width != width || o.chart.height != height {
		o.chart = chartMemo{width, height, o.drawChart(width, height)}
	}
	return o.chart.lines
}

func (o *Overview) drawChart(width, height int) []string {
	today := o.state.Today()
	series := o.state.History.Value.Usage.Series(today, chartDays)
	values := make([]float64, len(series)) // heights on screen, not amounts
	for i, used := range series {
		values[i] = float64(used / 1000)
		if !used.Known() {
			values[i] = math.MaxInt64 / 1000
		}
	}
	chart := widget.Columns(values, width, height)
	drawn, _ := chart.Size()
	title := o.chartTitle(insight.Span{From: today.Add(1 - chartDays), To: today}, drawn)
	return append(append([]string{title}, chart.Lines(o.theme.RenderRole)...), o.chartAxis(series, drawn))
}

// chartTitle is the sum of the chart's days, and its change from the days before.
func (o *Overview) chartTitle(span insight.Span, width int) string {
	s, title := o.state, o.theme.Title.Render("LAST 30 DAYS")
	sum := o.sumSince(span.From, span.To)
	compared := ""
	if activity := s.History.Value.Activity; activity != nil && sum != format.TooMuch {
		if use := activity.Usage(insight.ByDay, span, s.Now); use.Previous != nil {
			compared = message.Compared(use.Total.Used(), use.Previous.SoFar)
		}
	}
	unit, before := " credits used", ""
	if sum == format.TooMuch {
		unit = ""
	}
	if compared != "" {
		compared, before = "  "+compared, " on the 30 before"
	}
	for _, text := range []string{sum + unit + compared + before, sum + unit + compared, sum + " used" + compared, sum + compared} {
		if line := widget.Justify(title, text, width); widget.Width("LAST 30 DAYS  "+text) <= width {
			return line
		}
	}
	return widget.Justify(title, sum, width)
}

// chartAxis is the first and the last of the chart's days, and the highest one between them.
func (o *Overview) chartAxis(series []model.Credits, width int) string {
	today := o.state.Today()
	first, last := today.Add(1-len(series)).Format("Jan 2"), today.Format("Jan 2")
	read, peak := o.state.HistoryCovers(today.Add(1-len(series)).Start(o.state.Location)), 0
	for i, used := range series {
		if used > series[peak] {
			peak = i
		}
	}
	day := today.Add(1 - len(series) + peak)
	for _, text := range []string{" on " + day.Format("Jan 2"), ""} {
		text = "peak " + usedSince(o.state, day, day) + text
		if room := width - widget.Width(first+last+text); read && series[peak] > 0 && room >= 2*gap {
			return o.theme.Muted.Render(first + strings.Repeat(" ", room/2) + text + strings.Repeat(" ", room-room/2) + last)
		}
	}
	return o.theme.Muted.Render(widget.Justify(first, last, width))
}

// usedSince is the credits used in a range of days as text, with "?" for generations of unknown
// price.
func usedSince(s *data.State, from, to model.Day) string {
	sum, doubts := s.History.Value.Usage.Sum(from, to), s.History.Value.Doubts(from, to)
	used := format.Amount(sum)
	switch {
	case !sum.Known():
		return format.TooMuch
	case s.Estimated():
		used = message.Used(sum, doubts.AtLeast > 0)
	}
	if doubts.Unknown > 0 {
		used += " + " + message.UnknownMark
	}
	return used
}

// sumSince is usedSince, or "…" while rows of that range are still being read.
func (o *Overview) sumSince(from, to model.Day) string {
	s := o.state
	used := usedSince(s, from, to)
	switch {
	case !s.History.Loaded && s.History.Err == nil:
		return "…"
	case used == format.TooMuch, s.HistoryCovers(from.Start(s.Location)):
		return used
	case s.Backfill.InFlight || s.History.InFlight:
		return "…"
	default:
		return "≥ " + strings.TrimPrefix(used, message.AtLeast)
	}
}

// period is a named range of days up to today.
type period struct {
	name string
	from model.Day
}

// periods are the ranges that the pane sums up: today, this week unless it began today, this
// billing period.
func (o *Overview) periods() []period {
	s := o.state
	today := s.Today()
	periods := []period{{"today", today}}
	if monday := today.Monday(); monday != today {
		periods = append(periods, period{"this week", monday})
	}
	if start := s.Subscription.Value.CurrentPeriodStart; !start.IsZero() && s.Subscription.Available() {
		day := format.Date(start.Time, s.Now, s.Location)
		periods = append(periods, period{"since " + day, model.DayOf(start.Time, s.Location)})
	}
	return periods
}

// paceDays is the number of days of the pace.
const paceDays = 90

// pace is the use of the last 90 days as that of a month; "" before it is known for all of them.
func (o *Overview) pace() string {
	s := o.state
	activity, span := s.History.Value.Activity, insight.Span{From: s.Today().Add(1 - paceDays), To: s.Today()}
	if activity == nil || activity.First() == (model.Day{}) || span.From.Before(activity.First()) {
		return ""
	}
	pace, err := insight.MonthlyUse(activity.Of(span).Used(), span)
	if err != nil || pace <= 0 {
		return ""
	}
	text, doubts := format.Amount(roundCredits(pace)), s.History.Value.Doubts(span.From, span.To)
	if s.Estimated() {
		text = message.Used(pace, doubts.AtLeast > 0)
	}
	if doubts.Unknown > 0 {
		text += " + " + message.UnknownMark
	}
	return o.theme.Strong.Render(text) + " a month in 90 days"
}

// used is the credits used in each period and the pace, on one line where they fit.
func (o *Overview) used(width int) []string {
	if o.noUsage() {
		return nil
	}
	var cells []string
	for _, p := range o.periods() {
		cells = append(cells, p.name+" "+o.theme.Strong.Render(o.sumSince(p.from, o.state.Today())))
	}
	const title = "Used "
	if pace := o.pace(); pace != "" {
		if line := title + strings.Join(append(cells, pace), "   "); widget.Width(line) <= width {
			return []string{line}
		}
		if line := title + strings.Join(append(cells, pace), "  "); widget.Width(line) <= width {
			return []string{line}
		}
	}
	if line := title + strings.Join(cells, "   "); widget.Width(line) <= width {
		return []string{line}
	}
	for i, cell := range cells {
		cells[i] = title + cell
	}
	return cells
}
