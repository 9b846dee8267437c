package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Decimals is the widths of a column of figures on both sides of the decimal points, so that
// the points, and with them the units, are aligned.
type Decimals struct {
	whole, fraction int
	text            int // width of texts that are no figures
}

// Grow widens the column for a figure, or for a text in its place.
func (d *Decimals) Grow(text string) {
	if !isFigure(text) {
		d.text = max(d.text, Width(text))
		return
	}
	fraction := fractionOf(text)
	d.whole = max(d.whole, Width(text)-fraction)
	d.fraction = max(d.fraction, fraction)
}

// Merge widens the column for the figures of another one.
func (d *Decimals) Merge(o Decimals) {
	d.whole, d.fraction, d.text = max(d.whole, o.whole), max(d.fraction, o.fraction), max(d.text, o.text)
}

// Width is the width of the column.
func (d Decimals) Width() int { return max(d.whole+d.fraction, d.text) }

// Set pads a figure to exactly width cells, with its point aligned. Other texts are
// right-aligned, and so is a figure that would be cut.
func (d Decimals) Set(text string, width int) string {
	if after := d.fraction - fractionOf(text); isFigure(text) && after > 0 && Width(text)+after <= width {
		text += spaces(after)
	}
	return PadLeft(text, width)
}

// isFigure reports whether a text is a figure: one that ends in a letter is not.
func isFigure(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return !unicode.IsLetter(last)
}

// fractionOf is the width of a figure's decimal point and what follows it, which may be
// masked digits.
func fractionOf(text string) int {
	at := strings.LastIndexByte(text, '.')
	if at < 0 || at == len(text)-1 || strings.Trim(text[at+1:], "0123456789*") != "" {
		return 0
	}
	return len(text) - at
}
