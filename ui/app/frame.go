package app

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
	"github.com/studio-tui/studio-tui/ui/words"
)

// frame is the last frame drawn, kept until something changes.
type frame struct {
	stale   bool
	content string
	cursor  *tea.Cursor
}

// The smallest terminal that the program works in.
const (
	leastWidth  = 60
	leastHeight = 16
)

// headerHeight and footerHeight are the lines around the body of a pane.
const (
	headerHeight = overlay.Above
	footerHeight = overlay.Below
)

func (a *App) tooSmall() bool { return a.width < leastWidth || a.height < leastHeight }

func (a *App) bodyHeight() int { return max(a.height-headerHeight-footerHeight, 1) }

// View draws the screen, or gives the last frame where nothing has changed. Every
// frame sets all that the terminal is asked for.
func (a *App) View() tea.View {
	if a.drawn.stale || a.drawn.content == "" {
		a.drawn.content, a.drawn.cursor = a.draw()
		a.drawn.stale = false
		if a.shown != nil && a.drawn.content != "" {
			a.shown.drawn.Store(true)
		}
	}
	view := viewOf(a.drawn.content)
	view.Cursor = a.drawn.cursor
	view.WindowTitle = a.windowTitle()
	return view
}

// viewOf is a screen with what every frame asks of the terminal.
func viewOf(content string) tea.View {
	view := tea.NewView(content)
	view.AltScreen = true
	view.ReportFocus = true
	return view
}

func (a *App) windowTitle() string {
	if !a.state.Account.Has {
		return "studio-tui"
	}
	title := words.Credits(a.state.Account.Value.Credits) + " · studio-tui"
	if a.state.Identity.Sandbox {
		title += " (sandbox)"
	}
	return title
}

func (a *App) draw() (string, *tea.Cursor) {
	if a.width == 0 {
		return "", nil
	}
	if a.tooSmall() {
		return a.drawSmall(), nil
	}
	body, cursor := a.front().View()
	if cursor != nil {
		cursor.Y += headerHeight
	}
	if a.welcome != nil && !a.state.Account.Has {
		body = widget.Block(nil, a.width, a.bodyHeight())
	}
	if a.top() != nil {
		body = a.beneath(body)
	}
	screen := strings.Join([]string{
		a.header(), a.tabs(), a.theme.Faint.Paint(widget.Rule(a.width)), body, a.lowerRule(), a.footer(),
	}, "\n")
	if top := a.top(); top != nil {
		return a.overlaid(screen)
	}
	return screen, cursor
}

// beneath is the body of a pane under a card: faint, and without its scroll bar, which
// would stand beside the card's frame as if it were of it.
func (a *App) beneath(body string) string {
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		line = strings.TrimRight(ansi.Strip(line), " ")
		line = strings.TrimSuffix(strings.TrimSuffix(line, "│"), "┃")
		lines[i] = widget.Left(a.theme.Faint.Paint(strings.TrimRight(line, " ")), a.width)
	}
	return strings.Join(lines, "\n")
}

// overlaid lays the card on top over the middle of the screen. One that is taller than
// the body covers the header from below, and the last line of the screen never.
func (a *App) overlaid(screen string) (string, *tea.Cursor) {
	card, cursor := a.top().View()
	width, height := lipgloss.Size(card)
	x := max((a.width-width)/2, 0)
	y := headerHeight + (a.bodyHeight()-height)/3
	if height > a.bodyHeight() {
		y = max(a.height-footerHeight-height, 0)
	}
	if cursor != nil {
		cursor.X += x
		cursor.Y += y
	}
	layers := lipgloss.NewCompositor(lipgloss.NewLayer(screen), lipgloss.NewLayer(card).X(x).Y(y).Z(1))
	return layers.Render(), cursor
}

