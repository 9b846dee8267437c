package cli

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// nobody is an Accounts that fails the test on any request.
type nobody struct {
	Accounts
	t      *testing.T
	target account.Target
	args   []string
}

func (n nobody) OpenSession(context.Context) (account.Session, error) {
	n.t.Errorf("%v opens an account", n.args)
	return account.Session{}, errors.New("closed")
}

func (n nobody) Known() account.Known {
	if n.target.Profile == "none" {
		return account.Known{}
	}
	return account.Known{
		Plans: []model.Plan{{Slug: "pro", Name: "Pro"}}, Packs: []model.Pack{{Slug: "pack-m", Name: "Pack M"}}, Profiles: []string{"default", "work"},
		Tools: []model.Tool{{Slug: "create-image", Name: "Create image", Models: []model.ToolModel{{Slug: "nano-banana"}}}},
	}
}

// complete is the completions of the last word of a command line, and cobra's directive
// for the shell. Any request fails the test.
func complete(t *testing.T, args ...string) (words []string, directive cobra.ShellCompDirective) {
	t.Helper()
	var out, errs bytes.Buffer
	deps := closedDeps(&out, &errs)
	deps.Accounts = func(target account.Target) (Accounts, error) { return nobody{t: t, target: target, args: args}, nil }
	Run(t.Context(), deps, append([]string{"__complete"}, args...))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	last := lines[len(lines)-1]
	number, err := strconv.Atoi(strings.TrimPrefix(last, ":"))
	if err != nil {
		t.Fatalf("%v: %s%s", args, out.String(), errs.String())
	}
	for _, line := range lines[:len(lines)-1] {
		word, _, _ := strings.Cut(line, "\t")
		words = append(words, word)
	}
	return words, cobra.ShellCompDirective(number)
}

// TestCompletionOffersNoFiles completes no argument and no flag value to files.
func TestCompletionOffersNoFiles(t *testing.T) {
	check := func(args ...string) {
		if _, directive := complete(t, args...); directive&cobra.ShellCompDirectiveNoFileComp == 0 || directive&cobra.ShellCompDirectiveError != 0 {
			t.Errorf("%v: directive %d", args, directive)
		}
	}
	c := &commands{deps: closedDeps(nil, nil)}
	eachCommand(c.root(), func(cmd *cobra.Command) {
		path := strings.Fields(cmd.CommandPath())[1:]
		check(append(path, "")...)
		if !cmd.HasSubCommands() {
			check(append(path, "word", "")...)
		}
		flags := func(flag *pflag.Flag) {
			if flag.Value.Type() != "bool" {
				check(append(path, "--"+flag.Name, "")...)
			}
		}
		cmd.LocalFlags().VisitAll(flags)
		cmd.InheritedFlags().VisitAll(flags)
	})
}

func TestCompletionKnows(t *testing.T) {
	for line, want := range map[string]string{
		"buy pack ":                            "pack-m",
		"upgrade ":                             "pro",
		"upgrade pro --interval ":              "month",
		"auth switch ":                         "work",
		"auth remove ":                         "work",
		"balance --profile ":                   "work",
		"transactions --type ":                 "refund",
		"transactions --since ":                "7d",
		"balance --demo --demo-state ":         "free",
		"transactions --filter ":               "type:purchase",
		"transactions --filter tool:":          "tool:create-image",
		"usage --filter model:na":              "model:nano-banana",
		"costs --tool ":                        "create-image",
		"costs veo --model ":                   "nano-banana",
		"usage --range ":                       "period",
		"transactions --filter lighthouse\x00": "lighthouse date:7d",
	} {
		args := strings.Split(line, " ")
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], "\x00", " ")
		}
		if words, _ := complete(t, args...); !slices.Contains(words, want) {
			t.Errorf("%q offers %q, not %q", line, words, want)
		}
	}
	for _, line := range []string{"buy pack --profile none ", "buy pack pack-m "} {
		if words, _ := complete(t, strings.Split(line, " ")...); len(words) > 0 {
			t.Errorf("%q offers %q", line, words)
		}
	}
}

// TestCommandRepeatsFlags checks that a suggested command uses the same account.
func TestCommandRepeatsFlags(t *testing.T) {
	for _, test := range [][3]string{
		{"balance", "login", "studio-tui login"},
		{"balance --profile work", "login", "studio-tui login --profile work"},
		{"balance --profile work", "login --insecure-storage", "studio-tui login --insecure-storage --profile work"},
		{"balance --profile work", "login --profile NAME", "studio-tui login --profile NAME"},
		{"balance --api-url http://127.0.0.1:80/a&b --no-cache", "login", "studio-tui login --api-url 'http://127.0.0.1:80/a&b' --no-cache"},
		{"balance --api-url http://127.0.0.1:80 --no-cache", "logout", "studio-tui logout --api-url http://127.0.0.1:80"},
		{"balance --demo --demo-state free --transactions 5", "orders --acknowledge", "studio-tui orders --acknowledge --demo --demo-state free --transactions 5"},
		{"balance --demo", "login", "studio-tui login"},
		{"balance --demo", "auth list", "studio-tui auth list"},
		{"buy pack x --demo", "packs", "studio-tui packs --demo"},
	} {
		deps, got := closedDeps(&bytes.Buffer{}, &bytes.Buffer{}), ""
		c := &commands{deps: deps}
		root := c.root()
		c.deps.hint = c.flags.hintIn(func() *cobra.Command { return root })
		root.SetArgs(strings.Fields(test[0]))
		c.deps.Accounts = func(account.Target) (Accounts, error) {
			got = c.deps.command(test[1])
			return nil, errors.New("closed")
		}
		if err := root.Execute(); err != nil || got != test[2] {
			t.Errorf("%s: %q, want %q: %v", test[0], got, test[2], err)
		}
	}
}
