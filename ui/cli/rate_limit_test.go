package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/retry"
)

// limited is the error of a server with a retry time.
func limited(after time.Duration) (history.Progress, error) {
	return history.Progress{}, &model.Error{Kind: model.RateLimited, Until: time.Now().Add(after)}
}

// all reads a history to its end, with no time passing but that of the waits.
func all(t *testing.T, states ...func() (history.Progress, error)) (stderr string, took time.Duration, err error) {
	t.Helper()
	var written bytes.Buffer
	start := time.Now()
	_, err = upToDate(t.Context(), depsWith(&written), &archive{states: states}, false, func(history.Progress) bool { return false })
	return written.String(), time.Since(start), err
}

// TestWaitsAreTold reports each wait once, with its end; short ones are not reported.
func TestWaitsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first, second := time.Now().Add(time.Minute), time.Now().Add(100*time.Second)
		stderr, took, err := all(
			t,
			func() (history.Progress, error) { return limited(time.Minute) },
			func() (history.Progress, error) { return limited(40 * time.Second) },
			func() (history.Progress, error) { return limited(2 * time.Second) },
			is(true, false, nil),
		)
		if err != nil || took != 102*time.Second {
			t.Errorf("%v, after %v", err, took)
		}
		want := ""
		for _, at := range []time.Time{first, second} {
			want += "Too many requests. The server answers again at " + at.UTC().Format("15:04:05") + "; waiting. ctrl+c ends it.\n"
		}
		if stderr != want {
			t.Errorf("it says %q, want %q", stderr, want)
		}
	})
}

// TestPatienceEnds gives up after five minutes with nothing new, and not before.
func TestPatienceEnds(t *testing.T) {
	minute := func() (history.Progress, error) { return limited(time.Minute) }
	synctest.Test(t, func(t *testing.T) {
		_, took, err := all(t, func() (history.Progress, error) { return limited(70 * time.Second) })
		if ExitCode(err) != ExitRateLimited || took != 280*time.Second {
			t.Errorf("%v, after %v", err, took)
		}
	})
	synctest.Test(t, func(t *testing.T) { // new rows restart the time limit
		one := is(false, true, nil)
		grown := func() (history.Progress, error) {
			p, _ := one()
			_, err := limited(time.Minute)
			return p, err
		}
		_, took, err := all(t, minute, minute, minute, minute, grown, grown, grown, is(true, false, nil))
		if err != nil || took != 7*time.Minute {
			t.Errorf("%v, after %v", err, took)
		}
	})
	synctest.Test(t, func(t *testing.T) { // a request that waits by itself is limited too
		var stderr bytes.Buffer
		asked := 0
		start := time.Now()
		_, err := retryRateLimited(t.Context(), depsWith(&stderr), func(ctx context.Context) (history.Progress, error) {
			if asked++; asked == 1 {
				return limited(time.Minute)
			}
			<-ctx.Done()
			return history.Progress{}, &model.Error{Kind: model.TimedOut, Cause: ctx.Err()}
		})
		if ExitCode(err) != ExitRateLimited || asked != 2 || time.Since(start) != retry.MaxWait {
			t.Errorf("%v, asked %d times, after %v", err, asked, time.Since(start))
		}
	})
	synctest.Test(t, func(t *testing.T) { // longer than the time limit
		stderr, took, err := all(t, func() (history.Progress, error) { return limited(time.Hour) })
		if ExitCode(err) != ExitRateLimited || took != 0 || stderr != "" {
			t.Errorf("%v, after %v, with %q", err, took, stderr)
		}
	})
}

// TestSilenceIsTold reports a request that waits by itself.
func TestSilenceIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(after time.Duration) func() (history.Progress, error) {
			return func() (history.Progress, error) {
				time.Sleep(after)
				return is(true, false, nil)()
			}
		}
		if stderr, _, err := all(t, slow(longSilence-time.Second)); err != nil || stderr != "" {
			t.Errorf("after a while: %q, %v", stderr, err)
		}
		since := time.Now()
		stderr, _, err := all(t, slow(3*time.Minute))
		if err != nil || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "Nothing new since "+since.UTC().Format("15:04:05")+": ") {
			t.Errorf("after long: %q, %v", stderr, err)
		}
	})
}
