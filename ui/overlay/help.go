package overlay

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/forecast"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Help is the card of keys: those of the current pane, those that work everywhere, and how the
// pane's figures are worked out; or the keys of all panes; or the forms of a filter.
type Help struct {
	base
	pane  string         // name of the current pane
	place keymap.Context // group of keys of the current pane
	all   bool           // the keys of all panes
	forms bool           // only the forms of a filter, while one is typed
}

// NewHelp makes the overlay for the keys of a pane, by its name and its group of keys, or of the
// welcome screen.
func NewHelp(pane string, place keymap.Context) *Help {
	return &Help{pane: pane, place: place, all: place == keymap.Welcome}
}

// NewFilterHelp makes the overlay for the forms of a filter.
func NewFilterHelp() *Help { return &Help{forms: true} }

// SetSize sets the space that the card may take, in cells. The table takes the full width, as
// it is scanned and not read as text.
func (h *Help) SetSize(width, height int) {
	h.base.SetSize(width, height)
	if h.widest = 0; width >= 100 && !h.forms {
		h.widest = 132
	}
}

// Layer returns Anywhere, as the welcome screen opens this overlay too.
func (h *Help) Layer() Layer { return Anywhere }

// Help returns the key bindings that are active here.
func (h *Help) Help() []key.Binding {
	other := "keys of all panes"
	switch {
	case h.forms || h.place == keymap.Welcome:
		return []key.Binding{h.keys.Back}
	case h.all:
		other = "keys of this pane"
	}
	return []key.Binding{keymap.As(h.keys.NextPane, other), h.keys.Back}
}

// Key scrolls, turns to the keys of all panes and back, or closes the card.
func (h *Help) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, h.keys.Back, h.keys.Help, h.keys.Quit), h.forms && key.Matches(msg, h.keys.FilterHelp, h.keys.Submit):
		return data.Close{}
	case key.Matches(msg, h.keys.NextPane) && !h.forms && h.place != keymap.Welcome:
		h.all, h.scrolled = !h.all, 0
	default:
		h.scroll(msg)
	}
	return nil
}

// View draws the table, in columns where they fit.
func (h *Help) View() (string, *tea.Cursor) {
	if h.forms {
		return h.card("What a filter can say", joined(h.filterLines(), h.typing()), h.Help()), nil
	}
	const gap, scrollMark = 3, 2
	groups := h.groups()
	count := min(max((h.inner()-scrollMark+gap)/(leastKeys+gap), 1), 3, len(groups))
	width := (h.inner() - scrollMark - (count-1)*gap) / count
	var blocks [][]string
	for _, group := range groups {
		blocks = append(blocks, h.group(group, width))
	}
	shared := columns(blocks, count)
	lines := shared[0]
	for i, column := range shared[1:] {
		lines = widget.JoinHorizontal(lines, column, (i+1)*(width+gap)-gap, gap)
	}
	title := "Keys"
	if !h.all {
		title += " in " + h.pane
		lines = joined(lines, h.reckoning())
		if h.place == keymap.History {
			lines = joined(lines, h.filter())
		}
	}
	return h.card(title, lines, h.Help()), nil
}

// leastKeys is the least width of a column of keys.
const leastKeys = 34

// groups are the groups of keys: that of the place, that of lists and that of everywhere; or all
// groups, in their order.
func (h *Help) groups() []keymap.Group {
	var groups []keymap.Group
	for _, group := range h.keys.Groups() {
		signedOut := group.Context == keymap.Welcome || group.Context == keymap.SigningIn
		switch {
		case h.place == keymap.Welcome && (signedOut || group.Context == keymap.Typing),
			h.place != keymap.Welcome && h.all && !signedOut,
			!h.all && (group.Context == h.place || group.Context == keymap.Lists || group.Context == keymap.Everywhere):
			groups = append(groups, group)
		}
	}
	rank := func(g keymap.Group) int {
		return slices.Index([]keymap.Context{keymap.Everywhere, keymap.Lists, h.place}, g.Context)
	}
	if !h.all || h.place == keymap.Welcome {
		slices.SortStableFunc(groups, func(a, b keymap.Group) int { return rank(b) - rank(a) })
	}
	return groups
}

