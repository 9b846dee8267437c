package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/export"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

type transactionsOptions struct {
	target account.Target
	limit  int
	kind   string
	since  string
	filter string
	json   bool
	csv    bool
	jsonl  bool
	some   bool // the newest rows of an estimated history are enough: no more than limit are read
}

// mostAsked is the most rows that are fetched from the server directly; more come from
// the local copy, which takes little memory and fetches each row once.
const mostAsked = 1000

// whole reports whether the local copy of the history is needed, not only its newest
// pages.
func (o transactionsOptions) whole() bool {
	return o.filter != "" || o.csv || o.jsonl || o.limit == 0 || o.limit > mostAsked
}

// types are the values of --type: those of a ledger, and those of an estimated history.
var types = func() (all []string) {
	for _, kind := range append(slices.Clone(model.TransactionTypes), model.TypeObserved) {
		all = append(all, string(kind))
	}
	return all
}()

func (c *commands) transactions() *cobra.Command {
	options := transactionsOptions{}
	cmd := &cobra.Command{
		Use:   "transactions",
		Short: "Print the newest transactions",
		Long: `Print the newest transactions, newest first.

Piped, a line each: seq, id, type, credits, balance, time (UTC), tool, model, description, refund of, generation, paid, currency, provenance, basis. The seq of an estimated row is empty, as are credits or balance where they are not known.

Where the server has no history of transactions, it is estimated: generations at the catalogue's prices, and the changes of the balance that were seen. Every row says so, and its basis on what it rests: a basis that ends in at_least is a lower bound, one in about may be another.

With --filter, --csv and --jsonl all rows are printed unless --limit says otherwise; a table for people has 20 (rows in config.toml). For those, for --limit 0 and for more than ` + format.Count(mostAsked) + ` rows the history is kept on this machine, and only what is new is fetched.

JSON is an object with the rows in data, however many, and --jsonl the same rows a line each. Every row has the same members, null where something is not known or the row has none. Prompts are those that are known; --csv, --jsonl and --filter read them all first.

A filter is words and conditions:
` + formatHelp(),
		Example: `studio-tui transactions --limit 50
studio-tui transactions --type purchase --since 2026-01-01
studio-tui transactions --since 7d --limit 0 --json
studio-tui transactions --filter 'model:veo amount:<-50' --csv > veo.csv`,
		Args: c.noArgs(takesNoArgs),
		Run: c.run(func(cmd *cobra.Command) (err error) {
			if options.target, err = c.flags.target(cmd, c.deps); err != nil {
				return err
			}
			forPeople := c.deps.Streams.OutTTY && !options.json && !options.csv && !options.jsonl
			if !cmd.Flags().Changed("limit") {
				options.limit = c.config.Rows
				if options.whole() && !forPeople {
					options.limit = 0
				}
			}
			return runTransactions(cmd.Context(), c.deps, options)
		}),
	}
	flags := cmd.Flags()
	c.flags.account(flags, c.deps)
	options.limit = 20
	flags.Var((*wholeNumber)(&options.limit), "limit", "How many at the most, 0 for all")
	flags.StringVar(&options.kind, "type", "", "Only of this type: "+strings.Join(types, ", "))
	flags.StringVar(&options.since, "since", "", "Only from a day (2026-10-01) on, or from so long before now (7d, 12h, 30min)")
	flags.BoolVar(&options.json, "json", false, "Print JSON")
	flags.StringVar(&options.filter, "filter", "", "Only what this finds in the whole history, as / does in the dashboard")
	flags.BoolVar(&options.csv, "csv", false, "Print CSV")
	flags.BoolVar(&options.jsonl, "jsonl", false, "Print a JSON object in each line")
	return cmd
}

func runTransactions(ctx context.Context, deps Deps, options transactionsOptions) error {
	var since time.Time
	if options.since != "" {
		var err error
		if since, err = parseSince(options.since, deps.Now(), deps.Location); err != nil {
			return err
		}
	}
	if options.limit < 0 {
		return usagef("--limit takes a number from 0 on, not %d", options.limit)
	}
	if (options.json && options.csv) || (options.json && options.jsonl) || (options.csv && options.jsonl) {
		return usagef("--json, --csv and --jsonl do not go together")
	}
	if options.kind = strings.ToLower(options.kind); options.kind != "" && !slices.Contains(types, options.kind) {
		return oneOf("--type", options.kind, types)
	}
	if _, err := parseFilter(options.filter, deps); err != nil {
		return err
	}
	return withSession(ctx, deps, options.target, func(ctx context.Context, session account.Session) error {
		if options.whole() {
			return runFilter(ctx, deps, session, options, since)
		}
		page, provenance, err := search(ctx, session.Source, model.TransactionType(options.kind), since, options.limit)
		if err != nil {
			return err
		}
		if provenance == model.Unsupported { // for the estimated history
			options.some = options.kind == "" && since.IsZero()
			return runFilter(ctx, deps, session, options, since)
		}
		warn(deps.Streams, leftOutNotes(unreadableOf(page)))
		list := listOf(page, provenance, model.At(deps.Now()))
		if options.json {
			list.rows = withPrompts(list.rows, keptPrompts(ctx, session))
		}
		if deps.Streams.OutTTY && !options.json {
			others, err := refundsOf(ctx, session.Source, page.Rows, options.kind)
			if err != nil {
				return err
			}
			pairs := model.PairRefunds(append(others, page.Rows...))
			list.refunded = func(row model.Transaction) bool {
				_, refunded := pairs.Refund(row)
				return refunded
			}
		}
		return list.write(ctx, deps, session, options.json)
	})
}

