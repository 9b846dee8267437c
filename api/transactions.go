package api

import (
	"context"
	"math"
	"net/url"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// TransactionQuery holds the parameters of a page of the ledger. Zero fields are left to
// the server.
type TransactionQuery struct {
	Limit  int    // rows in a page: 20 by default, 100 at most
	Cursor string // where the page before this one ended
	Type   model.TransactionType
	Since  time.Time // rows at or after this instant
}

type cursorPagination struct {
	Total      int64  `json:"total"`
	Limit      int    `json:"limit"`
	HasMore    bool   `json:"hasMore"`
	NextCursor opaque `json:"nextCursor"`
}

type transactionPage struct {
	Data       []model.Transaction `json:"data"`
	Pagination cursorPagination    `json:"pagination"`
}

// Transactions requests a page of the account's ledger, newest first; a page that is too
// large is requested again with fewer rows. From a server without a ledger the error is
// [model.NotSupported].
func (c *Client) Transactions(ctx context.Context, q TransactionQuery) (model.Page, error) {
	return inSmallerPages(q.Limit, func(limit int) (model.Page, error) {
		q := q
		q.Limit = limit
		return c.transactions(ctx, q)
	})
}

func (c *Client) transactions(ctx context.Context, q TransactionQuery) (model.Page, error) {
	k := get("api", "transactions")
	k.optional = true
	k.query = url.Values{}
	setCount(k.query, "limit", q.Limit)
	setText(k.query, "cursor", q.Cursor)
	setText(k.query, "type", string(q.Type))
	if !q.Since.IsZero() {
		k.query.Set("since", model.At(q.Since).ISO())
	}
	page, unreadable, err := fetchList[transactionPage](ctx, c, k)
	rows, unreadable := usable(page.Data, unreadable)
	return model.Page{
		Rows:       rows,
		Unreadable: unreadable,
		Total:      page.Pagination.Total,
		HasMore:    page.Pagination.HasMore,
		NextCursor: string(page.Pagination.NextCursor),
	}, err
}

// usable gives the rows that can stand in a history, and adds the others to those that
// could not be read, all in the order in which they came.
func usable(data []model.Transaction, unreadable []model.Unreadable) ([]model.Transaction, []model.Unreadable) {
	rows, all := data[:0], []model.Unreadable(nil)
	for index := 0; len(data) > 0 || len(unreadable) > 0; index++ {
		if len(unreadable) > 0 && (unreadable[0].Index == index || len(data) == 0) {
			all = append(all, unreadable[0])
			unreadable = unreadable[1:]
			continue
		}
		row := data[0]
		data = data[1:]
		if why := unusable(row); why != "" {
			all = append(all, model.Unreadable{ID: row.ID, Seq: max(row.Seq, 0), Why: why, Index: index})
			continue
		}
		rows = append(rows, row)
	}
	return rows, all
}

// unusable says why a row cannot stand in a history, "" where it can.
func unusable(row model.Transaction) string {
	switch {
	case row.ID == "":
		return "id is empty"
	case row.Seq < 1 || row.Seq == math.MaxInt64:
		return "seq is out of range"
	}
	return ""
}
