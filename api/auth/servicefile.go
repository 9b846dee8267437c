package auth

import (
	"encoding/json"
	"errors"
	"path/filepath"
)

// serviceFile is where the service's own client keeps its key, under the home
// directory (public-api: Authentication). It is read and never written.
const serviceFile = ".artificial-studio/credentials.json"

// readServiceFile returns the key in the service's own file, and a warning where
// others can read it too: its mode is that client's business, not a reason to be
// signed out. An absent file is fs.ErrNotExist.
func readServiceFile(home string) (key Key, warning string, err error) {
	shown := "~/" + serviceFile
	text, info, err := readRegular(filepath.Join(home, filepath.FromSlash(serviceFile)), shown)
	if err != nil {
		return Key{}, "", err
	}
	secret, err := parseServiceFile(text)
	if err != nil {
		return Key{}, "", &RefusedFile{shown, err.Error()}
	}
	key, err = NewKey(secret, FromServiceFile, shown)
	if err != nil {
		return Key{}, "", &RefusedFile{shown, err.Error()}
	}
	if othersMayRead(info) {
		warning = "Others on this machine can read " + shown + ". To close it: chmod 600 " + shown
	}
	return key, warning, nil
}

// ServiceKey is the key in the service's own file, zero if there is none or it is not used:
// the file applies to the live service only, and only if no profile is named.
func (s *Store) ServiceKey() Key {
	if s.named || !s.production() || s.home == "" {
		return Key{}
	}
	key, _, err := readServiceFile(s.home)
	if err != nil {
		return Key{}
	}
	return key
}

// parseServiceFile reads {"api_key": "…"}. Its error shows nothing of the text.
func parseServiceFile(text []byte) (secret string, err error) {
	var content struct {
		Key *string `json:"api_key"`
	}
	if json.Unmarshal(text, &content) != nil {
		return "", errors.New("it is not the JSON that was expected")
	}
	if content.Key == nil {
		return "", errors.New("it has no api_key")
	}
	return *content.Key, nil
}
