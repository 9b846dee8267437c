package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// portal opens the billing portal, and polls for a change of the subscription
// afterwards.
type portal struct {
	*core
	reader *reader
	poller poller
	before model.Subscription
	known  bool // before was read; otherwise the first successful poll sets it
	watch  int  // number of the watch; polls of an earlier one are dropped
}

// Update handles the outcomes of opening the portal and of polling.
func (p *portal) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		p.endWatch() // a change in another account's portal does not concern this one
	case focusGained:
		return p.poll(), false
	case portalCreated:
		return p.created(msg), true
	case portalPolled:
		return p.polled(msg), true
	}
	return nil, false
}

// Do opens the billing portal. Where an environment key takes precedence over a
// profile, it asks first whether that account is meant.
func (p *portal) Do(intent data.Intent) (tea.Cmd, bool) {
	manage, is := intent.(data.ManageBilling)
	if !is {
		return nil, false
	}
	if p.state.Identity.OverriddenProfile != "" && !manage.KeyConfirmed {
		p.overlays.Clear()
		p.push(overlay.NewPortalConsent(manage.Plan))
		return nil, true
	}
	return p.ask(manage.Plan), true
}

// portalCreated is the address of the billing portal.
type portalCreated struct {
	portal model.Portal
	err    error
	at     int
}

func (p portalCreated) epoch() int { return p.at }

// ask requests the customer's billing portal, for a plan if one was chosen, and opens
// it; where a server has none, the account page.
func (p *portal) ask(plan string) tea.Cmd {
	if !p.session.open {
		return nil
	}
	p.overlays.Clear()
	p.notify("Asking for the billing portal …")
	ctx, source, epoch := model.WithInteractive(p.within), p.Source, p.epoch
	return func() tea.Msg {
		portal, err := source.Portal(ctx, plan)
		return portalCreated{portal, err, epoch}
	}
}

func (p *portal) created(msg portalCreated) tea.Cmd {
	p.notice.text = "" // the request's own notice
	defer p.publishState()
	switch kind := model.KindOf(msg.err); {
	case msg.err == nil:
		return tea.Batch(p.do(data.OpenURL{Address: msg.portal.URL, What: "the billing portal"}), p.startWatch())
	case kind == model.NotSupported || kind == model.NotFound:
		return p.do(data.OpenWebsite{Account: true})
	}
	p.notifyError(message.PlainError(msg.err))
	return p.noticeTimer()
}

// portalPace is the interval and the duration of polling.
var portalPace = model.PollPolicy{Initial: 3 * time.Second, Max: 30 * time.Second, Timeout: 15 * time.Minute}

// startWatch begins to watch the subscription.
func (p *portal) startWatch() tea.Cmd {
	p.before, p.known = p.state.Subscription.Value, p.state.Subscription.Loaded
	p.watch++
	return p.poller.start()
}

// endWatch stops watching the subscription.
func (p *portal) endWatch() {
	p.watch++
	p.poller.stop()
}

// portalPolled is the outcome of polling the subscription.
type portalPolled struct {
	data.Response[model.Subscription]
	watch int
}

func (p portalPolled) epoch() int { return p.Epoch }

// poll reads the subscription, independently of refreshes.
func (p *portal) poll() tea.Cmd {
	if p.poller.until.IsZero() || p.poller.inFlight {
		return nil
	}
	p.poller.inFlight = true
	ctx, source, now := model.WithInteractive(p.within), p.Source, p.options.Now
	result := portalPolled{watch: p.watch}
	result.Epoch = p.epoch
	return func() tea.Msg {
		result.Value, result.Provenance, result.Err = source.Subscription(ctx)
		result.At = now()
		return result
	}
}

// polled announces a change of the subscription, or polls again later.
func (p *portal) polled(msg portalPolled) tea.Cmd {
	if msg.watch != p.watch {
		return nil
	}
	defer p.publishState()
	if msg.Err == nil {
		p.state.Subscription.Set(msg.Value, msg.Provenance, msg.At)
	}
	if msg.Err == nil && !p.known {
		p.before, p.known = msg.Value, true
	}
	switch {
	case model.KindOf(msg.Err) == model.NotSignedIn:
		p.endWatch()
		return p.tell(keyRefused{msg.Err})
	case msg.Err == nil && !sameSubscription(msg.Value, p.before):
		p.endWatch()
		p.notify(p.subscriptionNews(p.before, msg.Value))
		return tea.Batch(p.noticeTimer(), p.reader.fetchAccount(interactive, nil), p.reader.fetchLatest(interactive))
	}
	wait, _ := p.poller.next(msg.Err)
	return wait
}

func sameSubscription(a, b model.Subscription) bool {
	return a.Plan == b.Plan && a.Status == b.Status && a.Interval == b.Interval &&
		a.CancelAtPeriodEnd == b.CancelAtPeriodEnd && a.PendingPlan == b.PendingPlan
}

// subscriptionNews describes a change of the subscription in a sentence.
func (p *portal) subscriptionNews(before, now model.Subscription) string {
	plan := now.Named(model.PlanName(string(now.Plan)))
	end := format.Date(now.CurrentPeriodEnd.Time, p.options.Now(), p.state.Location)
	switch {
	case !now.Subscribed():
		return "You have no plan any more. Your credits stay."
	case now.Stalled():
		state, remedy := message.Stalled(plan, now)
		return state + " " + remedy
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
