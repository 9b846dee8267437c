package pane

import (
	"math"
	"strings"

	"github.com/studio-tui/studio-tui/model"
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
	first := today.Add(1 - chartDays)
	sum := o.sumSince(first, today)
	unit := " credits used"
	switch {
	case sum == format.TooMuch:
		unit = ""
	case drawn < 40:
		unit = " used"
	}
	title := widget.Justify(o.theme.Title.Render("LAST 30 DAYS"), sum+unit, drawn)
	axis := widget.Justify(first.Format("Jan 2"), today.Format("Jan 2"), drawn)
	return append(append([]string{title}, chart.Lines(o.theme.RenderRole)...), o.theme.Muted.Render(axis))
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

// periods are the ranges that the pane sums up: today, this week, this billing period.
func (o *Overview) periods() []period {
	s := o.state
	today := s.Today()
	periods := []period{{"today", today}, {"this week", today.Monday()}}
	if start := s.Subscription.Value.CurrentPeriodStart; !start.IsZero() && s.Subscription.Available() {
		day := format.Date(start.Time, s.Now, s.Location)
		periods = append(periods, period{"since " + day, model.DayOf(start.Time, s.Location)})
	}
	return periods
}

// used is the credits used in each period, on one line where they fit.
func (o *Overview) used(width int) []string {
	if o.noUsage() {
		return nil
	}
	var cells []string
	for _, p := range o.periods() {
		cells = append(cells, p.name+" "+o.theme.Strong.Render(o.sumSince(p.from, o.state.Today())))
	}
	line := "Used " + strings.Join(cells, "   ")
	if widget.Width(line) <= width {
		return []string{line}
	}
	return o.usedColumn()
}

// usedColumn is the credits used in each period, one line each, with the figures aligned.
func (o *Overview) usedColumn() []string {
	if o.noUsage() {
		return nil
	}
	var lines []string
	name := 0
	var figures widget.Decimals
	periods := o.periods()
	sums := make([]string, len(periods))
	for i, p := range periods {
		sums[i] = o.sumSince(p.from, o.state.Today())
		name = max(name, widget.Width(p.name))
		figures.Grow(sums[i])
	}
	for i, p := range periods {
		lines = append(lines, "Used "+widget.PadRight(p.name, name+gap)+o.theme.Strong.Render(figures.Set(sums[i], figures.Width())))
	}
	return lines
}
