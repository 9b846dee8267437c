package auth

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// Found is a key with warnings for the person.
type Found struct {
	Key      Key
	Warnings []string // sentences, without any key
}

// Find looks up the key: for a named profile in keyring and file only; else in the
// environment, the keyring, the program's own file and, for the live service only, the file
// of the service's own client.
//
// The exported key is an explicit choice for this run, so it is used with any API address,
// with a warning if that is not the live service. A stored key is found only for the origin
// it was stored for.
//
// It returns [ErrNone] where there is no key, also with warnings, and [ErrInvalidKey] where
// the exported one is malformed: ignoring it could sign in to another account. It waits for
// the keyring no longer than Options.StartTimeout.
func (s *Store) Find(ctx context.Context) (Found, error) {
	var found Found
	warn := func(text string) { found.Warnings = append(found.Warnings, text) }
	if !s.named {
		key, set, err := s.environmentKey()
		if err != nil {
			return found, err
		}
		if set {
			if !s.production() && !s.loopback() {
				warn(fmt.Sprintf("The key in %s is sent to %s.", EnvKey, s.origin))
			}
			found.Key = key
			return found, nil
		}
	}

	key, keyringErr := s.keyringKey(ctx, &found)
	if err := ctx.Err(); err != nil {
		return found, err
	}
	if !key.IsZero() {
		found.Key = key
		return found, nil
	}
	if key, err := s.fileKey(); err != nil {
		warn(err.Error() + ".")
	} else if !key.IsZero() {
		found.Key = key
		return found, nil
	}
	if !s.named && s.production() && s.home != "" {
		key, warning, err := readServiceFile(s.home)
		switch {
		case err == nil:
			if warning != "" {
				warn(warning)
			}
			found.Key = key
			return found, nil
		case !errors.Is(err, fs.ErrNotExist):
			warn(err.Error() + ".")
		}
	}
	if keyringErr != nil {
		return found, fmt.Errorf("%w: %w", ErrNone, keyringErr)
	}
	return found, ErrNone
}

// keyringKey is the key in the keyring, zero for none. A keyring that is there
// and gives no answer is worth a warning, as what is found after it may be
// another account's.
func (s *Store) keyringKey(ctx context.Context, found *Found) (Key, error) {
	text, stored, err := s.keyringGet(ctx, s.startTimeout)
	if err != nil {
		if ctx.Err() == nil && !errors.Is(err, ErrKeyringAbsent) {
			found.Warnings = append(found.Warnings, sentence(err))
		}
		return Key{}, err
	}
	if !stored {
		return Key{}, nil
	}
	key, err := NewKey(text, FromKeyring, "keyring")
	if err != nil {
		found.Warnings = append(found.Warnings, "The entry in the keyring is not used: "+err.Error()+".")
		return Key{}, nil
	}
	return key, nil
}

// fileKey is the key in the program's own file, zero for none.
func (s *Store) fileKey() (Key, error) {
	text, err := s.file.get(s.origin, s.profile)
	if err != nil || text == "" {
		return Key{}, err
	}
	key, err := NewKey(text, FromFile, s.file.shown)
	if err != nil {
		return Key{}, &RefusedFile{s.file.shown, err.Error()}
	}
	return key, nil
}

// sentence is an error's text with a capital letter and a full stop.
func sentence(err error) string {
	text := err.Error()
	if text == "" {
		return ""
	}
	if text[0] >= 'a' && text[0] <= 'z' {
		text = string(text[0]-'a'+'A') + text[1:]
	}
	return text + "."
}
