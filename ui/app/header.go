package app

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// header is the two lines above the panes.
type header struct{ *core }

// account is whose account it is, with its balance and plan, the profile where there
// is something to mistake, and how fresh that is.
func (h header) account() string {
	s := &h.state
	brand := h.theme.Accent.Render("studio") + h.theme.Faint.Render(" ▏")
	status := h.status()
	profile := h.profile()
	if !s.Account.Loaded {
		return widget.Justify(" "+brand+h.theme.Muted.Render("no figures yet"), profile+status+" ", h.width)
	}
	balance := h.theme.Strong.Render(format.Credits(s.Account.Value.Credits))
	email := s.Account.Value.Email
	left := " " + brand + balance + "  "
	room := h.width - widget.Width(left) - widget.Width(profile+status) - 3
	plan := h.planWords(room)
	if widget.Width(plan)+2+widget.Width(email) > room { // whose it is comes before the program's name
		left = " " + balance + "  "
		room += widget.Width(brand)
		plan = h.planWords(room)
	}
	if left := room - widget.Width(plan) - 2; profile != "" && left < min(widget.Width(email), shortEmail) {
		email = "" // the profile says whose it is
	} else {
		email = h.theme.Muted.Render(widget.Truncate(email, max(left, 8))) + "  "
	}
	if room -= widget.Width(email); room < min(shortPlan, widget.Width(plan)) {
		room = 0 // a letter or two of a plan say nothing
	}
	plan = widget.Truncate(plan, room)
	return widget.Justify(left+plan, email+profile+status+" ", h.width)
}

// shortEmail is how many cells of an address are worth showing beside a profile.
const shortEmail = 12

// shortPlan is how many cells of a plan are worth showing.
const shortPlan = 6

