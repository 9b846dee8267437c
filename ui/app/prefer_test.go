package app_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/apitest"
)

// TestListsWithoutPayloads shows the number of generations still to be read, reads
// those on screen first, and states which ones a filter could not search.
func TestListsWithoutPayloads(t *testing.T) {
	t.Parallel()
	row := regexp.MustCompile(`\d\d:\d\d [ ✕…] [a-z]`) // of a generation
	inWeather(t, apitest.Options{Generations: 400, NoPayloads: true}, func(w *world) {
		w.open(100, 24)
		w.sees(`LATEST estimated from generations and prices, \d+ generations to look up`)
		w.passUntil(5*time.Minute, `3\d\d generations to look up`)
		w.pass(3 * time.Minute) // the pages of the list
		w.press("2")
		w.sees(`1 of \d+ · \d+ generations to look up`)
		rows := func() (pending, known int) {
			for _, line := range strings.Split(w.text(), "\n") {
				switch {
				case !row.MatchString(line):
				case strings.Contains(line, " · "):
					known++
				default:
					pending++
				}
			}
			return pending, known
		}
		w.press("G")
		if pending, _ := rows(); pending < 10 {
			t.Errorf("%d of the oldest rows are still to be looked up:\n%s", pending, w.text())
		}
		w.pass(90 * time.Second)
		if pending, known := rows(); pending > 0 || known < 10 {
			t.Errorf("%d on screen are not looked up before others:\n%s", pending, w.text())
		}
		w.press("/", "q", "q", "q", "q")
		w.sees(`Nothing found\. Of \d+ generations it is not known yet what was asked for`)
	})
}
