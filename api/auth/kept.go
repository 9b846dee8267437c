package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/studio-tui/studio-tui/model/account"
)

// StoredKeys returns the readable keys that [Store.Delete] would remove: the keyring's and
// that of the program's own file.
func (s *Store) StoredKeys(ctx context.Context) []Key {
	var kept []Key
	var found Found
	if key, err := s.keyringKey(ctx, &found); err == nil && !key.IsZero() {
		kept = append(kept, key)
	}
	if key, err := s.fileKey(); err == nil && !key.IsZero() {
		kept = append(kept, key)
	}
	return kept
}

// NameInUse is the error that a key is stored under a name missing from the list of
// profiles, for example after the list was moved away: it is not replaced. It is an
// [account.ErrNameTaken].
type NameInUse struct{ Name string }

func (e *NameInUse) Error() string {
	return fmt.Sprintf("a key is kept as profile %s already; choose another name, or remove it first: studio-tui logout --profile %s", e.Name, e.Name)
}

// Unwrap returns the kind of error.
func (e *NameInUse) Unwrap() error { return account.ErrNameTaken }

// HasKey reports whether a key is stored for the store's origin and profile, usable or not.
// An error means that the keyring or the file could not be read; a missing keyring is no
// error.
func (s *Store) HasKey(ctx context.Context) (bool, error) {
	_, stored, err := s.keyringGet(ctx, s.startTimeout)
	if stored || (err != nil && !errors.Is(err, ErrKeyringAbsent)) {
		return stored, err
	}
	text, err := s.file.get(s.origin, s.profile)
	return text != "", err
}
