package cli

import (
	"bytes"
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// slowKeys is an Accounts with a slow keyring and a slow server.
type slowKeys struct {
	Accounts
	keyring, server time.Duration
}

func (k slowKeys) wait(ctx context.Context) error {
	model.NotifyStep(ctx, model.StepServer)
	time.Sleep(k.server)
	model.NotifyStep(ctx, model.StepKeyring)
	time.Sleep(k.keyring)
	return nil
}

func (k slowKeys) SignIn(ctx context.Context, _ string, _ bool) (account.Session, error) {
	return account.Session{Identity: account.Identity{KeySource: "the keyring"}}, k.wait(ctx)
}

func (k slowKeys) SignOut(ctx context.Context) (account.SignedOut, error) {
	return account.SignedOut{Removed: []string{"the keyring"}}, k.wait(ctx)
}

// TestSignInTellsWhoIsWaitedFor reports after three seconds what it waits for, once for
// each step, and nothing about faster steps.
func TestSignInTellsWhoIsWaitedFor(t *testing.T) {
	const server, keyring = "Waiting for the server's answer. ctrl+c gives up.\n",
		"Waiting for the keyring: it may ask for its password, in a window of its own. ctrl+c gives up.\n"
	for name, test := range map[string]struct {
		keys slowKeys
		want string
	}{
		"quick":        {slowKeys{keyring: 2900 * time.Millisecond, server: 2900 * time.Millisecond}, ""},
		"a server":     {slowKeys{server: 40 * time.Second}, server},
		"a keyring":    {slowKeys{keyring: 40 * time.Second, server: time.Second}, keyring},
		"both of them": {slowKeys{keyring: 4 * time.Second, server: 4 * time.Second}, server + keyring},
	} {
		for command, run := range map[string]func(Deps) error{
			"login":  func(deps Deps) error { return runLogin(t.Context(), deps, loginOptions{withKey: true}) },
			"logout": func(deps Deps) error { return runLogout(t.Context(), deps, account.Target{}) },
		} {
			synctest.Test(t, func(t *testing.T) {
				var errs bytes.Buffer
				deps := depsWith(&errs)
				deps.Streams.In = bytes.NewBufferString("prod_0123456789abcdef\n")
				deps.Accounts = func(account.Target) (Accounts, error) { return test.keys, nil }
				if err := run(deps); err != nil || errs.String() != test.want {
					t.Errorf("%s, %s: %q, want %q; %v", command, name, errs.String(), test.want, err)
				}
				time.Sleep(time.Minute) // nothing is reported later
				if errs.String() != test.want {
					t.Errorf("%s, %s: afterwards %q", command, name, errs.String())
				}
			})
		}
	}
}
