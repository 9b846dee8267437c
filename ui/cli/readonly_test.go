package cli

import (
	"bytes"
	"regexp"
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
		"sandbox", "schema", "metrics", "watch", "open", "doctor", "help",
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

// TestReadOnlyHelp checks that no help speaks of what is refused, however read-only mode is set.
func TestReadOnlyHelp(t *testing.T) {
	refused := regexp.MustCompile(`(?i)\b(buy|bought|checkout|login|logout|upgrade|portal|acknowledge|(prices|config) edit|(budget|prices) set|an order that was)\b`)
	help := func(variable, file string, args ...string) string {
		var all bytes.Buffer
		env := func(name string) string {
			if name == "STUDIO_TUI_READ_ONLY" {
				return variable
			}
			return ""
		}
		Run(t.Context(), Deps{Streams: Streams{In: strings.NewReader(""), Out: &all, Err: &all}, Env: env, Config: configText(file)}, args)
		return strings.ReplaceAll(all.String(), "Offer nothing that could buy, change or sign out", "")
	}
	for what, text := range map[string]string{
		"flag": help("", "", "--help", "--read-only"), "flag before": help("", "", "--read-only", "--help"), "value": help("", "", "--read-only=true", "--help"),
		"short": help("", "", "--type", "refund", "--read-only=1", "-h"), "variable": help("true", "", "--help"), "file": help("", "read_only = true", "--help"),
		"mistake": help("", "", "--read-only", "logn"), "mistake below": help("", "", "--read-only", "prices", "edti"),
	} {
		if found := refused.FindString(text); found != "" || len(text) < 20 {
			t.Errorf("by %s it says %q: %s", what, found, text)
		}
	}
	if text := help("", "", "__complete", "--read-only", ""); !strings.Contains(text, "balance\t") || strings.Contains(text, "buy\t") {
		t.Errorf("completed: %s", text)
	}
	if text := help("true", "read_only = true", "--read-only=false", "--help"); !strings.Contains(text, "buy pack") {
		t.Errorf("nothing is offered although read-only mode is off: %s", text)
	}
	root := (&commands{deps: Deps{Env: func(string) string { return "" }}}).root()
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		path := strings.Fields(cmd.CommandPath())[1:]
		if text := help("", "", append(path, "--help", "--read-only")...); !changing(strings.Join(path, " ")) && refused.MatchString(text) {
			t.Errorf("%q says %q: %s", path, refused.FindString(text), text)
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
