// Package widget knows how to draw: text that fits, columns, rows, big figures, a
// chart, a card. It knows nothing of credits and keeps no data.
package widget

import "strings"

// Truncate cuts text to width cells, with an ellipsis where something is missing: also of a
// figure, as a part of it would be another one.
func Truncate(s string, width int) string {
	s, _ = clip(s, width)
	return s
}

// TruncateLeft is text without its first cells, with an ellipsis for them; of a text that is
// not longer, the ellipsis alone.
func TruncateLeft(s string, cells int) string {
	switch {
	case cells <= 0 || s == "":
		return s
	case Width(s) <= cells:
		return "…"
	}
	at := offset(s, cells)
	if _, end, ok := figureAround(s, at); ok {
		at = end
	}
	return codes(s[:at]) + "…" + s[at:]
}

// PadRight fits text into exactly width cells, from the left.
func PadRight(s string, width int) string {
	s, cells := clip(s, width)
	return s + spaces(width-cells)
}

// PadLeft fits text into exactly width cells, against the right edge.
func PadLeft(s string, width int) string {
	s, cells := clip(s, width)
	return spaces(width-cells) + s
}

// Justify puts one text at the left edge and one at the right, and cuts the left one
// where both have no room.
func Justify(left, right string, width int) string {
	right, cells := clip(right, width)
	room := width - cells
	if right != "" {
		room--
	}
	left, used := clip(left, room)
	return left + spaces(width-used-cells) + right
}

// Size is how many cells the lines of a block have, and how many lines.
func Size(block string) (width, height int) {
	for line := range strings.SplitSeq(block, "\n") {
		width = max(width, Width(line))
		height++
	}
	return width, height
}

// Rule is a horizontal line.
func Rule(width int) string { return strings.Repeat("─", max(width, 0)) }

// JoinHorizontal puts two blocks of lines next to each other: the left one fitted into
// width cells, then a gap.
func JoinHorizontal(left, right []string, width, gap int) []string {
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
			lines[i] = Truncate(l, width)
			continue
		}
		lines[i] = PadRight(l, width) + spaces(gap) + r
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

// Fit fits lines into exactly width by height cells.
func Fit(lines []string, width, height int) string {
	var b strings.Builder
	for i := range height {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i < len(lines) {
			b.WriteString(PadRight(lines[i], width))
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
