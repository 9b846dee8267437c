package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/export"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// parseFilter parses --filter. The error marks the wrong part on a line below the
// filter.
func parseFilter(text string, deps Deps) (history.Query, error) {
	query, err := history.Parse(text, deps.Now(), deps.Location)
	var wrong *history.SyntaxError
	if errors.As(err, &wrong) {
		where := fmt.Sprintf("character %d", len([]rune(text[:wrong.Pos]))+1)
		if part := fmt.Sprintf("%q", text[wrong.Pos:wrong.Pos+wrong.Len]); !strings.HasPrefix(wrong.Message, part) {
			where += ", " + part
		}
		return query, &usageError{Err: fmt.Errorf("--filter was not understood at %s: %s", where, wrong.Message)}
	}
	return query, err
}

// needsPrompts reports whether an answer depends on the prompts of all rows: where the
// filter has words, and where prompts are printed of more than the newest rows.
func needsPrompts(o transactionsOptions, deps Deps) bool {
	sheet := (o.csv || o.jsonl) && o.limit == 0
	return hasWords(o.filter, deps) || sheet || (o.filter != "" && (o.json || o.csv || o.jsonl))
}

// hasWords reports whether a filter has words, with a leading minus or without. A word
// of a filter is part of the filter's own text.
func hasWords(filter string, deps Deps) bool {
	plain := regexp.MustCompile(`(^|[\s\p{Z}])-+`).ReplaceAllString(filter, "$1")
	query, err := history.Parse(plain, deps.Now(), deps.Location)
	return err != nil || len(query.Marks(plain)) > 0
}

// upToDate is the whole current history, or enough of it, with the prompts of its
// generations where they are needed.
func upToDate(ctx context.Context, deps Deps, archive account.Archive, prompts bool, enough func(history.Progress) bool) (history.Progress, error) {
	// A history of a million rows takes hours where the server allows a page every two
	// seconds, so progress is shown on a terminal.
	tell := func(history.Progress) {}
	if deps.Streams.ErrTTY {
		tell = func(p history.Progress) {
			switch {
			case p.Table == nil:
			case !p.Whole:
				_, _ = fmt.Fprintf(deps.Streams.Err, clearLine+"%s of %s transactions fetched", format.Count(p.Table.Len()), format.Count(int(p.Total)))
			case p.Soon > 0:
				_, _ = fmt.Fprintf(deps.Streams.Err, clearLine+"%s transactions fetched, looking up %s", format.Count(p.Table.Len()), format.Plural(p.Soon, "generation"))
			case p.Provenance == model.Billed:
				_, _ = fmt.Fprintf(deps.Streams.Err, clearLine+"%s transactions fetched, reading their prompts", format.Count(p.Table.Len()))
			}
		}
		defer func() { _, _ = io.WriteString(deps.Streams.Err, clearLine) }()
	}
	progress, err := retryRateLimited(ctx, deps, archive.Latest)
	warn(deps.Streams, notices(progress))
	if err != nil {
		return progress, &notRefreshed{err}
	}
	for err == nil && missing(progress, prompts) && !enough(progress) {
		tell(progress)
		progress, err = retryRateLimited(ctx, deps, archive.Step)
		warn(deps.Streams, notices(progress))
	}
	for err == nil && progress.Review && !missing(progress, prompts) { // the server may have corrected some
		progress, err = retryRateLimited(ctx, deps, archive.Step)
	}
	return progress, err
}

// notRefreshed is the error of a server that could not be asked for new rows. The rows
// from before still apply.
type notRefreshed struct{ error }

// Unwrap returns the error.
func (e *notRefreshed) Unwrap() error { return e.error }

// refreshFailure is the server's error where new rows could not be read and all earlier
// ones are there, else nil.
func refreshFailure(ctx context.Context, p history.Progress, err error) error {
	var stale *notRefreshed
	if !errors.As(err, &stale) || ctx.Err() != nil || !p.Whole || rowsOf(p) == 0 || model.KindOf(err) == model.NotSignedIn {
		return nil
	}
	return stale.error
}

// missing reports whether required rows, prices of estimated rows, or prompts are still
// to be read. Prompts of billed rows follow once all rows are there. Of generations
// that take a request each, only the preferred ones count.
func missing(p history.Progress, prompts bool) bool {
	switch {
	case !p.Whole || p.Soon > 0 || pricesPending(p):
		return true
	case p.Details > 0:
		return false
	}
	return p.More && (prompts || p.Provenance == model.Estimated)
}

