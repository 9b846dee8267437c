package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Help is the table of keys, and what a filter can say.
type Help struct {
	base
	forms bool // only the latter, for who is typing one
}

// NewHelp makes the overlay.
func NewHelp(keys keymap.Map) *Help { return &Help{base: newBase(keys)} }

// NewFilterHelp makes the overlay for who is typing a filter.
func NewFilterHelp(keys keymap.Map) *Help { return &Help{base: newBase(keys), forms: true} }

// Help is the keys that mean something here.
func (h *Help) Help() []key.Binding { return []key.Binding{h.keys.Back} }

// Key scrolls, or leaves.
func (h *Help) Key(msg tea.KeyPressMsg) data.Intent {
	if key.Matches(msg, h.keys.Back, h.keys.Help, h.keys.Quit) || (h.forms && key.Matches(msg, h.keys.Forms, h.keys.Submit)) {
		return data.Close{}
	}
	h.scroll(msg)
	return nil
}

// View draws the table, in two columns where there is room.
func (h *Help) View() (string, *tea.Cursor) {
	if h.forms {
		return h.card("What a filter can say", joined(h.filterLines(), h.typing()), h.Help()), nil
	}
	var blocks [][]string
	for _, group := range h.keys.Groups() {
		if group.Place == keymap.Typing || group.Place == keymap.Welcome {
			continue
		}
		blocks = append(blocks, h.group(group))
	}
	if h.inner() < 66 {
		return h.card("Keys", joined(append(blocks, h.filter())...), h.Help()), nil
	}
	half := (len(blocks) + 1) / 2
	for half > 1 && height(blocks[:half-1]) >= height(blocks[half-1:]) {
		half--
	}
	column := (h.inner() - 3) / 2
	lines := widget.Beside(joined(blocks[:half]...), joined(blocks[half:]...), column, 2)
	lines = joined(lines, h.filter())
	return h.card("Keys", lines, h.Help()), nil
}

// filter explains the language of the filter.
func (h *Help) filter() []string {
	return append([]string{h.theme.Title.Paint("what a filter can say")}, h.filterLines()...)
}

// typing are the keys that hold while a filter is typed.
func (h *Help) typing() []string {
	for _, group := range h.keys.Groups() {
		if group.Place == keymap.Typing {
			return h.group(group)
		}
	}
	return nil
}

// filterLines are the forms and what each means, beside each other where there is the
// width.
func (h *Help) filterLines() []string {
	const form = 29
	var lines []string
	for _, entry := range history.FilterHelp {
		shown := h.theme.Accent.Paint(entry[0])
		if h.inner() < 66 {
			lines = append(append(lines, shown), widget.Indent(widget.Wrap(entry[1], h.inner()-4), 2)...)
			continue
		}
		for i, meaning := range widget.Wrap(entry[1], h.inner()-form-2) {
			if i > 0 {
				shown = ""
			}
			lines = append(lines, widget.Left(shown, form)+meaning)
		}
	}
	return lines
}

func (h *Help) group(group keymap.Group) []string {
	lines := []string{h.theme.Title.Paint(string(group.Place))}
	for _, binding := range group.Keys {
		help := binding.Help()
		lines = append(lines, h.theme.Accent.Paint(widget.Left(help.Key, 12))+" "+help.Desc)
	}
	return lines
}

func height(blocks [][]string) int {
	sum := 0
	for _, block := range blocks {
		sum += len(block) + 1
	}
	return sum
}
