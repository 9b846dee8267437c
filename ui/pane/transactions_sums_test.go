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
		Out: -118_345_600_000, Back: 4_208 * model.Credit, In: 70_600 * model.Credit, AtLeast: 3,
	}
	figures := []string{"−≥118,000 out", "+≥4,200 back", "≈+70,600 in", "1,234 "}
	for width := 56; width < 140; width++ {
		line := sumLine(true, sums, width)
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
