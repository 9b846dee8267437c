package cli

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
)

// wholeHistory is the whole current history, with a table in any case. failed is why it
// could not be refreshed, if so: the result is printed nevertheless, and the exit code
// is that of the error.
func wholeHistory(ctx context.Context, deps Deps, session account.Session) (p history.Progress, failed, err error) {
	session.Archive.Prefer(nil, detailsFirst(transactionsOptions{}))
	p, err = upToDate(ctx, deps, session.Archive, false, func(history.Progress) bool { return false })
	if failed = refreshFailure(ctx, p, err); failed != nil {
		warn(deps.Streams, keptNotes(deps, p, transactionsOptions{}))
		err = nil
	}
	if p.Table == nil {
		p.Table = &history.Table{}
	}
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
