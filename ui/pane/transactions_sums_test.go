package pane

import (
	"math"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// TestSumLine checks that no figure is cut at the narrowest width of a pane, and that no count
// of unknown prices is dropped.
func TestSumLine(t *testing.T) {
	sums := history.Sums{
		Rows: 998_112, Unknown: 1_234,
		Debits: model.TotalOf(model.Credits(-118_345_600_000)), Refunds: model.TotalOf(4_208 * model.Credit), Credits: model.TotalOf(70_600 * model.Credit), AtLeast: 3,
	}
	figures := []string{"−≥118,000 out", "+≥4,200 back", "≈+70,600 in", "1,234 "}
	for width := 56; width < 140; width++ {
		line := totalsLine(true, sums, width)
		if widget.Width(line) > width {
			t.Errorf("in %d cells: %q", width, line)
		}
		for _, figure := range figures {
			if !strings.Contains(line, figure) {
				t.Errorf("in %d cells %q lacks %q", width, line, figure)
			}
		}
		if strings.Contains(line, "net") {
			t.Errorf("in %d cells it tells a net without what was bought: %q", width, line)
		}
	}
}

// TestSumsThatDoNotFit checks that sums beyond the largest amount are named as such, in the
// table and in groups.
func TestSumsThatDoNotFit(t *testing.T) {
	most := model.TotalOf(model.Credits(math.MaxInt64))
	out := model.Total{}
	out.Minus(most)
	out.Minus(most)
	sums := history.Sums{Rows: 3, Debits: out, Refunds: most, Credits: model.TotalOf(model.Credit)}
	for _, estimated := range []bool{false, true} {
		line := totalsLine(estimated, sums, 120)
		if !strings.Contains(line, "out more than can be added up") || !strings.Contains(line, "+1 in") && !estimated || strings.Contains(line, "unknown") {
			t.Errorf("%q", line)
		}
	}
	for _, column := range groupColumns {
		if cell := column.cell(false, history.Sums{Rows: 2, Debits: out}); (column.title == "OUT" || column.title == "NET") && cell != tooLarge {
			t.Errorf("%s is %q", column.title, cell)
		}
	}
	if line := totalsLine(false, history.Sums{Rows: 2, Credits: most, Debits: model.TotalOf(-model.Credit)}, 120); strings.Contains(line, "more than") {
		t.Errorf("%q", line)
	}
}
