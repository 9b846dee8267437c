package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/website"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// websiteVisits is the website visit on screen: it passes events to the step function
// of package website, and carries out the effects that it returns.
type websiteVisits struct {
	*core
	reader *reader
	timer  poller // waits for the next poll of the account
	watch  *data.AccountWatch
	panel  *overlay.WebsiteWatch // the last one, open or not
	number int                   // of the visit; responses of earlier ones are dropped
	untold bool                  // the notice of a change waits for the focus to return
}

// Update handles changes of the account.
func (w *websiteVisits) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		w.forget()
	case focusGained:
		return w.onFocus(), false
	case websiteOpened:
		return w.websiteOpened(msg), true
	case websitePolled:
		return w.websitePolled(msg), true
	}
	return nil, false
}

// Do carries out the intents of a visit.
func (w *websiteVisits) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.OpenWebsite:
		return w.open(intent), true
	case data.BuyCredits:
		switch packs := w.state.Packs; {
		case w.state.Watching():
			w.showVisit()
			return nil, true
		case packs.Loaded && !packs.Available():
			return w.open(data.OpenWebsite{}), true
		}
		return nil, false
	case data.EndWebsiteWatch:
		return w.end(), true
	case data.LeaveWebsite:
		w.dropEnded()
		return nil, true
	}
	return nil, false
}

// forget drops the visit, and its pending responses.
func (w *websiteVisits) forget() { w.watch, w.number, w.untold = nil, w.number+1, false }

// afterwards is how long the account is watched after a change: credits may follow a
// plan, and a second pack the first.
const afterwards = 2 * time.Minute

// open opens a page of the website, shows that, and begins to watch the account. A
// visit that is watched already continues.
func (w *websiteVisits) open(intent data.OpenWebsite) tea.Cmd {
	if !w.session.open {
		return nil
	}
	if v := w.state.WebsiteWatch; v == nil || v.Over || v.Account != intent.Account {
		page := data.PricingPage(w.state.Identity)
		if intent.Account {
			page = data.AccountPage(w.state.Identity)
		}
		terms := website.Terms{Policy: model.WebsitePolling, Afterwards: afterwards}
		w.state.WebsiteWatch = &data.WebsiteWatch{Watch: website.Watch{Terms: terms}, Page: page, Account: intent.Account}
		w.forget()
		w.watch = w.accountWatch()
	}
	// The account page asked for the consent before: it stands in for the portal.
	asks := w.state.Identity.OverriddenProfile != "" && !intent.Account && !intent.KeyConfirmed
	return w.step(website.Begin{NeedsConsent: asks})
}

// accountWatch watches the account from the figures on screen, so that a purchase
// before the first successful poll is not missed.
func (w *websiteVisits) accountWatch() *data.AccountWatch {
	watch, s := &data.AccountWatch{}, &w.state
	if s.Account.Loaded {
		watch.Begin(s.Account.At, s.Account.Value, s.Generations.Value, s.Generations.Loaded)
	}
	return watch
}

// showVisit shows the watch in place of the top overlay.
func (w *websiteVisits) showVisit() {
	w.overlays.Clear()
	w.panel = overlay.NewWebsiteWatch()
	w.push(w.panel)
}

// step passes an event to the visit on screen, and carries out the effects that follow.
func (w *websiteVisits) step(event website.Event) tea.Cmd {
	v := w.state.WebsiteWatch
	if v == nil {
		return nil
	}
	var effects []website.Effect
	v.Watch, effects = v.Next(w.options.Now(), event)
	var cmds []tea.Cmd
	for _, effect := range effects {
		cmds = append(cmds, w.carryOut(v, effect))
	}
	w.publishState()
	return tea.Batch(cmds...)
}

// carryOut carries out one effect of the visit.
func (w *websiteVisits) carryOut(v *data.WebsiteWatch, effect website.Effect) tea.Cmd {
	switch effect := effect.(type) {
	case website.Ask:
		w.overlays.Clear()
		w.push(overlay.NewPricingConsent())
	case website.OpenPage:
		w.showVisit()
		return w.openSite()
	case website.PollAccount:
		return w.pollWebsite()
	case website.Wait:
		return w.timer.wait(effect.For)
	case website.Tell:
		return w.announceChange(effect.Change)
	case website.Finish:
		if model.KindOf(effect.Err) == model.NotSignedIn {
			w.lockedOut()
			return w.tell(keyRefused{effect.Err})
		}
		return w.watchEnded(v)
	}
	return nil
}

