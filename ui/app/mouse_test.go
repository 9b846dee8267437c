package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// click clicks on the first cell of a text on screen, as it is drawn.
func (s *screen) click(text string) {
	s.t.Helper()
	s.send(tea.MouseClickMsg(s.find(text)))
}

// find is the position of a text on screen.
func (s *screen) find(text string) tea.Mouse {
	s.t.Helper()
	for y, line := range strings.Split(ansi.Strip(unplaced(s.app.View().Content)), "\n") {
		if at := strings.Index(line, text); at >= 0 {
			return tea.Mouse{X: widget.Width(line[:at]), Y: y, Button: tea.MouseLeft}
		}
	}
	s.t.Fatalf("%q is not on screen:\n%s", text, s.text())
	return tea.Mouse{}
}

// clickTab clicks on a tab by its number.
func (s *screen) clickTab(number string) {
	s.t.Helper()
	tabs := strings.Split(ansi.Strip(unplaced(s.app.View().Content)), "\n")[1]
	s.send(tea.MouseClickMsg(tea.Mouse{X: strings.Index(tabs, number), Y: 1, Button: tea.MouseLeft}))
}

// selected is the selected row of the screen.
func (s *screen) selected() string {
	for line := range strings.SplitSeq(s.text(), "\n") {
		if _, after, is := strings.Cut(line, "▸ "); is {
			return after
		}
	}
	return ""
}

// TestMouseIsOffAtFirst leaves text selection to the terminal until M is pressed, or
// where the settings say so.
func TestMouseIsOffAtFirst(t *testing.T) {
	s := open(t, "", 80, 24)
	mode := func() tea.MouseMode { return s.app.View().MouseMode }
	if mode() != tea.MouseModeNone {
		t.Error("the mouse is on at first")
	}
	s.press("M")
	s.sees("The mouse is on. Text is selected with shift. M switches it off.")
	if mode() == tea.MouseModeNone {
		t.Error("M does not switch it on")
	}
	s.press("M")
	if mode() != tea.MouseModeNone {
		t.Error("M does not switch it off")
	}
	if openWith(t, "", "mouse = true", 80, 24).app.View().MouseMode == tea.MouseModeNone {
		t.Error("the setting does not switch it on")
	}
}

// TestMouse switches panes by their tabs, selects and opens rows, presses named keys,
// and turns the wheel, at every size and right after a resize.
func TestMouse(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {140, 40}, {200, 50}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			s := openWith(t, "", "mouse = true", 100, 30)
			s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			s.cells = size
			s.clickTab("2")
			s.sees("1 of 600")
			s.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
			s.sees("4 of 600")
			row := tea.Mouse{X: 10, Y: 3 + 2 + 1, Button: tea.MouseLeft}
			s.send(tea.MouseClickMsg(row))
			s.sees("2 of 600")
			s.send(tea.MouseClickMsg(row))
			s.sees("Transaction")
			s.click("esc ")
			s.misses("Transaction id")
			s.click("? help")
			s.sees("─ Keys in Transactions ─")
			s.press("esc", ":")
			s.typed("go to")
			chosen := s.find("Go to Usage")
			s.send(tea.MouseClickMsg(chosen))
			s.send(tea.MouseClickMsg(chosen))
			s.sees("30 days · by day")
			for _, view := range []string{"forecast", "rhythm", "year", "bars"} {
				s.click(view)
				s.sees("‹ " + view)
			}
			s.clickTab("6")
			was := s.selected()
			second := s.find(was)
			second.Y += 2
			s.send(tea.MouseClickMsg(second))
			if at := s.find(s.selected()); at.Y != second.Y {
				t.Errorf("Costs: the cursor is on line %d, not %d:\n%s", at.Y, second.Y, s.text())
			}
			s.clickTab("1")
			latest := s.find("▸ ")
			latest.Y++
			s.send(tea.MouseClickMsg(latest))
			if at := s.find("▸ "); at.Y != latest.Y {
				t.Errorf("Overview: the cursor is on line %d, not %d:\n%s", at.Y, latest.Y, s.text())
			}
			s.clickTab("5")
			second = s.find("Pack L")
			s.send(tea.MouseClickMsg(second))
			s.sees("▸ Pack L")
			checkFrame(s)
		})
	}
}

// TestMouseAfterLateData ignores a click on a row that data have just moved, whether the frame
// with them was drawn or not, and takes it a moment later; elsewhere a click counts at once.
func TestMouseAfterLateData(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {140, 40}, {200, 50}} {
		for _, drawn := range []bool{false, true} {
			t.Run(fmt.Sprint(size[0], drawn), func(t *testing.T) {
				s := openWith(t, "", "mouse = true", size[0], size[1])
				s.press("2")
				s.sees("1 of 600")
				aimed := s.find("▸ ")
				aimed.Y += 2
				if _, err := s.server.BuyElsewhere("pack-s"); err != nil {
					t.Fatal(err)
				}
				s.press("r")
				if drawn {
					s.sees("of 601")
				}
				now := func(at tea.Mouse) {
					_, cmd := s.app.Update(tea.MouseClickMsg(at))
					s.queue = append(s.queue, cmd)
					s.run()
				}
				before := s.selected()
				now(aimed)
				if after := s.selected(); after != before {
					t.Errorf("%q is chosen in place of %q", after, before)
				}
				s.misses("Transaction id")
				s.send(tea.MouseClickMsg(aimed))
				if at := s.find("▸ "); at.Y != aimed.Y {
					t.Errorf("the cursor is on line %d, not %d:\n%s", at.Y, aimed.Y, s.text())
				}
				if _, err := s.server.BuyElsewhere("pack-s"); err != nil {
					t.Fatal(err)
				}
				s.press("r")
				s.sees("of 602")
				now(tea.Mouse{X: strings.Index(strings.Split(s.text(), "\n")[1], "3"), Y: 1, Button: tea.MouseLeft})
				s.sees("by day")
			})
		}
	}
}

