package app_test

import (
	"strings"
	"testing"
	"time"

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

// TestHeldKeyBesideDetails moves the cursor of each list that has details beside it: they follow
// a single move at once, and a held key when the cursor rests, so that each of its moves writes
// no more than where there are none.
func TestHeldKeyBesideDetails(t *testing.T) {
	t.Parallel()
	const perMove = 350
	for _, pane := range []string{"1", "2"} {
		s := openWhole(t, 160, 40)
		e := newEmulated(t, 160, 40, ansi.WcWidth)
		details := func() string {
			var lines []string
			for _, line := range strings.Split(s.text(), "\n")[3:38] {
				lines = append(lines, ansi.Cut(line, 96, 160))
			}
			return strings.Join(lines, "\n")
		}
		s.press(pane, "home", "down", "down")
		s.fire(time.Second)
		first := details()
		s.press("down")
		if details() == first {
			t.Errorf("pane %s: the details do not follow a single move", pane)
		}
		e.draw(s.app.View().Content)
		held := details()
		for range 8 {
			s.fire(30 * time.Millisecond)
			s.press("down")
			e.draw(s.app.View().Content)
			if e.wrote == 0 || e.wrote > perMove {
				t.Errorf("pane %s: a move of a held key writes %d bytes, want at most %d", pane, e.wrote, perMove)
			}
		}
		if details() != held {
			t.Errorf("pane %s: the details follow a held key:\n%s", pane, details())
		}
		s.fire(100 * time.Millisecond)
		rested := s.text()
		if details() == held {
			t.Errorf("pane %s: the details do not follow the cursor that rests", pane)
		}
		s.press("up")
		s.fire(time.Second)
		s.press("down")
		if s.text() != rested {
			t.Errorf("pane %s: the details are of another row:\n%s\nwant\n%s", pane, s.text(), rested)
		}
	}
}
