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
	rows, moved, net := []string{countRows(sums.Rows)}, flows(about, sums), netOf(about, sums)
	unknown := ""
	if sums.Unknown > 0 {
		unknown = words.Count(sums.Unknown) + " of unknown price"
	}
	unclear := unclearOf(sums)
	if net != "" {
		net = "net " + net
	}
	lines := []string{
		joined("   ", rows, moved, []string{unknown, net}),
		joined("   ", rows, moved, []string{unclear, net}),
		joined("  ", moved, []string{unclear, net}), // the rows are counted above the table
		joined("   ", rows, moved, []string{unknown}),
		joined("   ", rows, moved, []string{unclear}),
		joined("  ", moved, []string{unclear}),
	}
	for _, line := range lines {
		if widget.Width(line)+2 <= width {
			return "Σ " + line
		}
	}
	return widget.Clip("Σ "+lines[len(lines)-1], width)
}

// groupLine is what the rows of a group come to, short or in full.
func groupLine(about string, sums history.Sums, full bool) string {
	rows, rest := []string{countRows(sums.Rows)}, []string{unclearOf(sums), netOf(about, sums)}
	if !full {
		return joined("   ", rows, rest)
	}
	if rest[1] != "" {
		rest[1] = "net " + rest[1]
	}
	return joined("   ", rows, flows(about, sums), rest)
}

// netOf is what rows come to, empty where the price of none of them is known.
func netOf(about string, sums history.Sums) string {
	if sums.Unknown == sums.Rows {
		return ""
	}
	return about + sums.Net().Signed()
}

// unclearOf counts the rows of unknown price, in short.
func unclearOf(sums history.Sums) string {
	if sums.Unknown == 0 {
		return ""
	}
	return words.Count(sums.Unknown) + " " + words.Unclear
}

// joined joins those parts of a line that there are.
func joined(space string, parts ...[]string) string {
	all := slices.DeleteFunc(slices.Concat(parts...), func(part string) bool { return part == "" })
	return strings.Join(all, space)
}
