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

// Help is the card of keys, those of the current pane first, and of the forms of a filter.
type Help struct {
	base
	place keymap.Context // group of keys of the current pane
	forms bool           // only the forms of a filter, while one is typed
}

// NewHelp makes the overlay for the keys of a place.
func NewHelp(place keymap.Context) *Help {
	return &Help{place: place}
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
func (h *Help) Help() []key.Binding { return []key.Binding{h.keys.Back} }

// Key scrolls, or closes the card.
func (h *Help) Key(msg tea.KeyPressMsg) data.Intent {
	if key.Matches(msg, h.keys.Back, h.keys.Help, h.keys.Quit) || (h.forms && key.Matches(msg, h.keys.FilterHelp, h.keys.Submit)) {
		return data.Close{}
	}
	h.scroll(msg)
	return nil
}

// View draws the table, in columns where they fit.
func (h *Help) View() (string, *tea.Cursor) {
	if h.forms {
		return h.card("What a filter can say", joined(h.filterLines(), h.typing()), h.Help()), nil
	}
	const gap, scrollMark = 3, 2
	count := min(max((h.inner()-scrollMark+gap)/(leastKeys+gap), 1), 3)
	width := (h.inner() - scrollMark - (count-1)*gap) / count
	var blocks [][]string
	for _, group := range h.groups() {
		blocks = append(blocks, h.group(group, width))
	}
	shared := columns(blocks, count)
	lines := shared[0]
	for i, column := range shared[1:] {
		lines = widget.JoinHorizontal(lines, column, (i+1)*(width+gap)-gap, gap)
	}
	if h.place == keymap.History {
		lines = joined(lines, h.filter())
	}
	if h.place == keymap.Usage {
		lines = joined(lines, h.reckoning())
	}
	return h.card("Keys", lines, h.Help()), nil
}

// leastKeys is the least width of a column of keys.
const leastKeys = 34

// groups are the groups of keys: that of the place first, then that of lists, then the others.
func (h *Help) groups() []keymap.Group {
	rank := func(g keymap.Group) int {
		switch {
		case g.Context == h.place:
			return 0
		case g.Context == keymap.Lists && h.place != keymap.Plans:
			return 1
		}
		return 2
	}
	var groups []keymap.Group
	for _, group := range h.keys.Groups() {
		signedOut := group.Context == keymap.Welcome || group.Context == keymap.SigningIn
		if signedOut == (h.place == keymap.Welcome) || (h.place == keymap.Welcome && group.Context == keymap.Typing) {
			groups = append(groups, group)
		}
	}
	slices.SortStableFunc(groups, func(a, b keymap.Group) int { return rank(a) - rank(b) })
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

// reckoning explains the figures of use.
func (h *Help) reckoning() []string {
	lines := []string{h.theme.Title.Render("how it is worked out")}
	for _, text := range []string{
		"Used is what generations cost, less their refunds, on the local day of the charge. What was bought or given is not use.",
		insight.UnusualRule,
		"Shades are quarters of your own days or hours. A span that is not over is compared with the same part of the one before, to this hour.",
		"How long it lasts: " + forecast.Method + " The day named is the middle: half of the futures run out before it, half after. 9 times out of 10 means: in 9 of 10 of the futures.",
		"In the forecast ▒ is left in 9 of 10 futures, ░ in 1 to 9 of them, ─ in half of them, and each ● is a tenth of them that runs out. Renewals are counted in as the plan promises them, packs never.",
	} {
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
