package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/settings"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// dashboardFlags defines the flags of settings that the dashboard uses.
func dashboardFlags(flags *pflag.FlagSet) {
	flags.Int("fps", 120, "Frames a second, 30 to 120; over SSH 60 unless it is given")
	flags.String("theme", "", "Colours: "+strings.Join(theme.Names(), ", ")+"; auto unless it is given")
	flags.Bool("accessible", false, "Ask with plain prompts and print lines, in place of the dashboard; for screen readers")
	flags.Duration("every", time.Minute, "Refresh this often while the window has the focus, 15s at the least")
}

// configure applies the settings to a command, and reports the invalid ones.
func (c *commands) configure(cmd *cobra.Command) error {
	resolved, err := c.resolve(cmd.Flags())
	if err != nil {
		return &usageError{Err: err}
	}
	c.config, c.flags.configured = resolved, resolved.Profile
	c.deps.Streams.ascii = resolved.Theme.ASCII
	c.deps.readOnly, c.deps.comparePer, c.deps.lowBalance = resolved.ReadOnly, resolved.ComparePer, resolved.LowBalance
	refused := resolved.ReadOnly && changes(cmd)
	if refused || !checksConfig(cmd) && !c.opensDashboard(cmd) {
		for _, problem := range resolved.Problems {
			c.deps.Streams.say("%s", problem)
		}
	}
	if refused {
		return fmt.Errorf("%s could buy, change or sign out, and read_only is set (%s)", cmd.CommandPath(), resolved.Origin("read_only"))
	}
	return nil
}

// checksConfig reports whether a command is about the settings themselves, so that its
// own output reports the errors in them.
func checksConfig(cmd *cobra.Command) bool {
	return cmd.Name() == "config" || cmd.HasParent() && cmd.Parent().Name() == "config"
}

// opensDashboard reports whether a command opens the dashboard, which reports errors in
// the settings itself.
func (c *commands) opensDashboard(cmd *cobra.Command) bool {
	asJSON := cmd.Flags().Changed("json") && cmd.Flag("json").Value.String() == "true"
	return !cmd.HasParent() && !asJSON && !c.shape.quiet && !c.config.Accessible && c.deps.Streams.Interactive() && c.deps.Env("TERM") != "dumb"
}

// resolve reads the settings from the file, the environment and the flags of a command.
func (c *commands) resolve(flags *pflag.FlagSet) (settings.Resolved, error) {
	var file settings.File
	if c.deps.Config != nil {
		if text, err := c.deps.Config.Read(); err != nil {
			file = settings.Unreadable(err)
		} else {
			file = settings.Parse(text)
		}
	}
	flag := func(name string) (string, bool) {
		flag := flags.Lookup(name)
		if flag == nil || !flag.Changed {
			return "", false
		}
		return flag.Value.String(), true
	}
	env := func(name string) (string, bool) { return c.deps.Env(name), true }
	resolved, err := settings.Resolve(flag, env, file)
	if overSSH(c.deps.Env) && resolved.Origin("fps") == settings.ByDefault {
		resolved.FPS = 60 // a moderate rate, where every frame is sent
	}
	return resolved, err
}

func overSSH(env func(string) string) bool {
	return env("SSH_CONNECTION") != "" || env("SSH_TTY") != ""
}

// dashboardOptions are the options for opening the dashboard.
func (c *commands) dashboardOptions(target account.Target) DashboardOptions {
	options := DashboardOptions{Target: target, Settings: c.config.Settings, Command: c.deps.command}
	if c.config.Origin("refresh") != settings.ByDefault {
		options.Every = c.config.Refresh
	}
	switch problems := c.config.Problems; len(problems) {
	case 0:
	case 1:
		options.Notice = problems[0].String()
	default:
		options.Notice = fmt.Sprintf("%s (and %s more: studio-tui config show)", problems[0], format.Count(len(problems)-1))
	}
	return options
}
