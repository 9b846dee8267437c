package pane

import (
	"fmt"
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// weeksShown is the number of weeks of the heat map, a year of whole weeks.
const (
	weeksShown = 53
	yearWeeks  = "53 weeks"
)

var weekdayLabels = []string{"Mon", "", "Wed", "", "Fri", "", "Sun"}

// yearPicture is the heat map of a year.
type yearPicture struct {
	shades   [][]widget.Shade // weekdays by weeks
	quarters widget.Quarters
	idle     int // days without use
	days     int // days whose use is known
}

// newYearPicture shades each day by the quartiles of the account's own days.
func (u *Usage) newYearPicture() yearPicture {
	p := yearPicture{shades: make([][]widget.Shade, 7)}
	for i := range p.shades {
		p.shades[i] = make([]widget.Shade, weeksShown)
	}
	if !u.ready() {
		return p
	}
	parts := u.shown.Year.Parts
	values := make([]float64, len(parts))
	for i := range parts {
		values[i] = float64(parts[i].Used())
	}
	p.quarters = widget.NewQuarters(values)
	first := u.shown.Activity.First()
	for i := range min(len(parts), 7*weeksShown) {
		switch {
		case parts[i].From.Before(first):
			continue
		case u.standsOut(insight.Span{From: parts[i].From, To: parts[i].From}):
			p.shades[i%7][i/7] = widget.ShadeFlag
		default:
			p.shades[i%7][i/7] = p.quarters.Shade(values[i])
		}
		p.days++
		if values[i] == 0 {
			p.idle++
		}
	}
	return p
}

// yearPlace is the index of the day under the cursor, from the first of the year.
func (u *Usage) yearPlace() int {
	span := u.shown.Query.Year
	if u.day == (model.Day{}) || span.To.Before(u.day) {
		return span.Days() - 1
	}
	return max(u.day.Sub(span.From), 0)
}

// moveDay moves the cursor of the year by weeks and days.
func (u *Usage) moveDay(weeks, days int) {
	if !u.ready() {
		return
	}
	span := u.shown.Query.Year
	at := u.yearPlace()
	if to := at + 7*weeks + days; to >= 0 && to < span.Days() {
		at = to
	}
	u.day = span.From.Add(at)
	u.place()
}

// yearMap is the heat map of the weeks that fit. from is the index of the first of them.
func (u *Usage) yearMap() (m widget.Heatmap, from int) {
	m = widget.Heatmap{Rows: weekdayLabels, Step: 1}
	if m.Left()+2*weeksShown <= u.inner() {
		m.Step = 2
	}
	weeks := max(min((u.inner()-m.Left())/m.Step, weeksShown), 1)
	at := u.yearPlace()
	from = min(weeksShown-weeks, at/7)
	m.Row, m.Column = at%7, at/7-from
	for _, row := range u.year.shades {
		m.Shades = append(m.Shades, row[from:from+weeks])
	}
	monday := u.shown.Query.Year.From.Add(7 * from)
	for week := range weeks {
		if last := monday.Add(7*week + 6); last.Date <= 7 {
			m.Columns = append(m.Columns, widget.Tick{At: week, Text: last.Format("Jan")})
		}
	}
	return m, from
}

// yearTitle names the year shown, and how many of its weeks fit.
func (u *Usage) yearTitle() []string {
	weeks := yearWeeks
	m, _ := u.yearMap()
	if drawn := len(m.Shades[0]); drawn < weeksShown {
		return []string{format.Count(drawn) + " of " + weeks, "by day"}
	}
	if u.yearsAgo > 0 {
		weeks += " to " + u.shown.Query.Year.To.Format("Jan 2, 2006")
	}
	return []string{weeks, "by day", u.zone()}
}

// yearBody draws a year of days, and the rhythm under it where there is room.
func (u *Usage) yearBody(height int) []string {
	var lines []string
	if u.roomy() {
		lines = append(lines, "")
	}
	if u.titled() {
		lines = append(lines, u.yearHeadline(), "")
	}
	heat, from := u.yearMap()
	drawn := heat.Draw(u.inner())
	if from > 0 {
		drawn.Set(heat.Left()-1, 0, '‹', widget.RoleMuted)
	}
	grid := drawn.Lines(u.theme.RenderRole)
	if from+len(heat.Shades[0]) < weeksShown {
		grid[0] = u.continued(grid[0])
	}
	if u.titled() && !u.roomy() { // the mark of the cursor's column shares its line with the legend
		lines = append(lines, grid...)
		lines = append(lines, u.theme.Muted.Render(widget.Truncate("   · none  ░ ▒ ▓ █ your quarters  ! unusual", u.inner())), "")
	} else {
		lines = append(lines, grid...)
	}
	lines = append(lines, u.dayLines()...)
	if rhythm := u.rhythmLines(); u.roomy() && u.inner() >= 100 && len(lines)+len(rhythm)+3 <= height {
		title := u.theme.Title.Render("RHYTHM") + u.theme.Muted.Render("   "+u.recent.String()+", your local time ("+u.zone()+")")
		lines = append(append(lines, "", title), rhythm...)
	}
	return lines
}

// yearHeadline is the use in the year, and the legend of the shades.
func (u *Usage) yearHeadline() string {
	total := u.shown.Year.Total
	whole := u.known(u.shown.Query.Year)
	left := u.theme.Strong.Render(u.amount(total, whole)) + " credits in " + yearWeeks
	details := []string{message.Use(history.Use{Debits: perDay(total.Used(), u.year.days), AtLeast: total.AtLeast}, u.state.Estimated()) + " a day", format.Count(u.year.idle) + " days without"}
	if u.year.idle == 1 {
		details[1] = "1 day without"
	}
	legend := ""
	if u.roomy() {
		legend = "· none"
		for i, shade := range []string{"░", "▒", "▓"} {
			legend += fmt.Sprintf("  %s to %s", shade, format.Amount(wholeCredits(u.year.quarters[i])))
		}
		legend += "  █ more  ! unusual"
	}
	left = fitted(u.inner()-widget.Width(legend)-3, "   ", append([]string{left}, details...)...)
	return widget.Justify(left, u.theme.Muted.Render(legend), u.inner())
}

func wholeCredits(value float64) model.Credits {
	return (model.Credits(value) + model.Credit/2) / model.Credit * model.Credit
}

// dayPart is the day under the cursor.
func (u *Usage) dayPart() insight.Part { return u.shown.Year.Parts[u.yearPlace()] }

// dayLines are the figures of the day under the cursor, and why it is unusual.
func (u *Usage) dayLines() []string {
	part := u.dayPart()
	days := insight.Span{From: part.From, To: part.From}
	name := u.theme.Strong.Render(message.Day(part.From, u.state.Today()))
	if part.From.Before(u.shown.Activity.First()) {
		why := "before your first transaction"
		if !u.state.History.Value.Whole {
			why = "not read yet"
		}
		return []string{name + u.space() + u.theme.Muted.Render(why), ""}
	}
	parts := append([]string{name + u.space() + u.amount(part.Use, u.known(days)) + " credits"}, u.figures(part.Use)...)
	cause := u.episodeText(days)
	if !u.titled() && cause != "" {
		parts = slices.Insert(parts, 1, cause)
	}
	lines := []string{fitted(u.inner(), u.space(), parts...)}
	if u.titled() {
		lines = append(lines, widget.Truncate(cause, u.inner()))
	}
	return lines
}

// chosenDay is the day under the cursor.
func (u *Usage) chosenDay() (part string, rows history.Query) {
	day := u.dayPart()
	if day.Generations+day.Unknown == 0 {
		return "", history.Query{}
	}
	return message.Day(day.From, u.state.Today()), history.Days(day.From, day.From, u.state.Location)
}

// dayText is the text that y copies for the day under the cursor.
func (u *Usage) dayText() string {
	part := u.dayPart()
	told := message.Day(part.From, u.state.Today()) + ": " + message.WholeUse(part.Use, u.state.Estimated()) + " credits"
	return strings.Join(append([]string{told}, u.figures(part.Use)...), ", ")
}
