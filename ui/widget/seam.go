package widget

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// seam ends a text that terminals may disagree on. It is a character without a width
// and without a picture that no text of a server has; it stands in lines until
// [Settle].
const seam = "\U000E007F"

// A column to go to is in a frame as characters without a width too, which go with the
// cell before them wherever it is drawn: the framework's own renderer knows only cells.
const (
	goTo    = '\U000E0063'
	digitAt = 0xE0000 // tags are as far from the characters that they are named after
)

// Settle lays a frame out for a terminal of one measure. Each text that ends in a seam
// is filled up with spaces to the cells that [Width] gave it, and what follows begins
// with the number of its column, which [ColumnMoves] makes the terminal go to. So in a
// terminal that measures otherwise still the text is drawn over or leaves a hole, and
// nothing else is in another place.
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
	x, drawn, open := 0, 0, false // columns in the layout and in the terminal; a text is not settled
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

// fill goes from the column where a text ends in the terminal to the one where it ends
// in the layout of a line. The spaces overwrite no part of a text that is wider than
// thought, unless it would then go over the end of the line.
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

// column is the mark for going to a column, from 0.
func column(x int) string {
	digits := []rune(strconv.Itoa(x + 1))
	for i := range digits {
		digits[i] += digitAt
	}
	return string(goTo) + string(digits) + seam
}

// ColumnMoves turns the columns in what is written to a terminal into movements of its
// cursor.
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

// columnOf is the number at the beginning of output and what follows it, 0 where there
// is none.
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
