package overlay

import (
	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Heights of the header and footer around overlays. A tall card may cover the header, and the
// footer but its last line.
const (
	HeaderHeight = 3
	FooterHeight = 2
)

// qrPanel is an address as a QR code with a column beside it, as codes are tall and terminals
// wide.
type qrPanel struct {
	code   []string
	column int  // width of the column
	bare   bool // there is no space for a frame
}

// Widths of the column beside a code: the least that the keys need, and the largest that text
// is read well in, unless an address on one line needs more.
const (
	leastColumn = 18
	roomyColumn = 38
	columnGap   = 2
)

// tallest is the largest height of a card that covers the header.
func (b *base) tallest() int { return b.height + HeaderHeight + FooterHeight - 1 }

// qrPanel lays out an address as a QR code, over the header if necessary; nil where it does not
// fit, or where block characters are not allowed, or in privacy mode.
func (b *base) qrPanel(address model.URL) *qrPanel {
	if b.theme.ASCII || b.state.Mask != nil {
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

// narrowed is the base at the width of the column beside a QR code.
func (b base) narrowed(p *qrPanel) base {
	b.widest = p.column + 6
	return b
}

// columnOf is blocks of lines beside a code, with the keys at the bottom; nil where they do not
// fit, even without empty lines between the blocks.
func (p *qrPanel) columnOf(b *base, title string, blocks [][]string, keys []key.Binding) []string {
	if p.bare {
		blocks = append([][]string{b.text(b.theme.Strong, title)}, blocks...)
	}
	foot, _ := p.keys(b, keys)
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

// keys are the keys in a column, and where the card has them.
func (p *qrPanel) keys(b *base, keys []key.Binding) (lines []string, buttons []button) {
	left, above := widget.Width(p.code[0])+columnGap+2, 1
	if p.bare {
		left, above = left-1, 0
	}
	for _, binding := range keys {
		if !binding.Enabled() {
			continue
		}
		help := binding.Help()
		indent := widget.Width(help.Key) + 1
		for i, line := range widget.Wrap(help.Desc, p.column-indent) {
			name := b.theme.Accent.Render(widget.PadRight(help.Key, indent))
			if i > 0 {
				name = widget.PadRight("", indent)
			}
			buttons = append(buttons, button{binding, above + len(lines), left, left + indent + widget.Width(line)})
			lines = append(lines, name+b.theme.Muted.Render(line))
		}
	}
	for i := range buttons {
		buttons[i].line += len(p.code) - len(lines) // they are at the bottom
	}
	return lines, buttons
}

// card draws the QR code with a column beside it.
func (p *qrPanel) card(b *base, title string, column []string) string {
	lines := widget.JoinHorizontal(p.code, column, widget.Width(p.code[0]), columnGap)
	if p.bare {
		return widget.Fit(widget.Indent(lines, 1), b.width, len(lines))
	}
	width := widget.Width(p.code[0]) + columnGap + p.column + 4
	return widget.Card(b.theme.Strong.Render(title), lines, width, len(lines)+2, b.theme.Border)
}
