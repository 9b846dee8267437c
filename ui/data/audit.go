package data

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Audit is what adding up a history has found.
type Audit struct {
	Rows    int
	Opening model.Credits // the balance before the oldest row that is known; [model.UnknownCredits] for more than can be told
	Sum     model.Credits // of all amounts, likewise
	Closing model.Credits // the balance of the newest row
	Broken  *model.Break  // the first row that is wrong; nil for none

	// Of an estimated history only the newest rows are added up whose balances are known
	// without a gap, from Since on; none where that is zero.
	Estimated bool
	Since     time.Time
	Unknown   int  // rows among them whose price is not known
	About     bool // Closing rests on estimates, as no balance was seen since
}

// AuditTable adds up the rows of a table, some thousands at a time.
func AuditTable(ctx context.Context, table *history.Table) (Audit, error) {
	audit := Audit{Rows: table.Len()}
	if table.Len() == 0 {
		return audit, nil
	}
	if table.Row(table.Len() - 1).Estimated() {
		return auditEstimated(ctx, table)
	}
	first := table.Row(0)
	audit.Opening = model.Difference(first.Amount, first.Balance)
	audit.Closing = table.Row(table.Len() - 1).Balance
	audit.Sum = table.Sums().Net().Credits()
	const run = 4096
	for from := 0; from < table.Len()-1; from += run {
		if err := ctx.Err(); err != nil {
			return audit, err
		}
		to := min(from+run+1, table.Len()) // one row more, so that runs meet
		newestFirst := make([]model.Transaction, 0, to-from)
		for i := to - 1; i >= from; i-- {
			newestFirst = append(newestFirst, table.Row(i))
		}
		if audit.Broken = model.Audit(newestFirst); audit.Broken != nil {
			return audit, nil
		}
	}
	return audit, nil
}

// auditEstimated adds up the newest rows of an estimated history, as far back as their
// balances are known.
func auditEstimated(ctx context.Context, table *history.Table) (audit Audit, err error) {
	audit.Estimated = true
	var after model.Transaction
	var sum model.Total
	defer func() { audit.Sum = sum.Credits() }()
	for i := table.Len() - 1; i >= 0; i-- {
		row := table.Row(i)
		if !row.Balance.Known() {
			break
		}
		amount := row.Amount
		if !amount.Known() {
			amount = 0
			audit.Unknown++
		}
		if audit.Rows == 0 {
			audit.Closing, audit.About = row.Balance, row.Estimate.BalanceAbout
		} else if change := model.Difference(row.Balance, after.Balance); after.Amount.Known() && change != after.Amount || !after.Amount.Known() && change != 0 {
			audit.Broken = &model.Break{Row: after, Want: row.Balance, Why: "the balance before it and its amount do not give the balance after it"}
		}
		audit.Rows++
		sum.Add(int64(amount))
		audit.Opening, audit.Since = model.Difference(amount, row.Balance), row.CreatedAt.Time
		if row.Basis == model.BasisObservedWithUnknown && i > 0 && !table.Row(i-1).Balance.Known() {
			audit.Rows--
			sum.Subtract(int64(amount)) // what rows before it cost is in it
			audit.Opening = row.Balance
			break
		}
		after = row
		if i%4096 == 0 && ctx.Err() != nil {
			return audit, ctx.Err()
		}
	}
	return audit, nil
}
