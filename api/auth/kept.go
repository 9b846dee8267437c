package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/studio-tui/studio-tui/model/account"
)

// StoredKeys gives the keys that [Store.Delete] would remove, as far as they can be read:
// the keyring's and that of the program's own file.
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

// NameInUse says that a key is kept under a name that the list of profiles does not
// have, as where the list was moved away: it is not put aside unasked. It is an
// [account.ErrNameTaken].
type NameInUse struct{ Name string }

func (e *NameInUse) Error() string {
	return fmt.Sprintf("a key is kept as profile %s already; choose another name, or remove it first: studio-tui logout --profile %s", e.Name, e.Name)
}

// Unwrap gives the kind of error.
func (e *NameInUse) Unwrap() error { return account.ErrNameTaken }

// HasKey reports whether a key is kept for the store's origin and profile, usable or not.
// An error means that a keyring or the file gave no answer; no keyring at all is none.
func (s *Store) HasKey(ctx context.Context) (bool, error) {
	_, stored, err := s.keyringGet(ctx, s.startTimeout)
	if stored || (err != nil && !errors.Is(err, ErrKeyringAbsent)) {
		return stored, err
	}
	text, err := s.file.get(s.origin, s.profile)
	return text != "", err
}
