package overlay

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// page scrolls a card with a text field, and reports whether the key does that. Any other key
// leads back to the field.
func (b *base) page(msg tea.KeyPressMsg) bool {
	switch msg.String() {
	case "pgup":
		b.scrolled -= max(b.height-6, 1)
	case "pgdown":
		b.scrolled += max(b.height-6, 1)
	default:
		b.scrolledAway = false
		return false
	}
	b.scrolledAway = true
	return true
}

// line scrolls a card with a text field by a line, and reports whether the key does that.
func (b *base) line(msg tea.KeyPressMsg) bool {
	switch msg.String() {
	case "up":
		b.scrolled--
	case "down":
		b.scrolled++
	default:
		return false
	}
	b.scrolledAway = true
	return true
}

// typedCard is card for lines with a text field at one of them: where they do not fit, the
// field is visible, and what follows it up to line last, until the user scrolls.
func (b *base) typedCard(title string, lines []string, field, last int, cursor *tea.Cursor, keys []key.Binding) (string, *tea.Cursor) {
	b.typing = cursor != nil
	_, room := b.keyBar(len(lines), keys)
	if len(lines) > room {
		above, below := tight(slices.Clone(lines[:field])), tight(slices.Clone(lines[field:last+1]))
		rest := tight(slices.Clone(lines[last+1:]))
		field, last = len(above), len(above)+len(below)-1
		lines = slices.Concat(above, below, rest)
		_, room = b.keyBar(len(lines), keys)
	}
	if !b.scrolledAway {
		b.scrollTo(last, len(lines), keys)
		b.scrollTo(field, len(lines), keys)
	}
	b.scrolled = max(min(b.scrolled, len(lines)-room), 0)
	if row := field - b.scrolled; cursor != nil && row >= 0 && row < room {
		cursor.X, cursor.Y, cursor.Blink = cursor.X+2, row+1, false
	} else {
		cursor = nil
	}
	return b.card(title, lines, keys), cursor
}

// TakesText reports whether typed letters go into a text field, which may be scrolled out of
// view.
func (b *base) TakesText() bool { return b.typing }
