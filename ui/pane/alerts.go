package pane

import (
	"fmt"

	"github.com/studio-tui/studio-tui/model/website"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// notice is one thing that needs the user's attention, in one or two sentences.
type notice struct {
	text   string
	severe bool // generating or paying does not work now
	calm   bool // nothing is wrong: an order or a payment is under way
}

// alerts lists what needs the user's attention, the most severe first.
func alerts(s *data.State) []notice {
	var notices []notice
	if s.OrdersLost != nil {
		notices = append(notices, notice{text: message.OrdersLost(s.OrdersLost) + " Your account pane ({pane7}) says more.", severe: true})
	}
	if text := underWay(s); text != "" {
		notices = append(notices, notice{text: text, calm: true})
	}
	for _, alert := range message.Alerts(alertBasis(s)) {
		text := alert.Text
		if !s.ReadOnly {
			text += " " + alert.Remedy
		}
		notices = append(notices, notice{text: text, severe: alert.Severe})
	}
	return notices
}

// alertBasis is what the account's alerts follow from.
func alertBasis(s *data.State) message.AlertBasis {
	now := message.AlertBasis{Account: s.Account.Value, Now: s.Now, Location: s.Location}
	if s.Subscription.Available() {
		now.Subscription = s.Subscription.Value
	}
	low, used := s.Low()
	if now.Low = low; !low {
		return now
	}
	now.Lasts, now.Enough = Lasts(s), enoughWords(s)
	if used > 0 {
		today := s.Today()
		now.Used = usedSince(s, today.Add(-6), today)
	}
	return now
}

// underWay describes the order or website visit that is open in the browser; "" for none.
func underWay(s *data.State) string {
	switch {
	case s.Order != nil:
		return message.Waiting(s.Order.Order, s.Now, s.Location)
	case s.WebsiteWatch != nil && !s.WebsiteWatch.Over && s.WebsiteWatch.Stage != website.Held:
		return message.Watching(s.WebsiteWatch.Until, s.Location)
	}
	return ""
}

// enoughWords says which packs are enough until the next renewal; "" where that is not known.
func enoughWords(s *data.State) string {
	today := s.Advice.Value.Today
	if !s.Advice.Loaded || !today.Known() || len(today.Packs) == 0 {
		return ""
	}
	return fmt.Sprintf("%s ({buy}) is enough until %s, 9 times out of 10.",
		message.PackSet(today.Packs, s.Packs.Value), format.Date(today.Until.Start(s.Location), s.Now, s.Location))
}
