package app

import (
	"image"

	"github.com/studio-tui/studio-tui/ui/overlay"
)

// layout is the position of each part of the screen, in cells.
type layout struct {
	width, height int
	header        image.Rectangle // the two lines at the top
	tabs          image.Rectangle
	body          image.Rectangle // the visible pane
	side          image.Rectangle // the details of the selected row, within the body; empty where there is no room
	status        image.Rectangle // the line above the footer
	footer        image.Rectangle
}

// layOut computes the layout for a terminal's size.
func layOut(width, height int) layout {
	body := max(height-overlay.HeaderHeight-overlay.FooterHeight, 1)
	line := func(y int) image.Rectangle { return image.Rect(0, y, width, y+1) }
	end := overlay.HeaderHeight + body
	side := image.Rectangle{}
	if width >= splitWidth {
		list := min(width-sideWidth, widestList)
		side = image.Rect(list, overlay.HeaderHeight, min(list+widestSide, width), end)
	}
	return layout{
		width: width, height: height, side: side, header: line(0), tabs: line(1),
		body:   image.Rect(0, overlay.HeaderHeight, width, end),
		status: line(end), footer: line(end + overlay.FooterHeight - 1),
	}
}

// list is the width of a list that has the details of its selected row beside it.
func (l layout) list() int {
	if l.side.Empty() {
		return l.width
	}
	return l.side.Min.X
}

// The largest width of a pane, and the widths of a list and of the details beside it, from
// splitWidth columns on. Wider, the rest stays empty: a row is not read across a whole wall.
const (
	widestPane = 220
	splitWidth = 160
	sideWidth  = 64
	widestSide = 80
	widestList = 176
)

func (l layout) tooSmall() bool { return l.width < leastWidth || l.height < leastHeight }

// overlay is the position of a card of a size: centred over the panes. A card taller
// than the body covers the header upwards, and never the last line of the screen.
func (l layout) overlay(width, height int) image.Rectangle {
	x, y := max((min(l.width, widestPane)-width)/2, 0), l.body.Min.Y+(l.body.Dy()-height)/3
	if height > l.body.Dy() {
		y = max(l.height-overlay.FooterHeight-height, 0)
	}
	return image.Rect(x, y, x+width, y+height)
}
