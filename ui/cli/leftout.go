package cli

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/message"
)

// leftOutOf is the entries of a server's list that could not be read, nil for none.
func leftOutOf(source account.Source, list string) *model.LeftOut {
	for _, left := range source.LeftOut() {
		if left.List == list && left.Count > 0 {
			return &left
		}
	}
	return nil
}

// leftOutNotes are the notes about such entries, if any.
func leftOutNotes(left *model.LeftOut) []string {
	if left == nil {
		return nil
	}
	return []string{message.LeftOut(*left)}
}
