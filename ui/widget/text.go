// Package widget knows how to draw: text that fits, columns, rows, big figures, a
// chart, a card. It knows nothing of credits and keeps no data.
package widget

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width is how many cells a line of text takes, which may be painted.
func Width(s string) int {
	width := 0
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= ' ' && c <= '~':
			width++
			i++
		case c == '\x1b':
			end := paintEnd(s, i)
			if end < 0 {
				return ansi.StringWidth(s)
			}
			i = end
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !narrow(r) {
				return ansi.StringWidth(s)
			}
			width++
			i += size
		}
	}
	return width
}

// paintEnd is where the code that begins at a place and chooses an ink ends, -1 for
// another code.
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

// narrow reports whether a rune takes one cell, whatever stands before it: those
// that the program's own texts have, and the letters of western languages. What
// follows and would join with it is not one of them.
func narrow(r rune) bool {
	switch {
	case r >= 0xC0 && r <= 0x17F, r >= 0x2500 && r <= 0x259F: // letters; lines and blocks
		return true
	}
	switch r {
	case '·', '…', '−', '↩', '–', '’', '▸', '▾', '•', '↑', '↓', 'Σ', '±', '£', '€':
		return true
	}
	return false
}

// Clip cuts text to width cells, with an ellipsis where something is missing.
func Clip(s string, width int) string {
	s, _ = clip(s, width)
	return s
}

// clip cuts text and says how many cells are left of it.
func clip(s string, width int) (cut string, cells int) {
	cells = Width(s)
	if cells <= width {
		return s, cells
	}
	if width < 1 {
		return "", 0
	}
	if cells == len(s) { // plain ASCII
		return s[:width-1] + "…", width
	}
	s = ansi.Truncate(s, width, "…")
	return s, Width(s)
}

// From is text without its first cells, with an ellipsis for them; of a text that is
// not longer, the ellipsis alone.
func From(s string, cells int) string {
	switch {
	case cells <= 0 || s == "":
		return s
	case Width(s) <= cells:
		return "…"
	}
	return ansi.TruncateLeft(s, cells, "…")
}

// Left fits text into exactly width cells, from the left.
func Left(s string, width int) string {
	s, cells := clip(s, width)
	return s + spaces(width-cells)
}

// Right fits text into exactly width cells, against the right edge.
func Right(s string, width int) string {
	s, cells := clip(s, width)
	return spaces(width-cells) + s
}

// Ends puts one text at the left edge and one at the right, and cuts the left one
// where both have no room.
func Ends(left, right string, width int) string {
	cells := Width(right)
	room := width - cells
	if right != "" {
		room--
	}
	if room < 0 {
		return Left(right, width)
	}
	left, used := clip(left, room)
	return left + spaces(width-used-cells) + right
}

// Wrap breaks text into lines of at most width cells, at spaces where there are
// any, and never within a figure that fits in a line; see [Glue].
func Wrap(s string, width int) []string {
	if width < 1 {
		return nil
	}
	return strings.Split(Unglue(ansi.Wrap(Glue(s), width, "")), "\n")
}

// WrapHard breaks text into lines of exactly as many cells as fit, every
// character kept, as addresses need it.
func WrapHard(s string, width int) []string {
	if width < 1 {
		return nil
	}
	return strings.Split(ansi.Hardwrap(s, width, true), "\n")
}

// Rule is a horizontal line.
func Rule(width int) string { return strings.Repeat("─", max(width, 0)) }

// Beside puts two blocks of lines next to each other: the left one fitted into
// width cells, then a gap.
func Beside(left, right []string, width, gap int) []string {
	lines := make([]string, max(len(left), len(right)))
	for i := range lines {
		var l, r string
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		if r == "" {
			lines[i] = Clip(l, width)
			continue
		}
		lines[i] = Left(l, width) + spaces(gap) + r
	}
	return lines
}

// Indent puts cells in front of every line that is not empty.
func Indent(lines []string, by int) []string {
	indented := make([]string, len(lines))
	for i, line := range lines {
		if line != "" {
			line = spaces(by) + line
		}
		indented[i] = line
	}
	return indented
}

// Block fits lines into exactly width by height cells.
func Block(lines []string, width, height int) string {
	var b strings.Builder
	for i := range height {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i < len(lines) {
			b.WriteString(Left(lines[i], width))
		} else {
			b.WriteString(spaces(width))
		}
	}
	return b.String()
}

const blank = "                                                                                                    "

func spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blank) {
		return blank[:n]
	}
	return strings.Repeat(" ", n)
}
