package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/privacy"
	"github.com/studio-tui/studio-tui/ui/settings"
)

// ConfigFile is the user's configuration file.
type ConfigFile interface {
	// Path is its path, whether it exists or not; empty where there is no folder for
	// it.
	Path() string
	// Read returns its text, nil where there is no file.
	Read() ([]byte, error)
	// Edit opens it in an editor and waits for that to exit. A new file begins with the
	// text first.
	Edit(ctx context.Context, editor string, first []byte, in io.Reader, out io.Writer) error
}

func (c *commands) configuration() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "The settings: their values, and the file that has them",
		Long:  `The settings are in config.toml. A flag takes precedence over a variable (STUDIO_TUI_REFRESH and the like), a variable over the file, the file over the default.`,
		Args:  c.unknownCommand,
		Run:   c.run(func(cmd *cobra.Command) error { return cmd.Help() }),
	}
	cmd.AddCommand(c.configShow(), c.configEdit(), c.configPath())
	return cmd
}

// valueJSON is a setting in what `config show --json` prints.
type valueJSON struct {
	Name     string          `json:"name"`
	Value    string          `json:"value"`
	Origin   settings.Origin `json:"origin"`
	Default  string          `json:"default"`
	Variable string          `json:"variable"`
}

func (c *commands) configShow() *cobra.Command {
	var asJSON, origin bool
	cmd := &cobra.Command{
		Use:   "show",
		Short: "Print every setting and its value",
		Long: `Print every setting and the value that holds, and what is wrong with the file.

Piped, a line each: name, value, origin (flag, environment, file or default). Exit codes: 1 where something is wrong with the file or a variable.`,
		Example: `studio-tui config show --origin
studio-tui config show --every 30s --json`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(*cobra.Command) error {
			return runConfigShow(c.deps, c.config, origin, asJSON)
		}),
	}
	dashboardFlags(cmd.Flags())
	cmd.Flags().String("profile", "", "Use the key kept under this name")
	cmd.Flags().BoolVar(&origin, "origin", false, "Show where each value comes from")
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON")
	return cmd
}

func runConfigShow(deps Deps, config settings.Resolved, origin, asJSON bool) error {
	answer := struct {
		Path     string             `json:"path"`
		Data     []valueJSON        `json:"data"`
		Problems []settings.Problem `json:"problems"`
	}{configPath(deps), []valueJSON{}, append([]settings.Problem{}, config.Problems...)}
	r := report{columns: []column{{"SETTING", fixed}, {"VALUE", text}}}
	if origin {
		r.columns = append(r.columns, column{"FROM", fixed})
	}
	add := func(value valueJSON) {
		answer.Data = append(answer.Data, value)
		fields := []string{value.Name, value.Value, string(value.Origin)}
		r.tsvRows = append(r.tsvRows, fields)
		r.tableRows = append(r.tableRows, fields[:len(r.columns)])
	}
	for _, value := range config.Values {
		add(valueJSON{value.Name, value.Text, value.Origin, value.Default, value.Variable()})
	}
	for _, name := range slices.Sorted(maps.Keys(config.Theme.Colors)) {
		add(valueJSON{"colors." + name, config.Theme.Colors[name], settings.ByFile, "", ""})
	}
	for _, name := range slices.Sorted(maps.Keys(config.Keys)) {
		keys, usual := strings.Join(config.Keys[name], " "), ""
		if binding, known := pane.Keys().Action(name); known {
			usual = strings.Join(binding.Keys(), " ")
		}
		add(valueJSON{"keys." + name, keys, settings.ByFile, usual, ""})
	}
	r.json = answer
	if err := r.write(deps.Streams, asJSON, account.Identity{}); err != nil {
		return err
	}
	return problemsOutcome(deps, config.Problems, defaults)
}

// defaults is what settings become whose value is not understood.
const defaults = "has its default, private and read_only are true where they may have been set"

// problemsOutcome reports the errors in a configuration file, and their consequences.
// The other settings are applied.
func problemsOutcome(deps Deps, problems []settings.Problem, becomes string) error {
	if len(problems) == 0 {
		return nil
	}
	for _, problem := range problems {
		deps.Streams.say("%s", problem)
	}
	return &Outcome{ExitOther, "What is not understood " + becomes + "; the rest holds"}
}

func (c *commands) configEdit() *cobra.Command {
	return &cobra.Command{
		Use:   "edit",
		Short: "Change the settings in your editor",
		Long:  `Open config.toml in the editor that VISUAL or EDITOR names, and check what was saved. A new file begins with every setting at its default, commented out.`,
		Args:  c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			return c.editConfig(cmd)
		}),
	}
}

func (c *commands) editConfig(cmd *cobra.Command) error {
	if c.deps.Config == nil || c.deps.Config.Path() == "" {
		return fmt.Errorf("there is no folder for settings")
	}
	return edited(cmd.Context(), c.deps, c.deps.Config, []byte(settings.Example()), defaults, func() ([]settings.Problem, error) {
		resolved, err := c.resolve(cmd.Flags())
		return resolved.Problems, err
	})
}

// edited opens a file in the user's editor, checks what was saved, and reports the
// errors in it with their consequences.
func edited(ctx context.Context, deps Deps, file ConfigFile, first []byte, becomes string, check func() ([]settings.Problem, error)) error {
	usual := "vi"
	if runtime.GOOS == "windows" {
		usual = "notepad"
	}
	editor, s := cmp.Or(deps.Env("VISUAL"), deps.Env("EDITOR"), usual), deps.Streams
	if err := file.Edit(ctx, editor, first, s.In, privacy.Unmasked(s.Err)); err != nil { // the editor draws on the terminal
		return err
	}
	if text, err := file.Read(); err == nil && text == nil {
		return &Outcome{ExitOther, "Nothing is saved: there is no file " + file.Path() + " any more"}
	}
	problems, err := check()
	if err != nil {
		return err
	}
	if err := problemsOutcome(deps, problems, becomes); err != nil {
		return err
	}
	return s.answer("Saved and understood: " + file.Path())
}

func (c *commands) configPath() *cobra.Command {
	return &cobra.Command{
		Use:   "path",
		Short: "Print where the settings are, whether there is a file or not",
		Args:  c.noArgs(takesNoArgs),
		Run: c.run(func(*cobra.Command) error {
			if path := configPath(c.deps); path != "" {
				return c.deps.Streams.answer(path)
			}
			return fmt.Errorf("there is no folder for settings")
		}),
	}
}

func configPath(deps Deps) string {
	if deps.Config == nil {
		return ""
	}
	return deps.Config.Path()
}
