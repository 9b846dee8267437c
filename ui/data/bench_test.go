package data_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
)

// longLedger is n rows over three years of 44 models of 31 tools, every twentieth row a refund
// of the one before.
func longLedger(n int) *history.Table {
	var b history.Builder
	from := time.Date(2023, time.November, 22, 0, 0, 0, 0, time.UTC)
	rows := make([]model.Transaction, n)
	for i := range rows {
		rows[i] = model.Transaction{
			ID: model.ID(fmt.Sprintf("%024x", i+1)), Seq: int64(i + 1), CreatedAt: model.At(from.Add(time.Duration(i) * 1096 * 24 * time.Hour / time.Duration(n))),
			Type: model.TypeGeneration, Tool: model.OptionalString(fmt.Sprintf("tool-%d", i*7%44%31)), Model: model.OptionalString(fmt.Sprintf("model-%d", i*7%44)),
			Amount: -model.Credits(1+i*37%100) * model.Credit,
		}
		if i%20 == 19 {
			rows[i].Type, rows[i].RefundOf, rows[i].Amount = model.TypeRefund, rows[i-1].ID, -rows[i-1].Amount
		}
	}
	b.Put(rows...)
	return b.Table()
}

// BenchmarkUsage works out all figures of the Usage pane, from the rows (150 ms at a million)
// and after a key that leaves the filter unchanged (30 ms).
func BenchmarkUsage(b *testing.B) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		table := longLedger(n)
		s := data.State{Now: time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC), Location: berlin}
		s.History.Value.Table = table
		today := s.Today()
		q := data.UsageQuery{
			Span: insight.Span{From: today.Add(-364), To: today}, Step: insight.ByDay, Split: insight.ByModel,
			Year: insight.Span{From: today.Monday().Add(-364), To: today}, Recent: insight.Span{From: today.Add(-89), To: today},
		}
		run := func(b *testing.B, before data.Usage) data.Usage {
			u, err := q.Run(b.Context(), s.Basis(), nil, before, s.Now, berlin)
			if err != nil {
				b.Fatal(err)
			}
			return u
		}
		b.Run(fmt.Sprintf("rows=%d/first", n), func(b *testing.B) {
			for b.Loop() {
				run(b, data.Usage{})
			}
		})
		b.Run(fmt.Sprintf("rows=%d/next", n), func(b *testing.B) {
			before := run(b, data.Usage{})
			for b.Loop() {
				run(b, before)
			}
		})
	}
}
