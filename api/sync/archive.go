package sync

import (
	"context"

	"github.com/studio-tui/studio-tui/model/history"
)

// Archive is an account's history on this machine. It is safe for concurrent use;
// Load, Latest and Step wait for each other.
type Archive struct{}

// Snapshot reads what the local copy has besides the history.
func (a *Archive) Snapshot() (history.Snapshot, bool) { return history.Snapshot{}, false }

// Load reads the history that is kept on this machine.
func (a *Archive) Load(context.Context) (history.Progress, error) { return history.Progress{}, nil }

// Latest fetches the rows that are new.
func (a *Archive) Latest(context.Context) (history.Progress, error) { return history.Progress{}, nil }

// Step fetches more of what is missing.
func (a *Archive) Step(context.Context) (history.Progress, error) { return history.Progress{}, nil }
