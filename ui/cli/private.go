package cli

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/privacy"
)

// hiddenAddress says why a payment address is not printed.
const hiddenAddress = "The address is hidden, as a masked one would open nothing. --private=false shows it."

// noBrowser says that an address was not opened, and what helps.
func (s Streams) noBrowser(err error) string {
	said := fmt.Sprintf("No browser was opened (%s).", strings.TrimSuffix(message.PlainError(err), "."))
	if s.mask != nil {
		return said
	}
	return said + " Open this address where you have one."
}

// protectFlags defines the flags of settings that protect an account, for every command.
func protectFlags(flags *pflag.FlagSet) {
	flags.Bool("private", false, "Hide e-mail addresses, ids and amounts")
	flags.Bool("read-only", false, "Offer nothing that could buy, change or sign out")
}

// startMasking begins to mask messages in privacy mode, for a command that shows an
// account. It returns an error where what the command prints is of no use masked.
func (c *commands) startMasking(cmd *cobra.Command) error {
	if !c.config.Private || accountless(cmd) {
		return nil
	}
	if printURL := cmd.Flags().Lookup("print-url"); printURL != nil && printURL.Changed {
		return errors.New("--print-url prints an address, and a masked one would open nothing; --private=false prints it")
	}
	if cmd.Name() == "metrics" {
		return errors.New("metrics are amounts as numbers, which no mask can stand for; --private=false prints them")
	}
	s := &c.deps.Streams
	s.mask = privacy.New()
	s.Err = s.mask.Messages(s.Err)
	return nil
}

// accountless reports whether a command shows no e-mail address, id or amount of an
// account, or one that must be read: the key of a sandbox.
func accountless(cmd *cobra.Command) bool {
	path := strings.Fields(cmd.CommandPath())
	return len(path) > 1 && slices.Contains([]string{"sandbox", "schema", "config", "open", "doctor", "help", "completion"}, path[1])
}

// masked runs a command with its result masked in privacy mode.
func (c *commands) masked(cmd *cobra.Command, do func(cmd *cobra.Command) error) error {
	s := &c.deps.Streams
	if s.mask == nil {
		return do(cmd)
	}
	result := s.mask.Lines(s.Out, printsJSON(cmd))
	s.Out = result
	return errors.Join(do(cmd), result.Flush())
}

// printsJSON reports whether a command prints JSON.
func printsJSON(cmd *cobra.Command) bool {
	return cmd.Name() == "watch" || slices.ContainsFunc([]string{"json", "jsonl"}, func(name string) bool {
		flag := cmd.Flags().Lookup(name)
		return flag != nil && flag.Value.String() == "true"
	})
}

// masked is a text masked in privacy mode, before it is wrapped or cut: a part of an
// address or id no longer looks like one.
func (s Streams) masked(text string) string {
	if s.mask == nil {
		return text
	}
	return s.mask.Text(text)
}

// secret is an id within a text, masked whole in privacy mode.
func (s Streams) secret(id string) string {
	if s.mask == nil {
		return id
	}
	return privacy.Whole(id)
}

// maskedRows are rows masked in privacy mode by the names of their fields, each before it
// is cut. A field without a name has that of the first one, if it is the second of two.
func (s Streams) maskedRows(names []string, rows iter.Seq[[]string]) iter.Seq[[]string] {
	if s.mask == nil {
		return rows
	}
	return func(yield func([]string) bool) {
		for row := range rows {
			masked := make([]string, len(row))
			for i, field := range row {
				name := ""
				switch {
				case i < len(names):
					name = names[i]
				case i == 1 && len(row) == 2:
					name = row[0]
				}
				masked[i] = s.mask.Field(name, field)
			}
			if !yield(masked) {
				return
			}
		}
	}
}

// pastMask are the streams for a result that is masked already.
func (s Streams) pastMask() Streams {
	s.Out = privacy.Unmasked(s.Out)
	return s
}
