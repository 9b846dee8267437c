package app

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// visit is how the account is looked after while its owner is on the website: a
// server that sells nothing itself has no session to ask about.
type visit struct {
	watch  *data.AccountWatch
	delay  time.Duration // before the next look
	looks  bool          // a look is under way
	number int           // of the visit; looks of an earlier one are dropped
	ending model.Ending
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
	now := a.options.Now()
	if v := a.state.Visit; v == nil || v.Over || v.Account != intent.Account {
		page := a.state.Identity.PricingPage()
		if intent.Account {
			page = a.state.Identity.AccountPage()
		}
		a.state.Visit = &data.Visit{Page: page, Account: intent.Account, Looked: now}
		a.visit = visit{watch: a.accountWatch(), number: a.visit.number + 1}
	}
	a.state.Visit.Until = now.Add(model.WebsitePace.Patience)
	a.showVisit()
	return tea.Batch(a.openSite(), a.lookAtVisit())
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
func (a *App) watching() bool { return a.state.Visit != nil && !a.state.Visit.Over }

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

func (a *App) siteTried(msg siteTried) {
	if a.state.Visit == nil || msg.number != a.visit.number {
		return
	}
	a.state.Visit.Browser = ""
	if msg.err != nil {
		a.state.Visit.Browser = strings.TrimSuffix(msg.err.Error(), ".")
	}
	a.tell()
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
	if !a.watching() || a.visit.looks {
		return nil
	}
	a.visit.looks = true
	ctx, source, now := data.Asked(a.within), a.session.Source, a.options.Now
	watch, result := a.visit.watch, visitSeen{number: a.visit.number, at: a.epoch}
	return func() tea.Msg {
		result.account, result.sight, result.err = watch.Look(ctx, source, now())
		return result
	}
}

// visitSeen takes a look. The end of watching is decided after it, so that a machine
// that slept has looked first: where looks fail, somewhat later.
func (a *App) visitSeen(msg visitSeen) tea.Cmd {
	v := a.state.Visit
	if v == nil || msg.number != a.visit.number {
		return nil
	}
	defer a.tell()
	a.visit.looks = false
	now := a.options.Now()
	if v.Err = msg.err; msg.err == nil {
		v.Looked = now
		a.state.Account.Put(msg.account, model.Billed, now)
	}
	var cmds []tea.Cmd
	if !msg.sight.Empty() {
		cmds = append(cmds, a.tellSight(msg.sight))
	}
	if model.KindOf(msg.err) == model.NotSignedIn {
		a.lockedOut()
		return a.signInAgain(msg.err)
	}
	if a.visit.ending.Over(v.Until, now, msg.err) {
		return tea.Batch(append(cmds, a.overVisit())...)
	}
	var wait time.Duration
	a.visit.delay, wait = model.WebsitePace.After(a.visit.delay, msg.err, now)
	return tea.Batch(append(cmds, a.wait(visitTimer, wait))...)
}

// tellSight tells what was seen, in the panel and wherever the person is.
func (a *App) tellSight(sight model.Sight) tea.Cmd {
	v, now, text := a.state.Visit, a.options.Now(), words.Sight(sight, a.options.Now(), a.state.Location)
	v.Seen = append(v.Seen, data.Seen{At: now, Text: text})
	if soon := now.Add(afterwards); sight.Certain() && soon.Before(v.Until) {
		v.Until = soon
	}
	cmds := []tea.Cmd{
		a.fetchLatest(byPerson), a.fetchGenerations(byPerson, (*App).watchRunning), a.fetchSubscription(byPerson),
	}
	if _, open := a.top().(*overlay.Visit); !open {
		cmds = append(cmds, a.sayLasting(text))
	}
	return tea.Batch(cmds...)
}

// overVisit ends watching, and says so.
func (a *App) overVisit() tea.Cmd {
	v := a.state.Visit
	v.Over = true
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
	a.state.Visit.Over = true
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

// dropEndedVisit forgets a visit that is over when its panel is left.
func (a *App) dropEndedVisit() {
	if a.state.Visit != nil && a.state.Visit.Over {
		a.state.Visit = nil
		a.tell()
	}
}

// backFromSite is called when the person comes back to the window: it looks at once.
func (a *App) backFromSite() tea.Cmd {
	a.visit.delay = 0
	look := a.lookAtVisit()
	if !a.visit.untold {
		return look
	}
	a.visit.untold = false
	return tea.Batch(look, a.noticeTimer())
}