// openSite opens the page in the browser.
func (w *websiteVisits) openSite() tea.Cmd {
	browser, ctx, number := w.browser(), w.ctx, w.number
	if browser == nil || w.state.WebsiteWatch == nil {
		return nil
	}
	page := w.state.WebsiteWatch.Page
	return func() tea.Msg { return websiteOpened{number: number, err: browser.Open(ctx, page.Address)} }
}

// websiteOpened is the outcome of opening the website.
type websiteOpened struct {
	number int
	err    error
}

func (w *websiteVisits) websiteOpened(msg websiteOpened) tea.Cmd {
	if msg.number != w.number {
		return nil
	}
	return w.step(website.PageOpened{Err: msg.err})
}

// websitePolled is the outcome of polling the account.
type websitePolled struct {
	number  int
	account model.Account
	change  model.BalanceChange
	err     error
	at      int
}

func (v websitePolled) epoch() int { return v.at }

// pollWebsite reads the account, with or without the focus: the user is in the browser.
func (w *websiteVisits) pollWebsite() tea.Cmd {
	ctx, source, now := model.WithInteractive(w.within), w.Source, w.options.Now
	watch, result := w.watch, websitePolled{number: w.number, at: w.epoch}
	return func() tea.Msg {
		result.account, result.change, result.err = watch.Poll(ctx, source, now())
		return result
	}
}

// websitePolled handles a poll's outcome.
func (w *websiteVisits) websitePolled(msg websitePolled) tea.Cmd {
	if w.state.WebsiteWatch == nil || msg.number != w.number {
		return nil
	}
	if msg.err == nil {
		w.state.Account.Set(msg.account, model.Billed, w.options.Now())
	}
	return w.step(website.AccountPolled{Change: msg.change, Err: msg.err})
}

// announceChange announces a change, in the panel and as a notice.
func (w *websiteVisits) announceChange(change model.BalanceChange) tea.Cmd {
	v, now := w.state.WebsiteWatch, w.options.Now()
	text := message.BalanceChange(change, now, w.state.Location)
	v.Observations = append(v.Observations, data.Observation{At: now, Text: text})
	cmds := []tea.Cmd{
		w.reader.fetchLatest(interactive), w.reader.fetchGenerations(interactive), w.reader.fetchSubscription(interactive),
	}
	if !w.overlays.OnTop(w.panel) {
		cmds = append(cmds, w.notifyLasting(text))
	}
	return tea.Batch(cmds...)
}

// watchEnded announces that watching has ended.
func (w *websiteVisits) watchEnded(v *data.WebsiteWatch) tea.Cmd {
	if w.overlays.OnTop(w.panel) {
		return nil
	}
	w.state.WebsiteWatch = nil
	if v.Err != nil {
		return w.notifyLasting(message.Unwatched(format.ShortTime(v.Looked, w.options.Now(), w.state.Location)))
	}
	text := message.Watched(v.Page.What, len(v.Observations))
	if len(v.Observations) > 0 {
		return tea.Batch(w.notifyLasting(text), w.signal(text))
	}
	return w.notifyLasting(text)
}

// lockedOut stops watching where the server no longer accepts the key: the next key may
// be another account's. The panel says so, if it is open.
func (w *websiteVisits) lockedOut() {
	if !w.overlays.Has(w.panel) { // the welcome may cover it
		w.state.WebsiteWatch = nil
	}
}

// notifyLasting shows a notice that stays until the focus returns.
func (w *websiteVisits) notifyLasting(text string) tea.Cmd {
	w.notify(text)
	if w.untold = w.unfocused; w.unfocused {
		return nil
	}
	return w.noticeTimer()
}

// end stops watching on the user's request.
func (w *websiteVisits) end() tea.Cmd {
	w.state.WebsiteWatch = nil
	w.pop()
	w.notify("No longer watching. The balance is refreshed as usual.")
	w.publishState()
	return w.noticeTimer()
}

// dropEnded drops a visit that is over, or was not begun, when its panel is closed.
func (w *websiteVisits) dropEnded() {
	if w.state.WebsiteWatch != nil && !w.state.Watching() {
		w.state.WebsiteWatch = nil
		w.publishState()
	}
}

// onFocus handles the window's focus: it polls at once.
func (w *websiteVisits) onFocus() tea.Cmd {
	look := w.step(website.Returned{})
	if !w.untold {
		return look
	}
	w.untold = false
	return tea.Batch(look, w.noticeTimer())
}
