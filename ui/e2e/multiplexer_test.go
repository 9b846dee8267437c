//go:build !windows

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/testenv"
	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// TestThroughScreen passes a notification and a copy through GNU Screen.
func TestThroughScreen(t *testing.T) {
	t.Parallel()
	screen := testenv.Program(t, "screen", "screen")
	sockets := t.TempDir()
	check(t, os.Chmod(sockets, 0o700))
	m, server := signedIn(t, sandbox.Options{}, "SCREENDIR="+sockets, "SHELL=/bin/sh")
	m.write(".config/studio-tui/config.toml", "notifications = \"desktop\"\n")
	m.exceedsBudget(server)
	w := m.openArgv(terminal.Options{Cols: usual.cols, Rows: usual.rows}, screen, "-c", m.write(".screenrc", "startup_message off\nterm screen-256color\n"), "-S", "test", "-U", m.program)
	t.Cleanup(func() {
		quit := exec.Command(screen, "-S", "test", "-X", "quit")
		quit.Env = []string{"SCREENDIR=" + sockets}
		_ = quit.Run()
	})
	w.sees(`budget.*─`)
	w.press("y")
	w.sees("Copied the balance")
	w.writes(`\x1b\]52;c;[A-Za-z0-9+/=]+`)
	w.writes(`\x1b\]9;[^\x07\x1b]*budget[^\x07\x1b]*\x07`)
	w.press("q")
	w.sees("screen is terminating")
}

// TestThroughTmux passes a notification and a copy through tmux to the terminal around
// it: as it lets sequences through, and as it takes copies itself.
func TestThroughTmux(t *testing.T) {
	t.Parallel()
	tmux := testenv.Program(t, "tmux", "tmux")
	for setting, tells := range map[string]bool{"set -g allow-passthrough on\nset -g set-clipboard off": true, "set -g set-clipboard on\nset -g allow-passthrough off": false} {
		t.Run(setting, func(t *testing.T) {
			t.Parallel()
			m, server := signedIn(t, sandbox.Options{})
			m.write(".config/studio-tui/config.toml", "notifications = \"desktop\"\n")
			m.exceedsBudget(server)
			config, socket := m.write(".tmux.conf", setting+"\nset -g default-terminal tmux-256color\nset -as terminal-features ',xterm*:clipboard'\n"), filepath.Join(m.home, "tmux")
			w := m.openArgv(terminal.Options{Cols: usual.cols, Rows: usual.rows}, tmux, "-S", socket, "-f", config, "new-session", m.program)
			t.Cleanup(func() { _ = exec.Command(tmux, "-S", socket, "kill-server").Run() })
			w.sees(`budget.*─`)
			w.press("y")
			w.sees("Copied the balance")
			w.writes(`\x1b\]52;c?;[A-Za-z0-9+/=]+`)
			if tells {
				w.writes(`\x1b\]9;[^\x07\x1b]*budget[^\x07\x1b]*\x07`)
			}
			w.press("q")
			w.ends(0)
			if strings.Contains(string(w.Output()), "\x1bPtmux;") {
				t.Error("a wrapped sequence reaches the terminal")
			}
		})
	}
}
