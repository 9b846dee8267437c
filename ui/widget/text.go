// Package widget knows how to draw: text that fits, columns, rows, big figures, a
// chart, a card. It knows nothing of credits and keeps no data.
package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is how many cells a line of text takes.
func Width(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// Clip cuts text to width cells, with an ellipsis where something is missing.
func Clip(s string, width int) string {
	if Width(s) <= width {
		return s
	}
	if width < 1 {
		return ""
	}
	return ansi.Truncate(s, width, "…")
}

// From is text without its first cells, with an ellipsis for them. Short texts stay
// whole.
func From(s string, cells int) string {
	if cells <= 0 || Width(s) <= cells {
		return s
	}
	return ansi.TruncateLeft(s, cells, "…")
}

// Left fits text into exactly width cells, from the left.
func Left(s string, width int) string {
	s = Clip(s, width)
	return s + spaces(width-Width(s))
}

// Right fits text into exactly width cells, against the right edge.
func Right(s string, width int) string {
	s = Clip(s, width)
	return spaces(width-Width(s)) + s
}

// Ends puts one text at the left edge and one at the right, and cuts the left one
// where both have no room.
func Ends(left, right string, width int) string {
	room := width - Width(right)
	if right != "" {
		room--
	}
	if room < 0 {
		return Left(right, width)
	}
	left = Clip(left, room)
	return left + spaces(width-Width(left)-Width(right)) + right
}

// Wrap breaks text into lines of at most width cells, at spaces where there are
// any.
func Wrap(s string, width int) []string {
	if width < 1 {
		return nil
	}
	return strings.Split(ansi.Wrap(s, width, ""), "\n")
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
