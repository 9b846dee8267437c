package pane

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Outlook is what the forecast view draws: how long the credits last.
type Outlook struct {
	Forecast forecast.Forecast
	Record   forecast.Record
	Now      time.Time
	Zone     *time.Location
	Ahead    int // days that the fan shows; 0: as many as fit
}

// leastFan is the least number of lines for which the fan is drawn, mostFan the largest that it
// takes.
const (
	leastFan = 4
	mostFan  = 30
)

// ForecastBody draws an outlook in a given size: the sentence, the balance of the last days
// with the fan of the coming ones, and a dot for each tenth of the futures on the day on which
// it runs out.
func ForecastBody(t *theme.Theme, o Outlook, width, height int) []string {
	roomy := height >= 16
	lines := paintAll(t.Strong, widget.Wrap(message.Lasts(o.Forecast, o.Zone), width))
	if facts := o.facts(); roomy && facts != "" {
		lines = append(append(lines, paintAll(t.Muted, widget.Wrap(facts, width))...), "")
	}
	if len(o.Forecast.Days) == 0 {
		return lines
	}
	fan := o.fan(width)
	dots, later := o.dots(fan)
	below := o.legend(t, width, roomy, len(dots) > 0, later)
	axis := 2 // today, the days
	if len(dots) > 0 {
		axis++
	}
	if fan.Height = min(height-len(lines)-len(below)-axis, mostFan); fan.Height < leastFan { // no dots without their legend
		fan.Height, below, dots = min(height-len(lines)-2, mostFan), nil, nil
	}
	if fan.Height > leastFan {
		fan.Height &^= 1 // so that the axis has a round figure half-way
	}
	picture := fan.Draw(width)
	if fan.Height < leastFan || picture == nil {
		return lines
	}
	o.markRenewals(fan, picture, width)
	lines = append(lines, picture.Lines(t.RenderRole)...)
	if len(dots) > 0 {
		lines = append(lines, fan.Dots(dots, width).Lines(t.RenderRole)...)
	}
	return append(lines, below...)
}

// facts say what the forecast is based on.
func (o *Outlook) facts() string {
	f := o.Forecast
	var facts []string
	if left := message.NotCounted(f.RunOut.Without, o.Zone, o.Now); left != "" {
		facts = append(facts, left)
	}
	for _, pace := range f.Pace[1:2] {
		if pace.PerDay.Known() {
			facts = append(facts, fmt.Sprintf("%s a day in the last %d, idle days included; %s now.",
				format.Amount(message.Rough(pace.PerDay)), pace.Days, format.Credits(f.Credits)))
		}
	}
	return strings.Join(facts, " ")
}

// spans are the numbers of days that the fan shows before and after today in a width.
func (o *Outlook) spans(width int) (back, ahead int) {
	back, ahead = 60, forecast.DaysAhead
	switch {
	case width < 70:
		back, ahead = 30, 90
	case width < 100:
		back, ahead = 30, 120
	}
	if o.Ahead > 0 {
		ahead = o.Ahead
	}
	return min(back, len(o.Forecast.Before)+1), min(ahead, len(o.Forecast.Days))
}

// fan is the chart for a width, without its height.
func (o *Outlook) fan(width int) *widget.Fan {
	back, ahead := o.spans(width)
	f := o.Forecast
	fan := &widget.Fan{Format: func(value float64) string { return format.Amount(model.Credits(value) * model.Credit) }}
	whole := func(c model.Credits) float64 { return max(0, float64(c/model.Credit)) } // unknown balances are negative and count as 0
	for _, balance := range f.Before[len(f.Before)+1-back:] {
		fan.Past = append(fan.Past, whole(balance))
	}
	fan.Past = append(fan.Past, whole(f.Credits))
	first := f.Today.Add(1 - len(fan.Past))
	for _, balance := range f.Days[:ahead] {
		fan.Low, fan.Mid, fan.High = append(fan.Low, whole(balance.Low)), append(fan.Mid, whole(balance.Mid)), append(fan.High, whole(balance.High))
	}
	for at := range fan.Days() {
		if day := first.Add(at); day.Date == 1 {
			fan.Ticks = append(fan.Ticks, widget.Tick{At: at, Text: day.Format("Jan 2")})
		}
	}
	return fan
}

