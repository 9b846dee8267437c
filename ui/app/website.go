package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/website"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// This file drives the visit to the website on screen: it hands events to the step
// function of package website, and carries out what that asks for.

// websiteWatch is what belongs to the visit besides.
type websiteWatch struct {
	watch  *data.AccountWatch
	number int  // of the visit; answers of an earlier one are dropped
	untold bool // the notice of what was seen waits for the person to come back
}

// afterwards is how long the account is watched once something was seen: credits may
// follow a plan, and a second pack the first.
const afterwards = 2 * time.Minute

// openWebsite opens a page of the website, says so, and begins to watch the account. A
// visit to it that is watched already goes on.
func (a *App) openWebsite(intent data.OpenWebsite) tea.Cmd {
	if !a.open {
		return nil
	}
	if v := a.state.WebsiteWatch; v == nil || v.Over || v.Account != intent.Account {
		page := a.state.Identity.PricingPage()
		if intent.Account {
			page = a.state.Identity.AccountPage()
		}
		terms := website.Terms{Policy: model.WebsitePolling, Afterwards: afterwards}
		a.state.WebsiteWatch = &data.WebsiteWatch{Watch: website.Watch{Terms: terms}, Page: page, Account: intent.Account}
		a.websiteWatch = websiteWatch{watch: a.accountWatch(), number: a.websiteWatch.number + 1}
	}
	// The account page has asked for the consent before: it stands in for the portal.
	asks := a.state.Identity.OverriddenProfile != "" && !intent.Account && !intent.KeyConfirmed
	return a.stepVisit(website.Begin{NeedsConsent: asks})
}

// accountWatch follows the account from what is on screen: what is bought before the
// first look that works is not passed over.
func (a *App) accountWatch() *data.AccountWatch {
	watch, s := &data.AccountWatch{}, &a.state
	if s.Account.Loaded {
		watch.Begin(s.Account.At, s.Account.Value, s.Generations.Value, s.Generations.Loaded)
	}
	return watch
}

// showVisit shows the watch in place of whatever lies on top.
func (a *App) showVisit() {
	a.overlays.Clear()
	a.website = overlay.NewWebsiteWatch()
	a.push(a.website)
}

// watching reports whether a visit is watched.
func (a *App) watching() bool {
	return a.state.WebsiteWatch != nil && !a.state.WebsiteWatch.Over && a.state.WebsiteWatch.Stage != website.Held
}

// stepVisit takes an event of the visit on screen, and does what follows from it.
func (a *App) stepVisit(event website.Event) tea.Cmd {
	v := a.state.WebsiteWatch
	if v == nil {
		return nil
	}
	var effects []website.Effect
	v.Watch, effects = v.Next(a.options.Now(), event)
	var cmds []tea.Cmd
	for _, effect := range effects {
		cmds = append(cmds, a.carryOutVisit(v, effect))
	}
	a.publishState()
	return tea.Batch(cmds...)
}

// carryOutVisit does one thing that the visit asks for.
func (a *App) carryOutVisit(v *data.WebsiteWatch, effect website.Effect) tea.Cmd {
	switch effect := effect.(type) {
	case website.Ask:
		a.overlays.Clear()
		a.push(overlay.NewPricingConsent())
	case website.OpenPage:
		a.showVisit()
		return a.openSite()
	case website.PollAccount:
		return a.pollWebsite()
	case website.Wait:
		return a.startTimer(visitTimer, effect.For)
	case website.Tell:
		return a.announceChange(effect.Sight)
	case website.Finish:
		if model.KindOf(effect.Err) == model.NotSignedIn {
			a.lockedOut()
			return a.signInAgain(effect.Err)
		}
		return a.websiteWatchOpen(v)
	}
	return nil
}

// openSite hands the page to the browser.
func (a *App) openSite() tea.Cmd {
	browser, ctx, number := a.browser(), a.ctx, a.websiteWatch.number
	if browser == nil || a.state.WebsiteWatch == nil {
		return nil
	}
	page := a.state.WebsiteWatch.Page
	return func() tea.Msg { return websiteOpened{number: number, err: browser.Open(ctx, page.Address)} }
}

