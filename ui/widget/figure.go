package widget

import (
	"strings"
	"unicode/utf8"
)

// ofFigure reports whether a rune is part of figures: signs, currencies, digits and the
// separators between them.
func ofFigure(r rune) bool { return strings.ContainsRune("0123456789,.+-−≈≥≤~±$€£¥%", r) }

// figureAround is the range of the figure that contains the byte at an index of a line; ok is
// false where there is a word, an id or a space.
func figureAround(s string, at int) (from, to int, ok bool) {
	from, to = at, at
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:from])
		if !ofFigure(r) {
			break
		}
		from -= size
	}
	for to < len(s) {
		r, size := utf8.DecodeRuneInString(s[to:])
		if !ofFigure(r) {
			break
		}
		to += size
	}
	to = from + len(strings.TrimRight(s[from:to], ",.")) // punctuation of the sentence
	inside := from < at && at < to && strings.ContainsAny(s[from:to], "0123456789")
	return from, to, inside && apart(s[:from], false) && apart(s[to:], true)
}

// apart reports whether the text before or behind a figure is not part of the same word.
func apart(s string, behind bool) bool {
	if s == "" {
		return true
	}
	if behind {
		return strings.IndexByte(" ),.\x1b", s[0]) >= 0 || strings.HasPrefix(s, seam)
	}
	return strings.IndexByte(" (m", s[len(s)-1]) >= 0 && (s[len(s)-1] != 'm' || endsInCode(s))
}

// endsInCode reports whether a line ends in an escape code that sets a style.
func endsInCode(s string) bool {
	at := strings.LastIndexByte(s, '\x1b')
	return at >= 0 && strings.IndexByte(s[at:], 'm') == len(s)-at-1
}

// breakBefore is an index to cut a line at: the given one, or the start of the figure that it
// is in.
func breakBefore(s string, at int) int {
	if from, _, ok := figureAround(s, at); ok {
		return from
	}
	return at
}
