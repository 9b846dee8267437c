package history

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// What of a needle is not ASCII is here: it is found by the first byte of its
// first such rune, in any case.

// leadBytes are the first bytes of all cases of the first rune that is not ASCII,
// and the number of bytes before it.
func leadBytes(folded string) (leads []byte, before int) {
	for folded[before] < utf8.RuneSelf {
		before++
	}
	first, width := utf8.DecodeRuneInString(folded[before:])
	if first == utf8.RuneError && width == 1 {
		return []byte{folded[before]}, before
	}
	for r := first; ; {
		if r >= utf8.RuneSelf {
			lead := utf8.AppendRune(nil, r)[0]
			if bytes.IndexByte(leads, lead) < 0 {
				leads = append(leads, lead)
			}
		}
		if r = unicode.SimpleFold(r); r == first {
			return leads, before
		}
	}
}

// nextFolded is next for a needle that is not ASCII: it looks for the first rune
// that is not. Whatever stands before that has one byte in every case.
func (nd *substringMatcher) nextFolded(text []byte, from int) int {
	for from+nd.before < len(text) {
		rest := text[from+nd.before:]
		jump := -1
		for _, lead := range nd.leads {
			if at := bytes.IndexByte(rest, lead); at >= 0 {
				jump, rest = at, rest[:at]
			}
		}
		if jump < 0 {
			return -1
		}
		from += jump
		if foldedPrefix(text[from:], nd.folded) {
			return from
		}
		from++
	}
	return -1
}

// foldedPrefix reports whether a text, folded, begins with what is folded already.
func foldedPrefix(text []byte, folded string) bool {
	for len(folded) > 0 {
		if len(text) == 0 {
			return false
		}
		r, width := utf8.DecodeRune(text)
		if r == utf8.RuneError && width == 1 {
			if text[0] != folded[0] {
				return false
			}
			text, folded = text[1:], folded[1:]
			continue
		}
		want, size := utf8.DecodeRuneInString(folded)
		if (want == utf8.RuneError && size == 1) || foldRune(r) != want {
			return false
		}
		text, folded = text[width:], folded[size:]
	}
	return true
}

// markFolded is markAll for a needle that is not ASCII.
func (nd *substringMatcher) markFolded(t *texts, hits bitset) {
	row, end := 0, 0
	for place := 0; ; {
		if place = nd.next(t.data, place); place < 0 || place >= len(t.data) {
			return
		}
		if row, end = textAt(t.offsets, row, place); nd.ends(t.data, place) > end {
			place++
			continue
		}
		hits.set(row)
		place = end
	}
}

// ends is where a match that begins at a place ends.
func (nd *substringMatcher) ends(text []byte, place int) int {
	if nd.ascii {
		return place + len(nd.folded)
	}
	for range []rune(nd.folded) {
		_, width := decodeRune(text[place:])
		place += width
	}
	return place
}
