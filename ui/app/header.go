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

// account is the line with the account's e-mail address, balance and plan, the profile
// where several could be meant, and the age of the figures.
func (h header) account() string {
	s := &h.state
	brand := h.theme.Accent.Render("studio") + h.theme.Faint.Render(" ▏")
	status := h.status()
	profile := h.profile()
	if !s.Account.Loaded {
		return widget.Justify(" "+brand+h.theme.Muted.Render("no figures yet"), profile+status+" ", h.width)
	}
	balance := h.theme.Strong.Render(format.Credits(s.Account.Value.Credits))
	email := s.Email()
	left := " " + brand + balance + "  "
	room := h.width - widget.Width(left) - widget.Width(profile+status) - 3
	plan := h.planWords(room)
	if widget.Width(plan)+2+widget.Width(email) > room { // the address takes precedence over the program's name
		left = " " + balance + "  "
		room += widget.Width(brand)
		plan = h.planWords(room)
	}
	if left := room - widget.Width(plan) - 2; profile != "" && left < min(widget.Width(email), shortEmail) {
		email = "" // the profile identifies the account
	} else {
		email = h.theme.Muted.Render(widget.Truncate(email, max(left, 8))) + "  "
	}
	if room -= widget.Width(email); room < min(shortPlan, widget.Width(plan)) {
		room = 0 // a letter or two of a plan are of no use
	}
	plan = widget.Truncate(plan, room)
	return widget.Justify(left+plan, email+profile+status+" ", h.width)
}

// shortEmail is the least width of an e-mail address beside a profile, in cells.
const shortEmail = 12

// shortPlan is the least width of a plan's name, in cells.
const shortPlan = 6

// planWords is the plan with its renewal or end, in the longest form that fits.
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
		return name // a date alone does not say what happens then
	case sub.Trial():
		return name + " · until " + end
	}
	return name + " · renews " + end
}

// status is the connection state with the time of the figures.
func (h header) status() string {
	s := &h.state
	state, asOf, _ := s.Connection()
	at := ""
	if s.Account.Loaded {
		at = " " + format.ShortTime(asOf, h.options.Now(), s.Location)
	}
	if state == data.Live && h.away() { // nothing is refreshed while away
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

// tabs is the line of pane names, with the open one marked, the profile if it is the
// only one, and the word "sandbox" where the data is simulated.
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

// badge is the word "sandbox" where the data is simulated, the cells that remain, and
// the forms of the profile.
func (h header) badge() (badge string, room int, profile []string) {
	room = h.width
	if h.state.Identity.Sandbox {
		badge = h.theme.Muted.Render("[sandbox]")
		room -= widget.Width(badge) + 1 // the blank that Justify puts between them
	}
	return badge, room, h.profileForms()
}

// tabItems are the tabs as they are drawn at present, and their separator.
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

// tabBar is the line of pane names in a width, with the open one marked. With less room
// it uses narrower separators, then short names, and finally the numbers with the name
// of the open one.
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

// profile is the profile and the source of its key, for the header, where several could
// be meant.
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

// onlyProfile reports whether the account's profile is the only one.
func (h header) onlyProfile() bool {
	id := h.state.Identity
	return id.Profiles == 1 && id.Profile == "" && id.OverriddenProfile == ""
}

// profileForms are the forms of the profile for the line of tabs, where it is the only
// one: 80 columns have no room for it beside the e-mail address. The longest comes
// first, each with the blanks around it; a key from the environment belongs to no
// profile and has one form.
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
