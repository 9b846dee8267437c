package pane

import (
	"strings"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// auditLine is the one-line hint that the history has something to audit, "" for none.
func auditLine(s *data.State) string {
	h := s.History.Value
	var found []string
	switch n := h.LeftOut.Count; {
	case n == 1:
		found = append(found, "a row could not be read")
	case n > 1:
		found = append(found, format.Count(n)+" rows could not be read")
	}
	found = append(found, message.Findings(s.Findings.Value.Open)...)
	if h.OldestFirst {
		found = append(found, "the server gives the oldest rows first")
	}
	if len(found) == 0 {
		return ""
	}
	return "Audit ({audit}): " + strings.Join(found, ", ") + "."
}
