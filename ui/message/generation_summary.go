package message

import (
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
)

// GenerationSummary are generations that have ended, as the names of their tools by
// outcome.
type GenerationSummary struct {
	Done       []string
	Refunded   []string    // failed, and their refunds are in the ledger
	Unrefunded []string    // failed, and their refunds are not in the ledger yet
	Failed     []string    // failed where no ledger is served
	Ended      []string    // with an unknown status
	Gone       []string    // ran, and are no longer listed
	Back       []string    // announced as failed before, and refunded since
	Credits    model.Total // sum of the refunds
}

// Good reports whether none has failed.
func (e GenerationSummary) Good() bool { return len(e.Refunded)+len(e.Unrefunded)+len(e.Failed) == 0 }

// Sentence describes the summary: "create-image is done.", "2 generations are done, 1
// failed and was refunded: +50." It is empty where nothing has ended.
func (e GenerationSummary) Sentence() string {
	ends := []struct {
		tools     []string
		one, many string
	}{
		{e.Done, "is done", "are done"},
		{e.Refunded, "failed and was refunded", "failed and were refunded"},
		{e.Unrefunded, "failed, and its refund is not there yet", "failed, and their refunds are not there yet"},
		{e.Failed, "failed", "failed"},
		{e.Ended, "has ended", "have ended"},
		{e.Gone, "is not listed any more", "are not listed any more"},
		{e.Back, "was refunded", "were refunded"},
	}
	all := 0
	for _, end := range ends {
		all += len(end.tools)
	}
	var parts []string
	for _, end := range ends {
		subject, became := "", end.many
		switch n := len(end.tools); {
		case n == 0:
			continue
		case all == 1:
			subject, became = end.tools[0], end.one
		case len(parts) == 0:
			subject = format.Plural(n, "generation")
		default:
			subject = format.Count(n)
		}
		if len(end.tools) == 1 {
			became = end.one
		}
		parts = append(parts, subject+" "+became)
	}
	if len(parts) == 0 {
		return ""
	}
	text := strings.Join(parts, ", ")
	if e.Credits != (model.Total{}) {
		text += ": " + format.Net(e.Credits.Credits())
	}
	switch text += "."; len(e.Failed) {
	case 0:
		return text
	case 1: // promised by the product page, and not verified here
		return text + " The service refunds it automatically."
	}
	return text + " The service refunds them automatically."
}
