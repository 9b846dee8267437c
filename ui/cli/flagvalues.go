package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/studio-tui/studio-tui/ui/keymap"
)

// flagKinds describe the values of flags, by pflag's names of their types.
var flagKinds = map[string]string{
	"string": "a value", "bool": "true or false", "int": "a whole number", "uint64": "a whole number from 0 on",
	"duration": "a time like 90s, 2m or 1h",
}

// filled is a flag's value that refuses an empty text, which comes from an unset
// variable and would otherwise count as a missing flag.
type filled struct{ pflag.Value }

var errEmptyFlag = errors.New("it is empty")

// Set refuses an empty text.
func (f filled) Set(text string) error {
	if strings.TrimSpace(text) == "" {
		return errEmptyFlag
	}
	return f.Value.Set(text)
}

// refuseEmpty makes every flag of a command, and of its subcommands, refuse an empty
// value.
func refuseEmpty(cmd *cobra.Command) {
	fill := func(flag *pflag.Flag) {
		if _, done := flag.Value.(filled); !done && flag.Value.Type() == "string" {
			flag.Value = filled{flag.Value}
		}
	}
	cmd.LocalFlags().VisitAll(fill)
	for _, child := range cmd.Commands() {
		refuseEmpty(child)
	}
}

// oneOf is the error of a text that is none of the valid ones, with the nearest of them. It
// does not repeat the text, which may be a key.
func oneOf(what, text string, valid []string) error {
	return &usageError{Err: withNearest(fmt.Errorf("%s takes %s", what, strings.Join(valid, ", ")), text, valid)}
}

// withNearest adds to an error which of the valid texts may have been meant, if any.
func withNearest(err error, text string, valid []string) error {
	if nearest := keymap.Nearest(text, valid); nearest != "" {
		return fmt.Errorf("%w; did you mean %s?", err, nearest)
	}
	return err
}

// visibleFlags are the names of the flags of a command that its help shows.
func visibleFlags(cmd *cobra.Command) (names []string) {
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			names = append(names, flag.Name)
		}
	})
	return names
}

// flagError explains an invalid flag in plain words. It does not repeat the value,
// which may be a key.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown) && cmd.Root().Flags().Lookup(unknown.GetSpecifiedName()) != nil:
		err = fmt.Errorf("%s takes no --%s", cmd.CommandPath(), unknown.GetSpecifiedName())
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		err = fmt.Errorf("%s takes no --%s", cmd.CommandPath(), unknown.GetSpecifiedName())
		if nearest := keymap.Nearest(unknown.GetSpecifiedName(), visibleFlags(cmd)); nearest != "" {
			err = fmt.Errorf("%w; did you mean --%s?", err, nearest)
		}
	case errors.As(err, &invalid):
		flag := invalid.GetFlag()
		err = fmt.Errorf("--%s takes %s", flag.Name, flagKinds[flag.Value.Type()])
		if strings.TrimSpace(invalid.GetValue()) == "" {
			err = fmt.Errorf("%w; %w", err, errEmptyFlag)
			if cmd.Flags().Lookup(clearFlag) != nil && slices.Contains(clearable, flag.Name) {
				err = fmt.Errorf("%w (--%s %s empties the field)", err, clearFlag, flag.Name)
			}
		}
	case errors.As(err, &missing):
		err = fmt.Errorf("--%s takes %s", missing.GetFlag().Name, flagKinds[missing.GetFlag().Value.Type()])
	}
	return &usageError{Err: err}
}
