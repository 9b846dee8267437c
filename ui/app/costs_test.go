package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// TestCosts uses the whole Costs pane: the account's latest use is counted, quantities
// are summed, and a card shows the details of a model.
func TestCosts(t *testing.T) {
	t.Parallel()
	s := screenWith(t, sandbox.Options{}, 140, 40).begin()
	s.press("6")
	s.sees("▸ create-image · flux-schnell")
	before := s.text()
	s.generate(`{"tool":"create-image","input":{"model":"flux-schnell","prompt":"a lighthouse"}}`)
	s.press("r")
	if s.text() == before {
		t.Error("a generation changes nothing")
	}
	s.press("#")
	s.typed("2 h veo3-1")
	s.sees("Enough at the lowest prices is ")
	s.press("enter", "esc", "enter")
	s.sees("─ create-image · flux-schnell ─")
	s.sees("YOUR USE BY MONTH")
	s.press("y")
	if len(s.copied) != 1 || !strings.HasPrefix(s.copied[0], "create-image flux-schnell: ≥1") {
		t.Errorf("copied %q", s.copied)
	}
	s.press("enter")
	s.sees("create-image · flux-schnell") // of the rows
	s.sees("flux-schnell")
	s.misses("nano-banana")
	s.press("esc")
	s.sees("▸ create-image · flux-schnell")
	s.press("/")
	s.typed("6") // digits do not switch panes while text is entered
	s.sees("6 Costs")
	s.press("esc", "1")
	s.misses("BALANCE BUYS")
}

// TestCostsUnreachable reports that the prices cannot be read, and reads them on
// request.
func TestCostsUnreachable(t *testing.T) {
	t.Parallel()
	s := screenWith(t, sandbox.Options{}, 80, 24).begin()
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		return strings.HasPrefix(r.URL.Path, "/api/tools") && jsonError(http.StatusInternalServerError, "no")(w, r)
	}
	s.press("6")
	s.sees("The prices could not be read.")
	s.faults.serve = nil
	s.press("r")
	s.sees("▸ create-image · flux-schnell")
}
