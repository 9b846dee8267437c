// Package overlay has the cards and screens on top of the panes: help, the detail of a row, a
// change of plan, the confirmation of an order, its payment, the welcome screen and others.
// Like panes, overlays hold presentation state only and answer keys with intents; the one on
// top takes every key.
package overlay

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Overlay is the interface of an overlay: a card or screen on top of the panes.
type Overlay interface {
	// Layer returns its priority in the stack.
	Layer() Layer
	// OnClose returns the intent that follows when the user closes it, nil for none.
	OnClose() data.Intent
	// SetKeys sets the keymap, before any other call.
	SetKeys(keymap.Map)
	// SetTheme sets the theme.
	SetTheme(*theme.Theme)
	// SetState sets the state after a change, before View is called again.
	SetState(*data.State)
	// SetSize sets the size of the screen between header and footer.
	SetSize(width, height int)
	// Key handles a key press and returns the intent, nil for none.
	Key(tea.KeyPressMsg) data.Intent
	// Paste handles pasted text.
	Paste(text string)
	// Help returns the key bindings that are active now.
	Help() []key.Binding
	// Button returns the key binding drawn at a cell of the card; ok is false where there is
	// none.
	Button(x, y int) (binding key.Binding, ok bool)
	// TakesText reports whether typed letters go into a text field, as last drawn, although the
	// cursor may be out of view.
	TakesText() bool
	// View draws the overlay as a card, and returns the terminal's cursor in it.
	View() (card string, cursor *tea.Cursor)
}

// base is the common part of all overlays.
type base struct {
	theme         *theme.Theme
	state         *data.State
	keys          keymap.Map
	width, height int
	scrolled      int
	scrolledAway  bool // the user scrolled away from the text field
	typing        bool // a text field has the focus, as last drawn
	fixed         bool // its keys do not scroll it
	widest        int  // largest width of the card; 0: default
	buttons       []button
}

// button is a key binding drawn in a card, which a click presses.
type button struct {
	binding        key.Binding
	line, from, to int // line of the card, and range of columns
}

func (b *base) Layer() Layer              { return Ordinary }
func (b *base) OnClose() data.Intent      { return nil }
func (b *base) SetKeys(keys keymap.Map)   { b.keys = keys }
func (b *base) SetTheme(t *theme.Theme)   { b.theme = t }
func (b *base) SetState(s *data.State)    { b.state = s }
func (b *base) SetSize(width, height int) { b.width, b.height = width, height }
func (b *base) Paste(string)              {}

// defaultWidth is the largest width of a card of text.
const defaultWidth = 78

// inner is the width of a line in the card.
func (b *base) inner() int {
	widest := b.widest
	if widest == 0 {
		widest = defaultWidth
	}
	return max(min(b.width-2, widest)-4, 10)
}

// Button returns the key binding drawn at a cell of the card.
func (b *base) Button(x, y int) (binding key.Binding, ok bool) {
	for _, button := range b.buttons {
		if y == button.line && x >= button.from && x < button.to {
			return button.binding, true
		}
	}
	return key.Binding{}, false
}

// OpenKey returns the key that opens the row under the cursor.
func (b *base) OpenKey() key.Binding { return b.keys.Open }

// Lister is an overlay with a list.
type Lister interface {
	// Click moves the cursor to the row at a line of the card. chosen reports whether it was
	// there already.
	Click(line int) (chosen, taken bool)
	// OpenKey returns the key that opens that row.
	OpenKey() key.Binding
}

// upInText and downInText are the keys that move through a list while text is typed.
func (b *base) upInText() key.Binding   { return keymap.InText(b.keys.Up, "up") }
func (b *base) downInText() key.Binding { return keymap.InText(b.keys.Down, "down") }

// scroll applies the list keys to a card that is longer than the screen.
func (b *base) scroll(msg tea.KeyPressMsg) {
	page := max(b.height-6, 1)
	switch {
	case key.Matches(msg, b.keys.Up):
		b.scrolled--
	case key.Matches(msg, b.keys.Down):
		b.scrolled++
	case key.Matches(msg, b.keys.PageUp):
		b.scrolled -= page
	case key.Matches(msg, b.keys.PageDown):
		b.scrolled += page
	case key.Matches(msg, b.keys.Home):
		b.scrolled = 0
	case key.Matches(msg, b.keys.End):
		b.scrolled = 1 << 20
	}
	b.scrolled = max(b.scrolled, 0)
}

