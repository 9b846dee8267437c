package auth

import (
	"context"
	"errors"
	"io/fs"

	"github.com/studio-tui/studio-tui/model/account"
)

// Status describes every place in which Find looks, in its order. The first usable one is
// Used; if the exported key is malformed none is, as Find then stops.
func (s *Store) Status(ctx context.Context) []account.KeyPlace {
	var places []account.KeyPlace
	if !s.named {
		places = append(places, s.environmentPlace())
	}
	places = append(places, s.keyringPlace(ctx), s.filePlace())
	if !s.named && s.production() && s.home != "" {
		places = append(places, s.servicePlace())
	}
	for i := range places {
		if places[i].Where == EnvKey && places[i].Problem != "" {
			break
		}
		if places[i].Found {
			places[i].Used = true
			break
		}
	}
	return places
}

func (s *Store) environmentPlace() account.KeyPlace {
	key, set, err := s.environmentKey()
	return place(account.KeyPlace{Where: EnvKey}, key, set, err)
}

func (s *Store) keyringPlace(ctx context.Context) account.KeyPlace {
	var found Found
	key, err := s.keyringKey(ctx, &found)
	at := place(account.KeyPlace{Where: "keyring"}, key, !key.IsZero(), err)
	if at.Problem == "" && len(found.Warnings) > 0 {
		at.Problem = found.Warnings[0]
	}
	return at
}

func (s *Store) filePlace() account.KeyPlace {
	key, err := s.fileKey()
	return place(account.KeyPlace{Where: s.file.shown}, key, !key.IsZero(), err)
}

func (s *Store) servicePlace() account.KeyPlace {
	at := account.KeyPlace{Where: "~/" + serviceFile}
	if !s.production() || s.home == "" {
		return at
	}
	key, warning, err := readServiceFile(s.home)
	if errors.Is(err, fs.ErrNotExist) {
		return at
	}
	at.Problem = warning
	return place(at, key, !key.IsZero(), err)
}

func place(at account.KeyPlace, key Key, found bool, err error) account.KeyPlace {
	if err != nil {
		at.Problem = sentence(err)
		return at
	}
	if found {
		at.Found, at.Last4 = true, key.Last4()
	}
	return at
}
