//go:build !darwin && !windows

package browser_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/studio-tui/studio-tui/api/browser"
	"github.com/studio-tui/studio-tui/api/testenv"
	"github.com/studio-tui/studio-tui/model"
)

// The real xdg-open, without a screen, hands the address on to what BROWSER
// names.
func TestRealXdgOpenFollowsBROWSER(t *testing.T) {
	testenv.Program(t, "xdg-utils", "xdg-open")
	here := t.TempDir()
	program := filepath.Join(here, "some-browser")
	script := "#!/bin/sh\nprintf '%s' \"$1\" > '" + here + "/part' && mv '" + here + "/part' '" + here + "/address'\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"} {
		t.Setenv(name, "")
	}
	t.Setenv("BROWSER", program)
	b := browser.New(model.URLPolicy{Base: "http://127.0.0.1:8787"}, nil)
	if ok, why := b.Available(); !ok {
		t.Fatal(why)
	}
	const address = "http://127.0.0.1:8787/checkout/cs_1?x=1&y=2"
	if err := b.Open(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	if got := await(t, filepath.Join(here, "address")); got != address {
		t.Errorf("opened %q", got)
	}
}
