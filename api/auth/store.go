package auth

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/adrg/xdg"

	"github.com/studio-tui/studio-tui/model"
)

// ErrNone is the error that no key was found. If a keyring did not answer, it wraps the
// keyring's error as well.
var ErrNone = errors.New("not signed in")

// Options are the settings of a [Store]. Nothing else is read.
type Options struct {
	Base      string                   // the API's base URL; keys belong to its origin
	Profile   string                   // as named by the person; "" if none was
	Env       func(name string) string // what [ConsumeEnv] returned
	HomeDir   string                   // of the service's own file; "" for none
	ConfigDir string                   // the folder that holds "studio-tui"; "" for none
	Keyring   Keyring                  // nil for none

	StartTimeout  time.Duration // of a keyring call of Find and Status; 3 s unless set
	SignInTimeout time.Duration // of a call of Save and Delete, which may prompt for a password; 60 s unless set
}

// Store finds, stores and removes the key of one origin and profile. It is safe for
// concurrent use, also by several processes.
type Store struct {
	origin  string
	profile string
	named   bool // the person asked for this profile and no other
	env     func(string) string
	home    string
	keyring Keyring
	file    keyFile

	startTimeout, signInTimeout time.Duration
}

// New returns a store. It returns [ErrOrigin] for a base URL without a valid origin and
// [account.ErrBadName] for an invalid name.
func New(o Options) (*Store, error) {
	origin, err := Origin(o.Base)
	if err != nil {
		return nil, err
	}
	s := &Store{
		origin: origin, profile: o.Profile, named: o.Profile != "", env: o.Env, home: o.HomeDir,
		keyring: o.Keyring, startTimeout: o.StartTimeout, signInTimeout: o.SignInTimeout,
	}
	if !s.named {
		s.profile = DefaultProfile
	}
	if err := CheckProfile(s.profile); err != nil {
		return nil, err
	}
	if s.env == nil {
		s.env = func(string) string { return "" }
	}
	if s.keyring == nil {
		s.keyring = noKeyring{}
	}
	if s.startTimeout <= 0 {
		s.startTimeout = 3 * time.Second
	}
	if s.signInTimeout <= 0 {
		s.signInTimeout = time.Minute
	}
	s.file = keyFile{newConfigFile(o.ConfigDir, o.HomeDir, "keys.json")}
	return s, nil
}

// Default returns the store of the user on this machine: the system's keyring, the home and
// settings folders. env is what [ConsumeEnv] returned.
func Default(base, profile string, env func(name string) string) (*Store, error) {
	home, config := ownFolders()
	return New(Options{
		Base: base, Profile: profile, Env: env, HomeDir: home, ConfigDir: config, Keyring: SystemKeyring(),
	})
}

// ownFolders are this person's home and settings folders, "" for none.
func ownFolders() (home, config string) {
	home, err := os.UserHomeDir()
	if err != nil || !filepath.IsAbs(home) {
		home = ""
	}
	config = xdg.ConfigHome
	if !filepath.IsAbs(config) {
		config = "" // no home: never keep a key in whatever folder the program runs in
	}
	return home, config
}

// Origin is the origin that the store's keys belong to.
func (s *Store) Origin() string { return s.origin }

// Profile is the profile's name, "default" where none was named.
func (s *Store) Profile() string { return s.profile }

// production reports whether the store is for the live service, the only one that
// the service's own file is for.
func (s *Store) production() bool { return s.origin == model.ProductionAPI }

// environmentKey is the exported key; found is false where the variable is unset
// or blank.
func (s *Store) environmentKey() (key Key, found bool, err error) {
	text := strings.TrimSpace(s.env(EnvKey))
	if text == "" {
		return Key{}, false, nil
	}
	key, err = NewKey(text, FromEnvironment, EnvKey)
	if err != nil {
		return Key{}, true, fmt.Errorf("%s: %w", EnvKey, err)
	}
	return key, true, nil
}

// shortPath writes a path under the home directory with a tilde.
func shortPath(path, home string) string {
	if rest, under := strings.CutPrefix(path, home+string(filepath.Separator)); under && home != "" {
		return "~/" + filepath.ToSlash(rest)
	}
	return path
}

// noKeyring stands in for a keyring where there is none.
type noKeyring struct{}

// Get returns the error that there is no keyring.
func (noKeyring) Get(string, string) (string, error) { return "", ErrKeyringAbsent }

// Set returns the error that there is no keyring.
func (noKeyring) Set(string, string, string) error { return ErrKeyringAbsent }

// Delete returns the error that there is no keyring.
func (noKeyring) Delete(string, string) error { return ErrKeyringAbsent }

// loopback reports whether the key goes to this machine itself.
func (s *Store) loopback() bool {
	base, err := url.Parse(s.origin)
	return err == nil && model.IsLoopback(base.Hostname())
}
