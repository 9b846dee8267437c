package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
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
		"budget set", "budget clear", "cache clear", "config edit", "prices edit", "prices set plan", "prices set pack", "prices remove",
	}, path)
}

// hideChanges removes refused commands from the help, with their examples.
func (c *commands) hideChanges(cmd *cobra.Command) {
	given := slices.Contains(c.args, "--read-only") // the flags are not parsed yet
	if resolved, err := c.resolve(cmd.Root()); !given && (err != nil || !resolved.ReadOnly) {
		return
	}
	var hide func(cmd *cobra.Command)
	hide = func(cmd *cobra.Command) {
		cmd.Hidden = changes(cmd)
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
