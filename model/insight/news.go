package insight

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// News sums up the rows of an account after an instant.
type News struct {
	Since     time.Time
	Debits    NewsSum // debits of generations, as a positive sum
	Unknown   int     // generations of unknown price, in no sum
	AtLeast   bool    // the sum of debits is a minimum
	Refunds   NewsSum // refunds of failed generations
	Purchases NewsSum // of packs
	Bought    string  // description of the last of them in the ledger
	Plans     NewsSum // first credits of plans bought in a checkout
	Renewals  NewsSum // of the plan
	Others    NewsSum // all others, such as bonuses and refunded payments
}

// NewsSum is the number and sum of some rows.
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

// Empty reports whether there are no rows.
func (n News) Empty() bool {
	return n.Debits.Count+n.Unknown+n.Refunds.Count+n.Purchases.Count+n.Plans.Count+n.Renewals.Count+n.Others.Count == 0
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
	switch {
	case row.Type == model.TypeGeneration:
		if !row.Amount.Known() {
			n.Unknown++
			return
		}
		n.Debits.add(-row.Amount)
		n.AtLeast = n.AtLeast || row.Basis.AtLeast()
	case row.Type == model.TypeRefund:
		n.Refunds.add(row.Amount)
	case row.Type == model.TypePurchase:
		n.Purchases.add(row.Amount)
		n.Bought = row.Description
	case row.Type == model.TypeSubscription && row.CheckoutID != "":
		n.Plans.add(row.Amount)
	case row.Type == model.TypeSubscription:
		n.Renewals.add(row.Amount)
	default:
		n.Others.add(row.Amount)
	}
}
