package message

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/format"
)

// Attention states the problem of a profile's account, empty for none: no key, a failed
// payment, no credits left or fewer than low.
func Attention(p account.ProfileStanding, low model.Credits) string {
	sub, credits := p.Subscription.Value, p.Account.Value.Credits
	switch {
	case p.Err != nil:
		return format.Sentence(PlainError(p.Err))
	case !p.Account.Has:
		return ""
	case sub.Status == model.StatusPastDue:
		return "payment failed"
	case sub.Stalled():
		return StatusWord(sub)
	case credits <= 0:
		return "out of credits"
	case credits < low:
		return "low balance"
	}
	return ""
}

// Renewal is the renewal or the end of a profile's plan with its date, in a few words,
// where it is known.
func Renewal(p account.ProfileStanding, now time.Time, loc *time.Location) string {
	sub := p.Subscription.Value
	if !p.Subscription.Has || p.Subscription.Provenance != model.Billed || !sub.Subscribed() || sub.CurrentPeriodEnd.IsZero() {
		return ""
	}
	day := format.Date(sub.CurrentPeriodEnd.Time, now, loc)
	switch {
	case sub.CancelAtPeriodEnd:
		return "ends " + day
	case sub.PendingPlan != "":
		return model.PlanName(string(sub.PendingPlan)) + " from " + day
	case sub.Trial():
		return "trial until " + day
	}
	return "renews " + day
}
