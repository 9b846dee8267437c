package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// The states of a check.
const (
	checkOK      = "ok"
	checkNote    = "note" // it works, with a limitation
	checkBroken  = "broken"
	checkUnknown = "unknown" // it could not be checked, for a reason given by another check
)

// check is the result of one check. Its text has no secrets.
type check struct {
	Name  string `json:"name"`
	State string `json:"state"`
	Text  string `json:"text"`
}

func (c *commands) doctor() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look for what is broken on this machine",
		Long: `Look at the terminal, the browser, the key and its keyring, the network, the clock against the server's, the local copy, the orders and whether the program's folders can be written, and print what a bug report needs: no key, no email address and no balance. The exit code is 1 where something is broken.

Piped, a line each: name, state (ok, note, broken, unknown), text.`,
		Example: `studio-tui doctor
studio-tui doctor --json`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) error {
			target, err := c.flags.target(cmd, c.deps)
			if err != nil {
				return err
			}
			return runDoctor(cmd.Context(), c.deps, target, asJSON)
		}),
	}
	c.flags.account(cmd.Flags(), c.deps)
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON")
	return cmd
}

func runDoctor(ctx context.Context, deps Deps, target account.Target, asJSON bool) error {
	accounts, err := deps.Accounts(target)
	if err != nil {
		return err
	}
	checks := append([]check{{"version", checkOK, deps.Version}}, checkTerminal(deps)...)
	checks = append(checks, checkBrowser(accounts), checkKey(ctx, accounts, target))
	checks = append(checks, checkServer(ctx, accounts)...)
	checks = append(checks, checkCopies(ctx, deps))
	if target.Demo == nil { // the sandbox stores nothing
		checks = append(checks, checkFolders(deps))
	}

	r := report{columns: []column{{"CHECK", fixed}, {"STATE", fixed}, {"WHAT", text}}}
	var broken []string
	for i := range checks {
		c := &checks[i]
		c.Text = keyShape().ReplaceAllString(model.Clean(c.Text), "prod_…")
		r.tsvRows = append(r.tsvRows, []string{c.Name, c.State, c.Text})
		r.tableRows = append(r.tableRows, []string{c.Name, c.State, c.Text})
		if c.State == checkBroken {
			broken = append(broken, c.Name)
			r.addWarning(c.Name, c.Text) // in full, where the table has no room for it
		}
	}
	r.json = listing[check]{Data: checks, Provenance: model.Billed, AsOf: model.At(deps.Now()), Sandbox: target.Demo != nil}
	if err := r.write(deps.Streams, asJSON, account.Identity{}); err != nil {
		return err
	}
	if len(broken) > 0 {
		return &Outcome{ExitOther, "Broken: " + strings.Join(broken, ", ")}
	}
	return nil
}

// checkTerminal checks the output terminal.
func checkTerminal(deps Deps) []check {
	s, name := deps.Streams, deps.Env("TERM")
	if !s.OutTTY {
		return []check{{"terminal", checkOK, "not written to one; TERM is " + orNone(name)}}
	}
	colours := colorprofile.Detect(s.Out, s.Environ)
	checks := []check{{"terminal", checkOK, fmt.Sprintf("%s, %d columns, colours: %s", orNone(name), s.Width, colours)}}
	switch {
	case name == "" || name == "dumb":
		checks[0].State, checks[0].Text = checkNote, "TERM is "+orNone(name)+": the dashboard does not open there"
	case s.Width < 60:
		checks[0].State = checkNote
		checks[0].Text += "; the dashboard wants 60"
	}
	locale := deps.Env("LC_ALL") + deps.Env("LC_CTYPE") + deps.Env("LANG")
	if state := checkNote; !strings.Contains(strings.ToLower(locale), "utf") {
		checks = append(checks, check{"locale", state, "it does not name UTF-8: " + orNone(locale)})
	}
	clipboard := "by the terminal (OSC 52), which may have it switched off"
	if deps.Env("TMUX") != "" {
		clipboard += "; tmux wants set-clipboard on"
	}
	return append(checks, check{"clipboard", checkOK, clipboard})
}

