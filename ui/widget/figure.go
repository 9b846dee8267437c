package widget

import (
	"strings"
	"unicode/utf8"
)

// ofFigure reports whether a rune is part of figures: signs, currencies, digits and
// what stands between them.
func ofFigure(r rune) bool { return strings.ContainsRune("0123456789,.+-−≈≥≤~±$€£¥%", r) }

// figureAround is the figure that has the byte at a place of a line inside it; ok is
// false where a word, an id or a space is there.
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
	to = from + len(strings.TrimRight(s[from:to], ",.")) // of the sentence
	inside := from < at && at < to && strings.ContainsAny(s[from:to], "0123456789")
	return from, to, inside && apart(s[:from], false) && apart(s[to:], true)
}

// apart reports whether what stands before or behind a figure is not part of its word.
func apart(s string, behind bool) bool {
	if s == "" {
		return true
	}
	if behind {
		return strings.IndexByte(" ),.\x1b", s[0]) >= 0 || strings.HasPrefix(s, seam)
	}
	return strings.IndexByte(" (m", s[len(s)-1]) >= 0 && (s[len(s)-1] != 'm' || endsInCode(s))
}

// endsInCode reports whether a line ends in an escape code that chooses an ink.
func endsInCode(s string) bool {
	at := strings.LastIndexByte(s, '\x1b')
	return at >= 0 && strings.IndexByte(s[at:], 'm') == len(s)-at-1
}

// breakBefore is a place to cut a line at: this one, or the one before the figure that
// it is in.
func breakBefore(s string, at int) int {
	if from, _, ok := figureAround(s, at); ok {
		return from
	}
	return at
}
