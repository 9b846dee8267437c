package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"

	"github.com/charmbracelet/colorprofile"

	"github.com/studio-tui/studio-tui/model"
)

// sandboxNotice stands under everything that the sandbox answered.
const sandboxNotice = "sandbox — invented figures, no real account"

// column is one column of a table for people.
type column struct {
	title string
	right bool // amounts
}

// writeTable writes rows under their titles, aligned, for people. The widest
// text gives way where the terminal is narrower than the table.
func writeTable(s Streams, columns []column, rows [][]string) error {
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
				style = style.PaddingRight(2)
			}
			if columns[col].right {
				style = style.Align(lipgloss.Right)
			}
			if row == table.HeaderRow {
				style = style.Bold(true)
			}
			return style
		})
	if s.Width > 0 && lipgloss.Width(t.Render()) > s.Width {
		t = t.Width(s.Width)
	}
	w := colorprofile.NewWriter(s.Out, s.Environ) // takes out the styles that the terminal has not
	for line := range strings.SplitSeq(t.Render(), "\n") {
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " ")); err != nil {
			return err
		}
	}
	return nil
}

// writeTSV writes rows with a tab between fields and no titles, for scripts. A
// field never has a tab or a line end of its own.
func writeTSV(w io.Writer, rows [][]string) error {
	for _, row := range rows {
		clean := make([]string, len(row))
		for i, field := range row {
			clean[i] = model.Clean(field)
		}
		if _, err := fmt.Fprintln(w, strings.Join(clean, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// writeJSON writes a value for programs.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// listing is the JSON of everything that is a list.
type listing[T any] struct {
	Data       []T              `json:"data"`
	Total      *int64           `json:"total,omitempty"` // rows that there are
	HasMore    *bool            `json:"hasMore,omitempty"`
	Provenance model.Provenance `json:"provenance"`
	AsOf       model.Time       `json:"asOf"`
	Sandbox    bool             `json:"sandbox"`
}