// pricesPending reports whether prices of estimated rows are still to be read.
func pricesPending(p history.Progress) bool {
	return p.More && p.Table != nil && len(p.Table.WithBasis(model.BasisPendingPrice)) > 0
}

// detailsFirst is the number of the newest generations that a command reads one by one
// where the list lacks their prompts: as many as it prints, limited to a minute of a
// free key's rate limit.
func detailsFirst(o transactionsOptions) int {
	const most = 40
	if o.limit == 0 || o.filter != "" {
		return most / 2
	}
	return min(o.limit, most)
}

// lacksDetails describes what is unknown of generations not read one by one yet.
func lacksDetails(p history.Progress, o transactionsOptions, deps Deps) []string {
	if p.Details == 0 || (p.Provenance == model.Billed && !needsPrompts(o, deps)) {
		return nil
	}
	what := "model, prompt and price"
	if p.Provenance == model.Billed {
		what = "prompts"
	}
	text := fmt.Sprintf("The %s of %s generations are not known yet: this server's list does not say them, and each is a request. The dashboard reads them in the background, newest first.", what, format.Count(p.Details))
	if hasWords(o.filter, deps) {
		text = fmt.Sprintf("Words were not looked for in the prompts of %s generations. ", format.Count(p.Details)) + text
	}
	return []string{text}
}

// withoutPrompts reports whether all rows of a ledger are there and only their prompts
// could not be read.
func withoutPrompts(ctx context.Context, p history.Progress, err error) bool {
	return err != nil && !errors.As(err, new(*notRefreshed)) && ctx.Err() == nil && p.Whole && p.Provenance == model.Billed && model.KindOf(err) != model.NotSignedIn
}

func notices(p history.Progress) []string {
	if p.Notice == "" {
		return nil
	}
	return []string{p.Notice}
}

// found is the result of a filter.
type found struct {
	progress history.Progress
	rows     iter.Seq[int] // newest first, up to the limit
	total    int           // number of matching rows, with those beyond the limit
	failed   error         // why the rows could not be refreshed, if so
}

// current is the current history, or as much of it as is enough. failed is why it could
// not be refreshed, if so.
func current(ctx context.Context, deps Deps, session account.Session, o transactionsOptions, enough func(history.Progress) bool) (progress history.Progress, failed, err error) {
	session.Archive.Prefer(nil, detailsFirst(o))
	progress, err = upToDate(ctx, deps, session.Archive, needsPrompts(o, deps), enough)
	if withoutPrompts(ctx, progress, err) && !hasWords(o.filter, deps) {
		warn(deps.Streams, []string{"The prompts of generations could not be read, and are missing. " + message.PlainError(err)})
		err = nil
	}
	if failed = refreshFailure(ctx, progress, err); failed != nil {
		warn(deps.Streams, keptNotes(deps, progress, o))
		err = nil
	}
	if progress.Table == nil {
		progress.Table = &history.Table{}
	}
	return progress, failed, err
}

// find refreshes the history and filters its rows.
func find(ctx context.Context, deps Deps, session account.Session, o transactionsOptions, query history.Query, since time.Time) (found, error) {
	progress, failed, err := current(ctx, deps, session, o, func(p history.Progress) bool {
		return p.Table != nil && !needsPrompts(o, deps) && newestSuffice(p, o, since)
	})
	if err != nil {
		return found{}, err
	}
	result, err := history.Filter(ctx, progress.Table, query, nil)
	if err != nil {
		return found{}, err
	}
	wanted := func(i int) bool {
		if o.kind == "" && since.IsZero() {
			return true
		}
		row := progress.Table.Row(i)
		return (o.kind == "" || string(row.Type) == o.kind) && !row.CreatedAt.Before(since)
	}
	all := func(yield func(int) bool) {
		for k := result.Len() - 1; k >= 0; k-- {
			if i := result.At(k); wanted(i) && !yield(i) {
				return
			}
		}
	}
	f := found{progress: progress, failed: failed}
	for range all {
		f.total++
	}
	if !progress.Whole && o.kind == "" && o.filter == "" && since.IsZero() {
		f.total = max(f.total, int(progress.Total)) // the newest are read, and the server has the count of all
	}
	f.rows = func(yield func(int) bool) {
		n := 0
		for i := range all {
			if n++; (o.limit > 0 && n > o.limit) || !yield(i) {
				return
			}
		}
	}
	return f, nil
}

