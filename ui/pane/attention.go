package pane

import (
	"fmt"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/words"
)

// notice is something that needs attention, in one or two sentences.
type notice struct {
	text   string
	severe bool // generating or paying does not work now
}

// lowBalance is below what a balance is always called low.
const lowBalance = 50 * model.Credit

// attention lists what needs a person's attention, the worst first.
func attention(s *data.State) []notice {
	var notices []notice
	add := func(severe bool, format string, values ...any) {
		notices = append(notices, notice{fmt.Sprintf(format, values...), severe})
	}
	sub := s.Subscription.Value
	day := func(t model.Time) string { return words.Date(t.Time, s.Now, s.Location) }
	plan := model.PlanName(string(sub.Plan))

	if s.Account.Has && s.Account.Value.Credits <= 0 {
		add(true, "You are out of credits. You will not be able to generate until you add more: buy a pack (b) or upgrade your plan (4).")
	}
	switch {
	case !s.Subscription.Served():
	case sub.Status == model.StatusPastDue:
		add(true, "The last payment for %s failed. Update your card in the billing portal (p).", plan)
	case sub.CancelAtPeriodEnd:
		add(false, "%s is cancelled. You keep it until %s, and your credits stay after that. Resume it in the billing portal (p).", plan, day(sub.CurrentPeriodEnd))
	case sub.PendingPlan != "":
		add(false, "%s takes the place of %s on %s. Until then you keep %s. Change it in the billing portal (p).",
			model.PlanName(string(sub.PendingPlan)), plan, day(sub.CurrentPeriodEnd), plan)
	}
	if low, used := isLow(s); low {
		if used > 0 {
			add(false, "Your balance is low: the last 7 days used "+s.About()+"%s, and %s left. b buys more.", words.Credits(used), areLeft(s.Account.Value.Credits))
		} else {
			add(false, "Your balance is low: %s left. b buys more.", areLeft(s.Account.Value.Credits))
		}
	}
	return notices
}

func areLeft(c model.Credits) string {
	if c == model.Credit {
		return "1 is"
	}
	return words.Amount(c) + " are"
}

// isLow says whether the balance would not last another week like the last one,
// or is under [lowBalance], and what the last week used.
func isLow(s *data.State) (low bool, used model.Credits) {
	if !s.Account.Has || s.Account.Value.Credits <= 0 {
		return false, 0
	}
	today := s.Today()
	used = s.History.Value.Usage.Sum(today.Add(-6), today)
	balance := s.Account.Value.Credits
	return balance < used || balance < lowBalance, used
}
