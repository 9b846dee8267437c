package pane

import (
	"fmt"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// planTitle is the plan, its interval and what comes next: "Creator, monthly. Renews Dec 1."
func planTitle(s *data.State) string {
	sub := s.Subscription.Value
	name := s.PlanName()
	if !s.Subscription.Loaded || s.Subscription.Provenance != model.Billed {
		return "Plan: " + name
	}
	if !sub.Subscribed() {
		return "No plan. Credits you have stay yours."
	}
	if sub.Interval != "" {
		name += ", " + format.BillingInterval(sub.Interval)
	}
	return name + ". " + planOutlook(s)
}

// planOutlook says what the plan does next: "Renews Dec 1."
func planOutlook(s *data.State) string {
	sub := s.Subscription.Value
	end := format.Date(sub.CurrentPeriodEnd.Time, s.Now, s.Location)
	switch {
	case sub.Status == model.StatusPastDue:
		return "Payment failed."
	case sub.CancelAtPeriodEnd:
		return "Ends " + end + ", credits stay."
	case sub.PendingPlan != "":
		return model.PlanName(string(sub.PendingPlan)) + " from " + end + "."
	case sub.Trial():
		return "Until " + end + "."
	case sub.Promises():
		return "Renews " + end + "."
	}
	return "Status: " + message.StatusWord(sub) + "."
}

// nextWords are the next credits and the next charge; one sentence where both come with the
// renewal, whose date the plan's title has.
func nextWords(s *data.State) []string {
	if charge, credits, ok := renewal(s); ok {
		return []string{fmt.Sprintf("Then %s is charged, and +%s come on top of what is left.", charge, format.Credits(credits))}
	}
	return []string{renewalWords(s), chargeWords(s)}
}

// renewalInShort is what a renewal at the end of the period charges and brings, to be put behind
// its date: ": $29.00, then +4,000."; "" for another kind of renewal.
func renewalInShort(s *data.State) string {
	charge, credits, ok := renewal(s)
	if !ok {
		return ""
	}
	return fmt.Sprintf(": %s, then +%s.", charge, format.Amount(credits))
}

// renewal is the charge and the credits of an ordinary renewal, both at the end of the period; ok
// is false for any other.
func renewal(s *data.State) (charge model.Money, credits model.Credits, ok bool) {
	sub := s.Subscription.Value
	if renewalWords(s) == "" || sub.NextCharge == nil || sub.Status != model.StatusActive || sub.CancelAtPeriodEnd || sub.PendingPlan != "" ||
		!sub.NextCharge.At.Equal(sub.CurrentPeriodEnd.Time) || !sub.NextCreditsAt.Equal(sub.CurrentPeriodEnd.Time) {
		return model.Money{}, 0, false
	}
	plan, _ := model.FindPlan(s.Plans.Value, nextPlan(sub))
	return sub.NextCharge.Money, *plan.CreditsPerMonth, true
}

// renewalWords says how many credits the next cycle brings, and when.
func renewalWords(s *data.State) string {
	sub := s.Subscription.Value
	plan, known := model.FindPlan(s.Plans.Value, nextPlan(sub))
	if !known || plan.CreditsPerMonth == nil || sub.NextCreditsAt.IsZero() || !sub.Subscribed() || sub.Stalled() {
		return ""
	}
	brings := "+" + format.Credits(*plan.CreditsPerMonth)
	if sub.Status == model.StatusPastDue {
		return brings + " come once it is paid."
	}
	return fmt.Sprintf("On %s %s come on top of what is left.", format.Date(sub.NextCreditsAt.Time, s.Now, s.Location), brings)
}

// nextPlan is the plan that the next credits come from: the pending one where it has started by
// then.
func nextPlan(sub model.Subscription) string {
	if sub.PendingPlan != "" && !sub.NextCreditsAt.Before(sub.CurrentPeriodEnd.Time) {
		return string(sub.PendingPlan)
	}
	return string(sub.Plan)
}

// chargeWords is the next payment and its date.
func chargeWords(s *data.State) string {
	sub := s.Subscription.Value
	name := "Next charge"
	if sub.Status == model.StatusPastDue {
		name = "Next try"
	}
	switch {
	case sub.Stalled():
		return ""
	case sub.NextCharge != nil:
		return fmt.Sprintf("%s: %s on %s.", name, sub.NextCharge.Money, format.Date(sub.NextCharge.At.Time, s.Now, s.Location))
	case sub.Subscribed() && s.Subscription.Provenance == model.Billed:
		return "No further charge."
	}
	return ""
}
