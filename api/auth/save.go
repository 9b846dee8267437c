package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/studio-tui/studio-tui/model/account"
)

// Save stores a key for the store's origin and profile, and returns it with its new source.
// The keyring is tried first, for no longer than Options.SignInTimeout; where it does not
// take the key, the file is used if allowFile says that the person agreed, else the error
// is a *[account.ConsentRequired] and nothing was stored. Callers should check a key
// against the API first.
func (s *Store) Save(ctx context.Context, key Key, allowFile bool) (Found, error) {
	if key.IsZero() {
		return Found{}, fmt.Errorf("%w: it is empty", ErrInvalidKey)
	}
	var kept Found
	err := s.keyringSet(ctx, s.signInTimeout, key.Reveal())
	if ctxErr := ctx.Err(); ctxErr != nil && err != nil {
		return Found{}, ctxErr
	}
	switch {
	case err == nil:
		kept.Key = key.at(FromKeyring, "keyring")
		// An older copy that nothing protects must not outlive the better place.
		if _, err := s.file.remove(s.origin, s.profile); err != nil {
			kept.Warnings = append(kept.Warnings, "An older key may be left: "+err.Error()+".")
		}
	case s.file.path == "":
		return Found{}, fmt.Errorf("%w, and %w", err, errNoFolder)
	case !allowFile:
		return Found{}, &account.ConsentRequired{Path: s.file.shown, Cause: err}
	default:
		if err := s.file.set(s.origin, s.profile, key.Reveal()); err != nil {
			return Found{}, fmt.Errorf("the key was not kept: %w", err)
		}
		kept.Key = key.at(FromFile, s.file.shown)
	}
	if exported, set, _ := s.environmentKey(); set && !s.named && !exported.Equal(key) {
		kept.Warnings = append(kept.Warnings, EnvKey+" is set to another key, and is used before the one that was kept.")
	}
	return kept, nil
}

// CanSave checks before there is a key whether Save would succeed without allowFile: if no
// keyring answers, it returns the *[account.ConsentRequired] that Save would. A readable
// keyring may still refuse to be written.
func (s *Store) CanSave(ctx context.Context) error {
	_, _, err := s.keyringGet(ctx, s.signInTimeout)
	switch {
	case err == nil || ctx.Err() != nil:
		return ctx.Err()
	case s.file.path == "":
		return fmt.Errorf("%w, and %w", err, errNoFolder)
	}
	return &account.ConsentRequired{Path: s.file.shown, Cause: err}
}

// Delete removes the key of the store's origin and profile in the keyring and in the
// program's own file. It never touches the environment or the service's own file, and names
// those that still hold a key. An error means that a key may be left; the removed ones are
// returned with it. A missing keyring is no error.
func (s *Store) Delete(ctx context.Context) (account.SignedOut, error) {
	var out account.SignedOut
	var failed []error
	switch gone, err := s.keyringDelete(ctx, s.signInTimeout); {
	case err != nil && !errors.Is(err, ErrKeyringAbsent):
		failed = append(failed, fmt.Errorf("a key may be left in the keyring: %w", err))
	case gone:
		out.Removed = append(out.Removed, "keyring")
	}
	switch gone, err := s.file.remove(s.origin, s.profile); {
	case err != nil:
		failed = append(failed, fmt.Errorf("a key may be left in a file: %w", err))
	case gone:
		out.Removed = append(out.Removed, s.file.shown)
	}
	if !s.named {
		for _, place := range []account.KeyPlace{s.environmentPlace(), s.servicePlace()} {
			if place.Found {
				out.Remaining = append(out.Remaining, place.Where)
			}
		}
	}
	return out, errors.Join(failed...)
}
