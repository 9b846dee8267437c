package app_test

import (
	"net/http"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// openEstimated starts on a server without a ledger, with a tool missing from the
// catalogue. Since the first reading a generation was run, another failed, and a pack
// was bought on the website.
func openEstimated(t *testing.T, width, height int) *screen {
	t.Helper()
	s := newScreen(t, "", width, height)
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/api/tools/text-to-speech" {
			return jsonError(http.StatusNotFound, "Not found")(w, r)
		}
		return documentedOnly(w, r)
	}
	s.begin()
	s.fire(10 * time.Second)
	s.generate(runImage)
	for range 20 {
		s.fire(5 * time.Second)
	}
	s.fire(10 * time.Second)
	if _, err := s.server.BuyElsewhere("pack-m"); err != nil {
		t.Fatal(err)
	}
	s.fire(10 * time.Second)
	s.fire(10 * time.Second) // a change is announced once generations were read after it
	return s
}

// TestEstimated shows the estimated history: every row, sum and chart is marked, an
// unknown price stays unknown, and a purchase elsewhere is a change with its time
// range.
func TestEstimated(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := openEstimated(t, width, height)
		shots := s.text()
		s.press("2")
		checkFrame(s)
		shots += "\n" + s.text()
		s.press("enter") // the newest row: the change
		shots += "\n" + s.text()
		s.press("esc", "down", "enter") // the generation before it
		shots += "\n" + s.text()
		s.press("esc", "t", "t", "enter") // a refund
		shots += "\n" + s.text()
		s.press("esc", "esc", "/")
		s.send(tea.PasteMsg{Content: "tool:text-to-speech"})
		s.press("enter", "enter") // of unknown price
		shots += "\n" + s.text()
		s.press("esc", "a")
		shots += "\n" + s.text()
		goldenWithoutTabs(t, shots)
	})
}

func TestEstimatedSaysSo(t *testing.T) {
	t.Parallel()
	s := openEstimated(t, 140, 40)
	s.sees("LATEST estimated from generations and prices")
	s.sees("± balance changed elsewhere")
	s.sees("≈+2,000")
	s.press("2")
	s.sees("All transactions, estimated from generations and prices")
	s.sees("of unknown price")
	s.press("t", "t", "t")
	s.sees("1 of 1, 593 in all")
	s.press("enter")
	s.sees("It can be a purchase, a renewal or an adjustment; this server does not say which.")
	s.press("esc", "a")
	s.sees("This history is estimated: the server offers no ledger that could be added up.")
}