// columns distributes blocks over columns: each goes to the shortest column, so that the first
// blocks are at the top.
func columns(blocks [][]string, count int) [][]string {
	shared := make([][]string, count)
	for _, block := range blocks {
		least := 0
		for i := range shared {
			if len(shared[i]) < len(shared[least]) {
				least = i
			}
		}
		shared[least] = joined(shared[least], block)
	}
	return shared
}

// Sentences on how figures are worked out.
const (
	usedRule     = "Used is what generations cost, less their refunds, on the local day of the charge. What was bought or given is not use."
	comparedRule = "A span that is not over is compared with the same part of the one before, to this hour."
	lastsRule    = "How long it lasts: " + forecast.Method + " The day named is the middle: half of the futures run out before it, half after. 9 times out of 10 means: in 9 of 10 of the futures."
	fanRule      = "In the forecast ▒ is left in 9 of 10 futures, ░ in 1 to 9 of them, ─ in half of them, and each ● is a tenth of them that runs out. Renewals are counted in as the plan promises them, packs never."
	budgetRule   = "The bar of a budget is what is used, its mark the part of the time that has passed. At this pace: as likely more as less."
	signsRule    = "+ credits that came in, ↩ a refund, ✕ failed and refunded, … running, ± a change without a row of its own. Nothing for a generation."
	groupsRule   = "In groups, out is what was taken, back what was refunded, in what was bought or given, and the share is that of all that was used, less refunds."
	replayRule   = "What a plan would have cost: your own use, month by month, with the cheapest packs for what the plan lacks. Credits that are left over go into the next month."
	enoughRule   = "Enough is the cheapest set of packs with which, in 9 of 10 futures, credits are left until the next renewal."
	pricesRule   = "≥ a price that some inputs raise, ≤ what is left or can be had at such a price. What the balance buys is rounded down. What you paid is your own average for one generation."
)

// rules are the sentences for the figures of a pane.
func rules(place keymap.Context) []string {
	switch place {
	case keymap.Overview:
		return []string{usedRule, comparedRule, lastsRule, budgetRule, signsRule}
	case keymap.History:
		return []string{signsRule, groupsRule}
	case keymap.Usage:
		return []string{usedRule, insight.UnusualRule, "Shades are quarters of your own days or hours. " + comparedRule, lastsRule, fanRule}
	case keymap.Plans:
		return []string{replayRule, lastsRule}
	case keymap.Packs:
		return []string{enoughRule, lastsRule}
	case keymap.Costs:
		return []string{pricesRule}
	case keymap.Account:
		return []string{budgetRule}
	}
	return nil
}

// reckoning explains the figures of the pane.
func (h *Help) reckoning() []string {
	var lines []string
	for _, text := range rules(h.place) {
		if lines == nil {
			lines = append(lines, h.theme.Title.Render("how it is worked out"))
		}
		lines = append(lines, widget.Wrap(text, min(h.inner()-2, 76))...)
	}
	return lines
}

// filter explains the language of the filter.
func (h *Help) filter() []string {
	return append([]string{h.theme.Title.Render("what a filter can say")}, h.filterLines()...)
}

// typing are the keys that are active while a filter is typed.
func (h *Help) typing() []string {
	for _, group := range h.keys.Groups() {
		if group.Context == keymap.Typing {
			return h.group(group, h.inner()-2)
		}
	}
	return nil
}

// filterLines are the forms of a filter with their meanings, side by side where the width
// allows.
func (h *Help) filterLines() []string {
	const form = 29
	var lines []string
	for _, entry := range history.FilterHelp {
		shown := h.theme.Accent.Render(entry[0])
		if h.inner() < 66 {
			lines = append(append(lines, shown), widget.Indent(widget.Wrap(entry[1], h.inner()-4), 2)...)
			continue
		}
		for i, meaning := range widget.Wrap(entry[1], h.inner()-form-2) {
			if i > 0 {
				shown = ""
			}
			lines = append(lines, widget.PadRight(shown, form)+meaning)
		}
	}
	return lines
}

// group is the keys of a place, with words that wrap.
func (h *Help) group(group keymap.Group, width int) []string {
	const names = 13
	lines := []string{h.theme.Title.Render(string(group.Context))}
	for _, binding := range group.Keys {
		if !binding.Enabled() {
			continue
		}
		help := binding.Help()
		for i, line := range widget.Wrap(help.Desc, width-names) {
			name := help.Key
			if i > 0 {
				name = ""
			}
			lines = append(lines, h.theme.Accent.Render(widget.PadRight(name, names))+line)
		}
	}
	return lines
}
