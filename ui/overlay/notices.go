package overlay

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Notices is the card of recent notices, the newest first.
type Notices struct {
	base
	log func() []data.Notice // returns the current log, the newest last
}

// NewNotices makes the overlay.
func NewNotices(log func() []data.Notice) *Notices { return &Notices{log: log} }

// Help returns the key bindings that are active here.
func (n *Notices) Help() []key.Binding { return []key.Binding{n.keys.Back} }

// Key scrolls, or closes the card.
func (n *Notices) Key(msg tea.KeyPressMsg) data.Intent {
	if key.Matches(msg, n.keys.Back, n.keys.Quit, n.keys.Notices) {
		return data.Close{}
	}
	n.scroll(msg)
	return nil
}

// View draws each notice with its time.
func (n *Notices) View() (string, *tea.Cursor) {
	const at = len("Nov 30 23:59  ")
	var lines []string
	for _, notice := range slices.Backward(n.log()) {
		style := n.theme.Text
		if notice.Bad {
			style = n.theme.Warn
		}
		time := format.ShortTime(notice.At, n.state.Now, n.state.Location)
		for i, line := range n.theme.Wrap(n.state.Masked(notice.Text), n.inner()-at-2) {
			if i > 0 {
				time = ""
			}
			lines = append(lines, n.theme.Muted.Render(widget.PadRight(time, at))+style.Render(line))
		}
	}
	if len(lines) == 0 {
		lines = n.text(n.theme.Muted, "No messages yet.")
	}
	return n.card("Messages", lines, n.Help()), nil
}
