package app

import (
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
	"github.com/studio-tui/studio-tui/ui/words"
)

// header is whose account it is, with its balance and plan, the profile where there
// is something to mistake, and how fresh that is.
func (a *App) header() string {
	s := &a.state
	brand := a.theme.Accent.Paint("studio") + a.theme.Faint.Paint(" ▏")
	status := a.status()
	profile := a.profile()
	if !s.Account.Has {
		return widget.Ends(" "+brand+a.theme.Muted.Paint("no figures yet"), profile+status+" ", a.width)
	}
	balance := a.theme.Strong.Paint(words.Credits(s.Account.Value.Credits))
	email := s.Account.Value.Email
	left := " " + brand + balance + "  "
	room := a.width - widget.Width(left) - widget.Width(profile+status) - 3
	plan := a.planWords(room)
	if widget.Width(plan)+2+widget.Width(email) > room { // whose it is comes before the program's name
		left = " " + balance + "  "
		room += widget.Width(brand)
		plan = a.planWords(room)
	}
	if left := room - widget.Width(plan) - 2; profile != "" && left < min(widget.Width(email), shortEmail) {
		email = "" // the profile says whose it is
	} else {
		email = a.theme.Muted.Paint(widget.Clip(email, max(left, 8))) + "  "
	}
	if room -= widget.Width(email); room < min(shortPlan, widget.Width(plan)) {
		room = 0 // a letter or two of a plan say nothing
	}
	plan = widget.Clip(plan, room)
	return widget.Ends(left+plan, email+profile+status+" ", a.width)
}

// shortEmail is how many cells of an address are worth showing beside a profile.
const shortEmail = 12

// shortPlan is how many cells of a plan are worth showing.
const shortPlan = 6

// planWords is the plan and what becomes of it, in as many words as room allows.
func (a *App) planWords(room int) string {
	s := &a.state
	sub := s.Subscription.Value
	name := s.PlanName()
	end := words.Date(sub.CurrentPeriodEnd.Time, s.Now, s.Location)
	const roomy, narrow = 52, 36
	switch {
	case !s.Subscription.Has || s.Subscription.Provenance != model.Billed || !sub.Subscribed():
		return name
	case sub.Status == model.StatusPastDue && room < narrow:
		return a.theme.Bad.Paint(name + " unpaid")
	case sub.Status == model.StatusPastDue:
		return name + " · " + a.theme.Bad.Paint("payment failed")
	case sub.Stalled():
		return name + " · " + a.theme.Bad.Paint(words.StatusWord(sub))
	case sub.CancelAtPeriodEnd && room >= roomy:
		return name + " · ends " + end + ", credits stay"
	case sub.CancelAtPeriodEnd:
		return name + " ends " + end
	case sub.PendingPlan != "" && room < narrow:
		return name + ", then " + model.PlanName(string(sub.PendingPlan))
	case sub.PendingPlan != "":
		return name + " · " + model.PlanName(string(sub.PendingPlan)) + " from " + end
	case room < narrow:
		return name // a day alone does not say what happens on it
	case sub.Trial():
		return name + " · until " + end
	}
	return name + " · renews " + end
}

// status is how the figures stand to the server, and their clock time.
func (a *App) status() string {
	s := &a.state
	state, asOf, _ := s.Connection()
	at := ""
	if s.Account.Has {
		at = " " + words.Moment(asOf, a.options.Now(), s.Location)
	}
	if state == data.Live && a.unfocused { // nothing is refreshed meanwhile
		return a.theme.Muted.Paint("as of") + at
	}
	switch state {
	case data.Live:
		return a.theme.Good.Paint("live") + at
	case data.Stale:
		return a.theme.Warn.Paint("stale") + at
	case data.Offline:
		return a.theme.Bad.Paint("offline") + at
	case data.LimitedRate:
		return a.theme.Warn.Paint("limited") + at
	case data.SignedOut:
		return a.theme.Bad.Paint("signed out") + at
	}
	switch {
	case a.welcome != nil:
		return a.theme.Muted.Paint("signed out")
	case s.Account.Has:
		return a.theme.Muted.Paint("as of" + at)
	}
	return a.theme.Muted.Paint("connecting …")
}

// tabs are the names of the panes, the open one marked, the only profile where there is
// but one, and the word "sandbox" where the figures are made up.
func (a *App) tabs() string {
	if a.welcome != nil && !a.state.Account.Has {
		return widget.Left("", a.width)
	}
	badge := ""
	if a.state.Identity.Sandbox {
		badge = a.theme.Badge.Paint(" sandbox ")
	}
	gap := "  "
	if a.width < 76 {
		gap = " "
	}
	names := make([]string, len(a.panes))
	for i, pane := range a.panes {
		number := a.theme.Muted
		ink := theme.Ink{}
		if i == a.active {
			number, ink = a.theme.Accent, a.theme.Tab
		}
		names[i] = number.Paint(fmt.Sprint(pane.Number())) + " " + ink.Paint(a.tabName(pane.Name()))
	}
	left := " " + strings.Join(names, gap)
	return widget.Ends(left, a.quietProfile(a.width-widget.Width(left)-widget.Width(badge))+badge, a.width)
}

// tabName cuts a name where tabs have no room for all of it.
func (a *App) tabName(name string) string {
	if a.width < 76 && len(name) > 8 {
		return name[:7] + "."
	}
	return name
}
