package cli

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"charm.land/fang/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/settings"
)

const about = `Your Artificial Studio account in the terminal: balance, every transaction, plans and credit packs. Packs and plans are bought from here, through to a paid checkout in the browser.

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

// Run executes the command line and returns the exit code. Errors are written here, as
// one sentence: fang would query the terminal's background colour first, which takes
// two seconds where the terminal does not answer.
func Run(ctx context.Context, deps Deps, args []string) int {
	if deps.Log == nil {
		deps.Log = slog.New(slog.DiscardHandler)
	}
	c := &commands{deps: deps, args: args}
	root := c.root()
	c.deps.hint = c.flags.hintIn(sync.OnceValue((&commands{deps: deps}).root))
	root.SetArgs(args)
	root.SetIn(deps.Streams.In)
	help := &helpOutput{}
	root.SetOut(deps.Streams.Out)
	if file, ok := deps.Streams.Out.(term.File); ok {
		help.File = file
		root.SetOut(help)
	}
	root.SetErr(deps.Streams.Err)
	colours := func(light lipgloss.LightDarkFunc) fang.ColorScheme {
		c.hideChanges(root) // fang asks for colours just before it writes a help, and only then
		fitHelp(helpTarget(root, args), deps.Streams.Width)
		return fang.DefaultColorScheme(light)
	}
	err := fang.Execute(ctx, root, fang.WithVersion(deps.Version), fang.WithErrorHandler(quiet), fang.WithColorSchemeFunc(colours))
	if err == nil {
		err = help.failed
	}
	if c.failure != nil {
		err = c.failure
	}
	if err != nil {
		said := c.deps.Streams.masked(sentence(c.deps, err))
		deps.Streams.mask, deps.Streams.ascii = c.deps.Streams.mask, c.deps.Streams.ascii
		deps.Streams.say("%s", said)
		deps.Log.Debug("failed", "said", said)
	}
	code := exitCode(ctx, err)
	deps.Log.Info("end", "code", code)
	return code
}

func quiet(io.Writer, fang.Styles, error) {}

// commands builds the tree of commands, and stores the first error, so that cobra and
// fang do not print it.
type commands struct {
	deps    Deps
	flags   accountFlags
	config  settings.Resolved // of the running command
	shape   shape
	log     logFlags
	args    []string // the command line; nil: without one, all commands are built
	failure error
}

// fail stores a command's error. A usage error refers to that command's own help.
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

// run wraps a command's function to store its error, and to skip it after a usage
// error.
func (c *commands) run(do func(cmd *cobra.Command) error) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, _ []string) {
		if c.failure != nil {
			return
		}
		err := c.openLog(cmd)
		if err == nil {
			err = c.configure(cmd)
		}
		if err == nil {
			err = c.shaped(cmd, do)
		}
		if err != nil {
			c.fail(cmd, err)
		}
	}
}

// noArgs stores an error where there are arguments. The error does not repeat them, as
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

// unknownCommand stores an error where a word is no command.
func (c *commands) unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !cmd.HasParent() { // the root may have been built without its subcommands
		cmd = (&commands{deps: c.deps}).root()
		cmd.InitDefaultCompletionCmd()
	}
	c.hideChanges(cmd.Root())
	cmd.SuggestionsMinimumDistance = 2
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
		Use:     format.Program,
		Short:   "Your Artificial Studio account in the terminal",
		Long:    about + exitCodesHelp,
		Example: rootExamples,
		Args:    c.unknownCommand,
	}
	c.flags.account(root.Flags(), c.deps)
	asJSON := root.Flags().Bool("json", false, "Print a summary of the account as JSON")
	dashboardFlags(root.Flags())
	c.log.flags(root.PersistentFlags())
	protectFlags(root.PersistentFlags())
	root.PersistentFlags().Bool("ascii", false, "Write and draw in ASCII, with currencies by their codes")
	root.Run = c.run(func(cmd *cobra.Command) error {
		target, err := c.flags.target(cmd, c.deps)
		if err != nil {
			return err
		}
		if !*asJSON && c.config.Accessible && (cmd.Flags().Changed("accessible") || c.deps.Streams.Interactive()) {
			return c.runAccessible(cmd.Context(), target)
		}
		if c.opensDashboard(cmd) {
			return c.deps.Dashboard(cmd.Context(), c.dashboardOptions(target))
		}
		return runSummary(cmd.Context(), c.deps, summaryOptions{target: target, json: *asJSON})
	})
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		c.fail(cmd, flagError(cmd, err))
		return nil
	})
	root.AddCommand(c.subcommands()...)
	if len(c.args) > 0 && strings.HasPrefix(c.args[0], cobra.ShellCompRequestCmd) {
		c.hideChanges(root)
	}
	if len(c.args) > 0 && c.args[0] == "completion" {
		c.checkCompletion(root)
	}
	c.shapeFlags(root)
	if root.HasSubCommands() {
		c.checkHelp(root)
	}
	refuseEmpty(root)
	c.completeFlags(root)
	return root
}

// checkCompletion refuses shells that there is no completion for, where cobra prints its help.
func (c *commands) checkCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, child := range root.Commands() {
		if child.Name() == "completion" {
			child.Args, child.Run = c.unknownCommand, func(cmd *cobra.Command, _ []string) { _ = cmd.Help() }
		}
	}
}

// subcommands are the commands of the program: the one named first on the command line,
// none where it names none, else all. Building the others would noticeably delay a line
// in a shell prompt, and the dashboard's first frame.
func (c *commands) subcommands() (all []*cobra.Command) {
	type entry struct {
		name  string
		build func() *cobra.Command
	}
	table := []entry{
		{"balance", c.balance},
		{"status", c.status},
		{"transactions", c.transactions},
		{"usage", c.usage},
		{"forecast", c.forecast},
		{"costs", c.costs},
		{"budget", c.budget},
		{"spending", c.spending},
		{"plans", c.plans},
		{"packs", c.packs},
		{"prices", c.prices},
		{"advise", c.advise},
		{"audit", c.audit},
		{"buy", c.buy},
		{"upgrade", c.upgrade},
		{"portal", c.portal},
		{"orders", c.orders},
		{"login", c.login},
		{"logout", c.logout},
		{"auth", c.auth},
		{"cache", c.cache},
		{"config", c.configuration},
		{"sandbox", c.sandbox},
		{"schema", c.schema},
		{"metrics", c.metrics},
		{"watch", c.watch},
		{"open", c.open},
		{"doctor", c.doctor},
	}
	named := func(word string) int {
		return slices.IndexFunc(table, func(command entry) bool { return command.name == word })
	}
	words := c.args
	if len(words) > 2 && strings.HasPrefix(words[0], cobra.ShellCompRequestCmd) && named(words[1]) >= 0 { // the words that follow it
		words = words[1:]
	}
	needsAll := func(word string) bool {
		return named(word) >= 0 || slices.Contains([]string{"-h", "help", "completion", "man"}, word) ||
			strings.HasPrefix(word, "--help") || strings.HasPrefix(word, cobra.ShellCompRequestCmd)
	}
	switch {
	case len(words) > 0 && named(words[0]) >= 0:
		table = table[named(words[0]):][:1]
	case words != nil && !slices.ContainsFunc(words, needsAll):
		table = nil
	}
	for _, command := range table {
		all = append(all, command.build())
	}
	return all
}
