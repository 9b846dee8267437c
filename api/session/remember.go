package session

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/robustio"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/store"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model/history"
)

// A first frame waits for no keyring, and the local copy is found by a fingerprint
// of the key. So the fingerprint of the key that was kept last is remembered beside
// the copies, for each host and profile. It opens nothing.

// isFingerprint reports whether a text can be one that was remembered.
func isFingerprint(text []byte) bool {
	_, err := hex.DecodeString(string(text))
	return err == nil && len(text) >= 8 && len(text) <= 64
}

// noteFile is the file of the remembered fingerprint.
func (d *Door) noteFile(dir string) string {
	profile := d.options.Profile
	if profile == "" {
		profile = "default"
	}
	return filepath.Join(dir, "last-"+store.Fingerprint(d.host, profile))
}

// remember notes the key of a session, unless it was only exported for this run or is
// a sandbox's.
func (d *Door) remember(key auth.Key) {
	dir, err := store.DefaultDir()
	if err != nil || key.Source == auth.FromEnvironment || madeUp(d.options.BaseURL, key) || d.options.NoCache {
		return
	}
	text := store.Fingerprint(d.host, key.Reveal())
	if old, err := os.ReadFile(d.noteFile(dir)); err == nil && string(old) == text {
		return
	}
	if os.MkdirAll(dir, 0o700) == nil {
		_ = replaceFile(d.noteFile(dir), text) // without it the first frame waits for the keyring
	}
}

// replaceFile writes a small file of mode 0600 as a whole.
func replaceFile(path, text string) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".last-*") // of that mode from the start
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err == nil {
		err = robustio.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

// handNoteTo gives the note to the door of another name of the same account.
func (d *Door) handNoteTo(other *Door) error {
	dir, err := store.DefaultDir()
	if err != nil {
		return nil // nor is there a note
	}
	if err := os.Rename(d.noteFile(dir), other.noteFile(dir)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// forget takes the note away.
func (d *Door) forget() error {
	dir, err := store.DefaultDir()
	if err != nil {
		return nil // nor is there a note
	}
	if err := os.Remove(d.noteFile(dir)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Remembered is what this machine has of the account that was signed in last, found
// without asking a keyring. ok is false where there is nothing.
func (d *Door) Remembered() (snapshot history.Snapshot, ok bool) {
	dir, err := store.DefaultDir()
	if err != nil || d.options.NoCache {
		return snapshot, false
	}
	text, err := os.ReadFile(d.noteFile(dir))
	if err != nil || !isFingerprint(text) {
		return snapshot, false
	}
	return d.kept(dir, string(text))
}

// Copied is what this machine has of the account that the door leads to, also where its
// key is exported, found without asking a keyring or the network.
func (d *Door) Copied() (snapshot history.Snapshot, ok bool) {
	if !d.Exported() {
		return d.Remembered()
	}
	dir, err := store.DefaultDir()
	if err != nil || d.options.NoCache {
		return snapshot, false
	}
	key, err := auth.NewKey(d.options.Env(auth.EnvKey), auth.FromEnvironment, auth.EnvKey)
	if err != nil {
		return snapshot, false
	}
	return d.kept(dir, store.Fingerprint(d.host, key.Reveal()))
}

// kept is the local copy of a key.
func (d *Door) kept(dir, fingerprint string) (snapshot history.Snapshot, ok bool) {
	kept, err := store.Open(store.Locate(dir, d.host, fingerprint), store.Options{})
	if err != nil {
		return snapshot, false
	}
	return sync.NewCopy(kept, d.now).Snapshot()
}
