package message

import (
	"testing"

	"github.com/studio-tui/studio-tui/model/insight"
)

// TestNews says "all done" only where nothing runs, in both forms, and tells a plan bought from
// one that was renewed.
func TestNews(t *testing.T) {
	used := insight.News{Debits: insight.NewsSum{Count: 3, Credits: 12e6}}
	plan := insight.News{Plans: insight.NewsSum{Count: 1, Credits: 12_000e6}}
	for _, test := range []struct{ got, want string }{
		{News(used, 0, false), "−12 in 3 generations, all done. Nothing bought."},
		{News(used, 2, false), "−12 in 3 generations, 2 still running. Nothing bought."},
		{ShortNews(used, 0, false), "−12 in 3 generations, all done."},
		{ShortNews(used, 2, false), "−12 in 3 generations, 2 still running."},
		{News(plan, 0, false), "No generations. New plan +12,000."},
	} {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}
