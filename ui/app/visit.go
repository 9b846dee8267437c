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

// visit is what belongs to the visit besides.
type visit struct {
	watch  *data.AccountWatch
	number int  // of the visit; answers of an earlier one are dropped
	untold bool // the notice of what was seen waits for the person to come back
}

// afterwards is how long the account is watched once something was seen: credits may
// follow a plan, and a second pack the first.
const afterwards = 2 * time.Minute

// visitSite opens a page of the website, says so, and begins to watch the account. A
// visit to it that is watched already goes on.
func (a *App) visitSite(intent data.VisitSite) tea.Cmd {
	if !a.open {
		return nil
	}
	if v := a.state.Visit; v == nil || v.Over || v.Account != intent.Account {
		page := a.state.Identity.PricingPage()
		if intent.Account {
			page = a.state.Identity.AccountPage()
		}
		terms := website.Terms{Pace: model.WebsitePace, Afterwards: afterwards}
		a.state.Visit = &data.Visit{Visit: website.Visit{Terms: terms}, Page: page, Account: intent.Account}
		a.visit = visit{watch: a.accountWatch(), number: a.visit.number + 1}
	}
	// The account page has asked for the consent before: it stands in for the portal.
	asks := a.state.Identity.Passed != "" && !intent.Account && !intent.Allowed
	return a.stepVisit(website.Begin{NeedsConsent: asks})
}

// accountWatch follows the account from what is on screen: what is bought before the
// first look that works is not passed over.
func (a *App) accountWatch() *data.AccountWatch {
	watch, s := &data.AccountWatch{}, &a.state
	if s.Account.Has {
		watch.Begin(s.Account.At, s.Account.Value, s.Generations.Value, s.Generations.Has)
	}
	return watch
}

// showVisit shows the watch in place of whatever lies on top.
func (a *App) showVisit() {
	a.overlays = nil
	a.push(overlay.NewVisit(a.keys))
}

// watching reports whether a visit is watched.
func (a *App) watching() bool {
	return a.state.Visit != nil && !a.state.Visit.Over && a.state.Visit.Stage != website.Held
}

// stepVisit takes an event of the visit on screen, and does what follows from it.
func (a *App) stepVisit(event website.Event) tea.Cmd {
	v := a.state.Visit
	if v == nil {
		return nil
	}
	var effects []website.Effect
	v.Visit, effects = v.Next(a.options.Now(), event)
	var cmds []tea.Cmd
	for _, effect := range effects {
		cmds = append(cmds, a.carryOutVisit(v, effect))
	}
	a.tell()
	return tea.Batch(cmds...)
}

// carryOutVisit does one thing that the visit asks for.
func (a *App) carryOutVisit(v *data.Visit, effect website.Effect) tea.Cmd {
	switch effect := effect.(type) {
	case website.Ask:
		a.overlays = nil
		a.push(overlay.NewPricingConsent(a.keys))
	case website.OpenPage:
		a.showVisit()
		return a.openSite()
	case website.Look:
		return a.lookAtVisit()
	case website.Wait:
		return a.wait(visitTimer, effect.For)
	case website.Tell:
		return a.tellSight(effect.Sight)
	case website.Finish:
		if model.KindOf(effect.Err) == model.NotSignedIn {
			a.lockedOut()
			return a.signInAgain(effect.Err)
		}
		return a.overVisit(v)
	}
	return nil
}

// openSite hands the page to the browser.
func (a *App) openSite() tea.Cmd {
	browser, ctx, number := a.browser(), a.ctx, a.visit.number
	if browser == nil || a.state.Visit == nil {
		return nil
	}
	page := a.state.Visit.Page
	return func() tea.Msg { return siteTried{number: number, err: browser.Open(ctx, page.Address)} }
}

// siteTried is what became of opening the page of a visit.
type siteTried struct {
	number int
	err    error
}

func (a *App) siteTried(msg siteTried) tea.Cmd {
	if msg.number != a.visit.number {
		return nil
	}
	return a.stepVisit(website.PageOpened{Err: msg.err})
}

// visitSeen is what a look at the account has shown.
type visitSeen struct {
	number  int
	account model.Account
	sight   model.Sight
	err     error
	at      int
}

func (v visitSeen) epoch() int { return v.at }

// lookAtVisit looks at the account, whether the window has the focus or not: its
// owner is in the browser.
func (a *App) lookAtVisit() tea.Cmd {
	ctx, source, now := data.Asked(a.within), a.session.Source, a.options.Now
	watch, result := a.visit.watch, visitSeen{number: a.visit.number, at: a.epoch}
	return func() tea.Msg {
		result.account, result.sight, result.err = watch.Look(ctx, source, now())
		return result
	}
}

// visitSeen takes a look.
func (a *App) visitSeen(msg visitSeen) tea.Cmd {
	if a.state.Visit == nil || msg.number != a.visit.number {
		return nil
	}
	if msg.err == nil {
		a.state.Account.Put(msg.account, model.Billed, a.options.Now())
	}
	return a.stepVisit(website.Looked{Sight: msg.sight, Err: msg.err})
}

// tellSight tells what was seen, in the panel and wherever the person is.
func (a *App) tellSight(sight model.Sight) tea.Cmd {
	v, now := a.state.Visit, a.options.Now()
	text := words.Sight(sight, now, a.state.Location)
	v.Seen = append(v.Seen, data.Seen{At: now, Text: text})
	cmds := []tea.Cmd{
		a.fetchLatest(byPerson), a.fetchGenerations(byPerson, (*App).watchRunning), a.fetchSubscription(byPerson),
	}
	if _, open := a.top().(*overlay.Visit); !open {
		cmds = append(cmds, a.sayLasting(text))
	}
	return tea.Batch(cmds...)
}

// overVisit says that watching has ended.
func (a *App) overVisit(v *data.Visit) tea.Cmd {
	if _, open := a.top().(*overlay.Visit); open {
		return nil
	}
	a.state.Visit = nil
	if v.Err != nil {
		return a.sayLasting(words.Unwatched(words.Moment(v.Looked, a.options.Now(), a.state.Location)))
	}
	return a.sayLasting(words.Watched(v.Page.What, len(v.Seen)))
}

// lockedOut ends watching where the key is not accepted any more: the next key may be
// another account's. The panel says so, if it is open.
func (a *App) lockedOut() {
	for _, over := range a.overlays { // the welcome may lie on it
		if _, open := over.(*overlay.Visit); open {
			return
		}
	}
	a.state.Visit = nil
}

// sayLasting shows a notice that stays until the person is back to read it.
func (a *App) sayLasting(text string) tea.Cmd {
	a.say(text)
	if a.visit.untold = a.unfocused; a.unfocused {
		return nil
	}
	return a.noticeTimer()
}

// endVisit stops watching by the person's wish.
func (a *App) endVisit() tea.Cmd {
	a.state.Visit = nil
	a.pop()
	a.say("No longer watching. The balance is refreshed as usual.")
	a.tell()
	return a.noticeTimer()
}

// dropEndedVisit forgets a visit that is over, or was not begun, when its panel is left.
func (a *App) dropEndedVisit() {
	if a.state.Visit != nil && !a.watching() {
		a.state.Visit = nil
		a.tell()
	}
}

// backFromSite is called when the person comes back to the window: it looks at once.
func (a *App) backFromSite() tea.Cmd {
	look := a.stepVisit(website.Returned{})
	if !a.visit.untold {
		return look
	}
	a.visit.untold = false
	return tea.Batch(look, a.noticeTimer())
}
