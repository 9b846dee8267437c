package session

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/adrg/xdg"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// home gives the test folders of its own.
func home(t *testing.T) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", filepath.Join(os.Getenv("HOME"), "cache"))
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(os.Getenv("HOME"), "config"))
	xdg.Reload()
	t.Cleanup(xdg.Reload)
}

func managerFor(t *testing.T, base, profile string) *Manager {
	t.Helper()
	m, err := New(Options{Target: account.Target{APIURL: base, Profile: profile}, Env: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func keyOf(t *testing.T, text string, source auth.Source) auth.Key {
	t.Helper()
	key, err := auth.NewKey(text, source, "a test")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestRemembered finds the copy of the account that was signed in last without its
// key: of the same host and profile only, and not after it was forgotten.
func TestRemembered(t *testing.T) {
	home(t)
	m := managerFor(t, "https://api.artificialstudio.ai", "")
	key := keyOf(t, "prod_0123456789abcdef", auth.FromKeyring)
	if _, _, ok := m.LastSnapshot(); ok {
		t.Error("something is remembered before anything was")
	}
	account := map[string]any{
		"value":      model.Account{ID: "a", Email: "mia@example.com", Credits: 5 * model.Credit},
		"provenance": model.Billed,
	}
	if err := cache.WriteSnapshot(m.store(key), cache.AccountSnapshot, account, time.Now()); err != nil {
		t.Fatal(err)
	}
	m.remember(keyOf(t, "prod_exported_for_this_run", auth.FromEnvironment))
	if _, _, ok := m.LastSnapshot(); ok {
		t.Error("an exported key is remembered")
	}
	m.remember(key)
	snapshot, _, ok := m.LastSnapshot()
	if !ok || snapshot.Account.Value.Email != "mia@example.com" {
		t.Errorf("remembered %+v, %v", snapshot.Account, ok)
	}
	for _, other := range []*Manager{managerFor(t, "https://api.artificialstudio.ai", "work"), managerFor(t, "https://staging.artificialstudio.ai", "")} {
		if _, _, ok := other.LastSnapshot(); ok {
			t.Error("another profile or host sees it")
		}
	}
	if err := m.forget(); err != nil {
		t.Fatal(err)
	}
	if _, _, ok := m.LastSnapshot(); ok {
		t.Error("it is remembered after it was forgotten")
	}
}
