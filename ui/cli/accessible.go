package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
)

// job is an action offered in accessible mode, where the dashboard is plain prompts and
// lines.
type job struct {
	name string
	run  func(ctx context.Context, deps Deps, target account.Target) error
}

// jobs are the actions, with the commands that carry them out.
func (c *commands) jobs() []job {
	return []job{
		{"Balance", func(ctx context.Context, deps Deps, target account.Target) error {
			return runBalance(ctx, deps, balanceOptions{target: target})
		}},
		{"Latest transactions", func(ctx context.Context, deps Deps, target account.Target) error {
			return runTransactions(ctx, deps, transactionsOptions{target: target, limit: 10, some: true})
		}},
		{"Usage of the last 30 days, by model", func(ctx context.Context, deps Deps, target account.Target) error {
			return runUsage(ctx, deps, usageOptions{target: target, by: "model", within: "30d"})
		}},
		{"Compare plans", func(ctx context.Context, deps Deps, target account.Target) error {
			return errors.Join(runPlans(ctx, deps, plansOptions{target: target}), runAdvise(ctx, deps, adviseOptions{target: target, days: 90}))
		}},
	}
}

// openAccounts is an Accounts that returns the session already open.
type openAccounts struct {
	Accounts
	session account.Session
}

func (o openAccounts) OpenSession(context.Context) (account.Session, error) { return o.session, nil }

// runAccessible offers the actions of accessible mode until the user or the input ends
// it: it prompts for one answer a line, and prints results as lines read from top to
// bottom. Nothing is redrawn. All actions share a session and a reader, so that answers
// may come through a pipe.
func (c *commands) runAccessible(ctx context.Context, target account.Target) error {
	deps := c.deps
	accounts, err := deps.Accounts(target)
	if err != nil {
		return err
	}
	session, err := accounts.OpenSession(ctx)
	if err != nil {
		return err
	}
	session = data.InMemory(session, deps.Now())
	if session.Close != nil {
		defer session.Close()
	}
	warn(deps.Streams, session.Warnings)
	session.Close, session.Warnings = nil, nil
	deps.Accounts = func(account.Target) (Accounts, error) { return openAccounts{accounts, session}, nil }
	deps.Streams.In = bufio.NewReader(deps.Streams.In)
	deps.Streams.InTTY, deps.Streams.OutTTY, deps.Streams.asLines = true, true, true
	deps.Streams.ErrTTY = false // progress would redraw its line
	p, jobs := newPrompt(deps.Streams), c.jobs()
	if !c.config.ReadOnly {
		jobs = append(jobs, job{"Buy a credit pack, and wait until it arrives", func(ctx context.Context, deps Deps, target account.Target) error {
			return buyNumbered(ctx, deps, target, session, p)
		}})
	}
	names := make([]string, len(jobs)+1)
	for i, job := range jobs {
		names[i] = job.name
	}
	names[len(jobs)] = "Quit"
	if account, err := session.Source.Account(model.WithInteractive(ctx)); err == nil { // an error is that of the first action too
		sub, _, _ := session.Source.Subscription(model.WithInteractive(ctx))
		warn(deps.Streams, alertNotes(deps, alertBasis(deps, account, sub)))
	}
	p.list("What do you want to do?", names)
	for {
		choice, err := p.chooses(ctx, "What do you want to do?", names)
		if err != nil || choice == len(jobs) {
			return ctx.Err()
		}
		switch err := jobs[choice].run(ctx, deps, target); {
		case ctx.Err() != nil:
			return cmp.Or(err, ctx.Err())
		case err != nil:
			deps.Streams.say("%s", sentence(deps, err))
		}
		deps.Streams.say("")
	}
}

// buyNumbered prompts for a pack by its number, and buys it, with the usual
// confirmation.
func buyNumbered(ctx context.Context, deps Deps, target account.Target, session account.Session, p *prompt) error {
	packs, provenance, err := session.Source.Packs(model.WithInteractive(ctx))
	if err != nil || provenance == model.Billed && len(packs) == 0 {
		return errors.Join(err, runPacks(ctx, deps, packsOptions{target: target}))
	}
	if provenance != model.Billed {
		return buyOnWebsite(ctx, deps, target, p)
	}
	names := make([]string, len(packs)+1)
	for i, pack := range packs {
		names[i] = fmt.Sprintf("%s, %s for %s", pack.Name, format.Credits(pack.Credits), pack.Price)
	}
	names[len(packs)] = "Buy nothing"
	p.list("Which pack?", names)
	choice, err := p.chooses(ctx, "Which pack?", names)
	switch {
	case err != nil:
		return ctx.Err()
	case choice == len(packs):
		deps.Streams.say("Nothing was bought.")
		return nil
	}
	return runBuy(ctx, deps, buyOptions{target: target, slug: packs[choice].Slug}, choosePack)
}

// buyOnWebsite asks whether to open the page where packs are sold, and watches the account then.
func buyOnWebsite(ctx context.Context, deps Deps, target account.Target, p *prompt) error {
	question, answers := notSold+". Open it?", []string{"Open it, and watch the balance", "Buy nothing"}
	p.list(question, answers)
	switch choice, err := p.chooses(ctx, question, answers); {
	case err != nil:
		return ctx.Err()
	case choice != 0:
		deps.Streams.say("Nothing was bought.")
		return nil
	}
	return runBuy(ctx, deps, buyOptions{target: target}, choosePack)
}

// list prints a question with its numbered choices.
func (p *prompt) list(question string, choices []string) {
	p.streams.say("%s", question)
	for i, choice := range choices {
		p.streams.say("%d. %s", i+1, choice)
	}
}

// chooses prompts for the number of a choice until the answer is valid; an empty answer
// lists the choices again. The error is that of ctx, or io.EOF at the end of the input.
func (p *prompt) chooses(ctx context.Context, question string, choices []string) (int, error) {
	for {
		answer, err := p.line(ctx, fmt.Sprintf("Number, 1 to %d, or enter for the list:", len(choices)))
		if number, wrong := strconv.Atoi(answer); wrong == nil && number >= 1 && number <= len(choices) {
			return number - 1, nil
		}
		if err != nil {
			return 0, err
		}
		if answer == "" {
			p.list(question, choices)
			continue
		}
		p.streams.say("That is not one of the numbers.")
	}
}

// writeLines writes each row as a line of cells, each after its column's name. Cells without
// a value are left out.
func writeLines(w io.Writer, columns []column, rows iter.Seq[[]string], width int) error {
	for row := range rows {
		var parts []string
		for i, cell := range row {
			switch cell = strings.Join(strings.Fields(cell), " "); {
			case cell == "", cell == "–":
			case columns[i].title == "":
				parts = append(parts, cell)
			default:
				parts = append(parts, strings.ToLower(columns[i].title)+": "+cell)
			}
		}
		if _, err := fmt.Fprintln(w, wrap(strings.Join(parts, ", "), width)); err != nil {
			return err
		}
	}
	return nil
}