// drawSmall says what is missing in a terminal that is too small.
func (a *App) drawSmall() string {
	lines := []string{
		fmt.Sprintf("studio-tui needs %d x %d.", leastWidth, leastHeight),
		fmt.Sprintf("This terminal is %d x %d.", a.width, a.height),
	}
	if a.state.Account.Has {
		lines = append(lines, "Balance: "+words.Credits(a.state.Account.Value.Credits))
	}
	return widget.Block(append(lines, "q quits."), a.width, a.height)
}

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
	name := model.PlanName(s.PlanSlug())
	if plan, known := s.Plan(); known {
		name = plan.Name
	}
	end := words.Date(sub.CurrentPeriodEnd.Time, s.Now, s.Location)
	const roomy, narrow = 52, 36
	switch {
	case !s.Subscription.Has || s.Subscription.Provenance != model.Billed || !sub.Subscribed():
		return name
	case sub.Status == model.StatusPastDue && room < narrow:
		return a.theme.Bad.Paint(name + " unpaid")
	case sub.Status == model.StatusPastDue:
		return name + " · " + a.theme.Bad.Paint("payment failed")
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

// lowerRule is the line above the footer, which also says what happened by itself,
// and what is wrong.
func (a *App) lowerRule() string {
	if a.news.text != "" && a.welcome == nil {
		ink := a.theme.Good
		if a.news.bad {
			ink = a.theme.Warn
		}
		text := " " + widget.Clip(a.news.text, a.width-2) + " "
		return ink.Paint(text) + a.theme.Faint.Paint(widget.Rule(a.width-widget.Width(text)))
	}
	trouble := a.trouble()
	if trouble == "" || a.welcome != nil {
		return a.theme.Faint.Paint(widget.Rule(a.width))
	}
	return " " + a.theme.Warn.Paint(widget.Left(trouble, a.width-1))
}

// footer is a notice, or the keys that mean something now.
func (a *App) footer() string {
	if a.notice.text != "" {
		ink := a.theme.Good
		if a.notice.bad {
			ink = a.theme.Warn
		}
		return ink.Paint(widget.Left(" "+a.notice.text, a.width))
	}
	if top := a.top(); top != nil {
		return a.underCard(top)
	}
	if a.front().Typing() { // there the keys of everywhere are text
		return widget.Left(" "+a.hints(a.front().Help(), a.width-2), a.width)
	}
	bindings := append(append([]key.Binding{}, a.front().Help()...), a.keys.Refresh)
	if a.front().Number() != packsPane {
		bindings = append(bindings, a.keys.Buy)
	}
	right := a.hints([]key.Binding{a.keys.Help, a.keys.Quit}, 40) + " "
	return widget.Ends(" "+a.hints(dedupe(bindings), a.width-widget.Width(right)-2), right, a.width)
}

// underCard is the footer while a card is open. The card has its keys itself, so that
// this is the one that it does not have and that holds all the same.
func (a *App) underCard(top overlay.Overlay) string {
	for _, binding := range top.Help() {
		if help := binding.Help().Key; help == a.keys.Quit.Help().Key || help == a.keys.Interrupt.Help().Key {
			return widget.Left("", a.width)
		}
	}
	return widget.Ends("", a.hints([]key.Binding{a.keys.Interrupt}, a.width)+" ", a.width)
}

// hints are keys and what they do, as many as fit.
func (a *App) hints(bindings []key.Binding, width int) string {
	var b strings.Builder
	used := 0
	for _, binding := range bindings {
		help := binding.Help()
		size := widget.Width(help.Key) + 1 + widget.Width(help.Desc)
		if used > 0 {
			size += 2
		}
		if used+size > width {
			break
		}
		if used > 0 {
			b.WriteString("  ")
		}
		b.WriteString(a.theme.Accent.Paint(help.Key) + " " + a.theme.Muted.Paint(help.Desc))
		used += size
	}
	return b.String()
}

func dedupe(bindings []key.Binding) []key.Binding {
	seen := map[string]bool{}
	kept := bindings[:0:0]
	for _, binding := range bindings {
		if name := binding.Help().Key; !seen[name] {
			seen[name] = true
			kept = append(kept, binding)
		}
	}
	return kept
}
