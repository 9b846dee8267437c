package cli

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

const (
	// maxRateLimitWait is how long a server that limits requests is waited for with nothing
	// new from it. One that asks for more is answered by giving up.
	maxRateLimitWait = 5 * time.Minute
	// quietWait is the longest wait that nobody is told of.
	quietWait = 2 * time.Second
	// longSilence is after how long of one request, or of the pages of one step, it is
	// said that nothing comes: the API client waits by itself when a server asks for a
	// minute or less, and a step's pages take half a minute where the limit is low.
	longSilence = 45 * time.Second
)

// clearLine empties a terminal's line that is written over.
const clearLine = "\r\x1b[K"

// retryRateLimited does something again when a server that limits requests wants to be
// asked again, says so at once, and gives up after [maxRateLimitWait].
func retryRateLimited(ctx context.Context, deps Deps, do func(context.Context) (history.Progress, error)) (history.Progress, error) {
	end := deps.Now().Add(maxRateLimitWait)
	progress, err := warnIfSlow(ctx, deps, do)
	for {
		var limited *model.Error
		if !errors.As(err, &limited) || limited.Kind != model.RateLimited || limited.Until.IsZero() {
			return progress, err
		}
		wait := max(limited.Until.Sub(deps.Now()), time.Second)
		if deps.Now().Add(wait).After(end) {
			return progress, err
		}
		if wait > quietWait {
			waiting(deps, waitWords(deps, limited.Until))
		}
		if err := sleep(ctx, wait); err != nil {
			return progress, err
		}
		rows := rowsOf(progress)
		progress, err = withDeadline(ctx, deps, end, do)
		if rowsOf(progress) > rows {
			end = deps.Now().Add(maxRateLimitWait)
		}
	}
}

// withDeadline does something that is over at an instant, with the failure of a server that
// wants fewer requests.
func withDeadline(ctx context.Context, deps Deps, end time.Time, do func(context.Context) (history.Progress, error)) (history.Progress, error) {
	within, stop := context.WithTimeout(ctx, end.Sub(deps.Now()))
	defer stop()
	progress, err := warnIfSlow(within, deps, do)
	if err != nil && ctx.Err() == nil && within.Err() != nil {
		err = &model.Error{Kind: model.RateLimited, Cause: err}
	}
	return progress, err
}

// warnIfSlow does something, and says so where it takes long.
func warnIfSlow(ctx context.Context, deps Deps, do func(context.Context) (history.Progress, error)) (history.Progress, error) {
	since, said := deps.Now(), make(chan struct{})
	silence := time.AfterFunc(longSilence, func() {
		defer close(said)
		waiting(deps, "Nothing new since "+onClock(deps, since)+": the server is slow, or wants fewer requests. Waiting; ctrl+c ends it.")
	})
	defer func() {
		if !silence.Stop() {
			<-said // so that no two write at once
		}
	}()
	return do(ctx)
}

// tellOfWaits tells of the waits of the API client. Requests are made side by side: those
// that end together are one wait.
func tellOfWaits(deps Deps) func(until time.Time) {
	var mu sync.Mutex
	var told time.Time
	return func(until time.Time) {
		mu.Lock()
		defer mu.Unlock()
		if until.Sub(deps.Now()) > quietWait && until.Sub(told) > quietWait {
			told = until
			waiting(deps, waitWords(deps, until))
		}
	}
}

func waitWords(deps Deps, until time.Time) string {
	return "Too many requests. The server answers again at " + onClock(deps, until) + "; waiting. ctrl+c ends it."
}

// waiting writes to standard error that a wait begins.
func waiting(deps Deps, text string) {
	if deps.Streams.ErrTTY {
		_, _ = io.WriteString(deps.Streams.Err, clearLine)
	}
	deps.Streams.say("%s", text)
}

func onClock(deps Deps, t time.Time) string { return model.Instant(t, deps.Now(), deps.Location) }

func rowsOf(p history.Progress) int {
	if p.Table == nil {
		return 0
	}
	return p.Table.Len()
}

// sleep lets time pass, or returns the error of ctx.
func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
