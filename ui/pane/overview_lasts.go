package pane

import (
	"strings"

	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// lastsText says how long the credits last; "" where that is not known, or nothing is left.
func lastsText(s *data.State) string {
	o := s.Outlook.Value
	if !s.Outlook.Loaded || o.RunOut.State == forecast.Unknown || s.Account.Value.Credits <= 0 {
		return ""
	}
	return message.Lasts(o.Forecast, s.Location)
}

// lasts says how long the credits last, where there is little room in its first statement.
// Where the balance is low, the alert says it.
func (o *Overview) lasts(width int) []string {
	text := lastsText(o.state)
	if low, _ := o.state.Low(); low || text == "" {
		return nil
	}
	if o.roomy() {
		return widget.Wrap(text, width)
	}
	first, _, _ := strings.Cut(strings.TrimSuffix(text, "."), ". ")
	first, _, _ = strings.Cut(first, ": ")
	return []string{widget.Truncate(first+".", width)}
}