// markRenewals writes the credits of renewals below their days, where they fit.
func (o *Outlook) markRenewals(fan *widget.Fan, picture *widget.Grid, width int) {
	today := len(fan.Past) - 1
	free := fan.Column(today, width) + widget.Width("▲ today") + 1
	for _, renewal := range o.Forecast.Renewals {
		at := today + model.DayOf(renewal.At.Time, o.Zone).Sub(o.Forecast.Today)
		text := renewal.Credits.Signed()
		x := fan.Column(at, width)
		if at >= fan.Days() || x < free || x+widget.Width(text) > width {
			continue
		}
		picture.Text(x, fan.Height, text, widget.RoleMuted)
		free = x + widget.Width(text) + 1
	}
}

// dots are the days of the fan on which each tenth of the futures runs out, none where all are
// after its last day. later reports whether some are.
func (o *Outlook) dots(fan *widget.Fan) (days []int, later bool) {
	if o.Forecast.RunOut.State != forecast.Between {
		return nil, false
	}
	within := false
	for _, after := range o.Forecast.RunOut.Tenths {
		day := after + len(fan.Past) - 1
		if after == forecast.Beyond || day >= fan.Days() {
			day, later = -1, true
		} else {
			within = true
		}
		days = append(days, day)
	}
	if !within {
		return nil, false
	}
	return days, later
}

// legend explains the marks, and says how often past forecasts were right.
func (o *Outlook) legend(t *theme.Theme, width int, roomy, dots, later bool) (lines []string) {
	keys := []string{"▒ left 9 times in 10", "░ 1 to 9 times", "─ the middle"}
	brief := []string{"▒ 9 in 10", "░ 1 to 9", "─ middle"}
	if dots {
		keys, brief = append(keys, "each ● is a tenth of the cases"), append(brief, "each ● a tenth")
	}
	if later {
		_, ahead := o.spans(width)
		keys, brief = append(keys, "› after "+o.Forecast.Days[ahead-1].Day.Format("Jan 2")), append(brief, "› later")
	}
	line := strings.Join(keys, "  ")
	if widget.Width(line) > width {
		line = widget.Truncate(strings.Join(brief, "  "), width)
	}
	if roomy {
		lines = append(lines, "")
	}
	lines = append(lines, t.Muted.Render(line))
	if held := message.Held(o.Record); roomy && held != "" {
		lines = append(lines, paintAll(t.Muted, widget.Wrap(held, width))...)
	}
	return lines
}

// outlook is the outlook of the state.
func (u *Usage) outlook() Outlook {
	o := u.state.Outlook.Value
	return Outlook{Forecast: o.Forecast, Record: o.Record, Now: u.state.Now, Zone: u.state.Location, Ahead: u.ahead}
}

// forecastTitle names the number of days drawn.
func (u *Usage) forecastTitle() []string {
	o := u.outlook()
	back, ahead := o.spans(u.inner())
	switch {
	case !u.state.Outlook.Loaded || ahead == 0:
		return []string{"how long it lasts"}
	case u.inner() < 70:
		return []string{format.Plural(ahead, "day") + " ahead"}
	}
	return []string{fmt.Sprintf("%s back, %d ahead", format.Plural(back, "day"), ahead)}
}

// forecastBody draws the forecast once the whole history has been read.
func (u *Usage) forecastBody(height int) []string {
	var lines []string
	if u.titled() {
		lines = append(lines, "")
	}
	if !u.state.Outlook.Loaded {
		return append(lines, paintAll(u.theme.Muted, widget.Wrap(u.forecastPending(), u.inner()))...)
	}
	return append(lines, ForecastBody(u.theme, u.outlook(), u.inner(), height-len(lines))...)
}

// forecastPending says what the forecast is waiting for.
func (u *Usage) forecastPending() string {
	h := u.state.History.Value
	switch {
	case h.Whole:
		return "Working out how long it lasts …"
	case h.Rows() > h.Len():
		return fmt.Sprintf("How long it lasts follows from the whole history: %s of %s rows are read.", format.Count(h.Len()), format.Count(h.Rows()))
	}
	return "How long it lasts follows from the whole history, which is still being read."
}

// aheads are the numbers of days ahead that the key steps through; 0 is as many as fit.
var aheads = []int{0, 30, 90, forecast.DaysAhead}

func (u *Usage) turnAhead(back bool) {
	u.ahead = aheads[cycle(slices.Index(aheads, u.ahead), len(aheads), back)]
}

// forecastText is the text that y copies for the forecast.
func (u *Usage) forecastText() string {
	if !u.state.Outlook.Loaded {
		return ""
	}
	o := u.outlook()
	return strings.TrimSpace(message.Lasts(o.Forecast, o.Zone) + " " + o.facts())
}
