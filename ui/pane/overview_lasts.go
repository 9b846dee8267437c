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

// lasts is the line that says how long the credits last, shortened to its first sentence on
// narrow terminals. It is empty where the balance is low, as the alert says it then.
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
