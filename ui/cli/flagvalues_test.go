package cli

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/studio-tui/studio-tui/api/schema"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/settings"
)

// internals are phrases of Go's own errors, which must not be printed.
var internals = regexp.MustCompile(`strconv\.|invalid argument|invalid syntax|missing unit|unknown unit|deadline exceeded|dial tcp|listen tcp|lookup `)

// closedDeps are dependencies that open nothing.
func closedDeps(out, errs *bytes.Buffer) Deps {
	closed := errors.New("it is closed")
	return Deps{
		Streams: Streams{In: strings.NewReader(""), Out: out, Err: errs}, Env: func(string) string { return "" },
		Now: time.Now, Location: time.UTC, DemoStates: []string{"free"},
		Accounts:  func(account.Target) (Accounts, error) { return nil, closed },
		Cache:     func() (Cache, error) { return nil, closed },
		Sandbox:   func(SandboxOptions) (Sandbox, error) { return nil, closed },
		Dashboard: func(context.Context, DashboardOptions) error { return closed },
	}
}

// eachCommand calls a function for every command.
func eachCommand(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, child := range cmd.Commands() {
		eachCommand(child, do)
	}
}

// TestWrongValuesOfFlags gives every flag of every command a wrong value: that is exit
// code 2, with the flag's name, and without phrases of Go's own errors.
func TestWrongValuesOfFlags(t *testing.T) {
	seen := 0
	eachCommand((&commands{deps: closedDeps(nil, nil)}).root(), func(cmd *cobra.Command) {
		visit := func(flag *pflag.Flag) {
			if flag.Name == "help" || flag.Name == "version" {
				return
			}
			path := strings.Fields(cmd.CommandPath())[1:]
			values := []string{"", " ", "x", "1e400", "99999999999999999999", "-"}
			if flag.Value.Type() == "string" {
				values = []string{"", " ", "\t", "x:y", "127.0.0.1:99999"}
			}
			for i, value := range values {
				var out, errs bytes.Buffer
				code := Run(t.Context(), closedDeps(&out, &errs), append(path, "--"+flag.Name+"="+value))
				said := errs.String()
				must := flag.Value.Type() != "string" || i < 3
				if internals.MatchString(said) || must && (code != ExitUsage || !strings.Contains(said, "--"+flag.Name+" takes ")) {
					t.Errorf("%v --%s=%q: exit code %d, %s", path, flag.Name, value, code, said)
				}
				seen++
			}
		}
		cmd.LocalFlags().VisitAll(visit)
		cmd.InheritedFlags().VisitAll(visit)
	})
	if seen < 300 {
		t.Errorf("only %d values were tried", seen)
	}
}

// TestNearestOfFlags names the valid value, flag or command that was probably meant, with exit
// code 2.
func TestNearestOfFlags(t *testing.T) {
	for line, want := range map[string]string{
		"usage --by modell":                "model",
		"usage --range 30dd":               "30d",
		"usage --range last-mont":          "last-month",
		"usage --jsn":                      "--json",
		"advise --range 90":                "90d",
		"status --format tmx":              "tmux",
		"balance --log-level inf":          "info",
		"costs --sort nam":                 "name",
		"transactions --type purchse":      "purchase",
		"balance --demo --demo-state fre":  "free",
		"sandbox --demo-state fre":         "free",
		"upgrade pro --interval yearly":    "year",
		"open pricng":                      "pricing",
		"auth swich":                       "studio-tui auth switch",
		"prices set plna x":                "studio-tui prices set plan",
		"balancee":                         "studio-tui balance",
		"prices set plan x --clear yerly":  "yearly",
		"--theme drak":                     "dark",
		"usage --json --rnge 7d":           "--range",
		"packs --columns slug,naem --demo": "name",
	} {
		var out, errs bytes.Buffer
		deps := closedDeps(&out, &errs)
		deps.Schemas = schema.Files
		code := Run(t.Context(), deps, strings.Fields(line))
		if code != ExitUsage || !strings.Contains(errs.String(), "; did you mean "+want+"?") {
			t.Errorf("%s: exit code %d, %s", line, code, errs.String())
		}
	}
	for _, setting := range settings.Table() { // variables are warned of, and the rest applies
		if resolved, err := settings.Resolve(nothing, func(name string) (string, bool) { return "?", name == setting.Variable() }, settings.File{}); err != nil ||
			setting.Name != "profile" && (len(resolved.Problems) != 1 || !strings.HasPrefix(resolved.Problems[0].Text, setting.Variable()+" takes ")) {
			t.Errorf("%s: %v, %v", setting.Variable(), resolved.Problems, err)
		}
	}
}

func nothing(string) (string, bool) { return "", false }
