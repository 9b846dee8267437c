package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/ui/format"
)

// command is a command to run next, like "login", as it is typed: with the program's
// name, and with those flags of this run that it takes too, so that it uses the same
// account.
func (d Deps) command(line string) string {
	if d.hint == nil {
		return format.Program + " " + line
	}
	return d.hint(line)
}

// hintIn returns the function of [Deps.command] for the commands of a tree, which is
// built on the first use.
func (f *accountFlags) hintIn(root func() *cobra.Command) func(line string) string {
	return func(line string) string {
		given := strings.Fields(line)
		cmd, _, err := root().Find(given)
		text := format.Program + " " + line
		if err != nil {
			return text
		}
		add := func(flag, value string) {
			if cmd.Flag(flag) == nil || strings.Contains(line+" ", " --"+flag+" ") {
				return
			}
			text += " --" + flag
			if value != "" {
				text += " " + shellWord(value)
			}
		}
		if f.demo {
			add("demo", "")
		}
		if f.demoState != "" {
			add("demo-state", f.demoState)
		}
		if f.demo && f.transactions > 0 {
			add("transactions", strconv.Itoa(f.transactions))
		}
		if f.profile != "" {
			add("profile", f.profile)
		}
		if f.apiURL != "" {
			add("api-url", f.apiURL)
		}
		if f.noCache {
			add("no-cache", "")
		}
		return text
	}
}

// shellWord quotes a text for a shell, where that is necessary.
func shellWord(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+,=", r)
	}
	if strings.TrimFunc(text, plain) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
