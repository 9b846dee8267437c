package app_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// TestSplit shows the selected row's details beside the list of Transactions from 160
// columns on, and follows the cursor; enter still opens it.
func TestSplit(t *testing.T) {
	t.Parallel()
	s := open(t, "", 160, 40)
	s.press("2")
	s.sees("animate-image · minimax-image-to-video")
	s.sees("Balance 11,495 after it")
	s.press("down")
	s.sees("Paid")
	checkFrame(s)
	goldenWithoutTabs(t, s.text())
	s.press("enter")
	s.sees("esc back")
	narrow := open(t, "", 159, 40)
	narrow.press("2")
	narrow.misses("after it")
}

// TestWidest keeps panes, the details beside a list, and cards at the left of a terminal that is
// wider than an eye follows.
func TestWidest(t *testing.T) {
	t.Parallel()
	s := open(t, "", 400, 120)
	for _, pane := range panesOfLook {
		s.press(pane)
		checkFrame(s)
		for _, line := range bodyOf(s).lines {
			if width := ansi.StringWidth(line); width > 256 {
				t.Errorf("pane %s has a line of %d cells:\n%s", pane, width, line)
			}
		}
		s.press("?")
		checkFrame(s)
		if _, below, _ := strings.Cut(s.text(), "╭─ Keys in "); !strings.Contains(below, "everywhere") {
			t.Errorf("no help in pane %s", pane)
		}
		for _, line := range bodyOf(s).lines {
			if before, _, top := strings.Cut(line, "╭─ Keys in "); top && ansi.StringWidth(before) > 80 {
				t.Errorf("help in pane %s begins at %d", pane, ansi.StringWidth(before))
			}
		}
		s.press("esc")
	}
	s.press("2", "down")
	s.sees("Paid")
}
