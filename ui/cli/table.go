package cli

import (
	"bufio"
	"iter"
	"math"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// column is a column of a table for people.
type column struct {
	title string
	kind  columnKind
}

type columnKind int

const (
	text     columnKind = iota // is truncated where the terminal is narrow
	fixed                      // is useless when truncated: a time, a state
	number                     // an amount: never truncated, right-aligned
	optional                   // a text that is left out where there is little room
	spare                      // is left out where the others do not fit beside it
)

// gap is the number of cells between two columns.
const gap = 2

// writeTable writes rows under their titles, aligned, for people. A column without any
// value is left out. Where the terminal is narrower than the table, the widest text is
// truncated, and where that is not enough each row is printed as a sentence. The layout is
// not Lip Gloss's, whose tables assume one measure of text width: here the cursor is moved
// to each column, which aligns it in any terminal. The rows are iterated twice, for the
// widths and for the cells, so that they are never all in memory.
func writeTable(s Streams, columns []column, rows iter.Seq[[]string]) error {
	if s.ascii {
		columns, rows = slices.Clone(columns), spelledRows(s, rows)
		for i := range columns {
			columns[i].title = s.spelled(columns[i].title)
		}
	}
	if s.asLines {
		return writeLines(s.Out, columns, rows, 0)
	}
	widths := make([]int, len(columns)) // 0: no value
	decimals := make([]widget.Decimals, len(columns))
	for row := range rows {
		for i, cell := range row {
			if decimals[i].Grow(cell); columns[i].kind == number {
				widths[i] = decimals[i].Width()
			} else {
				widths[i] = max(widths[i], widget.Width(cell))
			}
		}
	}
	if len(columns) == 0 || slices.Max(widths) == 0 {
		return nil
	}
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
		if widths[i] > 0 {
			widths[i] = max(widths[i], widget.Width(c.title))
		}
	}
	if s.Width > 0 && !fit(columns, widths, s.Width) {
		return writeLines(s.Out, columns, rows, s.Width)
	}
	w := bufio.NewWriter(colorprofile.NewWriter(s.Out, s.Environ)) // removes what the terminal does not support
	if err := writeLine(w, lipgloss.NewStyle().Bold(true).Render(tableLine(columns, widths, titles))); err != nil {
		return err
	}
	for row := range rows {
		row = slices.Clone(row)
		for i, cell := range row {
			if columns[i].kind == number {
				row[i] = decimals[i].Set(cell, decimals[i].Width())
			}
		}
		if err := writeLine(w, s.spelled(tableLine(columns, widths, row))); err != nil { // a cut leaves its mark
			return err
		}
	}
	return w.Flush()
}

// spelledRows are rows with the cells as [Streams.spelled] has them.
func spelledRows(s Streams, rows iter.Seq[[]string]) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for row := range rows {
			row = slices.Clone(row)
			for i := range row {
				row[i] = s.spelled(row[i])
			}
			if !yield(row) {
				return
			}
		}
	}
}

func writeLine(w *bufio.Writer, line string) error {
	_, _ = w.WriteString(line) // the writer keeps its error until the line's end
	return w.WriteByte('\n')
}

// tableLine formats the cells of a row whose columns have a width.
func tableLine(columns []column, widths []int, row []string) string {
	var cells []string
	for i, width := range widths {
		switch {
		case width == 0:
		case columns[i].kind == number:
			cells = append(cells, widget.PadLeft(row[i], width))
		default:
			cells = append(cells, widget.PadRight(row[i], width))
		}
	}
	line := strings.TrimRight(strings.Join(cells, strings.Repeat(" ", gap)), " ")
	return string(widget.ColumnMoves([]byte(widget.Settle(line, ansi.WcWidth)))) // the terminal's width measure is not queried
}

// The least width of a truncated cell is leastCell, and that of an optional text leastExtra.
const (
	leastCell  = 8
	leastExtra = 16
)

// fit narrows columns until a row fits in width cells: columns that are spare are left out where
// the others have no room beside them. It reports false where a row does not fit even so.
func fit(columns []column, widths []int, width int) bool {
	whole := slices.Clone(widths)
	if narrow(columns, widths, width) {
		return true
	}
	for i, c := range columns {
		if widths[i] = whole[i]; c.kind == spare {
			widths[i] = 0
		}
	}
	return narrow(columns, widths, width)
}

// narrow truncates optional texts or leaves them out, then truncates the widest texts, and then
// fixed columns except the first. No title and no number is truncated. It reports whether a row
// fits in width cells then.
func narrow(columns []column, widths []int, width int) bool {
	over := -width - gap
	for _, w := range widths {
		if w > 0 {
			over += w + gap
		}
	}
	for i, c := range columns {
		if c.kind != optional || over <= 0 {
			continue
		}
		left := widths[i] - over
		if left < leastExtra {
			left = -gap
		}
		over -= widths[i] - left
		widths[i] = max(left, 0)
	}
	for _, kind := range []columnKind{text, fixed} {
		for ; over > 0; over-- {
			widest := -1
			for i, c := range columns {
				if c.kind == kind && (i > 0 || c.kind == text) && widths[i] > max(leastCell, widget.Width(c.title)) && (widest < 0 || widths[i] > widths[widest]) {
					widest = i
				}
			}
			if widest < 0 {
				break
			}
			widths[widest]--
		}
	}
	return over <= 0
}

// fairProse is the least width of a text before other columns are left out.
const fairProse = 18

// narrowed removes columns with the given titles, in their order, until the table fits
// a terminal with its texts still distinguishable.
func narrowed(width int, columns []column, people [][]string, titles ...string) []column {
	for _, title := range titles {
		if width == 0 || tableWidth(columns, people, fairProse) <= width {
			break
		}
		at := slices.IndexFunc(columns, func(c column) bool { return c.title == title })
		columns = slices.Delete(columns, at, at+1)
		for i := range people {
			people[i] = slices.Delete(people[i], at, at+1)
		}
	}
	return columns
}

// tableWidth is the width of a table in cells, with its texts limited to a width.
func tableWidth(columns []column, people [][]string, widestProse int) (width int) {
	for i, c := range columns {
		widest, figures := 0, widget.Decimals{}
		for _, row := range people {
			widest = max(widest, widget.Width(row[i]))
			figures.Grow(row[i])
		}
		switch c.kind {
		case text:
			widest = min(widest, widestProse)
		case number:
			widest = figures.Width()
		}
		if widest > 0 {
			width += max(widest, widget.Width(c.title)) + gap
		}
	}
	return max(width-gap, 0)
}

// withBars inserts a column of bars before another where the terminal is wide enough.
func withBars(width int, columns []column, people [][]string, before int, values []model.Credits) ([]column, [][]string) {
	const leastBar, widestBar = 10, 40
	room := min(width-tableWidth(columns, people, math.MaxInt)-gap, widestBar)
	if room < leastBar || len(values) == 0 {
		return columns, people
	}
	largest := max(slices.Max(values), 1)
	for i, value := range values {
		people[i] = slices.Insert(people[i], before, widget.ShareBar(float64(value)/float64(largest), room))
	}
	return slices.Insert(columns, before, column{"", fixed}), people
}
