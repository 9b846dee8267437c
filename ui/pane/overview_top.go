package pane

import (
	"strings"

	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// The height from which the balance is drawn in big figures, and the width from which how long
// it lasts stands beside those and the chart.
const (
	bigHeight    = 25
	wideOverview = 112
)

// Widths of the column that says how long the balance lasts, and of a chart with gaps.
const (
	leastLasts = 22
	mostLasts  = 42
	chartWidth = 2 * chartDays
)

// top is the chart of the last days, beside the balance in big figures where the height allows,
// and beside how long it lasts.
func (o *Overview) top() []string {
	const apart = 2 * gap
	balance, lasts := o.balance(), o.lastsColumn
	if !o.tall() {
		width := max(min(o.inner()-chartDays-apart, mostLasts), leastLasts)
		left := balance
		if column := lasts(width); column != nil {
			left = column
		}
		chart := o.chartLines(o.inner()-width-apart, 3)
		if chart == nil {
			return o.figure()
		}
		return widget.JoinHorizontal(left, chart, width, apart)
	}
	left := max(widthOf(balance), leastLasts)
	rest := o.inner() - left - apart
	if o.lastsAtTop() {
		chart := o.chartLines(rest-apart-max(min(rest-apart-chartWidth, mostLasts), leastLasts), 4)
		if column := lasts(min(rest-apart-widthOf(chart), mostLasts)); column != nil {
			return widget.JoinHorizontal(balance, widget.JoinHorizontal(chart, column, widthOf(chart), apart), left, apart)
		}
	}
	return widget.JoinHorizontal(balance, o.chartLines(rest, 3), left, apart)
}

// widthOf is the width of the longest line.
func widthOf(lines []string) (width int) {
	for _, line := range lines {
		width = max(width, widget.Width(line))
	}
	return width
}

// Lasts says how long the credits last; "" where that is unknown or nothing is left.
func Lasts(s *data.State) string {
	o := s.Outlook.Value
	if !s.Outlook.Loaded || o.RunOut.State == forecast.Unknown || s.Account.Value.Credits <= 0 {
		return ""
	}
	return message.Lasts(o.Forecast, s.Location)
}

// lasts says in sentences how long the credits last. It is empty where the balance is low, as
// the alert says it then.
func (o *Overview) lasts() []string {
	text := Lasts(o.state)
	if low, _ := o.state.Low(); low || text == "" {
		return nil
	}
	sentences := strings.SplitAfter(text, ". ")
	for i, sentence := range sentences {
		sentences[i] = strings.TrimSpace(sentence)
	}
	return sentences
}

// lastsAtTop reports whether how long the credits last stands at the top, beside the chart.
func (o *Overview) lastsAtTop() bool { return !o.tall() || o.width >= wideOverview }

// lastsColumn is lasts under a title, nil for none.
func (o *Overview) lastsColumn(width int) []string {
	var lines []string
	for _, sentence := range o.lasts() {
		lines = append(lines, o.theme.Wrap(sentence, width)...)
	}
	if lines == nil {
		return nil
	}
	return append([]string{o.theme.Title.Render("LASTS")}, lines...)
}
