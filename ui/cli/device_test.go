package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/signin"
)

// unchecked is an approved sign-in whose key the server does not check.
type unchecked struct {
	account.DeviceSignIn
	pause time.Duration // requested by the server
	tries int
}

func (u *unchecked) SignIn(context.Context, bool) (account.Session, error) {
	u.tries++
	err := &model.Error{Kind: model.ServerFailed}
	if u.pause > 0 {
		err = &model.Error{Kind: model.RateLimited, Until: time.Now().Add(u.pause)}
	}
	return account.Session{}, err
}

// TestKeepDevice checks a returned key for a quarter of an hour, at growing intervals,
// and at least as long as the server asks.
func TestKeepDevice(t *testing.T) {
	for name, c := range map[string]struct {
		pause time.Duration
		tries int
		code  int
		says  string
	}{
		"failing": {0, 18, ExitNoServer, "The server failed. Trying again …"},
		"limited": {10 * time.Minute, 2, ExitRateLimited, "Too many requests. Trying again at "},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var said bytes.Buffer
				device, began := &unchecked{pause: c.pause}, time.Now()
				run := &deviceRun{deps: Deps{Streams: Streams{Err: &said}, Now: time.Now, Location: time.UTC}, device: device}
				for _, event := range []signin.Event{signin.Begin{}, signin.CodeIssued{Code: model.DeviceCode{Expires: began.Add(time.Hour)}}, signin.Due{}} {
					run.signIn, _ = run.signIn.Next(began, event)
				}
				err := run.drive(t.Context(), signin.Polled{Answer: model.DeviceApproved})
				if device.tries != c.tries || time.Since(began) > 15*time.Minute {
					t.Errorf("%d tries in %v, want %d", device.tries, time.Since(began), c.tries)
				}
				if ExitCode(err) != c.code || !strings.Contains(sentence(Deps{}, err), "Sign in again with a new code.") {
					t.Errorf("exit %d: %v", ExitCode(err), err)
				}
				if strings.Count(said.String(), c.says) != 1 {
					t.Errorf("it said:\n%s", said.String())
				}
			})
		})
	}
}
