package app_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestSinceTheLastVisit shows what has changed since the last visit, until it was seen,
// lists those rows, and shows later ones on the next start.
func TestSinceTheLastVisit(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 120, 34)
	s.misses("Since ") // there was no visit before
	s.press("2", "1")
	s.now.Advance(26 * time.Hour)
	s.start()
	s.begin()
	s.misses("Since ") // nothing has happened
	s.press("2", "1")
	s.now.Advance(time.Hour)
	s.generate(runImage)
	s.generate(runVideo)
	s.again()
	s.sees("Since 16:04 −34 in 2 generations")
	s.sees("Nothing bought.")
	s.again()
	s.sees("Since 16:04") // killed before any key was pressed
	s.press("?", "esc")
	s.sees("Since 16:04") // it is still in front
	s.press("g", "enter")
	s.sees("1 of 2, ")
	s.sees("Σ 2 rows −34 out")
	s.press("esc")
	s.sees("LATEST")
	s.misses("Since 16:04")
	s.again()
	s.misses("Since ")
}

// TestVisitEndsWithTheProgram marks the news of the Overview as seen when the program
// ends.
func TestVisitEndsWithTheProgram(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 80, 24)
	s.press("2", "1")
	s.now.Advance(time.Hour)
	s.generate(runImage)
	s.again()
	s.sees("Since 14:04 −4 in 1 generation")
	s.send(tea.BlurMsg{})
	s.app.Leave()
	s.again()
	s.misses("Since ")
}

// TestUnusualDayIsToldOnce shows an unusual day until it was seen, across starts.
func TestUnusualDayIsToldOnce(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 120, 34)
	const told = "times your usual"
	for range 60 {
		s.generate(runVideo)
	}
	s.again()
	s.sees(told)
	s.press("3", "1")
	s.misses(told)
	s.again()
	s.misses(told)
}