// planWords is the plan and how it goes on, in as many words as room allows.
func (h header) planWords(room int) string {
	s := &h.state
	sub := s.Subscription.Value
	name := s.PlanName()
	end := format.Date(sub.CurrentPeriodEnd.Time, s.Now, s.Location)
	const roomy, narrow = 52, 36
	switch {
	case !s.Subscription.Loaded || s.Subscription.Provenance != model.Billed || !sub.Subscribed():
		return name
	case sub.Status == model.StatusPastDue && room < narrow:
		return h.theme.Bad.Render(name + " unpaid")
	case sub.Status == model.StatusPastDue:
		return name + " · " + h.theme.Bad.Render("payment failed")
	case sub.Stalled():
		return name + " · " + h.theme.Bad.Render(message.StatusWord(sub))
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
func (h header) status() string {
	s := &h.state
	state, asOf, _ := s.Connection()
	at := ""
	if s.Account.Loaded {
		at = " " + format.ShortTime(asOf, h.options.Now(), s.Location)
	}
	if state == data.Live && h.away() { // nothing is refreshed meanwhile
		return h.theme.Muted.Render("as of") + at
	}
	switch state {
	case data.Live:
		return h.theme.Good.Render("live") + at
	case data.Stale:
		return h.theme.Warn.Render("stale") + at
	case data.Offline:
		return h.theme.Bad.Render("offline") + at
	case data.LimitedRate:
		return h.theme.Warn.Render("limited") + at
	case data.SignedOut:
		return h.theme.Bad.Render("signed out") + at
	}
	switch {
	case h.signedOut():
		return h.theme.Muted.Render("signed out")
	case s.Account.Loaded:
		return h.theme.Muted.Render("as of" + at)
	}
	return h.theme.Muted.Render("connecting …")
}

// tabs are the names of the panes, the open one marked, the only profile where there is
// but one, and the word "sandbox" where the figures are made up.
func (h header) tabs() string {
	if h.signedOut() && !h.state.Account.Loaded {
		return widget.PadRight("", h.width)
	}
	badge, room, profile := h.badge()
	tabs, gap := h.tabItems()
	left := " " + strings.Join(tabs, gap)
	for _, form := range profile {
		if widget.Width(left)+widget.Width(form) <= room {
			badge = h.theme.Muted.Render(strings.TrimLeft(form, " ")) + badge
			break
		}
	}
	return widget.Justify(left, badge, h.width)
}

// badge is the word "sandbox" where the figures are made up, the cells that it leaves, and
// the forms of the profile.
func (h header) badge() (badge string, room int, profile []string) {
	room = h.width
	if h.state.Identity.Sandbox {
		badge = h.theme.Badge.Render(" sandbox ")
		room -= widget.Width(badge) + 1 // which Justify keeps between both
	}
	return badge, room, h.profileForms()
}

// tabItems are the tabs as they are drawn now, and what stands between them.
func (h header) tabItems() (tabs []string, gap string) {
	_, room, profile := h.badge()
	if len(profile) > 0 {
		room -= widget.Width(profile[len(profile)-1])
	}
	return tabBar(h.theme, h.keys, pane.Infos(), h.active, room)
}

// tabAt is the index of the pane whose tab is at a column, -1 for none.
func (h header) tabAt(x int) int {
	tabs, gap := h.tabItems()
	at := 1
	for i, tab := range tabs {
		if x >= at && x < at+widget.Width(tab) {
			return i
		}
		at += widget.Width(tab) + len(gap)
	}
	return -1
}

// tabBar is the names of panes, the open one marked, in so many cells: whole and apart where
// there is room for that, then closer, then short, and at last the numbers with the open one's name.
func tabBar(t *theme.Theme, keys keymap.Map, panes []pane.Info, open, room int) (tabs []string, gap string) {
	whole := func(i int) string { return panes[i].Name }
	short := func(i int) string { return panes[i].Short }
	ofOpen := func(i int) string {
		if i == open {
			return panes[i].Name
		}
		return ""
	}
	for _, form := range []struct {
		name func(i int) string
		gap  string
	}{{whole, "  "}, {whole, " "}, {short, " "}, {ofOpen, " "}} {
		tabs, gap = make([]string, len(panes)), form.gap
		for i, pane := range panes {
			number, ink := t.Muted, theme.Style{}
			if i == open {
				number, ink = t.Accent, t.ActiveTab
			}
			tabs[i] = number.Render(keys.PaneKey(pane.Number))
			if name := form.name(i); name != "" {
				tabs[i] += " " + ink.Render(name)
			}
		}
		if 1+widget.Width(strings.Join(tabs, gap)) <= room {
			break
		}
	}
	return tabs, gap
}

// profile is the profile and where its key comes from, for the header, where there is
// something to mistake.
func (h header) profile() string {
	name := 40
	if h.width < 100 {
		name = 12
	}
	text := message.Profile(h.state.Identity, name)
	if text == "" || h.signedOut() || h.onlyProfile() {
		return ""
	}
	ink := h.theme.Text
	if h.state.Identity.OverriddenProfile != "" {
		ink = h.theme.Warn
	}
	return ink.Render(text) + "  "
}

// onlyProfile reports whether the account is that of the only profile there is.
func (h header) onlyProfile() bool {
	id := h.state.Identity
	return id.Profiles == 1 && id.Profile == "" && id.OverriddenProfile == ""
}

// profileForms is what profile is where there is nothing to mistake, for the line of tabs:
// beside the e-mail there is no room for it in 80 columns. The longest comes first, and each
// has the blanks around it; an exported key is no profile's, and has one.
func (h header) profileForms() []string {
	if !h.onlyProfile() || h.signedOut() {
		return nil
	}
	texts := []string{message.Profile(h.state.Identity, 12), message.ProfileName(h.state.Identity)}
	if h.state.Identity.KeyExported {
		texts = texts[:1]
	}
	var forms []string
	for _, text := range texts {
		if text != "" {
			forms = append(forms, "  "+text+" ")
		}
	}
	return forms
}
