package overlay

import (
	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Above and Below are the lines of the screen around the room of overlays: a header,
// which a card that is taller may cover, and a footer, whose last line it leaves.
const (
	HeaderHeight = 3
	FooterHeight = 2
)

// qrPanel is an address as a QR code with a column beside it, as codes are tall and
// terminals are wide.
type qrPanel struct {
	code   []string
	column int  // how wide the column is
	bare   bool // there is no room for a frame
}

// The column beside a code: the keys need so much, and words are not read well in more,
// though an address on one line is worth it.
const (
	leastColumn = 18
	roomyColumn = 38
	columnGap   = 2
)

// tallest is how tall a card can be that covers the header.
func (b *base) tallest() int { return b.height + HeaderHeight + FooterHeight - 1 }

// qrPanel lays an address out as a QR code, over the header if need be; nil where it
// does not fit, or cannot be drawn without blocks.
func (b *base) qrPanel(address model.URL) *qrPanel {
	if b.theme.ASCII {
		return nil
	}
	rows := b.tallest()
	code := widget.QR(string(address), b.width, rows)
	if code == nil {
		return nil
	}
	left := b.width - widget.Width(code[0]) - columnGap
	roomy := max(roomyColumn, min(widget.Width(string(address)), defaultWidth-4))
	framed := qrPanel{code: code, column: min(left-2-4, roomy)}
	bare := qrPanel{code: code, column: min(left-2, roomy), bare: true}
	switch {
	case len(code)+2 <= rows && framed.column >= leastColumn:
		return &framed
	case bare.column >= leastColumn:
		return &bare
	}
	return nil
}

// narrowed is the base as wide as a picture's column, for words that stand there.
func (b base) narrowed(p *qrPanel) base {
	b.widest = p.column + 6
	return b
}

// columnOf is blocks of lines beside a code, and the keys at the bottom; nil where that
// has no room, even without empty lines between the blocks.
func (p *qrPanel) columnOf(b *base, title string, blocks [][]string, keys []key.Binding) []string {
	if p.bare {
		blocks = append([][]string{b.text(b.theme.Strong, title)}, blocks...)
	}
	foot := p.keys(b, keys)
	room := len(p.code) - len(foot)
	lines := joined(blocks...)
	if len(lines) >= room {
		lines = tight(lines)
	}
	if len(lines) >= room {
		return nil
	}
	for len(lines) < room {
		lines = append(lines, "")
	}
	return append(lines, foot...)
}

// keys are the keys one below the other.
func (p *qrPanel) keys(b *base, keys []key.Binding) (lines []string) {
	for _, binding := range keys {
		help := binding.Help()
		indent := widget.Width(help.Key) + 1
		for i, line := range widget.Wrap(help.Desc, p.column-indent) {
			name := b.theme.Accent.Render(widget.PadRight(help.Key, indent))
			if i > 0 {
				name = widget.PadRight("", indent)
			}
			lines = append(lines, name+b.theme.Muted.Render(line))
		}
	}
	return lines
}

// card draws the picture with a column beside it.
func (p *qrPanel) card(b *base, title string, column []string) string {
	lines := widget.JoinHorizontal(p.code, column, widget.Width(p.code[0]), columnGap)
	if p.bare {
		return widget.Fit(widget.Indent(lines, 1), b.width, len(lines))
	}
	width := widget.Width(p.code[0]) + columnGap + p.column + 4
	return widget.Card(b.theme.Strong.Render(title), lines, width, len(lines)+2, b.theme.Border)
}
