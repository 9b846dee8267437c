package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/export"
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

// found is the result of a filter.
type found struct {
	progress history.Progress
	rows     iter.Seq[int] // newest first, up to the limit
	total    int           // number of matching rows, with those beyond the limit
	failed   error         // why the rows could not be refreshed, if so
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
		refunded: func(row model.Transaction) bool {
			at, found := p.Table.FindRow(row.Seq, row.ID)
			if found {
				_, found = p.Table.Refund(at)
			}
			return found
		},
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
