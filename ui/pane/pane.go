// Package pane holds what a person looks at: one pane for each part of the
// account, in one registry. Panes hold presentation only (cursor, scroll, filter), read the state
// that they are handed, and answer a key with an intent. They fetch nothing and
// open nothing.
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

// Pane is one of the panes.
type Pane interface {
	// Info is what it is called, and by what it is found.
	Info() Info
	// SetSize gives the room of its body in cells.
	SetSize(width, height int)
	// SetTheme gives the inks.
	SetTheme(*theme.Theme)
	// SetState tells that the state has changed, before it is drawn again.
	SetState(*data.State)
	// Key takes a key and says what is asked for. taken is false for a key that
	// means nothing here.
	Key(tea.KeyPressMsg) (intent data.Intent, taken bool)
	// Paste takes pasted text, where the pane is taking text, and says what is asked
	// for by it.
	Paste(text string) data.Intent
	// CapturesText reports whether the pane is taking text.
	CapturesText() bool
	// Help is the keys that mean something now, for the footer.
	Help() []key.Binding
	// View draws the body, exactly as large as the size set, and says where the
	// cursor is while text is taken.
	View() (body string, cursor *tea.Cursor)
}

// What panes may do besides.
type (
	// Receiver is a pane that intents lead to: it is shown where it receives one.
	Receiver interface {
		// Receive takes an intent, and says what else is asked for. taken is false for one of
		// another pane.
		Receive(data.Intent) (next data.Intent, taken bool)
	}
	// Searcher is the pane whose search of the history is worked out in the background.
	Searcher interface{ Search() data.Search }
	// UsageAsker is the pane whose use of credits is worked out in the background.
	UsageAsker interface{ Query() data.UsageQuery }
	// Ranged is a pane that begins with a range of days of the person's choice.
	Ranged interface{ SetRange(model.DayRange) }
	// Chooser is a pane that begins as it was left.
	Chooser interface {
		// Chosen is how it is left.
		Chosen() account.PaneChoice
		// Choose begins with it, as far as it is understood.
		Choose(account.PaneChoice)
	}
	// Splitter is a list that is narrower on wide terminals, with its chosen row beside it.
	Splitter interface {
		// ChosenRow is that row; ok is false for none.
		ChosenRow() (row model.Transaction, ok bool)
	}
	// Clicker is a pane with something under the mouse.
	Clicker interface {
		// Click puts the cursor on what is at a cell of the body. chosen reports whether it was
		// there already, taken is false where there is nothing.
		Click(x, y int) (chosen, taken bool)
	}
	// AdviceAsker is a pane that shows which plan and packs fit.
	AdviceAsker interface {
		// AdviceDays is for how many days they are compared.
		AdviceDays() int
		// AdviceUse is the use in each month that they are compared for; unknown for that of the history.
		AdviceUse() model.Credits
	}
	// Carrier is a pane that hands what it shows over to another one.
	Carrier interface {
		// Carry is what shows the same in the pane of a number, nil for nothing.
		Carry(to int) data.Intent
	}
	// Shower is a pane that shows generations.
	Shower interface {
		// OnScreen are those that are visible.
		OnScreen() []model.ID
	}
)

// base is what every pane has.
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

// margin is the empty cells at the left and right edge of every pane.
const margin = 2

// inner is the width between the margins.
func (b *base) inner() int { return max(b.width-2*margin, 0) }

// block lays lines out with margins.
func (b *base) block(lines []string) string {
	return widget.Fit(widget.Indent(lines, margin), b.width, b.height)
}

// note is a state in which there is nothing to show: what it is, and what to do.
func (b *base) note(title string, texts ...string) string {
	lines := []string{"", b.theme.Strong.Render(title), ""}
	for _, text := range texts {
		for _, line := range widget.Wrap(b.keys.Say(text), min(b.inner(), 76)) {
			lines = append(lines, b.theme.Muted.Render(line))
		}
	}
	return b.block(lines)
}

// move applies the keys of lists to a window.
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
