package message

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
)

// Alert is something about an account that needs attention.
type Alert struct {
	Text string // what is the case
	// Remedy is what to do, in sentences of their own for where that is offered. It names
	// keys in brackets, as ({buy}).
	Remedy string
	Portal bool // the remedy is in the billing portal
	Severe bool // generating or paying does not work now
}

// AlertBasis is what the alerts of an account follow from.
type AlertBasis struct {
	Account      model.Account
	Subscription model.Subscription // zero where it is not known
	Low          bool               // the balance is low
	Lasts        string             // how long a low balance lasts, in sentences; "" where that is not known
	Used         string             // what the last week used, where Lasts is not known
	Enough       string             // which packs are enough until the next renewal, in a sentence; "" where that is not known
	Now          time.Time
	Location     *time.Location
}

// Alerts lists what needs attention, the most severe first.
func Alerts(s AlertBasis) (alerts []Alert) {
	sub := s.Subscription
	plan, end := sub.Named(model.PlanName(string(sub.Plan))), format.Date(sub.CurrentPeriodEnd.Time, s.Now, s.Location)
	portal := func(severe bool, text, remedy string) {
		remedy = strings.Replace(remedy, "billing portal", "billing portal ({portal})", 1)
		alerts = append(alerts, Alert{Text: text, Remedy: remedy, Portal: true, Severe: severe})
	}
	if s.Account.Credits <= 0 {
		text := "You are out of credits. You will not be able to generate until you add more."
		alerts = append(alerts, Alert{Text: text, Remedy: "Buy a pack ({buy})" + otherwise(" or ", s) + ".", Severe: true})
	}
	switch {
	case sub.Status == model.StatusPastDue:
		portal(true, fmt.Sprintf("The last payment for %s failed.", plan), "Update your card in the billing portal.")
	case sub.Stalled():
		state, remedy := Stalled(plan, sub)
		portal(true, state, remedy)
	case sub.CancelAtPeriodEnd:
		portal(false, fmt.Sprintf("%s is cancelled. You keep it until %s, and your credits stay after that.", plan, end), "Resume it in the billing portal.")
	case sub.PendingPlan != "":
		text := fmt.Sprintf("%s takes the place of %s on %s. Until then you keep %s.", model.PlanName(string(sub.PendingPlan)), plan, end, plan)
		portal(false, text, "Change it in the billing portal.")
	}
	if s.Low {
		lasts := s.Lasts
		if lasts == "" && s.Used != "" {
			lasts = s.Used + " were used in the last 7 days."
		}
		remedy := "Buy a pack ({buy})" + otherwise(" or ", s) + "."
		if s.Enough != "" {
			remedy = s.Enough
			if more := otherwise("Or ", s); more != "" {
				remedy += " " + more + "."
			}
		}
		alerts = append(alerts, Alert{Text: LowBalance(s.Account.Credits, lasts), Remedy: remedy})
	}
	return alerts
}

// otherwise is the plan that can be bought in place of packs, behind a conjunction; empty
// where none can be: a subscription that is not paid comes first.
func otherwise(conjunction string, s AlertBasis) string {
	switch sub := s.Subscription; {
	case sub.Stalled(), sub.Status == model.StatusPastDue:
		return ""
	case !sub.Subscribed() && (s.Account.Plan == "" || s.Account.Plan == model.FreePlan):
		return conjunction + "choose a plan ({pane4})"
	}
	return conjunction + "upgrade your plan ({pane4})"
}

// keysInBrackets matches the keys in brackets of a sentence.
var keysInBrackets = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(` \(\{\w+\}\)`) })

// WithoutKeys is a sentence without its keys in brackets, for where there are none.
func WithoutKeys(sentence string) string { return keysInBrackets().ReplaceAllString(sentence, "") }
