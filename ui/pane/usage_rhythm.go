package pane

import (
	"fmt"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// rhythmPicture is the heat map of a week by hours, with the sums that it is made of.
type rhythmPicture struct {
	shades   [][]widget.Shade
	days     [7]history.Use // of the weekdays
	largest  model.Credits  // largest of them
	total    history.Use
	sentence string
}

func (u *Usage) newRhythmPicture() rhythmPicture {
	rhythm := &u.shown.Rhythm
	p := rhythmPicture{shades: make([][]widget.Shade, 7)}
	var values []float64
	for day := range rhythm {
		p.days[day] = rhythm.Weekday(day)
		p.total.Plus(p.days[day])
		p.largest = max(p.largest, p.days[day].Used())
		for hour := range rhythm[day] {
			values = append(values, float64(rhythm[day][hour].Used()))
		}
	}
	quarters := widget.NewQuarters(values)
	for at, value := range values {
		p.shades[at/24] = append(p.shades[at/24], quarters.Shade(value))
	}
	p.sentence = rhythmSentence(&p, u)
	return p
}

// rhythmSentence says when most credits are used.
func rhythmSentence(p *rhythmPicture, u *Usage) string {
	total := p.total.Used()
	if total <= 0 {
		return ""
	}
	var weekdays model.Credits
	for day := range 5 {
		weekdays += p.days[day].Used()
	}
	from, to := u.shown.Rhythm.Busiest(2.0 / 3)
	text := "Monday to Friday take " + message.Percent(weekdays, total) + "."
	if weekdays == 0 {
		text = "All of it is used on weekends."
	}
	return text + fmt.Sprintf(" Two thirds fall between %02d:00 and %02d:00.", from, to+1)
}

// moveHour moves the cursor of the rhythm by hours and weekdays.
func (u *Usage) moveHour(hours, days int) {
	u.hour = max(min(u.hour+hours, 23), 0)
	u.week = max(min(u.week+days, 6), 0)
}

// rhythmTitle names the range of days.
func (u *Usage) rhythmTitle() []string {
	return []string{u.recent.String(), "weekday and hour", u.zone()}
}

// rhythmBody draws the heat map of a week by hours, with the use of each weekday.
func (u *Usage) rhythmBody(int) []string {
	var lines []string
	if u.titled() {
		lines = append(lines, "")
	}
	lines = append(lines, u.rhythmLines()...)
	if u.titled() {
		lines = append(lines, u.theme.Muted.Render("   · none  ░ ▒ ▓ █ quarters of your hours"), "")
	}
	lines = append(lines, u.hourLine())
	if u.titled() {
		lines = append(lines, u.beats.sentence)
	}
	return lines
}

// rhythmMap is the heat map of a week by hours.
func (u *Usage) rhythmMap() widget.Heatmap {
	m := widget.Heatmap{Shades: u.beats.shades, Rows: []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, Step: 1, Row: -1, Column: -1}
	if u.view == rhythmView {
		m.Row, m.Column = u.week, u.hour
	}
	every := 6
	switch {
	case u.inner() >= 100:
		m.Step, m.Fill, every = 3, 2, 3
	case u.inner() >= 70:
		m.Step, every = 2, 3
	}
	for hour := 0; hour < 24; hour += every {
		m.Columns = append(m.Columns, widget.Tick{At: hour, Text: fmt.Sprintf("%02d", hour)})
	}
	return m
}

// rhythmLines are the heat map with the weekdays' bars beside it.
func (u *Usage) rhythmLines() []string {
	m := u.rhythmMap()
	width := m.Left() + 24*m.Step
	lines := m.Draw(width).Lines(u.theme.RenderRole)
	var figures widget.Decimals
	for _, use := range u.beats.days {
		figures.Grow(message.Use(use, u.state.Estimated()))
	}
	bar := min(u.inner()-width-2-figures.Width()-2, 20)
	for day, use := range u.beats.days {
		text := message.Use(use, u.state.Estimated())
		share := widget.ShareBar(float64(use.Used())/float64(max(u.beats.largest, 1)), bar)
		lines[day+1] = widget.PadRight(lines[day+1], width) + "  " +
			u.theme.Accent.Render(widget.PadRight(share, bar)) + "  " + figures.Set(text, figures.Width())
	}
	return lines
}

// hourLine is the line with the figures of the hour under the cursor.
func (u *Usage) hourLine() string {
	use := u.shown.Rhythm[u.week][u.hour]
	weeks := u.weekdays()
	parts := []string{u.theme.Strong.Render(u.hourName()) + u.space() + message.WholeUse(use, u.state.Estimated()) + " credits"}
	parts = append(parts, u.figures(use)...)
	if weeks > 1 && use.Used() > 0 {
		average := message.Use(history.Use{Debits: perDay(use.Used(), weeks)}, u.state.Estimated())
		parts = append(parts, average+" each on "+format.Plural(weeks, u.weekday().String()))
	}
	return fitted(u.inner(), u.space(), parts...)
}

// weekdays is the number of days in the range that are the weekday under the cursor.
func (u *Usage) weekdays() (n int) {
	span := u.shown.Query.Recent
	first := (u.week - (int(span.From.Weekday())+6)%7 + 7) % 7
	return max((span.Days()-first+6)/7, 0)
}

func (u *Usage) weekday() time.Weekday { return time.Weekday((u.week + 1) % 7) }

func (u *Usage) hourName() string { return fmt.Sprintf("%s %02d:00", u.weekday().String()[:3], u.hour) }

// chosenHour is the hour under the cursor, on all those weekdays of the range.
func (u *Usage) chosenHour() (part string, rows history.Query) {
	if use := u.shown.Rhythm[u.week][u.hour]; use.Generations+use.Unknown == 0 {
		return "", history.Query{}
	}
	span, loc := u.shown.Query.Recent, u.state.Location
	rows = history.Days(span.From, span.To, loc).And(history.OnWeekday(u.weekday(), loc)).And(history.Hours(u.hour, u.hour, loc))
	return u.hourName() + " · " + u.recent.String(), rows
}

// hourText is the text that y copies for the hour under the cursor.
func (u *Usage) hourText() string {
	use := u.shown.Rhythm[u.week][u.hour]
	told := u.hourName() + ", " + u.recent.String() + ": " + message.WholeUse(use, u.state.Estimated()) + " credits"
	return strings.Join(append([]string{told}, u.figures(use)...), ", ")
}
