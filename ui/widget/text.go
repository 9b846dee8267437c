// Package widget has the drawing primitives: text that fits, columns, rows, big figures,
// charts, a card. It knows nothing of credits and keeps no data.
package widget

import "strings"

// Truncate cuts text to width cells, with an ellipsis where something is missing. A figure is
// never cut in the middle, as a part of it would be another figure.
func Truncate(s string, width int) string {
	s, _ = clip(s, width)
	return s
}

// TruncateLeft cuts cells from the start of a text, with an ellipsis for them; a shorter text
// becomes the ellipsis alone.
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

// PadRight fits text into exactly width cells, left-aligned.
func PadRight(s string, width int) string {
	s, cells := clip(s, width)
	return s + spaces(width-cells)
}

// PadLeft fits text into exactly width cells, right-aligned.
func PadLeft(s string, width int) string {
	s, cells := clip(s, width)
	return spaces(width-cells) + s
}

// Justify puts one text at the left edge and one at the right, and cuts the left one where both
// do not fit.
func Justify(left, right string, width int) string {
	right, cells := clip(right, width)
	room := width - cells
	if right != "" {
		room--
	}
	left, used := clip(left, room)
	return left + spaces(width-used-cells) + right
}

// Size returns the width and the number of lines of a block.
func Size(block string) (width, height int) {
	for line := range strings.SplitSeq(block, "\n") {
		width = max(width, Width(line))
		height++
	}
	return width, height
}

// Rule is a horizontal line.
func Rule(width int) string { return strings.Repeat("─", max(width, 0)) }

// JoinHorizontal puts two blocks of lines side by side: the left one padded to width cells,
// then a gap.
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

// Indent indents every line that is not empty.
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
