package app_test

import (
	"math/rand/v2"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// TestResizeStorm resizes every pane, and cards, a thousand times, down to nothing and
// back: the final screen equals that of a fresh start in that size.
func TestResizeStorm(t *testing.T) {
	if testing.Short() {
		t.Skip("draws a thousand screens")
	}
	t.Parallel()
	fronts := map[string][]string{
		"overview": {"1"}, "transactions": {"2"}, "usage": {"3"}, "year": {"3", "<", "<", "<"}, "plans": {"4"}, "packs": {"5"}, "costs": {"6"}, "account": {"7"},
		"help": {"2", "?"}, "palette": {":"}, "row": {"2", "enter"}, "filter": {"2", "/"}, "budget": {"B"},
	}
	for name, keys := range fronts {
		random := rand.New(rand.NewPCG(1, uint64(len(name)))) // of its own, as a map has no order
		s := newScreen(t, "", 80, 24).begin()
		s.press(keys...)
		for i := range 1000 / len(fronts) {
			size := tea.WindowSizeMsg{Width: random.IntN(401), Height: random.IntN(121)}
			if i%4 == 0 { // next to nothing
				size = tea.WindowSizeMsg{Width: random.IntN(16), Height: random.IntN(16)}
			}
			s.send(size)
			s.app.View()
		}
		stormed := s.app
		for _, size := range [][2]int{{60, 16}, {60 + random.IntN(341), 16 + random.IntN(105)}, {59, 15}} {
			s.app = stormed
			s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			after := s.view()
			s.cells = size
			s.start()
			s.begin().press(keys...)
			if fresh := s.view(); after != fresh {
				t.Errorf("%s at %v is\n%s\nand a fresh start has\n%s", name, size, ansi.Strip(after), ansi.Strip(fresh))
			}
		}
	}
}