// TestMouseBesideDetails ignores a click on a row that late data changed beside the details of
// the selected one, and takes one at once where only the details changed.
func TestMouseBesideDetails(t *testing.T) {
	const list = 95 // columns
	s := openWith(t, "", "mouse = true", 160, 40)
	s.generate(runVideo)
	s.press("r", "2", "home")
	s.fire(time.Second)
	s.sees("… create-video")
	before := strings.Split(s.text(), "\n")
	s.now.Advance(10 * time.Minute)
	s.press("r")
	after := strings.Split(s.text(), "\n")
	changed, still := 0, 0
	for y := 5; y < 30; y++ {
		switch {
		case ansi.Cut(before[y], 2, list) != ansi.Cut(after[y], 2, list):
			changed = y
		case before[y] != after[y]:
			still = y
		}
	}
	if changed == 0 || still == 0 {
		t.Fatalf("the lines %d and %d changed in the list and beside it:\n%s", changed, still, s.text())
	}
	s.press("pgdown", "pgdown", "home", "down", "down")
	for _, c := range []struct{ at, want int }{{changed, s.find("▸ ").Y}, {still, still}} {
		_, cmd := s.app.Update(tea.MouseClickMsg{X: 30, Y: c.at, Button: tea.MouseLeft})
		s.queue = append(s.queue, cmd)
		s.run()
		if y := s.find("▸ ").Y; y != c.want {
			t.Errorf("after a click on line %d the cursor is on line %d, want %d:\n%s", c.at, y, c.want, s.text())
		}
	}
}

// TestMouseOnBars selects the bar under the mouse, and opens its rows; and a row of the
// table.
func TestMouseOnBars(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {140, 40}} {
		s := openWith(t, "", "mouse = true", size[0], size[1])
		s.press("3", "left", "left", "left")
		cursor := s.find("▲")
		before := s.text()
		s.press("right", "right", "right")
		s.send(tea.MouseClickMsg(tea.Mouse{X: cursor.X, Y: cursor.Y - 2, Button: tea.MouseLeft}))
		if s.text() != before {
			t.Errorf("%v: the bar is not chosen:\n%s", size, s.text())
		}
		s.send(tea.MouseClickMsg(tea.Mouse{X: cursor.X, Y: cursor.Y - 2, Button: tea.MouseLeft}))
		s.sees("only generation")
		s.press("esc")
		s.click("wan-2-1")
		s.sees("▸ █ wan-2-1")
		s.sees("█ wan-2-1-text-to-video")
	}
}

// TestMouseOnHeatmaps selects the day and the hour under the mouse, at every size, also
// right after a resize, and opens its rows with whatever key does that.
func TestMouseOnHeatmaps(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {140, 40}, {220, 60}} {
		for views, marks := range map[string]string{">": "year", ">>": "rhythm"} {
			t.Run(fmt.Sprint(size, marks), func(t *testing.T) {
				s := openWith(t, "", "mouse = true\n[keys]\nusage_rows = [\"x\"]", 100, 30)
				s.press("3")
				s.press(strings.Split(views, "")...)
				s.press("left", "left", "up", "left")
				s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				s.cells = size
				at := s.find("▸")
				at.X = s.find("▲").X
				before := s.text()
				s.press("right", "right", "down", "down")
				if s.text() == before {
					t.Fatal("the cursor does not move")
				}
				s.send(tea.MouseClickMsg(at))
				if s.text() != before {
					t.Errorf("another cell is chosen, not\n%s, but\n%s", before, s.text())
				}
				s.send(tea.MouseClickMsg(tea.Mouse{X: 0, Y: at.Y, Button: tea.MouseLeft}))
				if s.text() != before {
					t.Errorf("a click beside the cells moves the cursor:\n%s", s.text())
				}
				s.send(tea.MouseClickMsg(at))
				s.sees("back to the chart")
			})
		}
	}
}

// TestMouseOnPaymentCard presses the keys that the card of an order names, beside its QR
// code too, at every size and right after a resize.
func TestMouseOnPaymentCard(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {60, 24}, {80, 24}, {100, 45}, {140, 40}, {220, 60}} {
		for _, code := range []bool{false, true} {
			t.Run(fmt.Sprint(size, code), func(t *testing.T) {
				s := openWith(t, "", "mouse = true", 100, 30)
				s.press("5", "enter", "enter")
				s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				s.cells = size
				if code {
					s.press("Q")
				}
				s.click("y copy")
				if len(s.copied) != 1 {
					t.Fatalf("y is not pressed:\n%s", s.text())
				}
				s.click("o open")
				if len(s.opened) != 2 {
					t.Fatalf("o is not pressed:\n%s", s.text())
				}
				s.click("x cancel")
				s.sees("cancelled")
			})
		}
	}
}
