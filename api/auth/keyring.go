package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	gokeyring "github.com/zalando/go-keyring"

	"github.com/studio-tui/studio-tui/model"
)

// service is the name that the program's keys have in a keyring.
const service = "studio-tui"

// Errors of keyrings. A caller may offer the unprotected file for each of them.
var (
	// ErrKeyringSilent is the error that the keyring did not answer in time. It may be
	// waiting to be unlocked.
	ErrKeyringSilent = errors.New("the keyring did not answer in time")
	// ErrKeyringAbsent is the error that there is no keyring on this machine or in this
	// session.
	ErrKeyringAbsent = errors.New("there is no keyring here")
	// ErrKeyringFailed is the error that the keyring is locked, or failed otherwise.
	ErrKeyringFailed = errors.New("the keyring is locked or does not work")
)

// Keyring stores secrets by service and user. Get returns go-keyring's ErrNotFound for a
// missing one. Calls may block indefinitely; [Store] bounds them.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// SystemKeyring is the keyring of the desktop: the Secret Service, the macOS keychain, or
// the Windows credential manager. It never starts a session bus where none runs.
func SystemKeyring() Keyring { return systemKeyring{} }

type systemKeyring struct{}

// Get returns the secret, gokeyring.ErrNotFound for none.
func (systemKeyring) Get(service, user string) (string, error) {
	if err := withinReach(); err != nil {
		return "", err
	}
	return gokeyring.Get(service, user)
}

// Set stores the secret in place of an older one.
func (systemKeyring) Set(service, user, secret string) error {
	if err := withinReach(); err != nil {
		return err
	}
	return gokeyring.Set(service, user, secret)
}

// Delete removes one entry, gokeyring.ErrNotFound for none.
func (systemKeyring) Delete(service, user string) error {
	if err := withinReach(); err != nil {
		return err
	}
	return gokeyring.Delete(service, user)
}

// user is the entry's user in the keyring: one for each origin and profile.
func (s *Store) user() string { return s.origin + " " + s.profile }

// keyringGet looks the key up; found is false where the keyring answered and has
// none.
func (s *Store) keyringGet(ctx context.Context, limit time.Duration) (text string, found bool, err error) {
	model.NotifyStep(ctx, model.StepKeyring)
	text, err = bounded(ctx, limit, func() (string, error) { return s.keyring.Get(service, s.user()) })
	if errors.Is(err, gokeyring.ErrNotFound) {
		return "", false, nil
	}
	return text, err == nil, keyringError(err)
}

// keyringSet stores the key and reads it back, because a prompt that a person dismisses is
// no error to every keyring. Canceled while the keyring asked for its password, it restores
// the previous entry.
func (s *Store) keyringSet(ctx context.Context, limit time.Duration, text string) error {
	model.NotifyStep(ctx, model.StepKeyring)
	kept, err := bounded(ctx, limit, func() (string, error) {
		before, none := s.keyring.Get(service, s.user())
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if err := s.keyring.Set(service, s.user(), text); err != nil {
			return "", err
		}
		if err := ctx.Err(); err != nil {
			if none != nil {
				return "", errors.Join(err, s.keyring.Delete(service, s.user()))
			}
			return "", errors.Join(err, s.keyring.Set(service, s.user(), before))
		}
		return s.keyring.Get(service, s.user())
	})
	if err == nil && kept != text {
		err = errors.New("it did not keep the key")
	}
	return keyringError(err)
}

// keyringDelete removes every entry for the origin and profile; removed is false
// where there was none.
func (s *Store) keyringDelete(ctx context.Context, limit time.Duration) (removed bool, err error) {
	const entries = 16 // other programs may have made several of the same name
	model.NotifyStep(ctx, model.StepKeyring)
	removed, err = bounded(ctx, limit, func() (bool, error) {
		for i := range entries {
			if err := s.keyring.Delete(service, s.user()); err != nil {
				return i > 0, err
			}
		}
		return true, nil
	})
	if errors.Is(err, gokeyring.ErrNotFound) {
		err = nil
	}
	return removed, keyringError(err)
}

// keyringError maps an error to one of the kinds above.
func keyringError(err error) error {
	switch {
	case err == nil, errors.Is(err, ErrKeyringSilent), errors.Is(err, ErrKeyringAbsent),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case absent(err), errors.Is(err, gokeyring.ErrUnsupportedPlatform):
		return fmt.Errorf("%w (%s)", ErrKeyringAbsent, model.Clean(err.Error()))
	}
	return fmt.Errorf("%w (%s)", ErrKeyringFailed, model.Clean(err.Error()))
}

// bounded calls a function that takes no context and waits for it no longer than
// the limit. A call that outlives it is left alone: it ends when the keyring
// answers, and its answer is dropped. A panic in it is an error.
func bounded[T any](ctx context.Context, limit time.Duration, call func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	done := make(chan answer, 1)
	go func() {
		var got answer
		defer func() {
			if p := recover(); p != nil {
				got = answer{err: fmt.Errorf("it broke off: %v", p)}
			}
			done <- got
		}()
		got.value, got.err = call()
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case got := <-done:
		return got.value, got.err
	case <-ctx.Done():
		return none, ctx.Err()
	case <-timer.C:
		return none, ErrKeyringSilent
	}
}
