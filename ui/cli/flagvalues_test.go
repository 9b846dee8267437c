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

	"github.com/studio-tui/studio-tui/model/account"
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