func orNone(text string) string {
	if text == "" {
		return "not set"
	}
	return text
}

func checkBrowser(accounts Accounts) check {
	if ok, why := accounts.Browser().Available(); !ok {
		return check{"browser", checkNote, why}
	}
	return check{"browser", checkOK, "there is one"}
}

// checkKey checks every place where a key may be stored.
func checkKey(ctx context.Context, accounts Accounts, target account.Target) check {
	if target.Demo != nil {
		return check{"key", checkOK, "the sandbox's own"}
	}
	status, err := accounts.Status(ctx)
	if err != nil {
		return check{"key", checkBroken, message.PlainError(err)}
	}
	state, text := checkBroken, "there is none"
	var problems []string
	for _, place := range status.Places {
		if place.Used {
			state, text = checkOK, "in "+place.Where
		}
		if place.Problem != "" {
			problems = append(problems, place.Where+": "+place.Problem)
		}
	}
	if len(problems) > 0 && state == checkOK {
		state = checkNote
	}
	return check{"key", state, strings.Join(append([]string{text}, problems...), "; ")}
}

// farOff is the difference from which a wrong clock is reported.
const farOff = time.Minute

// checkServer reads the account from the server, and checks the response.
func checkServer(ctx context.Context, accounts Accounts) []check {
	session, err := accounts.OpenSession(ctx)
	if err != nil {
		return []check{{"server", checkUnknown, "not asked, as there is no session"}}
	}
	if session.Close != nil {
		defer session.Close()
	}
	who, err := session.Source.Account(model.WithInteractive(ctx))
	if err != nil {
		return []check{{"server", checkBroken, message.PlainError(err)}}
	}
	checks := []check{{"server", checkOK, session.Identity.Host + " answers and accepts the key"}}
	ahead := session.Source.ServerAhead()
	clock := check{"clock", checkOK, "as the server's"}
	if ahead.Abs() > farOff {
		how := "behind"
		if ahead < 0 {
			how = "ahead of"
		}
		clock.State, clock.Text = checkBroken, fmt.Sprintf("%s %s the server's", format.Span(ahead.Abs()), how)
	}
	checks = append(checks, clock)
	if session.Orders != nil {
		orders := check{"orders", checkOK, "they can be read"}
		if _, err := session.Orders.ListByAccount(who.ID); err != nil {
			orders.State, orders.Text = checkBroken, message.OrdersLost(err)
		}
		checks = append(checks, orders)
	}
	return checks
}

// checkCopies checks the local copies.
func checkCopies(ctx context.Context, deps Deps) check {
	cache, err := deps.Cache()
	if err != nil {
		return check{"local copy", checkBroken, message.PlainError(err)}
	}
	list, err := cache.List(ctx)
	if err != nil {
		return check{"local copy", checkBroken, message.PlainError(err)}
	}
	if i := slices.IndexFunc(list, func(kept account.LocalCopy) bool { return kept.Problem != "" }); i >= 0 {
		return check{"local copy", checkBroken, list[i].Problem}
	}
	return check{"local copy", checkOK, fmt.Sprintf("%s in %s", format.Plural(len(list), "account"), cache.Dir())}
}

// checkFolders checks that the program's folders can be written. With read_only it
// needs the local copy alone.
func checkFolders(deps Deps) check {
	var names, failed []string
	state := checkNote
	for _, folder := range deps.CheckFolders() {
		names = append(names, folder.Name)
		if folder.Err != nil && (folder.Needed || !deps.readOnly) {
			state = checkBroken
		}
		switch {
		case folder.Err == nil:
		case folder.Path == "":
			failed = append(failed, message.PlainError(folder.Err))
		default:
			failed = append(failed, fmt.Sprintf("%s in %s: %s", folder.Name, folder.Path, message.PlainError(folder.Err)))
		}
	}
	if len(failed) > 0 {
		return check{"folders", state, "not writable: " + strings.Join(failed, "; ")}
	}
	return check{"folders", checkOK, strings.Join(names, ", ") + " can be written"}
}
