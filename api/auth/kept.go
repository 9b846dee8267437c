package auth

import "context"

// Kept gives the keys that [Store.Delete] would remove, as far as they can be read:
// the keyring's and that of the program's own file.
func (s *Store) Kept(ctx context.Context) []Key {
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
