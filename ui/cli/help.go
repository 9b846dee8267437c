package cli

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// widestHelp is the greatest width of fang's help, and its width without a terminal.
const widestHelp = 120

// The margins that fang puts to the left of a text, and of a name in a list, and the
// least gap between the two columns of a list.
const (
	leftOfText = 2
	leftOfName = 4
	leastName  = 10
)

// fitHelp wraps the texts of a command's help to the width of fang's output. fang
// itself breaks the description also at hyphens, and leaves the lists of commands and
// flags to the terminal; it does not change what fits already.
func fitHelp(cmd *cobra.Command, width int) {
	if width <= 0 {
		width = widestHelp
	}
	width = min(width, widestHelp)
	cmd.Long = wrap(cmp.Or(cmd.Long, cmd.Short), width-leftOfText)

	column := leastName
	for _, child := range cmd.Commands() {
		if !child.Hidden {
			column = max(column, widget.Width(nameInList(child))+gap)
		}
	}
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			column = max(column, widget.Width(flagInList(flag))+gap)
		}
	})
	room := max(width-leftOfName-column, 1)
	for _, child := range cmd.Commands() {
		child.Short = wrap(child.Short, room)
	}
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		standard := "" // fang's suffix for a default value
		if !slices.Contains([]string{"", "false", "0", "[]"}, flag.DefValue) {
			standard = "(" + flag.DefValue + ")"
		}
		usage := wrap(strings.TrimSpace(flag.Usage+"\u00a0"+standard), room)
		flag.Usage = strings.TrimRightFunc(strings.TrimSuffix(usage, standard), unicode.IsSpace)
	})
}

// helpOutput keeps the first error of writing to a file, which cobra and fang drop where
// they write a help, the version or a completion.
type helpOutput struct {
	term.File
	failed error
}

func (o *helpOutput) Write(text []byte) (int, error) {
	n, err := o.File.Write(text)
	if o.failed == nil {
		o.failed = err
	}
	return n, err
}

// nameInList is fang's text for a command in the list of commands.
func nameInList(cmd *cobra.Command) string {
	name := cmd.Use
	if cmd.HasAvailableSubCommands() {
		name += " [command]"
	}
	if cmd.HasFlags() || cmd.HasPersistentFlags() || cmd.HasAvailableFlags() {
		name += " [--flags]"
	}
	return name
}

// flagInList is fang's text for a flag.
func flagInList(flag *pflag.Flag) string {
	if flag.Shorthand == "" {
		return "--" + flag.Name
	}
	return "-" + flag.Shorthand + " --" + flag.Name
}

// helpTarget is the command whose help a command line asks for, if it does.
func helpTarget(root *cobra.Command, args []string) *cobra.Command {
	if len(args) > 0 && args[0] == "help" {
		args = args[1:]
	}
	cmd, _, err := root.Find(args)
	if err != nil {
		return root
	}
	return cmd
}

// checkHelp makes the help command refuse an unknown command, instead of showing the
// program's help for it.
func (c *commands) checkHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, err := root.Find([]string{"help"})
	if err != nil || help == root {
		panic("cobra has no help command") // a bug in this package
	}
	help.Args = func(_ *cobra.Command, args []string) error {
		if cmd, rest, _ := root.Find(args); cmd.HasSubCommands() {
			return c.unknownCommand(cmd, rest)
		}
		return nil
	}
	show := help.Run
	help.Run = func(cmd *cobra.Command, args []string) {
		if c.failure == nil {
			show(cmd, args)
		}
	}
}
