package data

import (
	"context"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Audit is what adding up a history has found.
type Audit struct {
	Rows    int
	Opening model.Credits // the balance before the oldest row that is known
	Sum     model.Credits // of all amounts
	Closing model.Credits // the balance of the newest row
	Broken  *model.Break  // the first row that is wrong; nil for none
}

// AuditTable adds up the rows of a table, some thousands at a time.
func AuditTable(ctx context.Context, table *history.Table) (Audit, error) {
	audit := Audit{Rows: table.Len()}
	if table.Len() == 0 {
		return audit, nil
	}
	first := table.Row(0)
	audit.Opening = first.Balance - first.Amount
	audit.Closing = table.Row(table.Len() - 1).Balance
	audit.Sum = table.Sums().Net()
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
