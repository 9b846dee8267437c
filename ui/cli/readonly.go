package cli

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// changes reports whether a command could buy, change or sign out.
func changes(cmd *cobra.Command) bool {
	if acknowledge := cmd.Flags().Lookup("acknowledge"); acknowledge != nil && acknowledge.Changed {
		return true
	}
	return changing(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" "))
}

// changing reports whether a command, by its path without the program's name, could buy,
// change or sign out.
func changing(path string) bool {
	return slices.Contains([]string{
		"buy", "buy pack", "upgrade", "portal", "login", "logout", "auth rename", "auth remove",
		"budget set", "budget clear", "cache clear", "config edit", "prices edit", "prices set", "prices set plan", "prices set pack", "prices remove",
	}, path)
}

// readOnlyAhead reports whether only reading is allowed, before the flags of the command are
// parsed.
func (c *commands) readOnlyAhead() bool {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.BoolP("help", "h", false, "")
	protectFlags(flags)
	if flags.Parse(c.args) != nil { // the command reports it
		return true
	}
	resolved, err := c.resolve(flags)
	return err != nil || resolved.ReadOnly
}

// hideChanges removes refused commands and flags from the help, with their examples and what is
// said of them.
func (c *commands) hideChanges(cmd *cobra.Command) {
	if !c.readOnlyAhead() {
		return
	}
	var hide func(cmd *cobra.Command)
	hide = func(cmd *cobra.Command) {
		cmd.Hidden = cmd.Hidden || changes(cmd)
		if acknowledge := cmd.Flags().Lookup("acknowledge"); acknowledge != nil {
			acknowledge.Hidden = true
		}
		cmd.Long = withoutChanges(cmd.Long)
		cmd.Example = strings.Join(slices.DeleteFunc(strings.Split(cmd.Example, "\n\n"), func(example string) bool {
			return slices.ContainsFunc(strings.Split(example, "\n"), func(line string) bool {
				return changingLine(strings.TrimPrefix(line, cmd.Root().Name()))
			})
		}), "\n\n")
		for _, child := range cmd.Commands() {
			hide(child)
		}
	}
	hide(cmd)
}

// aboutChanges matches a sentence of a help on what is refused.
var aboutChanges = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(buys?|bought|checkout|login|logout|order (was|that was begun)|the payment has not)\b`)
})

// withoutChanges is the text of a help without the sentences on what is refused.
func withoutChanges(text string) string {
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		sentences := slices.DeleteFunc(strings.SplitAfter(line, ". "), aboutChanges().MatchString)
		if left := strings.TrimRight(strings.Join(sentences, ""), " "); left != "" || line == "" {
			kept = append(kept, left)
		}
	}
	return strings.Join(kept, "\n")
}

// changingLine is changing for a command line without the program's name.
func changingLine(line string) bool {
	words := strings.Fields(line)
	return slices.Contains(words, "--acknowledge") ||
		slices.ContainsFunc([]int{1, 2, 3}, func(n int) bool { return n <= len(words) && changing(strings.Join(words[:n], " ")) })
}

// offer adds a sentence with the command to run next to a text, unless that command is
// refused.
func (d Deps) offer(text, sentence, line string) string {
	if d.readOnly && changingLine(line) {
		return text
	}
	return strings.TrimSpace(text + " " + sentence + " " + d.command(line))
}
