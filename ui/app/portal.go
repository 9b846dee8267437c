package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/words"
)

// portalMade is the address of the billing portal.
type portalMade struct {
	portal model.Portal
	err    error
	at     int
}

func (p portalMade) epoch() int { return p.at }

// openPortal asks for the customer's billing portal and opens it; where a server
// has none, the account page.
func (a *App) openPortal() tea.Cmd {
	if !a.open {
		return nil
	}
	a.overlays = nil
	a.say("Asking for the billing portal …")
	ctx, source, epoch := data.Asked(a.within), a.session.Source, a.epoch
	return func() tea.Msg {
		portal, err := source.Portal(ctx)
		return portalMade{portal, err, epoch}
	}
}

func (a *App) portalMade(msg portalMade) tea.Cmd {
	switch kind := model.KindOf(msg.err); {
	case msg.err == nil:
		a.portal = portalWatch{before: a.state.Subscription.Value, until: a.options.Now().Add(portalPatience), delay: portalFirst}
		return tea.Batch(
			a.openAddress(data.OpenURL{Address: msg.portal.URL, What: "the billing portal"}),
			a.wait(portalTimer, a.portal.delay))
	case kind == model.NotOffered || kind == model.NotFound:
		a.notice.text = ""
		return a.visitSite(data.VisitSite{Account: true})
	}
	a.warn(msg.err.Error())
	return a.noticeTimer()
}

// portalWatch looks for a change of the subscription after the portal was opened.
type portalWatch struct {
	before model.Subscription
	until  time.Time
	delay  time.Duration
}

// The pace of looking, and how long.
const (
	portalFirst    = 3 * time.Second
	portalSlowest  = 30 * time.Second
	portalPatience = 15 * time.Minute
)

func (a *App) lookAtPortal() tea.Cmd {
	if a.portal.until.IsZero() {
		return nil
	}
	return a.fetchSubscriptionThen(byPerson, (*App).portalSeen)
}

// portalSeen tells a change of the subscription, or looks again later.
func (a *App) portalSeen() tea.Cmd {
	now, watch := a.state.Subscription.Value, a.portal
	if a.state.Subscription.Err == nil && !sameSubscription(now, watch.before) {
		a.portal = portalWatch{}
		a.say(a.subscriptionNews(watch.before, now))
		return tea.Batch(a.noticeTimer(), a.fetchAccount(byPerson, nil), a.fetchLatest(byPerson))
	}
	if a.options.Now().After(watch.until) {
		a.portal = portalWatch{}
		return nil
	}
	a.portal.delay = min(watch.delay*3/2, portalSlowest)
	return a.wait(portalTimer, a.portal.delay)
}

func sameSubscription(a, b model.Subscription) bool {
	return a.Plan == b.Plan && a.Status == b.Status && a.Interval == b.Interval &&
		a.CancelAtPeriodEnd == b.CancelAtPeriodEnd && a.PendingPlan == b.PendingPlan
}

// subscriptionNews says what has changed, in a sentence.
func (a *App) subscriptionNews(before, now model.Subscription) string {
	plan := model.PlanName(string(now.Plan))
	end := words.Date(now.CurrentPeriodEnd.Time, a.options.Now(), a.state.Location)
	switch {
	case !now.Subscribed():
		return "You have no plan any more. Your credits stay."
	case now.CancelAtPeriodEnd && !before.CancelAtPeriodEnd:
		return plan + " is cancelled. You keep it until " + end + ", and your credits stay."
	case now.PendingPlan != "" && now.PendingPlan != before.PendingPlan:
		return model.PlanName(string(now.PendingPlan)) + " begins on " + end + ". You keep " + plan + " until then."
	case before.Status == model.StatusPastDue && now.Status == model.StatusActive:
		return "The payment went through. " + plan + " goes on."
	case before.CancelAtPeriodEnd || before.PendingPlan != "":
		return plan + " goes on, and renews on " + end + "."
	}
	return "Your plan has changed: " + plan + "."
}
