package widget

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// seam marks the end of a text that terminals may disagree on. It is an invisible character of
// no width that no server text has; it stays in lines until [Settle].
const seam = "\U000E007F"

// Column numbers are written into a frame as characters of no width too, which stay with the
// cell before them: the framework's renderer knows only cells.
const (
	goTo    = '\U000E0063'
	digitAt = 0xE0000 // offset of the tag characters from ASCII
)

// Settle adjusts a frame to the width measure of a terminal. Each text that ends in a seam is
// padded to the cells that [Width] counted, and what follows starts with its column number,
// which [ColumnMoves] turns into a cursor movement. So in a terminal that measures differently,
// such a text is overdrawn or leaves a gap, and nothing else moves.
func Settle(frame string, method ansi.Method) string {
	if !strings.Contains(frame, seam) {
		return frame
	}
	lines := strings.Split(frame, "\n")
	for i, line := range lines {
		if strings.Contains(line, seam) {
			lines[i] = settle(line, method)
		}
	}
	return strings.Join(lines, "\n")
}

func settle(line string, method ansi.Method) string {
	var b strings.Builder
	width := Width(line)
	x, drawn, open := 0, 0, false // columns in the layout and in the terminal; whether a text is still unsettled
	for i := 0; i < len(line); {
		p := next(line[i:])
		i += len(p.text)
		switch {
		case p.text == seam:
			if open {
				b.WriteString(fill(drawn, x, width))
				drawn, open = x, false
			}
			continue
		case p.foreign:
			open = true
			drawn += method.StringWidth(p.text)
		default:
			drawn += p.cells
		}
		x += p.cells
		b.WriteString(p.text)
	}
	b.WriteString(spaces(x - drawn))
	return b.String()
}

// fill moves from the column where a text ends in the terminal to the one where it ends in the
// layout. The padding overwrites no part of a text that is wider than expected, unless that
// would go past the end of the line.
func fill(drawn, x, width int) string {
	switch pad := x - drawn; {
	case x+pad >= width && pad > 0:
		return column(drawn) + spaces(pad)
	case x >= width:
		return ""
	default:
		return spaces(pad) + column(x)
	}
}

// column is the mark of a column number, from 0.
func column(x int) string {
	digits := []rune(strconv.Itoa(x + 1))
	for i := range digits {
		digits[i] += digitAt
	}
	return string(goTo) + string(digits) + seam
}

// ColumnMoves replaces the column numbers in output for a terminal by cursor movements.
func ColumnMoves(output []byte) []byte {
	before, after, found := bytes.Cut(output, []byte(string(goTo)))
	if !found {
		return output
	}
	moved := make([]byte, 0, len(output))
	for ; found; before, after, found = bytes.Cut(after, []byte(string(goTo))) {
		moved = append(moved, before...)
		var x int
		x, after = columnOf(after)
		if x > 0 {
			moved = append(moved, ansi.CursorHorizontalAbsolute(x)...)
		}
	}
	return append(moved, before...)
}

// columnOf is the column number at the start of output and the rest, 0 where there is none.
func columnOf(output []byte) (x int, rest []byte) {
	rest = output
	for {
		r, size := utf8.DecodeRune(rest)
		switch digit := int(r) - digitAt - '0'; {
		case digit >= 0 && digit <= 9 && x < 1000:
			x = 10*x + digit
			rest = rest[size:]
		case bytes.HasPrefix(rest, []byte(seam)):
			return x, rest[len(seam):]
		default:
			return 0, output
		}
	}
}
