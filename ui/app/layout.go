package app

import (
	"image"

	"github.com/studio-tui/studio-tui/ui/overlay"
)

// layout is where things are on a terminal of a size, in cells.
type layout struct {
	width, height int
	header        image.Rectangle // whose account it is
	tabs          image.Rectangle
	body          image.Rectangle // of the pane in front
	side          image.Rectangle // of it, for the chosen row; empty where there is no room beside a list
	status        image.Rectangle // the line above the footer
	footer        image.Rectangle
}

// layOut shares a terminal out.
func layOut(width, height int) layout {
	body := max(height-overlay.HeaderHeight-overlay.FooterHeight, 1)
	line := func(y int) image.Rectangle { return image.Rect(0, y, width, y+1) }
	end := overlay.HeaderHeight + body
	side := image.Rectangle{}
	if width >= splitWidth {
		side = image.Rect(width-sideWidth, overlay.HeaderHeight, width, end)
	}
	return layout{
		width: width, height: height, side: side, header: line(0), tabs: line(1),
		body:   image.Rect(0, overlay.HeaderHeight, width, end),
		status: line(end), footer: line(end + overlay.FooterHeight - 1),
	}
}

// From splitWidth columns on a list has so many columns beside it.
const (
	splitWidth = 160
	sideWidth  = 64
)

func (l layout) tooSmall() bool { return l.width < leastWidth || l.height < leastHeight }

// overlay is where a card of a size lies: over the middle of the body. One that is taller
// than the body covers the header from below, and the last line of the screen never.
func (l layout) overlay(width, height int) image.Rectangle {
	x, y := max((l.width-width)/2, 0), l.body.Min.Y+(l.body.Dy()-height)/3
	if height > l.body.Dy() {
		y = max(l.height-overlay.FooterHeight-height, 0)
	}
	return image.Rect(x, y, x+width, y+height)
}
