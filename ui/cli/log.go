package cli

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usualLog is the value of --log-file without a path.
const usualLog = "auto"

// logLevels are the values of --log-level.
var logLevels = []string{"debug", "info", "warn", "error"}

// logFlags are the flags of logging: the file and the level.
type logFlags struct{ file, level string }

// flags defines the flags of every command.
func (f *logFlags) flags(flags *pflag.FlagSet) {
	flags.StringVar(&f.file, "log-file", "", "Write a log to this file; without one to studio-tui.log in the state folder")
	flags.Lookup("log-file").NoOptDefVal = usualLog
	flags.StringVar(&f.level, "log-level", "", "Log from this level on: "+strings.Join(logLevels, ", "))
}

// openLog begins the log, where the flags ask for one. It logs the command and the
// names of its flags, but not their values, as one may be a key.
func (c *commands) openLog(cmd *cobra.Command) error {
	file, level := c.log.file, slog.LevelInfo
	if c.log.level != "" {
		if err := level.UnmarshalText([]byte(c.log.level)); err != nil {
			return oneOf("--log-level", c.log.level, logLevels)
		}
		if file == "" {
			file = usualLog
		}
	}
	if file == "" || c.deps.OpenLog == nil {
		return nil
	}
	if file == usualLog {
		file = ""
	}
	if err := c.deps.OpenLog(file, level); err != nil {
		return fmt.Errorf("the log cannot be written: %w", err)
	}
	var given []string
	cmd.Flags().Visit(func(flag *pflag.Flag) { given = append(given, flag.Name) })
	c.deps.Log.Info("command", "name", cmd.CommandPath(), "flags", given, "version", c.deps.Version)
	return nil
}
