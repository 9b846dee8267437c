package pane

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// TestSumLine cuts no figure in a pane as wide as the narrowest that the program
// draws, and drops no count of unknown prices.
func TestSumLine(t *testing.T) {
	sums := history.Sums{
		Rows: 998_112, Unknown: 1_234,
		Out: -118_300 * model.Credit, Back: 4_200 * model.Credit, In: 70_600 * model.Credit,
	}
	figures := []string{"≈−118,300 out", "≈+4,200 back", "≈+70,600 in", "1,234 "}
	for width := 56; width < 140; width++ {
		line := sumLine("≈", sums, width)
		if widget.Width(line) > width {
			t.Errorf("in %d cells: %q", width, line)
		}
		for _, figure := range figures {
			if !strings.Contains(line, figure) {
				t.Errorf("in %d cells %q lacks %q", width, line, figure)
			}
		}
		if net := strings.Index(line, "net"); net >= 0 && !strings.HasSuffix(line, "net ≈−43,500") {
			t.Errorf("in %d cells: %q", width, line)
		}
	}
}
