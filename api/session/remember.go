package session

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/studio-tui/studio-tui/api/atomicfile"
	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
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

// fingerprintPath is the file of the remembered fingerprint.
func (m *Manager) fingerprintPath(dir string) string {
	profile := m.choice.Profile
	if profile == "" {
		profile = "default"
	}
	return filepath.Join(dir, "last-"+cache.Fingerprint(m.host, profile))
}

// remember notes the key of a session, unless it was only exported for this run or is
// a sandbox's.
func (m *Manager) remember(key auth.Key) {
	dir, err := cache.DefaultDir()
	if err != nil || key.Source == auth.FromEnvironment || isSandbox(m.choice.Base, key) || m.options.Target.NoCache {
		return
	}
	text := cache.Fingerprint(m.host, key.Reveal())
	if old, err := os.ReadFile(m.fingerprintPath(dir)); err == nil && string(old) == text {
		return
	}
	if os.MkdirAll(dir, 0o700) == nil {
		_ = atomicfile.Write(m.fingerprintPath(dir), []byte(text), false) // without it the first frame waits for the keyring
	}
}

// moveFingerprint gives the note to the manager of another name of the same account.
func (m *Manager) moveFingerprint(other *Manager) error {
	dir, err := cache.DefaultDir()
	if err != nil {
		return nil // nor is there a note
	}
	if err := os.Rename(m.fingerprintPath(dir), other.fingerprintPath(dir)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// forget takes the note away.
func (m *Manager) forget() error {
	dir, err := cache.DefaultDir()
	if err != nil {
		return nil // nor is there a note
	}
	if err := os.Remove(m.fingerprintPath(dir)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// LastSnapshot is the snapshot of the account that was signed in last, from its local copy,
// without asking a keyring. ok is false if there is none.
func (m *Manager) LastSnapshot() (snapshot history.Snapshot, identity account.Identity, ok bool) {
	identity = account.Identity{Host: m.host, BaseURL: m.choice.Base, Profile: m.profile(), Profiles: m.count()}
	snapshot, ok = m.lastCopy().Snapshot()
	return snapshot, identity, ok
}

// lastCopy is the local copy of the account that was signed in last, nil where there is
// none.
func (m *Manager) lastCopy() *sync.LocalCache {
	return m.copyOf(func(dir string) (string, bool) {
		text, err := os.ReadFile(m.fingerprintPath(dir))
		return string(text), err == nil && isFingerprint(text)
	})
}

// localCopy is lastCopy, also of an account whose key is exported.
func (m *Manager) localCopy() *sync.LocalCache {
	if !m.keyExported() {
		return m.lastCopy()
	}
	return m.copyOf(func(string) (string, bool) {
		key, err := auth.NewKey(m.env(auth.EnvKey), auth.FromEnvironment, auth.EnvKey)
		return cache.Fingerprint(m.host, key.Reveal()), err == nil
	})
}

// copyOf is the local copy of what the key of a fingerprint opens, nil where there is none.
func (m *Manager) copyOf(fingerprint func(dir string) (string, bool)) *sync.LocalCache {
	dir, err := cache.DefaultDir()
	if err != nil || m.options.Target.NoCache || m.options.Target.Demo != nil {
		return nil
	}
	text, ok := fingerprint(dir)
	if !ok {
		return nil
	}
	kept, err := cache.Open(cache.Locate(dir, m.host, text), cache.Options{})
	if err != nil {
		return nil
	}
	return sync.NewLocalCache(kept, m.now)
}

// LastAccount is the account in the local copy, without the network or a keyring.
func (m *Manager) LastAccount() history.Cached[model.Account] {
	return m.localCopy().Account()
}

// Known is the data for shell completion, without the network or a keyring.
func (m *Manager) Known() (k account.Known) {
	if m.options.Target.Demo != nil {
		return account.Known{Plans: sandbox.Plans(), Packs: sandbox.Packs()}
	}
	profiles, _ := m.Profiles(context.Background())
	for _, profile := range profiles {
		if !profile.Exported {
			k.Profiles = append(k.Profiles, profile.Name)
		}
	}
	kept := m.localCopy()
	if snapshot, ok := kept.Snapshot(); ok {
		k.Plans, k.Packs, k.Tools = snapshot.Plans.Value, snapshot.Packs.Value, kept.Tools()
	}
	return k
}