// card draws lines with the active keys under them. Lines that do not fit scroll, with a key
// that says so; the keys stay.
func (b *base) card(title string, lines []string, keys []key.Binding) string {
	foot, room := b.keyBar(len(lines), keys)
	if len(lines) > room {
		from := min(b.scrolled, len(lines)-room)
		window := widget.ListView{Top: from, Height: room, Count: len(lines)}
		visible := make([]string, room)
		for i := range visible {
			visible[i] = widget.PadRight(lines[from+i], b.inner()-2) + " " + b.theme.Faint.Render(window.Scrollbar(i))
		}
		lines = visible
	}
	for i := range b.buttons {
		b.buttons[i].line += len(lines)
	}
	lines = append(append([]string{}, lines...), foot...)
	return widget.Card(b.theme.Strong.Render(title), lines, b.inner()+4, len(lines)+2, b.theme.Border)
}

// keyBar are the lines of keys below a card, and the height that they leave for its text.
func (b *base) keyBar(count int, keys []key.Binding) (lines []string, room int) {
	under := func(keys []key.Binding) ([]string, int) {
		lines := b.keyLines(keys)
		if len(lines) > 0 {
			lines = append([]string{""}, lines...)
		}
		return lines, max(b.height-2-len(lines), 1)
	}
	lines, room = under(keys)
	if count <= room || b.fixed {
		return lines, room
	}
	withScroll, left := under(b.withScroll(keys))
	if left < room && b.height < short { // the text needs the line more, and the scroll bar says it too
		return under(keys)
	}
	return withScroll, left
}

// short is the height below which every line counts.
const short = 14

// withScroll inserts the scroll keys before the last key, which closes the card.
func (b *base) withScroll(keys []key.Binding) []key.Binding {
	return slices.Insert(slices.Clone(keys), max(len(keys)-1, 0), keymap.Pair("scroll", b.keys.Up, b.keys.Down))
}

// scrollTo scrolls a card so that a line is visible.
func (b *base) scrollTo(line, count int, keys []key.Binding) {
	_, room := b.keyBar(count, keys)
	b.scrolled = max(min(b.scrolled, count-room), 0)
	if line < b.scrolled {
		b.scrolled = line
	}
	if line >= b.scrolled+room {
		b.scrolled = line - room + 1
	}
}

// keyLines are the keys with their help, wrapped so that none is cut.
func (b *base) keyLines(keys []key.Binding) []string {
	var lines []string
	b.buttons = nil
	line, width := "", 0
	for _, binding := range keys {
		if !binding.Enabled() {
			continue
		}
		help := binding.Help()
		item := b.theme.Accent.Render(help.Key) + " " + b.theme.Muted.Render(help.Desc)
		size := widget.Width(help.Key) + 1 + widget.Width(help.Desc)
		if width > 0 && width+3+size > b.inner() {
			lines, line, width = append(lines, line), "", 0
		}
		if width > 0 {
			line, width = line+"   ", width+3
		}
		const above, left = 2, 2 // the frame and an empty line, the frame and a blank
		b.buttons = append(b.buttons, button{binding, above + len(lines), left + width, left + width + size})
		line, width = line+item, width+size
	}
	if width > 0 {
		lines = append(lines, line)
	}
	return lines
}

// fieldName is the width of the names of facts.
const fieldName = 14

// field is a fact as lines: a name and a value that wraps in its own column.
func (b *base) field(name, value string) []string { return b.fieldWide(fieldName, name, value) }

func (b *base) fieldWide(nameWidth int, name, value string) []string {
	if value == "" {
		return nil
	}
	lines := b.theme.Wrap(b.state.Masked(value), b.inner()-nameWidth-2)
	for i := range lines {
		label := ""
		if i == 0 {
			label = name
		}
		lines[i] = b.theme.Muted.Render(widget.PadRight(label, nameWidth)) + lines[i]
	}
	return lines
}

// text is a paragraph in a style.
func (b *base) text(style theme.Style, paragraph string) []string {
	lines := b.theme.Wrap(b.state.Masked(b.keys.Say(paragraph)), b.inner()-2)
	for i, line := range lines {
		lines[i] = style.Render(line)
	}
	return lines
}

// address is an address wrapped as it is, every character kept.
func (b *base) address(address string) []string {
	lines := widget.WrapHard(address, b.inner()-2)
	for i, line := range lines {
		lines[i] = b.theme.Accent.Render(line)
	}
	return lines
}

// joined joins blocks that are not empty with an empty line between them.
func joined(blocks ...[]string) []string {
	var lines []string
	for _, block := range blocks {
		if len(block) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, block...)
	}
	return lines
}

func sentence(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, " ")
}
