package pane

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// pager is the scroll position and selection in a page of text with items that keys act on.
// Down selects the next item where it is visible and scrolls by a line where it is not, so that
// text without items can be read too. On a page of two columns, the items of the left one come
// before those of the right one.
type pager struct {
	top, height, count int
	places             []int // the line of each item
	selected           int   // index into places; −1 where none is visible
}

// layout sets the number of lines, the lines of the items, and the number of visible lines.
func (p *pager) layout(count int, places []int, height int) {
	p.count, p.places, p.height = count, places, max(height, 0)
	p.top = max(min(p.top, p.last()), 0)
	if p.selected >= len(places) || p.selected < 0 || !p.sees(p.selected) {
		p.selected = p.firstSeen()
	}
}

// last is the largest top line.
func (p *pager) last() int { return max(p.count-p.height, 0) }

func (p *pager) sees(place int) bool {
	return place >= 0 && place < len(p.places) && p.places[place] >= p.top && p.places[place] < p.top+p.height
}

// firstSeen is the first visible item, −1 for none.
func (p *pager) firstSeen() int {
	return slices.IndexFunc(p.places, func(line int) bool { return line >= p.top && line < p.top+p.height })
}

// lastSeen is the last visible item, −1 for none.
func (p *pager) lastSeen() int {
	for i := len(p.places) - 1; i >= 0; i-- {
		if p.sees(i) {
			return i
		}
	}
	return -1
}

func (p *pager) down() {
	next := p.selected + 1
	if p.selected < 0 {
		next = slices.IndexFunc(p.places, func(line int) bool { return line >= p.top })
	}
	switch {
	case p.sees(next):
	case next >= 0 && next < len(p.places) && p.places[next] < p.top: // the right column begins
		p.top = max(p.places[next]-1, 0)
	case p.top < p.last():
		p.top++
	}
	switch {
	case p.sees(next):
		p.selected = next
	case !p.sees(p.selected):
		p.selected = p.firstSeen()
	}
}

func (p *pager) up() {
	before := p.selected - 1
	if p.selected < 0 {
		for before = len(p.places) - 1; before >= 0 && p.places[before] >= p.top+p.height; before-- {
		}
	}
	switch {
	case p.sees(before):
	case before >= 0 && p.places[before] >= p.top+p.height: // the left column ends
		p.top = min(p.places[before]-p.height+1, p.last())
	case p.top > 0:
		p.top--
	}
	switch {
	case p.sees(before):
		p.selected = before
	case !p.sees(p.selected):
		p.selected = p.lastSeen()
	}
}

// jump scrolls to a top line, and selects the first or the last visible item.
func (p *pager) jump(top int, toLast bool) {
	p.top = max(min(top, p.last()), 0)
	if toLast {
		p.selected = p.lastSeen()
	} else {
		p.selected = p.firstSeen()
	}
}

// page scrolls by a page less one line. At either end it selects the first or last item.
func (p *pager) page(direction int) {
	top := p.top + direction*max(p.height-1, 1)
	p.jump(top, top > p.last() || (direction < 0 && top >= 0))
}

// scroll applies the list keys to a pager.
func (b *base) scroll(p *pager, msg tea.KeyPressMsg) bool {
	switch {
	case key.Matches(msg, b.keys.Up):
		p.up()
	case key.Matches(msg, b.keys.Down):
		p.down()
	case key.Matches(msg, b.keys.PageUp):
		p.page(-1)
	case key.Matches(msg, b.keys.PageDown):
		p.page(1)
	case key.Matches(msg, b.keys.Home):
		p.jump(0, false)
	case key.Matches(msg, b.keys.End):
		p.jump(p.last(), true)
	default:
		return false
	}
	return true
}

// visible returns the visible lines of a page, with a scroll bar in the right margin where
// there are more.
func (b *base) visible(p *pager, lines []string) []string {
	window := widget.ListView{Top: p.top, Height: p.height, Count: len(lines)}
	from, to := window.Visible()
	cut := make([]string, 0, p.height)
	for i, line := range lines[from:to] {
		if mark := window.Scrollbar(i); mark != "" {
			line = widget.PadRight(line, b.inner()+1) + b.theme.Faint.Render(mark)
		}
		cut = append(cut, line)
	}
	return cut
}
