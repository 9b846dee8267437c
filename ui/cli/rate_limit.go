package cli

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/retry"
)

const (
	// quietWait is the longest wait without a message.
	quietWait = 2 * time.Second
	// longSilence is the time after which a slow request, or a step's slow series of
	// pages, is reported: the API client waits by itself when a server asks for a
	// minute or less, and a step's pages take half a minute where the limit is low.
	longSilence = 45 * time.Second
)

// clearLine clears a terminal's line that is overwritten.
const clearLine = "\r\x1b[K"

// retryRateLimited repeats a call when a server that limits requests asks for a retry,
// reports that at once, and gives up after [retry.MaxWait].
func retryRateLimited(ctx context.Context, deps Deps, do func(context.Context) (history.Progress, error)) (progress history.Progress, err error) {
	var call retry.Call
	// err is the outcome of the last effect, even where the drive is interrupted after
	// it.
	_ = drive(ctx, retry.Event(retry.Begin{}), func(event retry.Event) (effects []retry.Effect) {
		call, effects = call.Next(deps.Now(), event)
		return effects
	}, func(ctx context.Context, effect retry.Effect) (retry.Event, error) {
		switch effect := effect.(type) {
		case retry.Request:
			progress, err = withDeadline(ctx, deps, effect.Deadline, do)
			return retry.Done{Rows: rowsOf(progress), Err: err}, nil
		case retry.Wait:
			if effect.For > quietWait {
				waiting(deps, waitWords(deps, call.Until))
			}
			err = model.Sleep(ctx, effect.For)
			return retry.Due{}, err
		}
		return nil, nil
	})
	return progress, err
}

// withDeadline makes a call that ends at an instant, with the error of a server that
// limits requests. A zero end means no limit.
func withDeadline(ctx context.Context, deps Deps, end time.Time, do func(context.Context) (history.Progress, error)) (history.Progress, error) {
	if end.IsZero() {
		return warnIfSlow(ctx, deps, do)
	}
	within, stop := context.WithTimeout(ctx, end.Sub(deps.Now()))
	defer stop()
	progress, err := warnIfSlow(within, deps, do)
	if err != nil && ctx.Err() == nil && within.Err() != nil {
		err = &model.Error{Kind: model.RateLimited, Cause: err}
	}
	return progress, err
}

// warnIfSlow makes a call, and prints a message where it takes long.
func warnIfSlow(ctx context.Context, deps Deps, do func(context.Context) (history.Progress, error)) (history.Progress, error) {
	since, said := deps.Now(), make(chan struct{})
	silence := time.AfterFunc(longSilence, func() {
		defer close(said)
		waiting(deps, "Nothing new since "+onClock(deps, since)+": the server is slow, or wants fewer requests. Waiting; ctrl+c ends it.")
	})
	defer func() {
		if !silence.Stop() {
			<-said // so that two messages do not mix
		}
	}()
	return do(ctx)
}

// tellOfWaits returns a function that reports the API client's waits. Requests are
// concurrent: waits that end together are reported once.
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

// waiting writes to stderr that a wait begins.
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
