package app_test

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model/history"
)

// TestFilterHelp shows what a filter can say while one is typed, in an empty one by
// examples and by a key in full, and goes back to the typing.
func TestFilterHelp(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "", width, height)
		s.press("2", "/")
		s.sees("type:refund amount:<-50 date:7d")
		s.sees("f1 all forms")
		s.misses("? help")
		shots := s.text()
		s.press("f1")
		shots += "\n" + s.text()
		checkFrame(s)
		var read strings.Builder
		for range 12 {
			read.WriteString(fold(s.text()) + " ")
			s.press("pgdown")
		}
		for _, form := range history.FilterHelp {
			if !strings.Contains(read.String(), form[0]) {
				t.Errorf("%s is not explained", form[0])
			}
		}
		s.press("esc")
		s.typed("why?")
		s.sees("/ why?")
		s.misses("amount:<-50")
		s.press("tab")
		s.sees("search why?")
		s.press("esc", "?")
		s.sees("Keys")
		s.press("G")
		s.sees("id:65f1")
		goldenWithoutTabs(t, shots)
	})
}
