package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/format"
)

type lineOptions struct {
	target  account.Target
	format  string
	low     string
	maxAge  time.Duration
	json    bool
	refresh bool // read the account without any output
}

// lineFormats are the values of status --format.
var lineFormats = []string{"text", "tmux", "waybar", "polybar", "i3status"}

func (c *commands) status() *cobra.Command {
	options := lineOptions{}
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Print the balance in one line, for prompts and bars",
		Long: `Print the balance in one line, for prompts and bars, with its age. It comes from this machine's copy: neither the network nor a keyring is waited for. Where it is older than --max-age, one process reads it anew in the background, for the next time. Where nothing is known yet, the line is a dash.

--format takes text, tmux and polybar, which colour it below --low, waybar (JSON with text, tooltip and class) and i3status (JSON with text and state, for i3status-rust). For anything else there is --template.`,
		Example: `studio-tui status
studio-tui status --format tmux --low 500
studio-tui status --template '{{credits .credits}}'`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			return c.runStatus(cmd.Context(), options)
		}),
	}
	flags := cmd.Flags()
	c.flags.keys(flags)
	flags.BoolVar(&c.flags.demo, "demo", false, "Show a made-up account from the embedded sandbox")
	flags.StringVar(&options.format, "format", "text", "For "+strings.Join(lineFormats, ", "))
	flags.StringVar(&options.low, "low", "", "Colour the line where there are fewer credits")
	flags.DurationVar(&options.maxAge, "max-age", 5*time.Minute, "Read the balance anew in the background where it is older")
	flags.BoolVar(&options.json, "json", false, "Print JSON")
	flags.BoolVar(&options.refresh, "refresh", false, "Read the balance now and print nothing")
	_ = flags.MarkHidden("refresh") // an error means a missing flag
	return cmd
}

// lineJSON is the output of `status --json`. All of it is null while nothing is known
// yet.
type lineJSON struct {
	Credits *model.Credits       `json:"credits"`
	Plan    model.OptionalString `json:"plan"`
	AsOf    model.Time           `json:"asOf"`
	Fresh   bool                 `json:"fresh"`
	Low     bool                 `json:"low"`
	Sandbox bool                 `json:"sandbox"`
}

func (c *commands) runStatus(ctx context.Context, options lineOptions) error {
	least, err := model.Credits(0), error(nil)
	if options.low != "" {
		if least, err = model.ParseCredits(options.low); err != nil {
			return usagef("--low takes a number of credits")
		}
	}
	write := lineWriter(options.format)
	if write == nil {
		return oneOf("--format", options.format, lineFormats)
	}
	if options.refresh {
		return withSession(ctx, c.deps, options.target, func(ctx context.Context, session account.Session) error {
			_, err := session.Source.Account(ctx)
			return err
		})
	}
	known, err := c.lastBalance(ctx, options.target)
	if err != nil {
		return err
	}
	now := c.deps.Now()
	age := now.Sub(known.At)
	line := lineJSON{Sandbox: options.target.Demo != nil, Fresh: known.Has && age >= 0 && age <= options.maxAge}
	if known.Has {
		line.Credits, line.Plan, line.AsOf = &known.Value.Credits, model.OptionalString(known.Value.Plan), model.At(known.At)
		line.Low = options.low != "" && known.Value.Credits < least
	}
	if !line.Fresh && options.target.Demo == nil {
		if err := c.refreshBehind(options.target); err != nil && c.deps.Streams.ErrTTY {
			warn(c.deps.Streams, []string{"The balance cannot be read anew in the background: " + err.Error()})
		}
	}
	if options.json {
		return writeJSON(c.deps.Streams.Out, line)
	}
	streams := c.deps.Streams.pastMask() // the colours of a format are no amounts
	_, err = fmt.Fprintln(streams.Out, write(line, streams.masked(streams.spelled(lineText(line, max(0, age))))))
	return err
}

// lastBalance is the local copy of the account; for the demo, which has none, the
// present account.
func (c *commands) lastBalance(ctx context.Context, target account.Target) (known history.Cached[model.Account], err error) {
	if target.Demo == nil {
		accounts, err := c.deps.Accounts(target)
		if err != nil {
			return known, err
		}
		return accounts.LastAccount(), nil
	}
	err = withSession(ctx, c.deps, target, func(ctx context.Context, session account.Session) (err error) {
		known.Value, err = session.Source.Account(ctx)
		known.At, known.Has = c.deps.Now(), err == nil
		return err
	})
	return known, err
}

// refreshBehind starts the same command line in the background to read the account.
func (c *commands) refreshBehind(target account.Target) error {
	accounts, err := c.deps.Accounts(target)
	if err != nil {
		return err
	}
	return accounts.RefreshBehind(append(c.args[:len(c.args):len(c.args)], "--refresh"))
}

// lineText is a balance with its age, in one line.
func lineText(line lineJSON, age time.Duration) string {
	if line.Credits == nil {
		return "–"
	}
	text := format.Amount(*line.Credits) + " cr"
	if line.Fresh && age < time.Minute {
		return text
	}
	return text + " (" + format.Span(age) + " ago)"
}

// lineWriter is the function that writes a line and its text in a format, nil for an
// unknown one.
func lineWriter(name string) func(line lineJSON, text string) string {
	coloured := func(before, after string) func(lineJSON, string) string {
		return func(line lineJSON, text string) string {
			if line.Low {
				return before + text + after
			}
			return text
		}
	}
	switch name {
	case "text":
		return coloured("", "")
	case "tmux":
		return coloured("#[fg=yellow]", "#[default]")
	case "polybar":
		return coloured("%{F#f0c000}", "%{F-}")
	case "waybar":
		return func(line lineJSON, text string) string {
			class := "ok"
			switch {
			case line.Credits == nil:
				class = "unknown"
			case line.Low:
				class = "low"
			case !line.Fresh:
				class = "stale"
			}
			return jsonLine(map[string]string{"text": text, "tooltip": "Artificial Studio: " + text, "class": class})
		}
	case "i3status":
		return func(line lineJSON, text string) string {
			state := "Idle"
			if line.Low {
				state = "Warning"
			}
			return jsonLine(map[string]string{"text": text, "state": state})
		}
	}
	return nil
}

func jsonLine(members map[string]string) string {
	text, _ := json.Marshal(members) // strings alone: it cannot fail
	return string(text)
}
