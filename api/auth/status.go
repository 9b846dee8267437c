package auth

import (
	"context"
	"errors"
	"io/fs"
)

// Place is one place where a key may be.
type Place struct {
	Source Source
	Where  string // for people
	Found  bool   // there is a usable key
	Last4  string // of a key that was found, see [Key.Last4]
	Used   bool   // it is the one that Find returns
	Note   string // a sentence about trouble with the place, or ""
}

// Status looks at every place that Find would look at, in its order. The first
// usable one is Used; none is where the exported key is malformed, as Find looks
// no further then.
func (s *Store) Status(ctx context.Context) []Place {
	var places []Place
	if !s.named {
		places = append(places, s.environmentPlace())
	}
	places = append(places, s.keyringPlace(ctx), s.filePlace())
	if !s.named && s.production() && s.home != "" {
		places = append(places, s.servicePlace())
	}
	for i := range places {
		if places[i].Source == FromEnvironment && places[i].Note != "" {
			break
		}
		if places[i].Found {
			places[i].Used = true
			break
		}
	}
	return places
}

func (s *Store) environmentPlace() Place {
	key, set, err := s.environmentKey()
	return place(Place{Source: FromEnvironment, Where: EnvKey}, key, set, err)
}

func (s *Store) keyringPlace(ctx context.Context) Place {
	var found Found
	key, err := s.keyringKey(ctx, &found)
	at := place(Place{Source: FromKeyring, Where: "keyring"}, key, !key.IsZero(), err)
	if at.Note == "" && len(found.Warnings) > 0 {
		at.Note = found.Warnings[0]
	}
	return at
}

func (s *Store) filePlace() Place {
	key, err := s.fileKey()
	return place(Place{Source: FromFile, Where: s.file.shown}, key, !key.IsZero(), err)
}

func (s *Store) servicePlace() Place {
	at := Place{Source: FromServiceFile, Where: "~/" + serviceFile}
	if !s.production() || s.home == "" {
		return at
	}
	key, warning, err := readServiceFile(s.home)
	if errors.Is(err, fs.ErrNotExist) {
		return at
	}
	at.Note = warning
	return place(at, key, !key.IsZero(), err)
}

func place(at Place, key Key, found bool, err error) Place {
	if err != nil {
		at.Note = sentence(err)
		return at
	}
	if found {
		at.Found, at.Last4 = true, key.Last4()
	}
	return at
}
