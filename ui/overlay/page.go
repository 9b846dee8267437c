package overlay

import (
	"slices"

	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// page is a web page that a panel sends somebody to: its address comes first, as a QR
// code too where that is to be seen, and then what is said of it.
type page struct {
	title   string
	address model.URL
	browser string // why no browser was opened, "" where one was
	toggled bool   // Q was pressed
	keys    []key.Binding
	// words is what has to be said, drawn for a base: the first choice, and shorter ones.
	words func(base) [][]string
	// less is what is said beside a code that was asked for, where words have no room.
	less func(base) [][]string
}

// code is the page's address as a QR code, nil where that is not to be seen: it shows
// where it was asked for, or where no browser was opened and nothing has to go for it,
// unless it was asked to go.
func (b *base) code(p page) *qrPanel {
	picture := b.qrPanel(p.address)
	if picture == nil {
		return nil
	}
	byItself := p.browser != "" && b.beside(picture, p, p.words) != nil
	if p.toggled == byItself {
		return nil
	}
	return picture
}

// beside is the column beside a page's code, with the first of some words that have
// room there; nil where none have.
func (b *base) beside(picture *qrPanel, p page, words func(base) [][]string) []string {
	narrow := b.narrowed(picture)
	keys := narrow.pageKeys(p.keys, true, true)
	for _, said := range words(narrow) {
		if column := picture.columnOf(&narrow, p.title, narrow.pageBlocks(p, said), keys); column != nil {
			return column
		}
	}
	return nil
}

// pageBlocks are the parts of a page: the address, that there is no browser, and words.
func (b *base) pageBlocks(p page, words []string) [][]string {
	return [][]string{b.address(string(p.address)), b.noBrowser(p.browser), words}
}

// noBrowser says in one line that no browser was opened, and why where that has room.
func (b *base) noBrowser(why string) []string {
	if why == "" {
		return nil
	}
	text := "No browser was opened (" + why + ")."
	if widget.Width(text) > b.inner()-2 {
		text = "No browser was opened."
	}
	return b.text(b.theme.Text, text)
}

// pageKeys are keys without the one for a code where that does not fit, and with one
// that hides it where it is shown.
func (b *base) pageKeys(keys []key.Binding, fits, shown bool) []key.Binding {
	var kept []key.Binding
	for _, binding := range keys {
		switch isQR := binding.Help() == b.keys.ShowQR.Help(); {
		case isQR && !fits:
			continue
		case isQR && shown:
			binding = keymap.As(b.keys.ShowQR, "hide the code")
		}
		kept = append(kept, binding)
	}
	return kept
}

// pageHelp is the keys of a page as it is shown.
func (b *base) pageHelp(p page) []key.Binding {
	return b.pageKeys(p.keys, b.qrPanel(p.address) != nil, b.code(p) != nil)
}

// pageCard draws a page. Where the room is little its parts stand close together, and
// the card covers the header if it then shows all of them, or more of a long address.
func (b *base) pageCard(p page) string {
	if picture := b.code(p); picture != nil {
		return b.pictureCard(picture, p)
	}
	keys := b.pageHelp(p)
	return b.wholeCard(p.title, joined(b.pageBlocks(p, p.words(*b)[0])...), keys, len(b.address(string(p.address))))
}

// pictureCard draws a page with its code. Where no words have room beside that, the
// address stands alone, as much of it as there is room for.
func (b *base) pictureCard(picture *qrPanel, p page) string {
	b.buttons = nil // its keys stand one below the other, for the keyboard alone
	column := b.beside(picture, p, p.words)
	if column == nil && p.less != nil {
		column = b.beside(picture, p, p.less)
	}
	narrow := b.narrowed(picture)
	whole, keys := narrow.address(string(p.address)), narrow.pageKeys(p.keys, true, true)
	for n := len(whole); column == nil && n > 0; n-- {
		part := slices.Clone(whole[:n])
		if n < len(whole) {
			part[n-1] += "…"
		}
		column = picture.columnOf(&narrow, p.title, [][]string{part}, keys)
	}
	return picture.card(b, p.title, column)
}

// wholeCard is card for what is decided on, and is to be seen at once: where the room is
// little the blocks stand close together, and the card covers the header if it then shows
// all of them, or more of the first lines that count.
func (b *base) wholeCard(title string, lines []string, keys []key.Binding, first int) string {
	over := *b
	over.height = b.tallest()
	closer := tight(slices.Clone(lines))
	for _, on := range []*base{b, &over} {
		for _, lines := range [][]string{lines, closer} {
			if _, room := on.keyBar(len(lines), keys); len(lines) <= room {
				return on.card(title, lines, keys)
			}
		}
	}
	if _, room := b.keyBar(len(closer), keys); first > room {
		return over.card(title, closer, keys)
	}
	return b.card(title, closer, keys)
}

// tight is lines without the empty ones between them.
func tight(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" })
}
