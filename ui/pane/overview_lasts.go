package pane

import (
	"strings"

	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// lastsText says how long the credits last; "" where that is unknown or nothing is left.
func lastsText(s *data.State) string {
	o := s.Outlook.Value
	if !s.Outlook.Loaded || o.RunOut.State == forecast.Unknown || s.Account.Value.Credits <= 0 {
		return ""
	}
	return message.Lasts(o.Forecast, s.Location)
}

// lasts says in sentences how long the credits last. It is empty where the balance is low, as
// the alert says it then.
func (o *Overview) lasts() []string {
	text := lastsText(o.state)
	if low, _ := o.state.Low(); low || text == "" {
		return nil
	}
	sentences := strings.SplitAfter(text, ". ")
	for i, sentence := range sentences {
		sentences[i] = strings.TrimSpace(sentence)
	}
	return sentences
}

// lastsBeside reports whether how long the credits last stands at the top, beside the chart.
func (o *Overview) lastsBeside() bool { return !o.tall() || o.width >= wideOverview }

// lastsColumn is lasts under a title, nil for none.
func (o *Overview) lastsColumn(width int) []string {
	var lines []string
	for _, sentence := range o.lasts() {
		lines = append(lines, widget.Wrap(sentence, width)...)
	}
	if lines == nil {
		return nil
	}
	return append([]string{o.theme.Title.Render("LASTS")}, lines...)
}
