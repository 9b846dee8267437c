package cli

import (
	"context"
	"errors"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// clearLine empties a terminal's line that is written over.
const clearLine = "\r\x1b[K"

// maxPatience is how long a server may ask to wait; one that wants more is answered
// by giving up.
const maxPatience = 5 * time.Minute

// patiently does something again when a server that limits requests wants to be
// asked again.
func patiently(ctx context.Context, deps Deps, do func(context.Context) (history.Progress, error)) (history.Progress, error) {
	for {
		progress, err := do(ctx)
		var limited *model.Error
		if !errors.As(err, &limited) || limited.Kind != model.RateLimited || limited.Until.IsZero() {
			return progress, err
		}
		wait := limited.Until.Sub(deps.Now())
		if wait > maxPatience {
			return progress, err
		}
		timer := time.NewTimer(max(wait, time.Second))
		select {
		case <-ctx.Done():
			timer.Stop()
			return progress, ctx.Err()
		case <-timer.C:
		}
	}
}
