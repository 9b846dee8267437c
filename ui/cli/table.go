package cli

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/ui/widget"
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
// text gives way. The lines are set here and not by Lip Gloss, whose tables know one
// measure of text: what stands beside a text goes to its column in any terminal.
func writeTable(s Streams, columns []column, rows [][]string) error {
	columns, rows = withValues(columns, rows)
	if len(columns) == 0 {
		return nil
	}
	widths := fit(columns, rows, s.Width)
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	w := colorprofile.NewWriter(s.Out, s.Environ) // takes out what the terminal has not
	for i, row := range append([][]string{titles}, rows...) {
		line := tableLine(columns, widths, row)
		if i == 0 {
			line = lipgloss.NewStyle().Bold(true).Render(line)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// tableLine sets the cells of a row.
func tableLine(columns []column, widths []int, row []string) string {
	cells := make([]string, len(row))
	for i, cell := range row {
		if columns[i].kind == figure {
			cells[i] = widget.Right(cell, widths[i])
		} else {
			cells[i] = widget.Left(cell, widths[i])
		}
	}
	line := strings.TrimRight(strings.Join(cells, strings.Repeat(" ", gap)), " ")
	return string(widget.Moves([]byte(widget.Settle(line, ansi.WcWidth)))) // no terminal is asked for its measure
}

// withValues is the table without the columns that have no value in any row.
func withValues(columns []column, rows [][]string) (kept []column, cells [][]string) {
	cells = make([][]string, len(rows))
	for i, c := range columns {
		if !slices.ContainsFunc(rows, func(row []string) bool { return row[i] != "" }) {
			continue
		}
		kept = append(kept, c)
		for k, row := range rows {
			cells[k] = append(cells[k], row[i])
		}
	}
	return kept, cells
}

// leastProse is what a text keeps of its width.
const leastProse = 8

// fit is how wide columns are where a row has no more than width cells, 0 for any
// number. The widest texts give way, then what is of less use when cut, but for the
// first column, and last what stands under a longer title. No figure is cut: a terminal
// that is narrower still breaks the lines itself.
func fit(columns []column, rows [][]string, width int) []int {
	widths := make([]int, len(columns))
	over := gap*(len(columns)-1) - width
	for i, c := range columns {
		widths[i] = widget.Width(c.title)
		for _, row := range rows {
			widths[i] = max(widths[i], widget.Width(row[i]))
		}
		over += widths[i]
	}
	if width <= 0 {
		return widths
	}
	for _, pass := range []struct {
		kind   columnKind
		least  int
		titled bool // no title is cut
	}{{prose, leastProse, true}, {exact, leastProse, true}, {prose, 1, true}, {exact, 1, true}, {prose, 1, false}, {exact, 1, false}} {
		for ; over > 0; over-- {
			widest := -1
			for i, c := range columns {
				least := pass.least
				if pass.titled {
					least = max(least, widget.Width(c.title))
				}
				if c.kind == pass.kind && (i > 0 || c.kind == prose) && widths[i] > least && (widest < 0 || widths[i] > widths[widest]) {
					widest = i
				}
			}
			if widest < 0 {
				break
			}
			widths[widest]--
		}
	}
	return widths
}