// newestSuffice reports whether the newest rows that were read are all that was asked
// for, with none missing among them.
func newestSuffice(p history.Progress, o transactionsOptions, since time.Time) bool {
	n := p.Table.Len()
	if o.some {
		return o.limit > 0 && n >= o.limit && p.Soon == 0 && !pricesPending(p)
	}
	if p.Provenance != model.Billed || n == 0 {
		return false
	}
	oldest := -1 // the oldest row that is needed
	if o.kind == "" && o.filter == "" && o.limit > 0 {
		oldest = n - o.limit
	}
	if !since.IsZero() {
		before := sort.Search(n, func(i int) bool { return !p.Table.Row(i).CreatedAt.Before(since) }) - 1
		oldest = max(oldest, before)
	}
	if oldest < 0 {
		return false
	}
	top, _ := p.Table.Key(n - 1)
	seq, _ := p.Table.Key(oldest)
	return top-seq == int64(n-1-oldest)
}

// keptNotes state the age of rows that are printed without a request to the server.
func keptNotes(deps Deps, p history.Progress, o transactionsOptions) []string {
	notes := []string{"The server could not be asked for what is new. These are the rows as of " + clock(deps, model.At(p.AsOf)) + "."}
	if p.More && hasWords(o.filter, deps) {
		notes = append(notes, "Not all prompts were read by then: words were looked for in those that were.")
	}
	return notes
}

// leftOut is the rows that could not be read, nil for none.
func (f found) leftOut() *model.LeftOut {
	if f.progress.LeftOut.Count == 0 {
		return nil
	}
	return &f.progress.LeftOut
}

// runFilter prints the rows of the whole history that a filter matches, in the chosen
// format.
func runFilter(ctx context.Context, deps Deps, session account.Session, o transactionsOptions, since time.Time) error {
	query, err := parseFilter(o.filter, deps)
	if err != nil {
		return err
	}
	f, err := find(ctx, deps, session, o, query, since)
	if err != nil {
		return err
	}
	warn(deps.Streams, leftOutNotes(f.leftOut()))
	if unmatched := message.UnmatchedName(query, f.progress.Table); f.total == 0 && unmatched != "" {
		warn(deps.Streams, []string{unmatched})
	}
	if err := f.write(ctx, deps, session, o); err != nil {
		return err
	}
	return f.failed // the rows are printed, and the exit code says that they are not current
}

func (f found) write(ctx context.Context, deps Deps, session account.Session, o transactionsOptions) (err error) {
	p, sandbox := f.progress, session.Identity.Sandbox
	warn(deps.Streams, lacksDetails(p, o, deps))
	switch {
	case o.csv:
		s := deps.Streams.pastMask()
		_, err = export.Write(ctx, s.Out, p.Table, f.rows, export.Options{Format: export.CSV, Sandbox: sandbox, Mask: s.mask})
		return err
	case o.jsonl:
		_, err = export.Write(ctx, deps.Streams.Out, p.Table, f.rows, export.Options{Format: export.JSONL, Sandbox: sandbox})
		return err
	}
	return transactionList{
		rows: func(yield func(model.Transaction, string) bool) {
			for i := range f.rows {
				if !yield(p.Table.Row(i), p.Table.Prompt(i)) {
					return
				}
			}
		},
		count: f.count(o), total: int64(f.total), hasMore: f.count(o) < f.total, notLookedUp: p.Details,
		provenance: p.Provenance, asOf: readAt(deps, p), leftOut: f.leftOut(),
	}.write(ctx, deps, session, o.json)
}

// count is the number of rows printed.
func (f found) count(o transactionsOptions) int {
	if o.limit > 0 {
		return min(o.limit, f.total)
	}
	return f.total
}

// formatHelp lists the formats, with the flags that each allows.
func formatHelp() string {
	widest := 0
	for _, form := range history.FilterHelp {
		widest = max(widest, widget.Width(form[0]))
	}
	var b strings.Builder
	for _, form := range history.FilterHelp {
		fmt.Fprintf(&b, "  %-*s  %s\n", widest, form[0], form[1])
	}
	return strings.TrimSuffix(b.String(), "\n")
}
