package overlay

import (
	"slices"

	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// page is a card about a web page: its address first, with a QR code where that is shown, then
// the text.
type page struct {
	title   string
	address model.URL
	browser string // why no browser was opened, "" where one was
	toggled bool   // Q was pressed
	keys    []key.Binding
	// words returns the texts for a base: the preferred one, then shorter ones.
	words func(base) [][]string
	// less returns the texts beside a QR code that the user asked for, where words do not fit.
	less func(base) [][]string
}

// code is the page's address as a QR code, nil where none is shown. It is shown where the user
// asked for it, or where no browser was opened, everything else still fits and the user has not
// hidden it.
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

// beside is the column beside the QR code, with the first of the texts that fits; nil where
// none does.
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

// pageBlocks are the parts of a page: the address, the notice of a missing browser, and the
// text.
func (b *base) pageBlocks(p page, words []string) [][]string {
	return [][]string{b.pageAddress(p), b.noBrowser(p.browser), words}
}

// pageAddress is the address of a page. In privacy mode there is none: a part of it would open
// nothing, and all of it may open somebody's payment.
func (b *base) pageAddress(p page) []string {
	if b.state.Mask != nil {
		return b.text(b.theme.Muted, "The address is hidden, as a masked one would open nothing. {open_again} opens it. {privacy} shows it.")
	}
	return b.address(string(p.address))
}

// noBrowser is the line that no browser was opened, with the reason where it fits.
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

// pageKeys are the keys of a page: without the QR code's key where the code does not fit, and
// with one that hides it where it is shown.
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

// pageHelp returns the key bindings of a page as it is shown.
func (b *base) pageHelp(p page) []key.Binding {
	return b.pageKeys(p.keys, b.qrPanel(p.address) != nil, b.code(p) != nil)
}

// pageCard draws a page. On small screens its parts have no empty lines between them, and the
// card covers the header where it then shows more of the page.
func (b *base) pageCard(p page) string {
	if picture := b.code(p); picture != nil {
		return b.pictureCard(picture, p)
	}
	keys := b.pageHelp(p)
	return b.wholeCard(p.title, joined(b.pageBlocks(p, p.words(*b)[0])...), keys, len(b.pageAddress(p)))
}

// pictureCard draws a page with its QR code. Where no text fits beside the code, the address
// stands alone, cut to the space.
func (b *base) pictureCard(picture *qrPanel, p page) string {
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
	_, b.buttons = picture.keys(b, keys)
	return picture.card(b, p.title, column)
}

// wholeCard is card for a decision, to be visible at once: on small screens the blocks have no
// empty lines between them, and the card covers the header where it then shows all lines, or
// more of the given number of first lines.
func (b *base) wholeCard(title string, lines []string, keys []key.Binding, first int) string {
	over := *b
	closer := tight(slices.Clone(lines))
	defer func() { b.buttons = over.buttons }()
	for _, height := range []int{b.height, b.tallest()} {
		over.height = height
		for _, lines := range [][]string{lines, closer} {
			if _, room := over.keyBar(len(lines), keys); len(lines) <= room {
				return over.card(title, lines, keys)
			}
		}
	}
	if _, room := b.keyBar(len(closer), keys); first <= room {
		over.height = b.height
	}
	return over.card(title, closer, keys)
}

// tight removes empty lines.
func tight(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" })
}
