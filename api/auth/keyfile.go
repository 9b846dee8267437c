package auth

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"github.com/studio-tui/studio-tui/api/atomicfile"
)

// keyFile is the program's own file of keys, for those who have no keyring and
// said yes to it: {"version": 1, "keys": {origin: {profile: key}}}, mode 0600, in
// a folder of mode 0700.
type keyFile struct{ configFile }

// keyFileVersion is the layout that is written, and the newest that is read.
const keyFileVersion = 1

type keyFileContent struct {
	Version int                          `json:"version"`
	Keys    map[string]map[string]string `json:"keys"`
}

// get returns the key's text, "" for none. It refuses a file that is a link, is
// not understood, or can be read by others, with a *[RefusedFile].
func (f keyFile) get(origin, profile string) (string, error) {
	content, info, err := f.load()
	if err != nil {
		return "", err
	}
	if info != nil && othersMayRead(info) {
		return "", &RefusedFile{f.shown, "others on this machine can read it. To use it: chmod 600 " + f.shown}
	}
	return content.Keys[origin][profile], nil
}

// set keeps a key, beside those of other origins and profiles.
func (f keyFile) set(origin, profile, text string) error {
	return f.change(func(content *keyFileContent, info fs.FileInfo) error {
		if info != nil && othersMayRead(info) {
			return &RefusedFile{f.shown, "others on this machine can read it. To use it: chmod 600 " + f.shown}
		}
		if content.Keys == nil {
			content.Keys = map[string]map[string]string{}
		}
		if content.Keys[origin] == nil {
			content.Keys[origin] = map[string]string{}
		}
		content.Keys[origin][profile] = text
		return nil
	})
}

// remove forgets a key and says whether there was one. The last one takes the
// file along.
func (f keyFile) remove(origin, profile string) (removed bool, err error) {
	if content, _, err := f.load(); err != nil || content.Keys[origin][profile] == "" {
		return false, err
	}
	err = f.change(func(content *keyFileContent, _ fs.FileInfo) error {
		_, removed = content.Keys[origin][profile]
		delete(content.Keys[origin], profile)
		if len(content.Keys[origin]) == 0 {
			delete(content.Keys, origin)
		}
		return nil
	})
	return removed, err
}

// change reads the file, alters what it holds and writes it, while no other
// process does the same.
func (f keyFile) change(alter func(*keyFileContent, fs.FileInfo) error) error {
	return f.locked(func() error { return f.changeLocked(alter) })
}

func (f keyFile) changeLocked(alter func(*keyFileContent, fs.FileInfo) error) error {
	content, info, err := f.load()
	if err != nil {
		return err
	}
	if err := alter(&content, info); err != nil {
		return err
	}
	if len(content.Keys) == 0 {
		if err := os.Remove(f.path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	content.Version = keyFileVersion
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.Write(f.path, append(text, '\n'), true)
}

// load reads the file whatever its mode. No file is no keys and no description.
func (f keyFile) load() (keyFileContent, fs.FileInfo, error) {
	text, info, err := f.read()
	if err != nil || info == nil {
		return keyFileContent{}, nil, err
	}
	content, err := parseKeyFile(text)
	if err != nil {
		return keyFileContent{}, nil, &RefusedFile{f.shown, err.Error() + ". Move it away, then sign in again"}
	}
	return content, info, nil
}

// parseKeyFile reads what set writes. Its error shows nothing of the text.
func parseKeyFile(text []byte) (keyFileContent, error) {
	var content keyFileContent
	if json.Unmarshal(text, &content) != nil {
		return keyFileContent{}, errors.New("it is not understood")
	}
	if content.Version > keyFileVersion {
		return keyFileContent{}, errors.New("a newer version of studio-tui wrote it")
	}
	if content.Version != keyFileVersion {
		return keyFileContent{}, errors.New("it is not understood")
	}
	return content, nil
}
