package pane

import (
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

func countRows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return format.Count(n) + " rows"
}

// textColumns are the credits that rows add and take, where there are any. Sums of estimated
// rows are marked, and rounded to the digits of estimates.
func textColumns(estimated bool, sums history.Sums) []string {
	var parts []string
	flow := func(sum model.Total, way string, atLeast bool) {
		switch amount := sum.Credits(); {
		case amount == 0:
		case !amount.Known():
			parts = append(parts, way[1:]+" "+format.TooMuch)
		case estimated:
			parts = append(parts, message.Sum(amount, atLeast)+way)
		default:
			parts = append(parts, amount.Signed()+way)
		}
	}
	flow(sums.Debits, " out", sums.AtLeast > 0)
	flow(sums.Refunds, " back", sums.AtLeast > 0)
	flow(sums.Credits, " in", false)
	return parts
}

// sums is the line under the table: the sums of the rows shown, or what is wrong with the
// filter.
func (t *Transactions) sums() string {
	if problem := t.search.problem; problem != nil {
		return t.theme.Bad.Render(widget.Truncate(problem.Message, t.inner()))
	}
	if t.lines.found.Order == nil {
		return ""
	}
	return t.theme.Muted.Render(totalsLine(t.state.Estimated(), t.lines.found.Order.Result().Sums(), t.inner()))
}

// totalsLine is the sums of rows in a given width. A figure that does not fit is left out
// whole, since a figure that is cut is another figure.
func totalsLine(estimated bool, sums history.Sums, width int) string {
	rows, moved, net := []string{countRows(sums.Rows)}, textColumns(estimated, sums), netOf(estimated, sums)
	unknown := ""
	if sums.Unknown > 0 {
		unknown = format.Count(sums.Unknown) + " of unknown price"
	}
	unclear := unclearOf(sums)
	if net != "" {
		net = "net " + net
	}
	lines := []string{
		joined("   ", rows, moved, []string{unknown, net}),
		joined("   ", rows, moved, []string{unclear, net}),
		joined("  ", moved, []string{unclear, net}), // the line above the table has the number of rows
		joined("   ", rows, moved, []string{unknown}),
		joined("   ", rows, moved, []string{unclear}),
		joined("  ", moved, []string{unclear}),
	}
	for _, line := range lines {
		if widget.Width(line)+2 <= width {
			return "Σ " + line
		}
	}
	return widget.Truncate("Σ "+lines[len(lines)-1], width)
}

// netOf is the net of rows; empty where none of their prices is known, and where they are
// estimated, as purchases are then missing.
func netOf(estimated bool, sums history.Sums) string {
	if estimated || sums.Unknown == sums.Rows {
		return ""
	}
	return format.Net(sums.Net().Credits())
}

// unclearOf is the number of rows of unknown price, in short.
func unclearOf(sums history.Sums) string {
	if sums.Unknown == 0 {
		return ""
	}
	return format.Count(sums.Unknown) + " " + message.UnknownMark
}

// joined joins the parts of a line that are not empty.
func joined(space string, parts ...[]string) string {
	all := slices.DeleteFunc(slices.Concat(parts...), func(part string) bool { return part == "" })
	return strings.Join(all, space)
}
