package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestReadOnlyCommands walks all commands: each is known to read or to change something,
// and those that could buy, change or sign out are refused in read-only mode, and in no
// list.
func TestReadOnlyCommands(t *testing.T) {
	reads := []string{
		"", "balance", "status", "transactions", "usage", "forecast", "costs", "budget", "spending", "plans", "packs", "prices", "prices list",
		"advise", "audit", "orders", "auth", "auth list", "auth status", "auth switch", "cache", "config", "config show", "config path",
		"sandbox", "schema", "metrics", "watch", "open", "doctor", "help", "prices set",
	}
	env := func(string) string { return "" }
	run := func(args ...string) (code int, out string) {
		var all bytes.Buffer
		deps := Deps{Streams: Streams{In: strings.NewReader(""), Out: &all, Err: &all}, Env: env}
		return Run(t.Context(), deps, append(args, "--read-only")), all.String()
	}
	root := (&commands{deps: Deps{Env: env}}).root()
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		path := strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), root.Name()), " ")
		if slices.Contains(reads, path) == changing(path) {
			t.Errorf("%q changes something: %t", path, changing(path))
		}
		if changing(path) && cmd.Run != nil {
			args := strings.Fields(path)
			for range strings.Count(cmd.Use, "<") {
				args = append(args, "some")
			}
			if code, said := run(args...); code != ExitOther || !strings.Contains(said, "could buy, change or sign out, and read_only is set (flag)") {
				t.Errorf("%q: exit code %d, %q", args, code, said)
			}
			_, listed := run(append(strings.Fields(path)[:len(strings.Fields(path))-1], "--help")...)
			for line := range strings.Lines(listed) {
				if strings.HasPrefix(strings.TrimSpace(line), cmd.Name()+" ") {
					t.Errorf("%q is listed: %s", path, line)
				}
			}
		}
		for _, child := range cmd.Commands() {
			walk(child)
		}
	}
	walk(root)
}

// TestOffers leaves out the commands that are refused.
func TestOffers(t *testing.T) {
	for line, changes := range map[string]bool{"buy pack pack-m": true, "orders --acknowledge": true, "prices edit": true, "login": true, "orders": false, "balance": false} {
		if got := (Deps{readOnly: true}).offer("It is so.", "Then:", line); (got == "It is so.") != changes {
			t.Errorf("%s: %q", line, got)
		}
		if got := (Deps{}).offer("", "Then:", line); got != "Then: studio-tui "+line {
			t.Errorf("%s: %q", line, got)
		}
	}
}
