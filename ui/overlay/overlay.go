// Package overlay holds what lies on top of the panes: help, the detail of a row,
// what a change of plan means, the confirmation of an order, the payment watch,
// and the welcome. Like panes, overlays hold presentation only and answer keys
// with intents; the one on top takes every key.
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

// Overlay is one of the overlays.
type Overlay interface {
	// Layer is how high it lies.
	Layer() Layer
	// OnClose is what follows where a person closes it, nil for nothing.
	OnClose() data.Intent
	// SetKeys gives the keymap, before anything else.
	SetKeys(keymap.Map)
	// SetTheme sets the theme.
	SetTheme(*theme.Theme)
	// SetState sets the state after a change, before View is called again.
	SetState(*data.State)
	// SetSize gives the room of the whole screen between header and footer.
	SetSize(width, height int)
	// Key takes a key and says what is asked for, nil for nothing.
	Key(tea.KeyPressMsg) data.Intent
	// Paste takes pasted text.
	Paste(text string)
	// Help returns the key bindings that are active now.
	Help() []key.Binding
	// Button is the key that is named at a cell of the card as it was drawn last; ok is false
	// where there is none.
	Button(x, y int) (binding key.Binding, ok bool)
	// View draws the overlay as a card, and says where in it the cursor stands.
	View() (card string, cursor *tea.Cursor)
}

// base is what every overlay has.
type base struct {
	theme         *theme.Theme
	state         *data.State
	keys          keymap.Map
	width, height int
	scrolled      int
	fixed         bool // its keys do not scroll it
	widest        int  // how wide its card grows; 0: usual
	buttons       []button
}

// button is a key that is named in a card.
type button struct {
	binding        key.Binding
	line, from, to int // of the card, and columns of it
}

func (b *base) Layer() Layer              { return Ordinary }
func (b *base) OnClose() data.Intent      { return nil }
func (b *base) SetKeys(keys keymap.Map)   { b.keys = keys }
func (b *base) SetTheme(t *theme.Theme)   { b.theme = t }
func (b *base) SetState(s *data.State)    { b.state = s }
func (b *base) SetSize(width, height int) { b.width, b.height = width, height }
func (b *base) Paste(string)              {}

// defaultWidth is how wide a card grows whose lines are read as text.
const defaultWidth = 78

// inner is how wide a line in the card is.
func (b *base) inner() int {
	widest := b.widest
	if widest == 0 {
		widest = defaultWidth
	}
	return max(min(b.width-2, widest)-4, 10)
}

// Button is the key that is named at a cell of the card as it was drawn last.
func (b *base) Button(x, y int) (binding key.Binding, ok bool) {
	for _, button := range b.buttons {
		if y == button.line && x >= button.from && x < button.to {
			return button.binding, true
		}
	}
	return key.Binding{}, false
}

// Lister is an overlay with a list.
type Lister interface {
	// Click puts the cursor on the row at a line of the card. chosen reports whether it was
	// there already.
	Click(line int) (chosen, taken bool)
}

// scroll applies the keys of lists to a card that is longer than the screen.
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

// card draws lines with the keys that hold under them. Lines that have no room
// scroll, and a key says so; the keys stay.
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

// keyBar are the keys below a card of so many lines, and the room that they leave for
// them.
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
	if left < room && b.height < short { // the text needs the line more, and its mark says it too
		return under(keys)
	}
	return withScroll, left
}

// short is the room in which every line counts.
const short = 14

// withScroll are the keys with those that scroll before the last, which leaves.
func (b *base) withScroll(keys []key.Binding) []key.Binding {
	return slices.Insert(slices.Clone(keys), max(len(keys)-1, 0), keymap.Pair("scroll", b.keys.Up, b.keys.Down))
}

// scrollTo scrolls a card of so many lines so that one of them is in sight.
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

// keyLines are the keys and what they do, wrapped so that none is cut off.
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

// fieldName is how wide the names of facts are.
const fieldName = 14

// field is a line of a list of facts: a name and a value that wraps under itself.
func (b *base) field(name, value string) []string { return b.fieldWide(fieldName, name, value) }

func (b *base) fieldWide(nameWidth int, name, value string) []string {
	if value == "" {
		return nil
	}
	lines := widget.Wrap(value, b.inner()-nameWidth-2)
	for i := range lines {
		label := ""
		if i == 0 {
			label = name
		}
		lines[i] = b.theme.Muted.Render(widget.PadRight(label, nameWidth)) + lines[i]
	}
	return lines
}

// text is a paragraph in an ink.
func (b *base) text(ink theme.Style, paragraph string) []string {
	lines := widget.Wrap(b.keys.Say(paragraph), b.inner()-2)
	for i, line := range lines {
		lines[i] = ink.Render(line)
	}
	return lines
}

// address is an address in full, every character, wrapped.
func (b *base) address(address string) []string {
	lines := widget.WrapHard(address, b.inner()-2)
	for i, line := range lines {
		lines[i] = b.theme.Accent.Render(line)
	}
	return lines
}

// joined puts blocks under each other with an empty line between those that have
// lines.
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
