package insight

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// News of any ledger are the sums of a plain loop over the rows after the instant: each row
// counts once.
func TestNewsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := someLedger(t)
		var b history.Builder
		b.Put(rows...)
		table := b.Table()
		since := time.UnixMilli(rapid.Int64Range(1772000000000, 1797000000000).Draw(t, "since"))
		if len(rows) > 0 && rapid.Bool().Draw(t, "at a row") {
			since = rapid.SampledFrom(rows).Draw(t, "row").CreatedAt.Time
		}
		n, err := NewsSince(t.Context(), table, since)
		if err != nil {
			t.Fatal(err)
		}
		count, sum := 0, model.Credits(0)
		for i := range table.Len() {
			if row := table.Row(i); row.CreatedAt.UnixMilli() > since.UnixMilli() {
				count++
				if row.Amount.Known() {
					sum += row.Amount
				}
			}
		}
		got := n.Debits.Count + n.Unknown + n.Refunds.Count + n.Purchases.Count + n.Plans.Count + n.Renewals.Count + n.Others.Count
		credits := -n.Debits.Credits + n.Refunds.Credits + n.Purchases.Credits + n.Plans.Credits + n.Renewals.Credits + n.Others.Credits
		if got != count || credits != sum || n.Empty() != (count == 0) {
			t.Fatalf("%d rows and %v since %s, want %d and %v: %+v", got, credits, since, count, sum, n)
		}
	})
}

// A plan bought in a checkout is no renewal.
func TestNewsTellPlansFromRenewals(t *testing.T) {
	at := model.At(time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC))
	var b history.Builder
	b.Put(
		model.Transaction{ID: "1", Seq: 1, Type: model.TypeSubscription, Amount: 4000e6, CreatedAt: at},
		model.Transaction{ID: "2", Seq: 2, Type: model.TypeSubscription, Amount: 12000e6, CheckoutID: "cs_1", CreatedAt: at},
	)
	n, err := NewsSince(t.Context(), b.Table(), at.Add(-time.Hour))
	if want := (NewsSum{1, 12000e6}); err != nil || n.Plans != want {
		t.Errorf("plans %+v, %v, want %+v", n.Plans, err, want)
	}
	if want := (NewsSum{1, 4000e6}); n.Renewals != want {
		t.Errorf("renewals %+v, want %+v", n.Renewals, want)
	}
}
