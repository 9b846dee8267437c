//go:build !windows

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// harmless are the members of a log line that may have numbers.
var harmless = regexp.MustCompile(`(time|took|status|code|host|version)=("[^"]*"|\S+)`)

// TestLog runs the main commands with a log: it has each command and request, and no
// key, no e-mail address and no figure of the account.
func TestLog(t *testing.T) {
	t.Parallel()
	server, err := sandbox.New(sandbox.Options{Seed: 42, Location: time.UTC, Transactions: 300})
	check(t, err)
	check(t, server.Start())
	defer server.Close()
	home := t.TempDir()
	path := filepath.Join(home, "studio-tui.log")
	run := func(args ...string) {
		cmd := exec.Command("studio-tui", append(args, "--log-file="+path)...)
		cmd.Env = append([]string{
			"HOME=" + home, "PATH=" + os.Getenv("PATH"), "DBUS_SESSION_BUS_ADDRESS=unix:path=" + home + "/no-bus",
			"STUDIO_TUI_API_URL=" + server.URL(), "ARTIFICIAL_STUDIO_API_KEY=" + server.Key(),
		}, tools()...)
		cmd.Stdin = strings.NewReader(server.Key() + "\n")
		output, err := cmd.CombinedOutput()
		if len(output) == 0 { // some have an exit code other than 0
			t.Errorf("%q printed nothing: %v", args, err)
		}
	}
	commands := [][]string{
		{},
		{"balance"},
		{"status"},
		{"transactions", "--filter", "mia@example.com"},
		{"transactions", "--json"},
		{"usage"},
		{"forecast"},
		{"costs", "40 images"},
		{"budget", "set", "5000"},
		{"spending"},
		{"plans"},
		{"packs"},
		{"advise", "--use", "5000"},
		{"audit"},
		{"buy", "pack", "pack-m", "--yes", "--print-url", "--no-wait"},
		{"buy", "pack", server.Key(), "--yes"},
		{"portal", "--print-url"},
		{"orders"},
		{"login", "--with-key", "--insecure-storage"},
		{"auth", "status"},
		{"auth", "switch", "mia@example.com"},
		{"logout"},
		{"metrics"},
		{"doctor"},
	}
	for _, args := range commands {
		run(args...)
	}
	text, err := os.ReadFile(path)
	check(t, err)
	log := string(text)
	for _, part := range []string{`msg=command name="studio-tui balance"`, `msg=request method=GET path=/api/account`, "msg=end code=2"} {
		if !strings.Contains(log, part) {
			t.Errorf("no %q in it", part)
		}
	}
	if got := strings.Count(log, "msg=end"); got < len(commands) {
		t.Errorf("%d commands ended, want %d", got, len(commands))
	}
	for line := range strings.Lines(log) {
		if left := harmless.ReplaceAllString(line, ""); strings.ContainsAny(left, "0123456789@") || strings.Contains(line, "prod_") {
			t.Errorf("what is nobody's business: %s", line)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}
