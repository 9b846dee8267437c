package widget

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width is the largest number of cells that a line of text, with or without escape codes, takes
// in any terminal.
//
// Terminals do not agree on that: some give each character its cells, others each
// cluster of characters that is drawn as one, and which one a terminal is may not be
// known. So a cluster is as wide here as the wider of the two has it, and [Settle]
// fills up the rest where the terminal's measure is known.
func Width(s string) int {
	cells, _ := measure(s)
	return cells
}

// measure is the width of a line, and whether it has characters that terminals may disagree on
// without a seam after them. The characters of the program's own texts are counted by a fast
// path.
func measure(s string) (cells int, open bool) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= ' ' && c <= '~':
			cells++
			i++
		case c == ansi.ESC && paintEnd(s, i) > 0:
			i = paintEnd(s, i)
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !narrow(r) {
				return measureAll(s)
			}
			cells++
			i += size
		}
	}
	return cells, false
}

func measureAll(s string) (cells int, open bool) {
	for i := 0; i < len(s); {
		p := next(s[i:])
		cells += p.cells
		open = (open || p.foreign) && p.text != seam
		i += len(p.text)
	}
	return cells, open
}

// paintEnd is the end of the escape code at an index if it sets a style, -1 for another code.
func paintEnd(s string, i int) int {
	if i+1 >= len(s) || s[i+1] != '[' {
		return -1
	}
	for i += 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && (c < '0' || c > '9'):
			return -1
		}
	}
	return -1
}

// piece is an indivisible part of a line: a grapheme cluster, or an escape code.
type piece struct {
	text    string
	cells   int  // at the most
	foreign bool // terminals may disagree on how many
}

// next returns the first piece of a line.
func next(s string) piece {
	c := s[0]
	switch {
	case c >= ' ' && c <= '~':
		if len(s) == 1 || s[1] < utf8.RuneSelf {
			return piece{text: s[:1], cells: 1}
		}
		if r, _ := utf8.DecodeRuneInString(s[1:]); narrow(r) { // it does not join with the one before
			return piece{text: s[:1], cells: 1}
		}
	case c == ansi.ESC && paintEnd(s, 0) > 0:
		return piece{text: s[:paintEnd(s, 0)]}
	case c < utf8.RuneSelf:
		_, _, n, _ := ansi.DecodeSequence(s, 0, nil)
		return piece{text: s[:n]}
	default:
		r, size := utf8.DecodeRuneInString(s)
		if narrow(r) && (len(s) == size || s[size] < utf8.RuneSelf) {
			return piece{text: s[:size], cells: 1}
		}
	}
	if strings.HasPrefix(s, seam) {
		return piece{text: seam}
	}
	cluster, cells := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if at := strings.Index(cluster, seam); at > 0 {
		cluster = cluster[:at]
		cells = ansi.StringWidth(cluster)
	}
	each := ansi.StringWidthWc(cluster)
	return piece{text: cluster, cells: max(cells, each), foreign: cells != 1 || each != 1}
}

// narrow reports whether a rune takes one cell in every terminal, whatever precedes it: the
// characters of the program's own texts, and the letters of western languages. Runes that would
// join with the one before are not among them.
func narrow(r rune) bool {
	switch {
	case r >= 0xC0 && r <= 0x17F, r >= 0x2500 && r <= 0x259F: // letters; lines and blocks
		return true
	}
	switch r {
	case '·', '…', '−', '↩', '✕', '✓', '–', '’', '▸', '▾', '•', '↑', '↓', 'Σ', '±', '£', '€':
		return true
	}
	return false
}

// clip cuts text and returns the number of cells left. Characters that terminals may disagree
// on end in a seam.
func clip(s string, width int) (cut string, cells int) {
	s = apartFrom(based(s))
	cells, open := measure(s)
	if cells > width {
		if width < 1 {
			return "", 0
		}
		s = cutAt(s, breakBefore(s, offset(s, width-1)))
		cells, open = measure(s)
	}
	if open {
		s += seam
	}
	return s, cells
}

// apartFrom is a text without trailing characters that would join with what follows.
func apartFrom(s string) string {
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		if r < utf8.RuneSelf || narrow(r) || size < 2 {
			return s
		}
		if cluster, _ := ansi.FirstGraphemeCluster(s[len(s)-size:]+" ", ansi.GraphemeWidth); len(cluster) == size {
			return s
		}
		s = s[:len(s)-size]
	}
}

// based is a text without leading combining marks, which would join with what precedes it.
func based(s string) string {
	at := 0
	for at < len(s) && s[at] == ansi.ESC {
		at += len(next(s[at:]).text)
	}
	rest := s[at:]
	for rest != "" && rest[0] >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(rest)
		if narrow(r) {
			break
		}
		if cluster, _ := ansi.FirstGraphemeCluster(" "+rest[:size], ansi.GraphemeWidth); len(cluster) == 1 {
			break
		}
		rest = rest[size:]
	}
	if len(rest) == len(s)-at {
		return s
	}
	return s[:at] + rest
}

// offset is the byte index after the last piece that fits into a number of cells.
func offset(s string, cells int) int {
	for i := 0; i < len(s); {
		p := next(s[i:])
		if cells -= p.cells; cells < 0 {
			return i
		}
		i += len(p.text)
	}
	return len(s)
}

// cutAt replaces all that follows an index, except escape codes, by an ellipsis.
func cutAt(s string, at int) string {
	return s[:at] + "…" + codes(s[at:])
}

// codes are the escape codes of a line.
func codes(s string) string {
	if strings.IndexByte(s, ansi.ESC) < 0 {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		p := next(s[i:])
		if p.text[0] == ansi.ESC {
			b.WriteString(p.text)
		}
		i += len(p.text)
	}
	return b.String()
}

// Cut is a range of cells of a line, padded with spaces where the line is shorter, and where an
// edge would cut a figure. All its escape codes stay, so that what follows has the same style.
func Cut(s string, from, to int) string {
	first, last := offset(s, from), breakBefore(s, offset(s, to))
	if _, end, ok := figureAround(s, first); ok {
		first = end
	}
	var b strings.Builder
	x, written, open := 0, 0, false
	for i := 0; i < len(s); {
		p := next(s[i:])
		switch end := x + p.cells; {
		case p.text[0] == ansi.ESC:
			b.WriteString(p.text)
		case i >= first && i < last && x >= from && end <= to:
			b.WriteString(p.text)
			written += p.cells
			open = (open || p.foreign) && p.text != seam
		default: // outside, or across the edge
			hidden := max(min(end, to)-max(x, from), 0)
			b.WriteString(spaces(hidden))
			written += hidden
		}
		x += p.cells
		i += len(p.text)
	}
	if open {
		b.WriteString(seam)
	}
	return b.String() + spaces(to-from-written)
}
