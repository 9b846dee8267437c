package api

import (
	"context"
	"math"
	"net/url"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// TransactionQuery chooses rows of the ledger. The zero value of a field leaves
// it to the server.
type TransactionQuery struct {
	Limit  int    // rows of a page: 20 by default, 100 at most
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

// Transactions asks for a page of the account's ledger, newest first. A server
// without one answers [model.NotOffered].
func (c *Client) Transactions(ctx context.Context, q TransactionQuery) (model.Page, error) {
	k := get("api", "transactions")
	k.optional = true
	k.query = url.Values{}
	setCount(k.query, "limit", q.Limit)
	setText(k.query, "cursor", q.Cursor)
	setText(k.query, "type", string(q.Type))
	if !q.Since.IsZero() {
		k.query.Set("since", q.Since.UTC().Format("2006-01-02T15:04:05.000Z"))
	}
	page, unreadable, err := fetchList[transactionPage](ctx, c, k)
	rows := page.Data[:0]
	for _, row := range page.Data {
		if why := unusable(row); why != "" {
			unreadable = append(unreadable, model.Unreadable{ID: row.ID, Seq: max(row.Seq, 0), Why: why})
			continue
		}
		rows = append(rows, row)
	}
	return model.Page{
		Rows:       rows,
		Unreadable: unreadable,
		Total:      page.Pagination.Total,
		HasMore:    page.Pagination.HasMore,
		NextCursor: string(page.Pagination.NextCursor),
	}, err
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
