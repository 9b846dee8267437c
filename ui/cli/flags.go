package cli

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/format"
)

// profileVariable is the environment variable that chooses a profile.
const profileVariable = "STUDIO_TUI_PROFILE"

// accountFlags are the flags that choose the account. A command defines those that it
// uses, and refuses the others.
type accountFlags struct {
	apiURL, profile, demoState string
	configured                 string // the profile in the settings
	demo, noCache              bool
	transactions               int
}

// keys defines the flags that choose among stored keys.
func (f *accountFlags) keys(flags *pflag.FlagSet) {
	flags.StringVar(&f.apiURL, "api-url", "", "Base URL of the API (STUDIO_TUI_API_URL)")
	flags.StringVar(&f.profile, "profile", "", "Use the key kept under this name (STUDIO_TUI_PROFILE)")
}

// cached defines the flag of a command that opens the account itself.
func (f *accountFlags) cached(flags *pflag.FlagSet) {
	flags.BoolVar(&f.noCache, "no-cache", false, "Neither read nor write the local copy of the account")
}

// account defines all flags that choose an account, for a command alone or for its
// subcommands too.
func (f *accountFlags) account(flags *pflag.FlagSet, deps Deps) {
	f.keys(flags)
	f.cached(flags)
	flags.BoolVar(&f.demo, "demo", false, "Show a made-up account from the embedded sandbox")
	flags.StringVar(&f.demoState, "demo-state", "", "With --demo, another account: "+strings.Join(deps.DemoStates, ", "))
	flags.Var((*wholeNumber)(&f.transactions), "transactions", "With --demo, about how many transactions it has; new accounts have few")
}

// wholeNumber is a flag's integer value in decimal, with or without thousands
// separators. The integer flags of pflag read 010 as eight.
type wholeNumber int

// Set parses the number.
func (n *wholeNumber) Set(text string) error {
	plain, err := model.Ungroup(text)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(plain)
	if err != nil {
		return errors.New("not a whole number, or too large")
	}
	*n = wholeNumber(number)
	return nil
}

func (n *wholeNumber) String() string { return strconv.Itoa(int(*n)) }

// Type is the name of the value in the help.
func (n *wholeNumber) Type() string { return "int" }

// target is the account that the flags and the environment choose. A flag takes
// precedence over its variable.
func (f *accountFlags) target(cmd *cobra.Command, deps Deps) (account.Target, error) {
	flags := cmd.Flags()
	if !f.demo {
		for _, name := range []string{"demo-state", "transactions"} {
			if flags.Changed(name) {
				return account.Target{}, usagef("--%s goes with --demo", name)
			}
		}
		target := account.Target{APIURL: f.apiURL, ByFlag: flags.Changed("api-url"), Profile: f.profile, NoCache: f.noCache}
		if !flags.Changed("api-url") {
			target.APIURL = deps.Env("STUDIO_TUI_API_URL")
		}
		if !flags.Changed("profile") {
			target.Profile = deps.Env(profileVariable)
			if target.Profile == "" && deps.Env("ARTIFICIAL_STUDIO_API_KEY") == "" {
				target.Profile = f.configured
			}
		}
		return target, nil
	}
	for _, name := range []string{"api-url", "profile"} {
		if flags.Changed(name) {
			return account.Target{}, usagef("--%s does not go with --demo, which asks no other server", name)
		}
	}
	if err := checkSandbox(f.demoState, f.transactions, deps.DemoStates); err != nil {
		return account.Target{}, err
	}
	return account.Target{Demo: &account.Demo{State: f.demoState, Transactions: f.transactions}}, nil
}

// maxSandboxRows is the limit of the sandbox's history.
const maxSandboxRows = 1_000_000

func checkSandbox(state string, transactions int, states []string) error {
	if state != "" && !slices.Contains(states, state) {
		return oneOf("--demo-state", state, states)
	}
	if transactions < 0 || transactions > maxSandboxRows {
		return usagef("--transactions takes 0 to %s", format.Count(maxSandboxRows))
	}
	return nil
}
