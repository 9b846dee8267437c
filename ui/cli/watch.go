package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/export"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/settings"
)

type watchOptions struct {
	target account.Target
	every  time.Duration
	exec   string
}

func (c *commands) watch() *cobra.Command {
	options := watchOptions{}
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Print what changes of the account, as JSON lines",
		Long: `Print what changes of the account until it is interrupted, a JSON object in each line: the balance first as it is, then each change of it (event balance), new rows of the history (transaction), generations that end (generation), and orders confirmed on this machine that are new or stand otherwise (order). studio-tui schema watch has the members of a line. What goes wrong meanwhile is told once, and tried again.

With --exec a command of the shell is run for each line, with the line on its standard input; the next one waits for it.`,
		Example: `studio-tui watch
studio-tui watch --exec 'jq -r .event | xargs notify-send'
studio-tui watch | jq 'select(.event == "generation")'`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			if options.every < settings.LeastRefresh {
				return usagef("--every takes 15s or more, not %s", options.every)
			}
			return runWatch(cmd.Context(), c.deps, options)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().DurationVar(&options.every, "every", 30*time.Second, "Look this often, 15s at the least")
	cmd.Flags().StringVar(&options.exec, "exec", "", "Run a command of the shell for each line")
	return cmd
}

// changeJSON is a line of `watch`. Members that do not concern the event are left out.
type changeJSON struct {
	Event       string           `json:"event"` // balance, transaction, generation, order
	At          model.Time       `json:"at"`
	Balance     *model.Credits   `json:"balance,omitempty"`
	Before      *model.Credits   `json:"before,omitempty"` // the balance
	Transaction *export.Line     `json:"transaction,omitempty"`
	Generation  *endedGeneration `json:"generation,omitempty"`
	Order       *orderJSON       `json:"order,omitempty"`
	Sandbox     bool             `json:"sandbox"`
}

type endedGeneration struct {
	ID        model.ID               `json:"id"`
	Status    model.GenerationStatus `json:"status"`
	Tool      string                 `json:"tool"`
	Type      model.OptionalString   `json:"type"`
	CreatedAt model.Time             `json:"createdAt"`
}

// watcher compares each reading of an account with the one before.
type watcher struct {
	deps     Deps
	session  account.Session
	options  watchOptions
	begun    bool
	balance  model.Credits
	last     int64 // the sequence number of the newest row
	running  map[model.ID]bool
	orders   map[string]model.Order // by order key
	troubled string
}

func runWatch(ctx context.Context, deps Deps, options watchOptions) error {
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		w := &watcher{deps: deps, session: session, options: options}
		ticks := time.NewTicker(options.every)
		defer ticks.Stop()
		for {
			changes, err := w.look(ctx)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil && (!w.begun || !model.Retryable(err)):
				return err
			case err != nil && err.Error() != w.troubled:
				w.troubled = err.Error()
				warn(deps.Streams, []string{message.PlainError(err)})
			case err == nil:
				w.troubled = ""
			}
			for _, change := range changes {
				if err := w.tell(ctx, change); err != nil {
					return err
				}
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-ticks.C:
			}
		}
	})
}

// look reads the account and returns what has changed since the reading before, the
// oldest first.
func (w *watcher) look(ctx context.Context) (changes []changeJSON, err error) {
	account, err := w.session.Source.Account(ctx)
	if err != nil {
		return nil, err
	}
	generations, err := w.session.Source.Generations(ctx)
	if err != nil {
		return nil, err
	}
	page, provenance, err := w.session.Source.Search(ctx, "", time.Time{}, 100)
	if err != nil {
		return nil, err
	}
	orders, _ := w.session.Orders.ListByAccount(account.ID) // `orders` reports what could not be read
	if err := refreshOrders(ctx, w.deps, w.session, orders); err != nil {
		return nil, err
	}
	at, sandbox := model.At(w.deps.Now()), w.session.Identity.Sandbox
	if w.begun && provenance == model.Billed {
		for i := len(page.Rows) - 1; i >= 0; i-- {
			if row := page.Rows[i]; row.Seq > w.last {
				line := export.NewLine(row, "", sandbox)
				changes = append(changes, changeJSON{Event: "transaction", At: at, Transaction: &line, Sandbox: sandbox})
			}
		}
	}
	for _, row := range page.Rows {
		w.last = max(w.last, row.Seq)
	}
	running := map[model.ID]bool{}
	for i := len(generations) - 1; i >= 0; i-- {
		g := generations[i]
		if running[g.ID] = g.Running(); !running[g.ID] && w.running[g.ID] {
			changes = append(changes, changeJSON{Event: "generation", At: at, Generation: &endedGeneration{
				g.ID, g.Status, g.Tool, model.OptionalString(g.Type), g.CreatedAt,
			}, Sandbox: sandbox})
		}
	}
	known := map[string]model.Order{}
	for i := len(orders) - 1; i >= 0; i-- {
		known[orders[i].Key] = orders[i]
		if before, has := w.orders[orders[i].Key]; w.begun && (!has || before.State != orders[i].State || before.Paid != orders[i].Paid) {
			order := newOrderJSON(orders[i])
			changes = append(changes, changeJSON{Event: "order", At: at, Order: &order, Sandbox: sandbox})
		}
	}
	if !w.begun || account.Credits != w.balance {
		change := changeJSON{Event: "balance", At: at, Balance: &account.Credits, Sandbox: sandbox}
		if before := w.balance; w.begun {
			change.Before = &before
		}
		changes = append(changes, change)
	}
	w.running, w.orders, w.balance, w.begun = running, known, account.Credits, true
	return changes, nil
}

// tell writes a change, and runs the command with it.
func (w *watcher) tell(ctx context.Context, change changeJSON) error {
	text, err := json.Marshal(change)
	if err != nil {
		return err
	}
	if mask := w.deps.Streams.mask; mask != nil {
		text = mask.JSON(text)
	}
	text = append(text, '\n')
	if _, err := w.deps.Streams.Out.Write(text); err != nil || w.options.exec == "" {
		return err
	}
	shell, flag := "sh", "-c"
	if runtime.GOOS == "windows" {
		shell, flag = "cmd", "/C"
	}
	cmd := exec.CommandContext(ctx, shell, flag, w.options.exec)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(text), w.deps.Streams.Err, w.deps.Streams.Err
	var exit *exec.ExitError
	switch err := cmd.Run(); {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &exit):
		warn(w.deps.Streams, []string{"The command of --exec failed: " + err.Error()})
		return nil
	default:
		return err
	}
}
