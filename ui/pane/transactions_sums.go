package pane

import (
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/widget"
	"github.com/studio-tui/studio-tui/ui/words"
)

func countRows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return words.Count(n) + " rows"
}

// flows are the credits that rows move, each way that there is any, with the mark of
// what is estimated in front of each.
func flows(about string, sums history.Sums) []string {
	var parts []string
	if sums.Out != 0 {
		parts = append(parts, about+sums.Out.Signed()+" out")
	}
	if sums.Back != 0 {
		parts = append(parts, about+sums.Back.Signed()+" back")
	}
	if sums.In != 0 {
		parts = append(parts, about+sums.In.Signed()+" in")
	}
	return parts
}

// sums is the line under the table: what the rows that are shown come to, or what
// is wrong with the filter.
func (t *Transactions) sums() string {
	if problem := t.sought.problem; problem != nil {
		return t.theme.Bad.Paint(widget.Clip(problem.Message, t.inner()))
	}
	if t.lines.found.Order == nil {
		return ""
	}
	return t.theme.Muted.Paint(sumLine(t.state.About(), t.lines.found.Order.Result().Sums(), t.inner()))
}

// sumLine is what rows come to, in so many cells: what is left out for want of room is
// left out whole, since a figure that is cut is another figure.
func sumLine(about string, sums history.Sums, width int) string {
	rows, moved, net := countRows(sums.Rows), flows(about, sums), "net "+about+sums.Net().Signed()
	unknown, unclear := "", ""
	if sums.Unknown > 0 {
		unclear = words.Count(sums.Unknown) + " " + words.Unclear
		unknown = words.Count(sums.Unknown) + " of unknown price"
	}
	if sums.Unknown == sums.Rows {
		net = ""
	}
	lines := []string{
		joinParts("   ", append(append([]string{rows}, moved...), unknown, net)...),
		joinParts("   ", append(append([]string{rows}, moved...), unknown)...),
		joinParts("   ", append(append([]string{rows}, moved...), unclear)...),
		joinParts("  ", append(moved, unclear)...), // the rows are counted above the table
	}
	for _, line := range lines {
		if widget.Width(line) <= width {
			return line
		}
	}
	return widget.Clip(lines[len(lines)-1], width)
}

// joinParts joins those parts of a sum that there are.
func joinParts(space string, parts ...string) string {
	return "Σ " + strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), space)
}
