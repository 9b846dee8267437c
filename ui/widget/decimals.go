package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Decimals is the room that a column of figures takes on both sides of its decimal
// points, so that the points, and with them the units, stand under each other.
type Decimals struct {
	whole, fraction int
	text            int // of what is no figure
}

// Grow makes room for a figure, or for a text in its place.
func (d *Decimals) Grow(text string) {
	if !isFigure(text) {
		d.text = max(d.text, Width(text))
		return
	}
	fraction := fractionOf(text)
	d.whole = max(d.whole, Width(text)-fraction)
	d.fraction = max(d.fraction, fraction)
}

// Width is how many cells the column takes.
func (d Decimals) Width() int { return max(d.whole+d.fraction, d.text) }

// Set fits a figure into exactly width cells, its point in line with the others'. What
// is no figure stands at the right edge, and so does a figure that would be cut.
func (d Decimals) Set(text string, width int) string {
	if after := d.fraction - fractionOf(text); isFigure(text) && after > 0 && Width(text)+after <= width {
		text += spaces(after)
	}
	return PadLeft(text, width)
}

// isFigure reports whether a text is one: what ends in a letter is not.
func isFigure(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return !unicode.IsLetter(last)
}

// fractionOf is how many cells of a figure are its point and what follows it.
func fractionOf(text string) int {
	at := strings.LastIndexByte(text, '.')
	if at < 0 || at == len(text)-1 || strings.Trim(text[at+1:], "0123456789") != "" {
		return 0
	}
	return len(text) - at
}
