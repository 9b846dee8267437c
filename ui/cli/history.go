package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// wholeHistory is the whole current history, with a table in any case, and a warning of rows that
// could not be read. failed is why it could not be refreshed, if so: the result is printed
// nevertheless, and the exit code is that of the error.
func wholeHistory(ctx context.Context, deps Deps, session account.Session) (p history.Progress, failed, err error) {
	p, failed, err = current(ctx, deps, session, transactionsOptions{}, func(history.Progress) bool { return false })
	if err == nil && p.LeftOut.Count > 0 {
		warn(deps.Streams, leftOutNotes(&p.LeftOut))
	}
	return p, failed, err
}

// readAt is the time when the server returned a history.
func readAt(deps Deps, p history.Progress) model.Time {
	if p.AsOf.IsZero() {
		return model.At(deps.Now())
	}
	return model.At(p.AsOf)
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
		if progress, err = retryRateLimited(ctx, deps, archive.Step); err != nil {
			err = &notRefreshed{err}
		}
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

// keptNotes state the age of rows that are printed without a request to the server.
func keptNotes(deps Deps, p history.Progress, o transactionsOptions) []string {
	notes := []string{"The server could not be asked for what is new. These are the rows as of " + clock(deps, model.At(p.AsOf)) + "."}
	if p.More && hasWords(o.filter, deps) {
		notes = append(notes, "Not all prompts were read by then: words were looked for in those that were.")
	}
	return notes
}

// accountHistory is the whole current history of an account.
type accountHistory struct {
	history.Progress
	stale error // why it could not be refreshed, if so
	notes []string
}

// readHistory reads the whole history, with the prompts that a filter's words need.
func readHistory(ctx context.Context, deps Deps, session account.Session, filter string) (h accountHistory, err error) {
	o := transactionsOptions{filter: filter}
	h.Progress, h.stale, err = current(ctx, deps, session, o, func(history.Progress) bool { return false })
	if h.Provenance == model.Estimated {
		h.notes = append(h.notes, estimatedNotice)
	}
	h.notes = append(h.notes, lacksDetails(h.Progress, o, deps)...)
	h.notes = append(h.notes, leftOutNotes(h.leftOut())...)
	return h, err
}

func (h accountHistory) leftOut() *model.LeftOut { return found{progress: h.Progress}.leftOut() }

func (h accountHistory) asOf(deps Deps) model.Time { return readAt(deps, h.Progress) }
