package insight

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// estimated adds up the newest rows of an estimated history, as far back as their balances
// are known and follow from each other.
func (a *Audit) estimated(ctx context.Context, table *history.Table) error {
	a.Estimated = true
	var after model.Transaction
	var sum model.Total
	defer func() { a.Sum = sum.Credits() }()
	for i := table.Len() - 1; i >= 0; i-- {
		row := table.Row(i)
		change := after.Amount
		if !change.Known() {
			change = 0
		}
		if !row.Balance.Known() || a.Rows > 0 && model.Difference(row.Balance, after.Balance) != change {
			break
		}
		amount := row.Amount
		if !amount.Known() {
			amount = 0
		}
		if a.Rows == 0 {
			a.Closing, a.About = row.Balance, row.Estimate.BalanceAbout
		}
		a.Since = row.CreatedAt.Time
		if row.Basis == model.BasisObservedWithUnknown && i > 0 && !table.Row(i-1).Balance.Known() {
			a.Opening = row.Balance // what rows before it cost is in its amount
			break
		}
		if !row.Amount.Known() {
			a.Unknown++
		}
		a.Rows++
		sum.Add(int64(amount))
		a.Opening = model.Difference(amount, row.Balance)
		after = row
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}