// refundsOf are the refunds of rows of one type, which are of another type than those.
func refundsOf(ctx context.Context, source account.Source, rows []model.Transaction, kind string) ([]model.Transaction, error) {
	of := map[model.TransactionType]model.TransactionType{model.TypeGeneration: model.TypeRefund, model.TypePurchase: model.TypePurchaseRefund}
	refund, has := of[model.TransactionType(kind)]
	if !has || len(rows) == 0 {
		return nil, nil
	}
	page, _, err := source.Search(ctx, refund, rows[len(rows)-1].CreatedAt.Time, mostAsked)
	return page.Rows, err
}

// search searches the server's ledger, which has no observed changes and rejects their
// type: in that case it only checks whether there is a ledger.
func search(ctx context.Context, source account.Source, kind model.TransactionType, since time.Time, limit int) (model.Page, model.Provenance, error) {
	if kind != model.TypeObserved {
		return source.Search(ctx, kind, since, limit)
	}
	_, provenance, err := source.Search(ctx, "", time.Time{}, 1)
	return model.Page{}, provenance, err
}

// transactionList is the rows to print, with the notes about them.
type transactionList struct {
	rows        iter.Seq2[model.Transaction, string] // newest first, with the known prompts
	count       int                                  // of rows
	total       int64                                // of all rows, with those beyond the limit
	hasMore     bool
	notLookedUp int
	provenance  model.Provenance
	asOf        model.Time
	leftOut     *model.LeftOut
	refunded    func(model.Transaction) bool // whether a row was refunded; for people only
}

// listOf is the list of a page of the server's ledger.
func listOf(page model.Page, provenance model.Provenance, asOf model.Time) transactionList {
	return transactionList{
		rows: func(yield func(model.Transaction, string) bool) {
			for _, row := range page.Rows {
				if !yield(row, "") {
					return
				}
			}
		},
		count: len(page.Rows), total: page.Total, hasMore: page.HasMore, provenance: provenance, asOf: asOf, leftOut: unreadableOf(page),
	}
}

// withPrompts are rows with their prompts of the local copy.
func withPrompts(rows iter.Seq2[model.Transaction, string], kept *history.Table) iter.Seq2[model.Transaction, string] {
	return func(yield func(model.Transaction, string) bool) {
		for row, prompt := range rows {
			if at, ok := kept.FindRow(row.Seq, row.ID); ok {
				prompt = kept.Prompt(at)
			}
			if !yield(row, prompt) {
				return
			}
		}
	}
}

// keptPrompts is the local copy of the history, empty where there is none. Nothing is requested.
func keptPrompts(ctx context.Context, session account.Session) *history.Table {
	if kept, err := session.Archive.Load(ctx); err == nil && kept.Table != nil {
		return kept.Table
	}
	return &history.Table{}
}

// write prints the list row by row, as JSON, as a table for people, or as tab-separated
// fields.
func (l transactionList) write(ctx context.Context, deps Deps, session account.Session, asJSON bool) error {
	s, notes := deps.Streams, l.notes(deps.Streams.asLines)
	if asJSON {
		warn(s, notes)
		return l.writeJSON(ctx, s.Out, session.Identity.Sandbox)
	}
	if session.Identity.Sandbox {
		notes = append(notes, sandboxNotice)
	}
	if s.OutTTY {
		states := l.states(ctx, session.Source)
		return writePeople(s, []column{
			{"DATE", fixed}, {"TYPE", spare}, {"WHAT", text}, {"STATE", text}, {"PAID", number}, {"CREDITS", number}, {"BALANCE", number},
		}, l.each(ctx, func(row model.Transaction) []string { return transactionCells(deps, row, states(row)) }), notes)
	}
	warn(s, notes)
	return errors.Join(writeFields(s, transactionNames(), l.each(ctx, transactionFields)), ctx.Err())
}

