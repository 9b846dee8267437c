package pane

import (
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/model"
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
	add := func(severe bool, format string, values ...any) {
		notices = append(notices, notice{text: fmt.Sprintf(format, values...), severe: severe})
	}
	if s.OrdersLost != nil {
		add(true, "%s Your account pane ({pane7}) says more.", message.OrdersLost(s.OrdersLost))
	}
	sub := s.Subscription.Value
	day := func(t model.Time) string { return format.Date(t.Time, s.Now, s.Location) }
	plan := sub.Named(model.PlanName(string(sub.Plan)))

	if text := underWay(s); text != "" {
		notices = append(notices, notice{text: text, calm: true})
	}
	more := "upgrade your plan ({pane4})"
	if slug := s.PlanSlug(); slug == "" || slug == model.FreePlan {
		more = "choose a plan ({pane4})"
	}
	if s.Account.Loaded && s.Account.Value.Credits <= 0 {
		add(true, "You are out of credits. You will not be able to generate until you add more: buy a pack ({buy}) or %s.", more)
	}
	switch {
	case !s.Subscription.Available():
	case sub.Status == model.StatusPastDue:
		add(true, "The last payment for %s failed. Update your card in the billing portal ({portal}).", plan)
	case sub.Stalled():
		state, remedy := message.Stalled(plan, sub)
		add(true, "%s %s", state, strings.Replace(remedy, "billing portal", "billing portal ({portal})", 1))
	case sub.CancelAtPeriodEnd:
		add(false, "%s is cancelled. You keep it until %s, and your credits stay after that. Resume it in the billing portal ({portal}).", plan, day(sub.CurrentPeriodEnd))
	case sub.PendingPlan != "":
		add(false, "%s takes the place of %s on %s. Until then you keep %s. Change it in the billing portal ({portal}).",
			model.PlanName(string(sub.PendingPlan)), plan, day(sub.CurrentPeriodEnd), plan)
	}
	if low, used := s.Low(); low {
		lasts, today := Lasts(s), s.Today()
		if lasts == "" && used > 0 {
			lasts = fmt.Sprintf("%s were used in the last 7 days.", usedSince(s, today.Add(-6), today))
		}
		text := message.LowBalance(s.Account.Value.Credits, lasts)
		switch enough := enoughWords(s); {
		case s.ReadOnly:
		case enough != "":
			text += " " + enough + " Or " + more + "."
		default:
			text += " Buy a pack ({buy}) or " + more + "."
		}
		add(false, "%s", text)
	}
	return notices
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
