package cli

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

// leftOutOf is what could not be read of one of the server's lists, nil for nothing.
func leftOutOf(source account.Source, list string) *model.LeftOut {
	for _, left := range source.LeftOut() {
		if left.List == list && left.Count > 0 {
			return &left
		}
	}
	return nil
}

// leftOutNotes say it, if there is anything to say.
func leftOutNotes(left *model.LeftOut) []string {
	if left == nil {
		return nil
	}
	return []string{message.LeftOut(*left)}
}