// states returns the state of a row: that it was given back, that its generation failed, or how
// far that is; "" for one that is done.
func (l transactionList) states(ctx context.Context, source account.Source) func(model.Transaction) string {
	newest, _ := source.Generations(ctx) // after an error those that run are like any other
	status := map[model.ID]string{}
	for _, generation := range newest {
		if generation.Running() {
			status[generation.ID] = string(generation.Status)
		} else if generation.Status == model.GenerationError {
			status[generation.ID] = "failed"
		}
	}
	return func(row model.Transaction) string {
		switch {
		case l.refunded(row):
			return message.RefundState(row)
		case row.Type == model.TypeGeneration:
			return status[row.GenerationID]
		}
		return ""
	}
}

// each maps every row to its cells, until ctx ends.
func (l transactionList) each(ctx context.Context, of func(model.Transaction) []string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for row := range l.rows {
			if ctx.Err() != nil || !yield(of(row)) {
				return
			}
		}
	}
}

// writeJSON writes the members of [listing], row by row.
func (l transactionList) writeJSON(ctx context.Context, out io.Writer, sandbox bool) error {
	w := bufio.NewWriter(out)
	between, end := "", ""
	_, _ = w.WriteString("{\n  \"data\": [") // the writer keeps its error until its last write
	for row, prompt := range l.rows {
		text, err := jsonText(export.NewLine(row, prompt, sandbox), "    ")
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		_, _ = w.WriteString(between + "\n    ")
		if _, err := w.Write(text); err != nil {
			return err
		}
		between, end = ",", "\n  "
	}
	rest, err := jsonText(listing[struct{}]{
		Total: &l.total, HasMore: &l.hasMore, Provenance: l.provenance, AsOf: l.asOf, Sandbox: sandbox, LeftOut: l.leftOut,
		NotLookedUp: l.notLookedUp,
	}, "")
	if err != nil {
		return err
	}
	_, _ = w.WriteString(end + "]" + strings.TrimPrefix(string(rest), "{\n  \"data\": null") + "\n")
	return w.Flush()
}

func (l transactionList) notes(asLines bool) (notes []string) {
	if l.provenance == model.Estimated {
		notes = append(notes, estimatedNotice)
	}
	switch {
	case l.count == 0:
		notes = append(notes, "No transactions.")
	case l.hasMore:
		note := fmt.Sprintf("%s of %s transactions.", format.Count(l.count), format.Count(int(l.total)))
		if !asLines { // whose user gives no flags
			note += " More with --limit."
		}
		notes = append(notes, note)
	}
	return notes
}

// unreadableOf is the rows of a page that could not be read, nil for none.
func unreadableOf(page model.Page) *model.LeftOut {
	if len(page.Unreadable) == 0 {
		return nil
	}
	left := model.NewLeftOut("transactions", page.Unreadable)
	return &left
}

// estimatedNotice is printed with every estimated history.
const estimatedNotice = "Estimated: this server does not offer its history of transactions. These are generations at the catalogue's prices, with assumed refunds and the changes of the balance that were seen. The website has what was billed: " + string(model.AccountPage)

// transactionCells are a row's table cells, for people.
func transactionCells(deps Deps, row model.Transaction, state string) []string {
	what := message.RowTitle(row)
	if window := message.Interval(row, deps.Location); window != "" {
		what += ", " + window
	}
	paid := ""
	if row.Payment != nil {
		paid = row.Payment.String()
	}
	return []string{
		clock(deps, row.CreatedAt), format.Type(row.Type), what, state, paid,
		message.AmountOf(row), message.BalanceAfter(row),
	}
}

// transactionNames are the names of a row's fields, as the help has them.
func transactionNames() []string {
	return []string{
		"seq", "id", "type", "credits", "balance", "time", "tool", "model", "description", "refund_of",
		"generation", "paid", "currency", "provenance", "basis",
	}
}

// transactionFields are a row's fields, for scripts, in the order of their names.
func transactionFields(row model.Transaction) []string {
	paid, currency := "", ""
	if row.Payment != nil {
		paid, currency = row.Payment.Decimal(), row.Payment.Currency
	}
	seq := ""
	if !row.Estimated() {
		seq = strconv.FormatInt(row.Seq, 10)
	}
	return []string{
		seq, string(row.ID), string(row.Type), row.Amount.Plain(), row.Balance.Plain(),
		row.CreatedAt.ISO(), string(row.Tool), string(row.Model), row.Description, string(row.RefundOf),
		string(row.GenerationID), paid, currency, string(row.Provenance()), string(row.Basis),
	}
}
