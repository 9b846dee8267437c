// Package pane has the panes of the dashboard, one for each part of the account, in one
// registry. Panes hold presentation state only (cursor, scroll, filter), read the state that
// they are given, and answer a key with an intent. They fetch nothing and open nothing.
package pane

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Pane is the interface of a pane: one tab of the dashboard.
type Pane interface {
	// Info returns the pane's name and how it is found.
	Info() Info
	// SetSize sets the size of the body in cells.
	SetSize(width, height int)
	// SetTheme sets the theme.
	SetTheme(*theme.Theme)
	// SetState sets the state after a change, before View is called again.
	SetState(*data.State)
	// Key handles a key press and returns the intent. taken is false for a key that has no
	// meaning here.
	Key(tea.KeyPressMsg) (intent data.Intent, taken bool)
	// Paste handles pasted text while the pane takes text input, and returns the intent.
	Paste(text string) data.Intent
	// CapturesText reports whether the pane is taking text input.
	CapturesText() bool
	// Help returns the key bindings that are active now, for the footer.
	Help() []key.Binding
	// View draws the body, exactly of the size set, and returns the terminal's cursor while
	// text is typed.
	View() (body string, cursor *tea.Cursor)
}

// Optional interfaces of panes.
type (
	// Receiver is a pane that handles intents of other parts; it is shown when it takes one.
	Receiver interface {
		// Receive handles an intent and returns a further one. taken is false for an intent of
		// another pane.
		Receive(data.Intent) (next data.Intent, taken bool)
	}
	// Searcher is the pane whose search of the history runs in the background.
	Searcher interface{ Search() data.Search }
	// UsageAsker is the pane whose figures of use are worked out in the background.
	UsageAsker interface{ Query() data.UsageQuery }
	// Ranged is a pane that starts with the range of days from the settings.
	Ranged interface{ SetRange(model.DayRange) }
	// Chooser is a pane that starts with its choices of the last session.
	Chooser interface {
		// Chosen returns the current choices.
		Chosen() account.PaneChoice
		// Choose restores choices, skipping those that are not valid.
		Choose(account.PaneChoice)
	}
	// Splitter is a list that on wide terminals has its selected row beside it.
	Splitter interface {
		// ChosenRow returns the selected row; ok is false for none.
		ChosenRow() (row model.Transaction, ok bool)
	}
	// Clicker is a pane that handles mouse clicks.
	Clicker interface {
		// Click moves the cursor to the cell of the body that was clicked. chosen reports
		// whether it was there already, taken is false where there is nothing.
		Click(x, y int) (chosen, taken bool)
		// OpenKey returns the key that opens what the cursor is on.
		OpenKey() key.Binding
	}
	// AdviceAsker is a pane that shows which plan and packs fit.
	AdviceAsker interface {
		// AdviceDays returns the number of days of use that they are compared for, 0 while the
		// pane needs no advice.
		AdviceDays() int
		// AdviceUse returns the monthly use that they are compared for; unknown for that of the
		// history.
		AdviceUse() model.Credits
	}
	// Carrier is a pane that can show its filter and range in another pane.
	Carrier interface {
		// Carry returns the intent that shows the same in pane number to, nil for none.
		Carry(to int) data.Intent
	}
	// Shower is a pane that shows generations.
	Shower interface {
		// OnScreen returns the ids of the visible generations.
		OnScreen() []model.ID
	}
)

// base is the common part of all panes.
type base struct {
	info          Info
	width, height int
	theme         *theme.Theme
	keys          keymap.Map
	state         *data.State
}

func (b *base) Info() Info               { return b.info }
func (b *base) SetTheme(t *theme.Theme)  { b.theme = t }
func (b *base) SetState(s *data.State)   { b.state = s }
func (b *base) CapturesText() bool       { return false }
func (b *base) Paste(string) data.Intent { return nil }

func (b *base) SetSize(width, height int) { b.width, b.height = width, height }

// margin is the number of empty cells at the left and right edge of every pane.
const margin = 2

// OpenKey returns the key that opens what the cursor is on.
func (b *base) OpenKey() key.Binding { return b.keys.Open }

// inner is the width between the margins.
func (b *base) inner() int { return max(b.width-2*margin, 0) }

// block lays out lines with margins, in exactly the pane's size.
func (b *base) block(lines []string) string {
	return widget.Fit(widget.Indent(lines, margin), b.width, b.height)
}

// note is the body where there is nothing to show: a title, and what to do.
func (b *base) note(title string, texts ...string) string {
	lines := []string{"", b.theme.Strong.Render(title), ""}
	for _, text := range texts {
		for _, line := range b.theme.Wrap(b.keys.Say(text), min(b.inner(), 76)) {
			lines = append(lines, b.theme.Muted.Render(line))
		}
	}
	return b.block(lines)
}

// move applies the list keys to a list.
func (b *base) move(w *widget.ListView, msg tea.KeyPressMsg) bool {
	switch {
	case key.Matches(msg, b.keys.Up):
		w.Move(-1)
	case key.Matches(msg, b.keys.Down):
		w.Move(1)
	case key.Matches(msg, b.keys.PageUp):
		w.Move(-w.Page())
	case key.Matches(msg, b.keys.PageDown):
		w.Move(w.Page())
	case key.Matches(msg, b.keys.Home):
		w.Home()
	case key.Matches(msg, b.keys.End):
		w.End()
	default:
		return false
	}
	return true
}
