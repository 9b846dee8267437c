package app_test

import (
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model/history"
)

// TestFilterHelp shows the filter syntax while a filter is typed, as examples in an
// empty one and in full on a key, and returns to the input.
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
