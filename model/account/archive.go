package account

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Archive is an account's history as this machine knows it, and the operations that bring
// it up to date. Load, Latest and Step wait for each other.
//
// A value returned together with an error is valid: it is the state that was reached. A
// Progress whose Table is nil says that nothing is known yet.
type Archive interface {
	// Snapshot reads what the local copy has besides the history: quickly, and
	// without the network. ok is false where there is nothing.
	Snapshot() (snapshot history.Snapshot, ok bool)
	// Load reads the history that is kept on this machine, without the network.
	Load(ctx context.Context) (history.Progress, error)
	// Latest fetches the rows that are new, within reason, and keeps them. With
	// nothing new that is one request.
	Latest(ctx context.Context) (history.Progress, error)
	// Step fetches some more of what is missing further back, newest first, and
	// keeps it, until Whole says that nothing is missing any more.
	Step(ctx context.Context) (history.Progress, error)
	// Prefer says which generations are wanted first where a list does not say what was
	// asked for, so that each has to be asked for by itself: those on screen, then so many
	// of the newest, before older pages of the list are.
	Prefer(generations []model.ID, newest int)
}
