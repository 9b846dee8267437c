package cli

import (
	"bufio"
	"iter"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// column is one column of a table for people.
type column struct {
	title string
	kind  columnKind
}

type columnKind int

const (
	prose  columnKind = iota // gives way where the terminal is narrow
	exact                    // is of no use when cut: a time, a state
	figure                   // an amount: never cut, against the right edge
)

// gap is the cells between two columns.
const gap = 2

// writeTable writes rows under their titles, aligned, for people. A column without
// any value is left out. Where the terminal is narrower than the table, its widest
// text gives way. The rows are gone through twice, for the widths and for the cells, so
// that as many as there are take no memory.
func writeTable(s Streams, columns []column, rows iter.Seq[[]string]) error {
	widths := make([]int, len(columns)) // 0: there is no value
	for row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], ansi.StringWidth(cell))
		}
	}
	if len(columns) == 0 || slices.Max(widths) == 0 {
		return nil
	}
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
		if widths[i] > 0 {
			widths[i] = max(widths[i], ansi.StringWidth(c.title))
		}
	}
	if s.Width > 0 {
		fit(columns, widths, s.Width)
	}
	w := bufio.NewWriter(colorprofile.NewWriter(s.Out, s.Environ)) // takes out the styles that the terminal has not
	if err := writeLine(w, columns, widths, titles, lipgloss.NewStyle().Bold(true)); err != nil {
		return err
	}
	for row := range rows {
		if err := writeLine(w, columns, widths, row, lipgloss.NewStyle()); err != nil {
			return err
		}
	}
	return w.Flush()
}

// writeLine writes a line of a table, cut and padded to the widths of its columns.
func writeLine(w *bufio.Writer, columns []column, widths []int, cells []string, style lipgloss.Style) error {
	blanks := 0
	for i, width := range widths {
		if width == 0 {
			continue
		}
		cell := ansi.Truncate(cells[i], width, "…")
		pad := width - ansi.StringWidth(cell)
		if columns[i].kind == figure {
			blanks, pad = blanks+pad, 0
		}
		if cell != "" {
			_, _ = w.WriteString(strings.Repeat(" ", blanks) + style.Render(cell)) // an error of w stays, and is that of the line's end
			blanks = 0
		}
		blanks += pad + gap
	}
	return w.WriteByte('\n')
}

// leastProse is what a text keeps of its width.
const leastProse = 8

// fit narrows the widest texts until a row has no more than width cells. No title is cut,
// nor anything else: a terminal that is narrower still breaks the lines itself.
func fit(columns []column, widths []int, width int) {
	over := -width - gap
	for _, w := range widths {
		if w > 0 {
			over += w + gap
		}
	}
	for ; over > 0; over-- {
		widest := -1
		for i, c := range columns {
			if c.kind == prose && widths[i] > max(ansi.StringWidth(c.title), leastProse) && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}
