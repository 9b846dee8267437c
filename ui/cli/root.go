package cli

import (
	"context"
	"errors"
	"io"
	"strings"

	"charm.land/fang/v2"
	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/settings"
)

const about = `Your Artificial Studio account in the terminal: balance, every transaction, plans and credit packs, through to a paid checkout in the browser.

Without a command it opens the dashboard; without a terminal it prints a summary of the account.

`

const rootExamples = `# Look around on an account that is made up, nothing needed
studio-tui --demo

# Keep a key, then open the dashboard
studio-tui login
studio-tui

# The balance as a program reads it
studio-tui balance --json

# What was refunded in the last week, tab-separated
studio-tui transactions --type refund --since 7d | cut -f 4,6

# Buy a pack: confirm here, pay in the browser, wait for the credits
studio-tui buy pack pack-m`

// Run executes the command line and returns the exit code. Errors are written
// here, as one sentence: fang would ask the terminal for its background first,
// which takes two seconds where the terminal does not answer.
func Run(ctx context.Context, deps Deps, args []string) int {
	c := &commands{deps: deps, args: args}
	root := c.root()
	c.deps.hint = c.flags.hintIn(root)
	root.SetArgs(args)
	root.SetIn(deps.Streams.In)
	root.SetOut(deps.Streams.Out)
	root.SetErr(deps.Streams.Err)
	colours := func(light lipgloss.LightDarkFunc) fang.ColorScheme {
		fitHelp(helpTarget(root, args), deps.Streams.Width) // fang asks for colours just before it writes a help, and only then
		return fang.DefaultColorScheme(light)
	}
	err := fang.Execute(ctx, root, fang.WithVersion(deps.Version), fang.WithErrorHandler(quiet), fang.WithColorSchemeFunc(colours))
	if c.failure != nil {
		err = c.failure
	}
	if err != nil {
		deps.Streams.say("%s", sentence(c.deps, err))
	}
	return exitCode(ctx, err)
}

func quiet(io.Writer, fang.Styles, error) {}

// commands builds the tree of commands, and keeps the first failure: cobra and
// fang never see it.
type commands struct {
	deps    Deps
	flags   accountFlags
	config  settings.Resolved // of the command that runs
	shape   shape
	args    []string // the command line
	failure error
}

// fail keeps a failure of a command. Where the command line was not understood, that
// command's own help is the one to look into.
func (c *commands) fail(cmd *cobra.Command, err error) {
	if c.failure != nil {
		return
	}
	err = asUsageError(err)
	var usage *usageError
	if errors.As(err, &usage) && usage.See == "" {
		usage.See = cmd.CommandPath() + " --help"
	}
	c.failure = err
}

// run makes a command's function one that keeps its failure, and that does not
// start where the command line was not understood.
func (c *commands) run(do func(cmd *cobra.Command) error) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, _ []string) {
		if c.failure != nil {
			return
		}
		err := c.configure(cmd)
		if err == nil {
			err = c.shaped(cmd, do)
		}
		if err != nil {
			c.fail(cmd, err)
		}
	}
}

// noArgs keeps a failure where there are arguments. They are not shown again, as
// one may be a key.
func (c *commands) noArgs(why string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			c.fail(cmd, usagef("%s", strings.ReplaceAll(why, "{}", cmd.CommandPath())))
		}
		return nil
	}
}

const takesNoArgs = "{} takes no arguments"

// unknownCommand keeps a failure where a word is no command.
func (c *commands) unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if likely := cmd.SuggestionsFor(args[0]); len(likely) > 0 {
		c.fail(cmd, usagef("there is no such command; did you mean %s %s?", cmd.CommandPath(), likely[0]))
		return nil
	}
	var names []string
	for _, child := range cmd.Commands() {
		if !child.Hidden {
			names = append(names, child.Name())
		}
	}
	c.fail(cmd, usagef("there is no such command; %s has %s", cmd.CommandPath(), strings.Join(names, ", ")))
	return nil
}

func (c *commands) root() *cobra.Command {
	root := &cobra.Command{
		Use:                        format.Program,
		Short:                      "Your Artificial Studio account in the terminal",
		Long:                       about + exitCodesHelp,
		Example:                    rootExamples,
		Args:                       c.unknownCommand,
		SuggestionsMinimumDistance: 2,
	}
	c.flags.account(root.Flags(), c.deps)
	asJSON := root.Flags().Bool("json", false, "Print a summary of the account as JSON")
	dashboardFlags(root.Flags())
	root.Run = c.run(func(cmd *cobra.Command) error {
		target, err := c.flags.target(cmd, c.deps)
		if err != nil {
			return err
		}
		if *asJSON || c.shape.quiet || !c.deps.Streams.Interactive() || c.deps.Env("TERM") == "dumb" {
			return runSummary(cmd.Context(), c.deps, summaryOptions{target: target, json: *asJSON})
		}
		return c.deps.Dashboard(cmd.Context(), c.dashboardOptions(target))
	})
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		c.fail(cmd, flagError(cmd, err))
		return nil
	})
	root.AddCommand(
		c.balance(), c.status(), c.transactions(), c.usage(), c.forecast(), c.costs(), c.budget(), c.spending(), c.plans(), c.packs(), c.prices(), c.advise(), c.audit(),
		c.buy(), c.upgrade(), c.portal(), c.orders(),
		c.login(), c.logout(), c.auth(), c.cache(), c.configuration(), c.sandbox(), c.schema(), c.metrics(), c.watch(), c.open(), c.doctor(),
	)
	c.hideChanges(root)
	c.shapeFlags(root)
	c.checkHelp(root)
	refuseEmpty(root)
	c.completeFlags(root)
	return root
}
