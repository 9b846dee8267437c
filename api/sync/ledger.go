package sync

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

const (
	pageRows = 100 // the most that a page may have
	// catchUpPages is how far Latest goes to meet what is known. Further back it is
	// cheaper to begin again and load on demand.
	catchUpPages = 10
)

// Latest fetches the newest rows: a page, and more until the row with sequence number known
// is met (0 for none known), at most ten pages. If the server has no ledger it returns no
// rows and [model.Unsupported].
func (s *Reader) Latest(ctx context.Context, known int64) (model.Page, model.Provenance, error) {
	page, provenance, err := s.page(ctx, api.TransactionQuery{Limit: pageRows})
	if err != nil || known <= 0 {
		return page, provenance, err
	}
	for pages := 1; pages < catchUpPages && page.HasMore && !meets(page.Rows, known); pages++ {
		next, err := s.Older(ctx, page.NextCursor)
		if err != nil {
			return model.Page{}, "", err
		}
		if len(next.Rows) == 0 {
			break
		}
		page = joined(page, next)
	}
	return page, provenance, nil
}

// meets reports whether rows, newest first, reach down to a sequence number, or
// to the one above it, so that nothing is missing between.
func meets(rows []model.Transaction, known int64) bool {
	return len(rows) == 0 || rows[len(rows)-1].Seq <= known+1
}

// joined is a page and the one after it.
func joined(page, next model.Page) model.Page {
	next.Rows = append(page.Rows[:len(page.Rows):len(page.Rows)], next.Rows...)
	next.Unreadable = append(page.Unreadable[:len(page.Unreadable):len(page.Unreadable)], next.Unreadable...)
	next.Total = max(page.Total, next.Total)
	return next
}

// Older fetches the page at a cursor. If the server does not offer the ledger any more the
// error is [model.NotSupported], as an empty page would mean the end of the history.
func (s *Reader) Older(ctx context.Context, cursor string) (model.Page, error) {
	page, provenance, err := s.page(ctx, api.TransactionQuery{Limit: pageRows, Cursor: cursor})
	if err == nil && provenance == model.Unsupported {
		return model.Page{}, &model.Error{Kind: model.NotSupported, Detail: "the server gave the newest rows, and offers no older ones"}
	}
	return page, err
}

// Search fetches the newest rows of a type (empty: all) that are not older than
// since (zero: all), limit of them at the most (0: all).
func (s *Reader) Search(ctx context.Context, kind model.TransactionType, since time.Time, limit int) (model.Page, model.Provenance, error) {
	query := api.TransactionQuery{Type: kind, Since: since}
	var found model.Page
	lowest, idle := int64(math.MaxInt64), 0
	for {
		query.Limit = pageRows
		if limit > 0 {
			query.Limit = min(pageRows, limit-len(found.Rows))
		}
		page, provenance, err := s.page(ctx, query)
		if err != nil {
			return model.Page{}, "", err
		}
		s.seeLeftOut(ListTransactions, page.Unreadable)
		slices.SortStableFunc(page.Rows, falling) // some give the oldest first
		before := lowest
		if n := len(page.Rows); n > 0 {
			lowest = min(lowest, page.Rows[n-1].Seq, page.Rows[0].Seq)
		}
		if idle++; lowest < before {
			idle = 0
		}
		found = joined(found, page)
		full := limit > 0 && len(found.Rows) >= limit
		switch {
		case full:
			found.HasMore = found.HasMore || len(found.Rows) > limit
			found.Rows = found.Rows[:limit]
			return found, provenance, nil
		case !page.HasMore:
			return found, provenance, nil
		case len(page.Rows)+len(page.Unreadable) == 0 || page.NextCursor == query.Cursor || page.NextCursor == "" || idle >= idlePages:
			return model.Page{}, "", &model.Error{Kind: model.BadResponse, Detail: "a page says that more follows, and leads nowhere"}
		}
		query.Cursor = page.NextCursor
	}
}

func (s *Reader) page(ctx context.Context, query api.TransactionQuery) (model.Page, model.Provenance, error) {
	page, offered, err := optional(ctx, s, transactions, func(ctx context.Context) (model.Page, error) {
		return s.client.Transactions(ctx, query)
	})
	switch {
	case err != nil:
		return model.Page{}, "", err
	case !offered:
		return model.Page{}, model.Unsupported, nil
	}
	return page, model.Billed, nil
}
