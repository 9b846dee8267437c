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
	door := func(o session.Options) *session.Manager {
		t.Helper()
		way, err := session.New(o)
		if err != nil {
			t.Fatal(err)
		}
		return way
	}
	signed, err := door(session.Options{BaseURL: server.URL(), Profile: "work"}).SignIn(t.Context(), server.Key(), false)
	if err != nil {
		t.Fatal(err)
	}
	if err := signed.Close(); err != nil || signed.Key.Where != "keyring" {
		t.Errorf("kept in %q, %v", signed.Key.Where, err)
	}
	if err := door(session.Options{}).Rename(t.Context(), "work", "studio"); err != nil {
		t.Fatal(err)
	}
	if before, after := lookup(t, server.URL()+" work"), lookup(t, server.URL()+" studio"); before != "" || after != server.Key() {
		t.Error("the key was not moved")
	}
	all, err := door(session.Options{}).Profiles(t.Context())
	if err != nil || len(all) != 2 || all[1].Name != "studio" || all[1].Where != "keyring" {
		t.Errorf("%+v, %v", all, err)
	}
	opened, err := door(session.Options{Profile: "studio"}).OpenSession(t.Context())
	if err != nil || opened.BaseURL != server.URL() {
		t.Fatalf("%+v, %v", opened, err)
	}
	_ = opened.Close()
	if removed, err := door(session.Options{}).Remove(t.Context(), "studio"); err != nil || len(removed.From) != 1 {
		t.Errorf("%+v, %v", removed, err)
	}
	if lookup(t, server.URL()+" studio") != "" {
		t.Error("the key is still there")
	}
	if _, err := os.Stat(filepath.Join(home, "CONFIG", "studio-tui", "keys.json")); err == nil {
		t.Error("a key went into a file")
	}
}
