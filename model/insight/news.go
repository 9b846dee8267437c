package insight

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// News is what has happened to an account after an instant.
type News struct {
	Since     time.Time
	Debits    NewsSum // generations; what they took, zero or more
	Unknown   int     // generations whose price is not known, in no sum
	AtLeast   bool    // the sum of debits is the least that it can be
	Refunds   NewsSum // failed generations; what they gave back
	Purchases NewsSum // of packs
	Bought    string  // the last of them, as the ledger calls it
	Renewals  NewsSum // of the plan
	Others    NewsSum // all else, as bonuses and what was paid back
}

// NewsSum is some rows, and what they come to.
type NewsSum struct {
	Count   int
	Credits model.Credits
}

func (s *NewsSum) add(credits model.Credits) {
	s.Count++
	if credits.Known() {
		s.Credits += credits
	}
}

// Empty reports whether nothing has happened.
func (n News) Empty() bool {
	return n.Debits.Count+n.Unknown+n.Refunds.Count+n.Purchases.Count+n.Renewals.Count+n.Others.Count == 0
}

// NewsSince sums up the rows after an instant. A refund counts when it was booked. The error
// is that of ctx.
func NewsSince(ctx context.Context, table *history.Table, since time.Time) (News, error) {
	n := News{Since: since}
	rows, err := history.Filter(ctx, table, history.After(since), nil)
	if err != nil {
		return n, err
	}
	read := 0
	for i := range rows.Rows() {
		if read++; read%1024 == 0 && ctx.Err() != nil {
			return n, ctx.Err()
		}
		n.add(table.Row(i))
	}
	return n, nil
}

func (n *News) add(row model.Transaction) {
	switch row.Type {
	case model.TypeGeneration:
		if !row.Amount.Known() {
			n.Unknown++
			return
		}
		n.Debits.add(-row.Amount)
		n.AtLeast = n.AtLeast || row.Basis.AtLeast()
	case model.TypeRefund:
		n.Refunds.add(row.Amount)
	case model.TypePurchase:
		n.Purchases.add(row.Amount)
		n.Bought = row.Description
	case model.TypeSubscription:
		n.Renewals.add(row.Amount)
	default:
		n.Others.add(row.Amount)
	}
}
