package cli

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"

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
// text gives way.
func writeTable(s Streams, columns []column, rows [][]string) error {
	columns, rows = withValues(columns, rows)
	for i, c := range columns {
		if c.kind == figure {
			inLine(rows, i)
		}
	}
	if len(columns) == 0 {
		return nil
	}
	if s.Width > 0 {
		rows = fit(columns, rows, s.Width)
	}
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	t := table.New().
		Border(lipgloss.Border{}).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).
		BorderHeader(false).BorderColumn(false).BorderRow(false).
		Wrap(false).
		Headers(titles...).Rows(rows...).
		StyleFunc(func(row, col int) lipgloss.Style {
			style := lipgloss.NewStyle()
			if col < len(columns)-1 {
				style = style.PaddingRight(gap)
			}
			if columns[col].kind == figure {
				style = style.Align(lipgloss.Right)
			}
			if row == table.HeaderRow {
				style = style.Bold(true)
			}
			return style
		})
	w := colorprofile.NewWriter(s.Out, s.Environ) // takes out the styles that the terminal has not
	for line := range strings.SplitSeq(t.Render(), "\n") {
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
			return err
		}
	}
	return nil
}

// inLine sets the figures of a column with their decimal points under each other.
func inLine(rows [][]string, column int) {
	var d widget.Decimals
	for _, row := range rows {
		d.Grow(row[column])
	}
	for _, row := range rows {
		row[column] = d.Set(row[column], d.Width())
	}
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

// fit cuts the widest texts until a row has no more than width cells. No title is cut,
// nor anything else: a terminal that is narrower still breaks the lines itself.
func fit(columns []column, rows [][]string, width int) [][]string {
	widths := make([]int, len(columns))
	least := make([]int, len(columns))
	over := gap*(len(columns)-1) - width
	for i, c := range columns {
		title := ansi.StringWidth(c.title)
		widths[i], least[i] = title, max(title, leastProse)
		for _, row := range rows {
			widths[i] = max(widths[i], ansi.StringWidth(row[i]))
		}
		over += widths[i]
	}
	for ; over > 0; over-- {
		widest := -1
		for i, c := range columns {
			if c.kind == prose && widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	fitted := make([][]string, len(rows))
	for k, row := range rows {
		for i, cell := range row {
			fitted[k] = append(fitted[k], ansi.Truncate(cell, widths[i], "…"))
		}
	}
	return fitted
}
