package app_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// BenchmarkFrame draws a whole frame after a key. The baseline is a hello-world program
// of the same framework.
func BenchmarkFrame(b *testing.B) {
	for _, pane := range paneKeys {
		b.Run("pane "+pane, func(b *testing.B) {
			s := open(b, "", 120, 40)
			s.press(pane)
			down, up := keyPress("down"), keyPress("up")
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				key := down
				if i%2 == 1 {
					key = up
				}
				s.app.Update(key)
				_ = s.app.View()
			}
		})
	}
	b.Run("baseline unchanged frame", func(b *testing.B) {
		s := open(b, "", 120, 40)
		for b.Loop() {
			_ = s.app.View()
		}
	})
	b.Run("baseline hello", func(b *testing.B) {
		for b.Loop() {
			_ = tea.NewView("hello")
		}
	})
}
