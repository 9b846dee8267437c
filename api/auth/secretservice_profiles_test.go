//go:build linux

package auth_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/adrg/xdg"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/session"
	"github.com/studio-tui/studio-tui/api/testenv"
	"github.com/studio-tui/studio-tui/model/account"
)

// TestSecretServiceRenames moves a profile's key within a real keyring, and removes it.
func TestSecretServiceRenames(t *testing.T) {
	testenv.Program(t, "libsecret-tools", "secret-tool")
	startBus(t)
	home := t.TempDir()
	startKeyring(t, home, "open sesame")
	t.Setenv("HOME", home)
	for _, name := range []string{"CACHE", "CONFIG", "STATE", "DATA"} {
		t.Setenv("XDG_"+name+"_HOME", filepath.Join(home, name))
	}
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	server, err := sandbox.New(sandbox.Options{Seed: 7, State: "empty", Location: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	manager := func(target account.Target) *session.Manager {
		t.Helper()
		m, err := session.New(session.Options{Target: target})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	signed, err := manager(account.Target{APIURL: server.URL(), Profile: "work"}).SignIn(t.Context(), server.Key(), false)
	if err != nil {
		t.Fatal(err)
	}
	signed.Close()
	if signed.Identity.KeySource != "keyring" {
		t.Errorf("kept in %q", signed.Identity.KeySource)
	}
	if err := manager(account.Target{}).RenameProfile(t.Context(), "work", "studio"); err != nil {
		t.Fatal(err)
	}
	if before, after := lookup(t, server.URL()+" work"), lookup(t, server.URL()+" studio"); before != "" || after != server.Key() {
		t.Error("the key was not moved")
	}
	all, err := manager(account.Target{}).CheckProfiles(t.Context())
	if err != nil || len(all) != 2 || all[1].Name != "studio" || all[1].KeySource != "keyring" {
		t.Errorf("%+v, %v", all, err)
	}
	opened, err := manager(account.Target{Profile: "studio"}).OpenSession(t.Context())
	if err != nil || opened.Identity.BaseURL != server.URL() {
		t.Fatalf("%+v, %v", opened, err)
	}
	opened.Close()
	if removed, err := manager(account.Target{}).RemoveProfile(t.Context(), "studio"); err != nil || len(removed.Removed) != 1 {
		t.Errorf("%+v, %v", removed, err)
	}
	if lookup(t, server.URL()+" studio") != "" {
		t.Error("the key is still there")
	}
	if _, err := os.Stat(filepath.Join(home, "CONFIG", "studio-tui", "keys.json")); err == nil {
		t.Error("a key went into a file")
	}
}
