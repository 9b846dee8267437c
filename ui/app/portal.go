package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/words"
)

// portalCreated is the address of the billing portal.
type portalCreated struct {
	portal model.Portal
	err    error
	at     int
}

func (p portalCreated) epoch() int { return p.at }

// openPortal asks for the customer's billing portal, for the plan of a slug if one was
// chosen, and opens it; where a server has none, the account page.
func (a *App) openPortal(plan string) tea.Cmd {
	if !a.open {
		return nil
	}
	a.overlays.Clear()
	a.notify("Asking for the billing portal …")
	ctx, source, epoch := data.Interactive(a.within), a.session.Source, a.epoch
	return func() tea.Msg {
		portal, err := source.Portal(ctx, plan)
		return portalCreated{portal, err, epoch}
	}
}

func (a *App) portalCreated(msg portalCreated) tea.Cmd {
	a.notice.text = "" // that it is asked for
	defer a.publishState()
	switch kind := model.KindOf(msg.err); {
	case msg.err == nil:
		return tea.Batch(a.openAddress(data.OpenURL{Address: msg.portal.URL, What: "the billing portal"}), a.watchPortal())
	case kind == model.NotSupported || kind == model.NotFound:
		return a.openWebsite(data.OpenWebsite{Account: true})
	}
	a.notifyError(words.PlainError(msg.err))
	return a.noticeTimer()
}

// portalWatch looks for a change of the subscription after the portal was opened.
type portalWatch struct {
	before model.Subscription
	known  bool // before was read; else the first look that works takes its place
	until  time.Time
	delay  time.Duration // before the next look
	looks  bool          // a look is under way
	ending model.Deadline
	number int // of the watch; looks of an earlier one are dropped
}

// portalPace is the pace of looking, and how long.
var portalPace = model.PollPolicy{Initial: 3 * time.Second, Max: 30 * time.Second, Timeout: 15 * time.Minute}

// watchPortal begins to watch the subscription.
func (a *App) watchPortal() tea.Cmd {
	a.portal = portalWatch{
		before: a.state.Subscription.Value, known: a.state.Subscription.Loaded, until: a.options.Now().Add(portalPace.Timeout), delay: portalPace.Initial,
		number: a.portal.number + 1,
	}
	return a.startTimer(portalTimer, a.portal.delay)
}

// endPortal ends watching it.
func (a *App) endPortal() { a.portal = portalWatch{number: a.portal.number} }

// portalPolled is the subscription as a look found it.
type portalPolled struct {
	data.Response[model.Subscription]
	number int
}

func (p portalPolled) epoch() int { return p.Epoch }

// pollPortal looks at the subscription beside what is refreshed, so that no refresh
// takes the look's place.
func (a *App) pollPortal() tea.Cmd {
	if a.portal.until.IsZero() || a.portal.looks {
		return nil
	}
	a.portal.looks = true
	ctx, source, now := data.Interactive(a.within), a.session.Source, a.options.Now
	result := portalPolled{number: a.portal.number}
	result.Epoch = a.epoch
	return func() tea.Msg {
		result.Value, result.Provenance, result.Err = source.Subscription(ctx)
		result.At = now()
		return result
	}
}

// portalPolled tells a change of the subscription, or looks again later.
func (a *App) portalPolled(msg portalPolled) tea.Cmd {
	if msg.number != a.portal.number || a.portal.until.IsZero() {
		return nil
	}
	defer a.publishState()
	a.portal.looks = false
	if msg.Err == nil {
		a.state.Subscription.Set(msg.Value, msg.Provenance, msg.At)
	}
	if msg.Err == nil && !a.portal.known {
		a.portal.before, a.portal.known = msg.Value, true
	}
	watch, now := a.portal, a.options.Now()
	switch {
	case model.KindOf(msg.Err) == model.NotSignedIn:
		a.endPortal()
		return a.signInAgain(msg.Err)
	case msg.Err == nil && !sameSubscription(msg.Value, watch.before):
		a.endPortal()
		a.notify(a.subscriptionNews(watch.before, msg.Value))
		return tea.Batch(a.noticeTimer(), a.fetchAccount(interactive, nil), a.fetchLatest(interactive))
	case a.portal.ending.Passed(watch.until, now, msg.Err):
		a.endPortal()
		return nil
	}
	var wait time.Duration
	a.portal.delay, wait = portalPace.After(watch.delay, msg.Err, now)
	return a.startTimer(portalTimer, wait)
}

func sameSubscription(a, b model.Subscription) bool {
	return a.Plan == b.Plan && a.Status == b.Status && a.Interval == b.Interval &&
		a.CancelAtPeriodEnd == b.CancelAtPeriodEnd && a.PendingPlan == b.PendingPlan
}

// subscriptionNews says what has changed, in a sentence.
func (a *App) subscriptionNews(before, now model.Subscription) string {
	plan := now.Named(model.PlanName(string(now.Plan)))
	end := words.Date(now.CurrentPeriodEnd.Time, a.options.Now(), a.state.Location)
	switch {
	case !now.Subscribed():
		return "You have no plan any more. Your credits stay."
	case now.Stalled():
		return words.Stalled(plan, now)
	case now.CancelAtPeriodEnd && !before.CancelAtPeriodEnd:
		return plan + " is cancelled. You keep it until " + end + ", and your credits stay."
	case now.PendingPlan != "" && now.PendingPlan != before.PendingPlan:
		return model.PlanName(string(now.PendingPlan)) + " begins on " + end + ". You keep " + plan + " until then."
	case (before.Status == model.StatusPastDue || before.Stalled()) && now.Status == model.StatusActive:
		return "The payment went through. " + plan + " goes on."
	case now.Promises() && (before.CancelAtPeriodEnd || before.PendingPlan != ""):
		return plan + " goes on, and renews on " + end + "."
	}
	return "Your plan has changed: " + plan + "."
}
