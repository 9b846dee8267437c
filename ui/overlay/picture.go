package overlay

import (
	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Above and Below are the lines of the screen around the room of overlays: a header,
// which a card that is taller may cover, and a footer, whose last line it leaves.
const (
	Above = 3
	Below = 2
)

// picture is an address as a QR code with a column beside it, as codes are tall and
// terminals are wide.
type picture struct {
	code   []string
	column int  // how wide the column is
	bare   bool // there is no room for a frame
}

// The column beside a code: the keys need so much, and words are not read well in more.
const (
	leastColumn = 18
	roomyColumn = 38
	columnGap   = 2
)

// picture lays an address out as a QR code, over the header if need be; nil where it
// does not fit.
func (b *base) picture(address model.Address) *picture {
	rows := b.height + Above + Below - 1
	code := widget.QR(string(address), b.width, rows)
	if code == nil {
		return nil
	}
	left := b.width - widget.Width(code[0]) - columnGap
	framed := picture{code: code, column: min(left-2-4, roomyColumn)}
	bare := picture{code: code, column: min(left-2, roomyColumn), bare: true}
	switch {
	case len(code)+2 <= rows && framed.column >= leastColumn:
		return &framed
	case bare.column >= leastColumn:
		return &bare
	}
	return nil
}

// narrowed is the base as wide as a picture's column, for words that stand there.
func (b base) narrowed(p *picture) base {
	b.widest = p.column + 6
	return b
}

// columnOf is the words beside a code, then its address, and the keys at the bottom; nil
// where that has no room. The address comes whole.
func (p *picture) columnOf(b *base, title string, words, address []string, keys []key.Binding) []string {
	var head []string
	if p.bare {
		head = b.text(b.theme.Strong, title)
	}
	foot := p.keys(b, keys)
	lines := joined(head, words, address)
	if len(lines)+1+len(foot) > len(p.code) {
		return nil
	}
	for len(lines)+len(foot) < len(p.code) {
		lines = append(lines, "")
	}
	return append(lines, foot...)
}

// keys are the keys one below the other.
func (p *picture) keys(b *base, keys []key.Binding) (lines []string) {
	for _, binding := range keys {
		help := binding.Help()
		indent := widget.Width(help.Key) + 1
		for i, line := range widget.Wrap(help.Desc, p.column-indent) {
			name := b.theme.Accent.Paint(widget.Left(help.Key, indent))
			if i > 0 {
				name = widget.Left("", indent)
			}
			lines = append(lines, name+b.theme.Muted.Paint(line))
		}
	}
	return lines
}

// card draws the picture with the first of some words that have room beside it. Where
// none have, the address stands alone, as much of it as there is room for.
func (p *picture) card(b *base, title string, words [][]string, address model.Address, keys []key.Binding) string {
	whole := b.address(string(address))
	var column []string
	for _, words := range append(words, nil) {
		if column = p.columnOf(b, title, words, whole, keys); column != nil {
			break
		}
	}
	for n := len(whole) - 1; column == nil && n > 0; n-- {
		column = p.columnOf(b, title, nil, append(whole[:n-1:n-1], whole[n-1]+"…"), keys)
	}
	lines := widget.Beside(p.code, column, widget.Width(p.code[0]), columnGap)
	if p.bare {
		return widget.Block(widget.Indent(lines, 1), b.width, len(lines))
	}
	width := widget.Width(p.code[0]) + columnGap + p.column + 4
	return widget.Card(b.theme.Strong.Paint(title), lines, width, len(lines)+2, b.theme.Border)
}

// hideCode is the key for a code, where that is shown already.
func (b *base) hideCode() key.Binding {
	return key.NewBinding(key.WithKeys(b.keys.ShowQR.Keys()...), key.WithHelp("Q", "hide the code"))
}

// codeKeys are keys without the one for a code where that does not fit, and with one that
// hides it where it is shown.
func (b *base) codeKeys(keys []key.Binding, address model.Address, shown bool) []key.Binding {
	fits := b.picture(address) != nil
	var kept []key.Binding
	for _, binding := range keys {
		switch isQR := binding.Help() == b.keys.ShowQR.Help(); {
		case isQR && !fits:
			continue
		case isQR && shown:
			binding = b.hideCode()
		}
		kept = append(kept, binding)
	}
	return kept
}
