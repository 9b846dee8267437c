package pane

import (
	"math"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// roomy reports whether the height allows empty lines.
func (u *Usage) roomy() bool { return u.height >= 26 }

// layOut divides the height between the bars and the table, and fits the bars into the width.
func (u *Usage) layOut() {
	others := 5 // title, headline, cursor, labels, figures
	switch {
	case u.roomy():
		others += 4
	case u.titled():
		others += 2
	}
	chart := u.height / 3
	if u.roomy() {
		chart = u.height * 28 / 100
	}
	if splits[u.split].name == "" {
		chart = u.height - others
	}
	if chart > 3 {
		chart -= chart % 2 // so that the middle of the axis is a round figure
	}
	u.chartHeight = max(chart, 3)
	rows := max(u.height-others-u.chartHeight, 0)
	if len(u.rows) > rows && u.titled() {
		rows-- // for the line that counts the rows left out
	}
	u.table.SetSize(rows)
	u.table.SetCount(len(u.rows))
	u.fitColumns()
	u.fitBars()
}

// fitBars sets the range of visible bars: all of them, or as many as leave gaps between them
// where nearly all fit.
func (u *Usage) fitBars() {
	chart := u.chart(0, len(u.shown.Bars.Parts))
	most := max(chart.Most(u.inner()), 1)
	n := len(chart.Bars)
	if apart := (most + 1) / 2; n > apart && n*4 <= apart*5 {
		most = apart
	}
	u.bars.SetSize(min(n, most))
	u.bars.SetCount(n)
}

// picture builds the pictures again after the figures have changed.
func (u *Usage) picture() {
	u.year, u.beats = u.newYearPicture(), u.newRhythmPicture()
	u.fitBars()
	u.place()
}

// place puts the cursor of the bars on its day, or on the newest bar where no day is set.
func (u *Usage) place() {
	parts := u.shown.Bars.Parts
	at := len(parts) - 1
	for u.day != (model.Day{}) && at > 0 && u.day.Before(parts[at].From) {
		at--
	}
	u.bars.Move(at - u.bars.Cursor)
}

// moveBar moves the cursors of the bars and of the table. The first move in the table selects
// its first row.
func (u *Usage) moveBar(columns, rows int) {
	if !u.ready() {
		return
	}
	if columns != 0 && u.bars.Count > 0 {
		u.bars.Move(columns)
		u.day = model.Day{}
		if u.bars.Cursor < u.bars.Count-1 {
			u.day = u.barSpan(u.bars.Cursor).From
		}
	}
	if rows == 0 || len(u.rows) == 0 || splits[u.split].name == "" {
		return
	}
	switch {
	case !u.picks && rows > 0:
		u.picks = true
		u.table.Home()
	case u.picks:
		u.table.Move(rows)
	}
	if u.picks {
		u.name = u.rows[u.table.Cursor].Key
	}
}

// barSpan is the range of days of a bar.
func (u *Usage) barSpan(i int) insight.Span {
	parts, span := u.shown.Bars.Parts, u.shown.Bars.Span
	days := insight.Span{From: later(parts[i].From, span.From), To: span.To}
	if i+1 < len(parts) {
		days.To = parts[i+1].From.Add(-1)
	}
	return days
}

func later(a, b model.Day) model.Day {
	if a.Before(b) {
		return b
	}
	return a
}

// chart is the chart of the bars in the range from–to, to excluded.
func (u *Usage) chart(from, to int) widget.BarChart {
	parts := u.shown.Bars.Parts
	chart := widget.BarChart{Split: u.picks, Height: u.chartHeight, Cursor: u.bars.Cursor - from, Format: axisFigure}
	for i := from; i < to; i++ {
		bar := widget.Bar{Value: inCredits(parts[i].Used()), Before: math.NaN(), Flag: u.standsOut(u.barSpan(i))}
		if u.picks {
			bar.Part = inCredits(u.shown.Cells[u.rows[u.table.Cursor].at][i].Used())
		}
		if before, ok := u.beforeBar(i); ok && u.ghosts() {
			bar.Before = inCredits(before)
		}
		if days := u.barSpan(i); parts[i].Generations == 0 && (!u.known(days) || parts[i].Unknown > 0) {
			bar.Value = math.NaN()
		}
		chart.Bars = append(chart.Bars, bar)
	}
	chart.Ticks = u.ticks(from, to)
	return chart
}

// beforeBar is the use in the same bar of the previous span, up to this hour for a bar that is
// not over; ok is false where it is unknown.
func (u *Usage) beforeBar(i int) (used model.Credits, ok bool) {
	parts, before, previous := u.shown.Bars.Parts, u.shown.Before, u.shown.Bars.Previous
	at := i - len(parts) + len(before)
	if previous == nil || at < 0 || at >= len(before) {
		return 0, false
	}
	used = before[at].Used()
	if i == len(parts)-1 {
		used -= previous.Used - previous.SoFar
	}
	return used, true
}

// ghosts reports whether the previous span is drawn beside the bars.
func (u *Usage) ghosts() bool { return u.compare || u.inner() >= 100 }

// inCredits is an amount as the height of a bar.
func inCredits(c model.Credits) float64 { return float64(c) / float64(model.Credit) }

func axisFigure(value float64) string {
	return format.Amount(model.Credits(math.Round(value * float64(model.Credit))))
}

// ticks are the labels under the bars: the first, Mondays, the first week of each month, or
// each month.
func (u *Usage) ticks(from, to int) (ticks []widget.Tick) {
	parts := u.shown.Bars.Parts
	for i := from; i < to; i++ {
		day, layout := parts[i].From, "Jan 2"
		wanted := i == from
		switch u.shown.Query.Step {
		case insight.ByDay:
			wanted = wanted || day == day.Monday()
		case insight.ByWeek:
			wanted = wanted || day.Date <= 7
		default:
			layout = "Jan"
			if day.Month == 1 || i == from {
				layout = "Jan 2006"
			}
			wanted = true
		}
		if wanted {
			ticks = append(ticks, widget.Tick{At: i - from, Text: day.Format(layout)})
		}
	}
	return ticks
}

// barsTitle describes the bars shown.
func (u *Usage) barsTitle() []string {
	said := []string{u.shown.Query.Range, "by " + string(u.shown.Query.Step)}
	if u.picks {
		said = append(said, "split by "+splits[u.split].name)
	}
	return said
}

// barsBody draws the bars with their figures, and the table.
func (u *Usage) barsBody(int) []string {
	var lines []string
	if u.roomy() {
		lines = append(lines, "")
	}
	if total := u.shown.Bars.Total; total.Generations == 0 && total.Unknown == 0 {
		return append(lines, u.nothingUsed()...)
	}
	from, to := u.bars.Visible()
	chart := u.chart(from, to)
	layout, _ := chart.Layout(u.inner())
	lines = append(lines, u.headline(layout.Width > 1 && layout.Step > layout.Width))
	if grid := chart.Draw(u.inner()); grid != nil {
		if from > 0 {
			grid.Set(layout.Left-1, chart.Height+1, '‹', widget.RoleMuted)
		}
		lines = append(lines, grid.Lines(u.theme.RenderRole)...)
		if last := len(lines) - 1; to < len(u.shown.Bars.Parts) {
			lines[last] = u.continued(lines[last])
		}
	}
	if u.roomy() {
		lines = append(lines, "")
	}
	lines = append(lines, u.barLine())
	if u.titled() {
		lines = append(lines, widget.Truncate(u.unusualText(), u.inner()))
	}
	if splits[u.split].name == "" {
		return lines
	}
	return append(lines, u.tableLines()...)
}

// continued marks, in the margin, a line whose picture goes on to the right.
func (u *Usage) continued(line string) string {
	return widget.PadRight(line, u.inner()) + u.theme.Muted.Render("›")
}

// barLine is the line with the exact figures of the bar under the cursor.
func (u *Usage) barLine() string {
	i := u.bars.Cursor
	use, of := u.barUse()
	parts := []string{u.theme.Strong.Render(u.barName(i)) + u.space() + of}
	if before, ok := u.beforeBar(i); ok && u.compare && !u.picks {
		parts = append(parts, "before "+message.Use(history.Use{Debits: before}, u.state.Estimated())+" "+message.Compared(use.Used(), before))
	}
	if cause := u.unusualText(); cause != "" && !u.titled() {
		return widget.Truncate(parts[0]+"  "+cause, u.inner())
	}
	parts = append(parts, u.figures(use)...)
	if largest := u.largestOf(i); largest != "" && !u.picks {
		parts = append(parts, "most "+largest)
	}
	line := fitted(u.inner(), u.space(), parts...)
	if n := use.Generations + use.Unknown; n > 0 && u.inner() >= 100 {
		hint := keymap.First(u.keys.UsageRows) + " shows these " + countRows(int(n))
		if n == 1 {
			hint = keymap.First(u.keys.UsageRows) + " shows it"
		}
		if widget.Width(line)+4+widget.Width(hint) <= u.inner() {
			line = widget.Justify(line, u.theme.Muted.Render(hint), u.inner())
		}
	}
	return line
}

// space is the separator between the parts of a line.
func (u *Usage) space() string {
	if u.inner() >= 100 {
		return "   "
	}
	return "  "
}

// barUse is the use in the bar under the cursor, of the selected row alone where one is
// selected, and its text.
func (u *Usage) barUse() (use history.Use, told string) {
	i := u.bars.Cursor
	part := u.shown.Bars.Parts[i]
	whole := u.known(u.barSpan(i))
	if !u.picks {
		return part.Use, u.amount(part.Use, whole) + " credits"
	}
	use = u.shown.Cells[u.rows[u.table.Cursor].at][i]
	return use, message.Named(u.name) + " " + u.amount(use, whole) + " of " + u.amount(part.Use, whole) + " credits"
}

// figures are the other figures of a use: charged, refunded, generations, failed.
func (u *Usage) figures(use history.Use) []string {
	var parts []string
	if n := use.Generations + use.Unknown; n > 0 {
		parts = append(parts, message.Generations(n))
	}
	if use.Failed > 0 {
		failed := format.Count(int(use.Failed)) + " failed"
		if use.Refunded > 0 {
			failed += ", " + use.Refunded.Signed() + " back"
		}
		parts = append(parts, failed, message.Use(history.Use{Debits: use.Debits, AtLeast: use.AtLeast}, u.state.Estimated())+" charged")
	}
	if use.Unknown > 0 {
		parts = append(parts, format.Count(int(use.Unknown))+" of unknown price")
	}
	return parts
}

// largestOf is the name with the largest use in a bar, with that use.
func (u *Usage) largestOf(bar int) string {
	name, most := "", history.Use{}
	for i := range u.rows {
		if use := u.shown.Cells[u.rows[i].at][bar]; use.Used() > most.Used() {
			name, most = message.Named(u.rows[i].Key), use
		}
	}
	if name == "" {
		return ""
	}
	return name + " " + message.Use(most, u.state.Estimated())
}

// barName is the name of a bar's days.
func (u *Usage) barName(i int) string {
	days, today := u.barSpan(i), u.state.Today()
	switch {
	case days.From == days.To:
		return message.Day(days.From, today)
	case u.shown.Query.Step == insight.ByMonth && days.From.Date == 1 && days.To.Add(1).Date == 1:
		return days.From.Format("January 2006")
	}
	return message.Days(days, today)
}

// standsOut reports whether the use on some days, or of a tool on one of them, is unusual.
func (u *Usage) standsOut(days insight.Span) bool {
	_, ok := u.shown.EpisodeOf(days)
	return ok
}

// unusualText says why the bar under the cursor is unusual, "" where it is not.
func (u *Usage) unusualText() string { return u.episodeText(u.barSpan(u.bars.Cursor)) }

// episodeText describes the unusual use on some days, "" for none.
func (u *Usage) episodeText(days insight.Span) string {
	e, ok := u.shown.EpisodeOf(days)
	if !ok {
		return ""
	}
	text, peak := message.Unusual(e), message.Day(e.Peak, u.state.Today())
	switch {
	case days.From != days.To:
		text = message.UnusualDay(e, peak)
	case days.From != e.Peak:
		text = "unusual days: " + message.UnusualDay(e, peak)
	}
	return u.theme.Warn.Render("! " + text)
}

// chosenBar is the bar under the cursor, and the selected row if any.
func (u *Usage) chosenBar() (part string, rows history.Query) {
	if u.bars.Count == 0 {
		return "", history.Query{}
	}
	if use, _ := u.barUse(); use.Generations+use.Unknown == 0 {
		return "", history.Query{}
	}
	days := u.barSpan(u.bars.Cursor)
	part, rows = u.barName(u.bars.Cursor), history.Days(days.From, days.To, u.state.Location)
	if u.picks {
		part, rows = part+" · "+message.Named(u.name), rows.And(u.ofName(u.name))
	}
	return part, rows
}

// barText is the text that y copies for the bar under the cursor.
func (u *Usage) barText() string {
	if u.bars.Count == 0 {
		return ""
	}
	use, told := u.barUse()
	return strings.Join(append([]string{u.barName(u.bars.Cursor) + ": " + told}, u.figures(use)...), ", ")
}
