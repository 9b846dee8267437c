package cli

import (
	"strings"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// wrap wraps the lines of a text that have more than width cells, at spaces only: the
// wrapping of x/ansi, which fang uses too, also breaks paths, flags and addresses at
// their hyphens, so that only half of them may be copied. A word wider than a line
// stays whole, and so does a number with its sign or unit. Without a width the text is
// unchanged.
func wrap(text string, width int) string {
	if width <= 0 {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if widget.Width(line) > width {
			lines[i] = wrapLine(line, width)
		}
	}
	return strings.Join(lines, "\n")
}

func wrapLine(line string, width int) string {
	head := firstWord(line)
	if widget.Width(head) > width/2 {
		head = line[:len(line)-len(strings.TrimLeft(line, " "))]
	}
	indent := widget.Width(head)
	var b strings.Builder
	b.WriteString(head)
	used := 0
	for word := range strings.SplitSeq(widget.JoinFigures(strings.TrimSpace(line[len(head):])), " ") {
		cells := widget.Width(word)
		switch {
		case used == 0:
		case indent+used+1+cells > width:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += cells
	}
	return widget.SplitFigures(b.String())
}

// firstWord is the prefix that continuation lines are indented by: the line's
// indentation and, where two spaces end one, its first column.
func firstWord(line string) string {
	text := strings.TrimLeft(line, " ")
	at := len(line) - len(text)
	if i := strings.Index(text, "  "); i > 0 {
		rest := strings.TrimLeft(text[i:], " ")
		at = len(line) - len(rest)
	}
	return line[:at]
}
