package session

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// write makes a file of the person's own, under the home folder.
func write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(os.Getenv("HOME"), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestExportedBeforeTheServiceFile notices that an exported key takes precedence over another one
// in the file of the service's own client: on the live service, which the file is for,
// and only where it is another key.
func TestExportedBeforeTheServiceFile(t *testing.T) {
	noBus(t)
	write(t, ".artificial-studio/credentials.json", `{"api_key":"prod_the_one_of_the_file"}`)
	for name, c := range map[string]struct {
		base, exported, passed string
	}{
		"another key":  {model.ProductionAPI, "prod_that_is_another_key", "default"},
		"no base said": {"", "prod_that_is_another_key", "default"},
		"the same key": {model.ProductionAPI, "prod_the_one_of_the_file", ""},
		"another host": {"https://staging.artificialstudio.ai", "prod_that_is_another_key", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := New(Options{Target: account.Target{APIURL: c.base}, Env: func(name string) string {
				return map[string]string{auth.EnvKey: c.exported}[name]
			}})
			if err != nil {
				t.Fatal(err)
			}
			session, err := m.OpenSession(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if session.Identity.OverriddenProfile != c.passed || (session.Identity.OverriddenKeyPath != "") != (c.passed != "") {
				t.Errorf("it takes precedence over %q at %q, want %q", session.Identity.OverriddenProfile, session.Identity.OverriddenKeyPath, c.passed)
			}
			said := strings.Contains(strings.Join(session.Warnings, " "), "is used, not the one in ~/.artificial-studio/credentials.json.")
			if said != (c.passed != "") {
				t.Errorf("it says %q", session.Warnings)
			}
			session.Close()
		})
	}
}

// TestSignOutOfAnExportedKey removes the local copy of what an exported key opens, and
// that of the kept one: where a profile takes precedence over, too. To remove a profile is
// another thing.
func TestSignOutOfAnExportedKey(t *testing.T) {
	const kept, exported = "prod_kept_in_the_file", "prod_exported_for_this_run"
	for name, c := range map[string]struct {
		profile string // that is switched to
		out     func(*Manager) (account.SignedOut, error)
		left    []string // keys of which there still is a copy
		still   int
	}{
		"the default one":    {"", func(m *Manager) (account.SignedOut, error) { return m.SignOut(t.Context()) }, nil, 1},
		"a switched profile": {"work", func(m *Manager) (account.SignedOut, error) { return m.SignOut(t.Context()) }, nil, 1},
		"remove":             {"work", func(m *Manager) (account.SignedOut, error) { return m.RemoveProfile(t.Context(), "work") }, []string{exported}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			noBus(t)
			s := startServer(t)
			signIn := managerFor(t, s.URL, c.profile)
			if _, err := signIn.keys.Save(t.Context(), keyOf(t, kept, auth.Pasted), true); err != nil {
				t.Fatal(err)
			}
			if err := signIn.list.Note(signIn.entry(signIn.keys.Profile(), s.URL, keyOf(t, kept, auth.FromFile))); err != nil {
				t.Fatal(err)
			}
			if c.profile != "" {
				if err := signIn.list.Switch(c.profile); err != nil {
					t.Fatal(err)
				}
			}
			for _, text := range []string{kept, exported} {
				if err := cache.WriteSnapshot(signIn.store(keyOf(t, text, auth.Pasted)), cache.AccountSnapshot, 1, time.Now()); err != nil {
					t.Fatal(err)
				}
			}
			m, err := New(Options{Target: account.Target{APIURL: s.URL, StoredKeyOnly: true}, Env: func(name string) string {
				return map[string]string{auth.EnvKey: exported}[name]
			}})
			if err != nil {
				t.Fatal(err)
			}
			removed, err := c.out(m)
			if err != nil || len(removed.Removed) != 1 || len(removed.Remaining) != c.still {
				t.Errorf("%+v, %v", removed, err)
			}
			var left []string
			for _, text := range []string{kept, exported} {
				if info, _ := signIn.store(keyOf(t, text, auth.Pasted)).Info(); info.Size > 0 {
					left = append(left, text)
				}
			}
			if !slices.Equal(left, c.left) {
				t.Errorf("there are copies of %q, want %q", left, c.left)
			}
		})
	}
}

// TestNotice warns once of what is wrong with this machine, whichever profile is opened first.
func TestNotice(t *testing.T) {
	noBus(t)
	m, err := New(Options{Notice: "The clock is odd.", Env: func(name string) string {
		return map[string]string{auth.EnvKey: "prod_exported_for_this_run"}[name]
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{1, 0} {
		opened, err := m.OpenProfile(t.Context(), account.Profile{Exported: true})
		if err != nil {
			t.Fatal(err)
		}
		opened.Close()
		if said := strings.Count(strings.Join(opened.Warnings, " "), "The clock is odd."); said != want {
			t.Errorf("session %d says it %d times", i+1, said)
		}
	}
}

// TestTargetRefused tells what is no target from a list of profiles that cannot be read.
func TestTargetRefused(t *testing.T) {
	noBus(t)
	for _, target := range []account.Target{{APIURL: "http://example.com"}, {APIURL: ":"}, {Profile: "a b"}} {
		if _, err := New(Options{Target: target}); !errors.As(err, new(*account.TargetError)) {
			t.Errorf("%+v: %v", target, err)
		}
	}
	write(t, "config/studio-tui/profiles.json", "{")
	if _, err := New(Options{}); !errors.As(err, new(*auth.RefusedFile)) || errors.As(err, new(*account.TargetError)) {
		t.Errorf("a broken list: %v", err)
	}
}
