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

// hideChanges removes refused commands from the help.
func (c *commands) hideChanges(cmd *cobra.Command) {
	given := slices.Contains(c.args, "--read-only") // the flags are not parsed yet
	if resolved, err := c.resolve(cmd.Root()); !given && (err != nil || !resolved.ReadOnly) {
		return
	}
	var hide func(cmd *cobra.Command)
	hide = func(cmd *cobra.Command) {
		cmd.Hidden = changes(cmd)
		for _, child := range cmd.Commands() {
			hide(child)
		}
	}
	hide(cmd)
}

// offer adds a sentence with the command to run next to a text, unless that command is
// refused.
func (d Deps) offer(text, sentence, line string) string {
	words := strings.Fields(line)
	if d.readOnly && (slices.Contains(words, "--acknowledge") || changing(words[0]) || len(words) > 1 && changing(strings.Join(words[:2], " "))) {
		return text
	}
	return strings.TrimSpace(text + " " + sentence + " " + d.command(line))
}