// websiteOpened is the outcome of opening the website.
type websiteOpened struct {
	number int
	err    error
}

func (a *App) websiteOpened(msg websiteOpened) tea.Cmd {
	if msg.number != a.websiteWatch.number {
		return nil
	}
	return a.stepVisit(website.PageOpened{Err: msg.err})
}

// websitePolled is what a look at the account has shown.
type websitePolled struct {
	number  int
	account model.Account
	sight   model.BalanceChange
	err     error
	at      int
}

func (v websitePolled) epoch() int { return v.at }

// pollWebsite looks at the account, whether the window has the focus or not: its
// owner is in the browser.
func (a *App) pollWebsite() tea.Cmd {
	ctx, source, now := data.Interactive(a.within), a.session.Source, a.options.Now
	watch, result := a.websiteWatch.watch, websitePolled{number: a.websiteWatch.number, at: a.epoch}
	return func() tea.Msg {
		result.account, result.sight, result.err = watch.Poll(ctx, source, now())
		return result
	}
}

// websitePolled takes a look.
func (a *App) websitePolled(msg websitePolled) tea.Cmd {
	if a.state.WebsiteWatch == nil || msg.number != a.websiteWatch.number {
		return nil
	}
	if msg.err == nil {
		a.state.Account.Set(msg.account, model.Billed, a.options.Now())
	}
	return a.stepVisit(website.AccountPolled{Sight: msg.sight, Err: msg.err})
}

// announceChange tells what was seen, in the panel and wherever the person is.
func (a *App) announceChange(sight model.BalanceChange) tea.Cmd {
	v, now := a.state.WebsiteWatch, a.options.Now()
	text := words.BalanceChange(sight, now, a.state.Location)
	v.Observations = append(v.Observations, data.Observation{At: now, Text: text})
	cmds := []tea.Cmd{
		a.fetchLatest(interactive), a.fetchGenerations(interactive, (*App).watchRunning), a.fetchSubscription(interactive),
	}
	if !a.overlays.OnTop(a.website) {
		cmds = append(cmds, a.notifyLasting(text))
	}
	return tea.Batch(cmds...)
}

// websiteWatchOpen says that watching has ended.
func (a *App) websiteWatchOpen(v *data.WebsiteWatch) tea.Cmd {
	if a.overlays.OnTop(a.website) {
		return nil
	}
	a.state.WebsiteWatch = nil
	if v.Err != nil {
		return a.notifyLasting(words.Unwatched(words.ShortTime(v.Looked, a.options.Now(), a.state.Location)))
	}
	return a.notifyLasting(words.Watched(v.Page.What, len(v.Observations)))
}

// lockedOut ends watching where the key is not accepted any more: the next key may be
// another account's. The panel says so, if it is open.
func (a *App) lockedOut() {
	if !a.overlays.Has(a.website) { // the welcome may lie on it
		a.state.WebsiteWatch = nil
	}
}

// notifyLasting shows a notice that stays until the person is back to read it.
func (a *App) notifyLasting(text string) tea.Cmd {
	a.notify(text)
	if a.websiteWatch.untold = a.unfocused; a.unfocused {
		return nil
	}
	return a.noticeTimer()
}

// endVisit stops watching by the person's wish.
func (a *App) endVisit() tea.Cmd {
	a.state.WebsiteWatch = nil
	a.pop()
	a.notify("No longer watching. The balance is refreshed as usual.")
	a.publishState()
	return a.noticeTimer()
}

// dropEndedVisit forgets a visit that is over, or was not begun, when its panel is left.
func (a *App) dropEndedVisit() {
	if a.state.WebsiteWatch != nil && !a.watching() {
		a.state.WebsiteWatch = nil
		a.publishState()
	}
}

// onFocusWebsite is called when the person comes back to the window: it looks at once.
func (a *App) onFocusWebsite() tea.Cmd {
	look := a.stepVisit(website.Returned{})
	if !a.websiteWatch.untold {
		return look
	}
	a.websiteWatch.untold = false
	return tea.Batch(look, a.noticeTimer())
}
