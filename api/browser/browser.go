// Package browser opens web addresses in the person's browser: only those that the
// product's rule allows, without output on the terminal, and without waiting for a browser
// that runs in the foreground.
//
// It decides nothing about when to open one, shows no address itself, and starts nothing
// where a browser could not be seen; [Browser.Available] says why.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"

	opener "github.com/pkg/browser"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/model"
)

// grace is how long a failure to start is waited for. An opener that is still
// running then is taken for a browser that works.
const grace = 1500 * time.Millisecond

// ErrNotOpened is the error that the program that opens addresses failed.
var ErrNotOpened = errors.New("the browser could not be opened")

// Unavailable is the error that a browser cannot be opened here, with the reason as text
// for people.
type Unavailable struct{ Why string }

func (e *Unavailable) Error() string { return e.Why }

// Browser opens addresses. It is safe for concurrent use.
type Browser struct {
	allowed model.URLPolicy
	desk    desk
	grace   time.Duration
}

// New returns a browser that opens the addresses that allowed permits. env reads the
// environment to find the display; nil is os.Getenv.
func New(allowed model.URLPolicy, env func(name string) string) *Browser {
	silence()
	if env == nil {
		env = os.Getenv
	}
	return &Browser{
		allowed: allowed,
		desk:    desk{goos: runtime.GOOS, env: env, find: exec.LookPath, exists: exists},
		grace:   grace,
	}
}

// silence keeps what openers print off the screen. It has to be no writer at all:
// with one, pkg/browser would wait for whatever the opener leaves running.
var silence = sync.OnceFunc(func() {
	opener.Stdout, opener.Stderr = nil, nil
})

// Open opens the address. It returns a *[model.RefusedURL] for one that may
// not be opened and a *[Unavailable] where no browser could be seen, and starts
// nothing then; [ErrNotOpened] where the opener failed at once. It returns within
// about two seconds, also while a browser runs in the foreground.
func (b *Browser) Open(ctx context.Context, address model.URL) error {
	if err := b.allowed.CheckURL(address); err != nil {
		return err
	}
	if ok, why := b.Available(); !ok {
		return &Unavailable{why}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	// What is started inherits this process's environment. The key is gone from
	// it since the start; should anything have put it back, it does not travel.
	_ = os.Unsetenv(auth.EnvKey)

	ended := make(chan error, 1)
	go func() {
		ended <- b.desk.run(string(address))
	}()
	timer := time.NewTimer(b.grace)
	defer timer.Stop()
	select {
	case err := <-ended:
		return err
	case <-timer.C:
	case <-ctx.Done(): // it is started; that nobody waits is no failure
	}
	return nil
}

// run hands the address to the opener, and survives it.
func (d desk) run(address string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrNotOpened, p)
		}
	}()
	if named := d.named(); len(named) > 0 {
		return runAny(named, address)
	}
	if err := opener.OpenURL(address); err != nil {
		return fmt.Errorf("%w: %w", ErrNotOpened, err)
	}
	return nil
}

// runAny runs the first of several commands that does not fail. pkg/browser knows nothing
// of BROWSER, which xdg-open follows, and there is none.
func runAny(commands [][]string, address string) (err error) {
	for _, command := range commands {
		args := with(command, address)
		if err = exec.CommandContext(context.Background(), args[0], args[1:]...).Run(); err == nil { // it lasts longer than who asked for it
			return nil
		}
	}
	return fmt.Errorf("%w: %w", ErrNotOpened, err)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
