package history

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

func BenchmarkSort(b *testing.B) {
	names := map[SortKey]string{ByDate: "date", ByAmount: "amount", ByBalance: "balance", ByTool: "tool"}
	eachSize(b, func(b *testing.B, _ []model.Transaction, table *Table) {
		for by := ByDate; by <= ByTool; by++ {
			b.Run(names[by], func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					o := must[*Sorted](b)(Sort(b.Context(), table.All(), by, true))
					for k := range 40 { // the first page
						_ = table.Row(o.At(k))
					}
				}
			})
		}
	})
}

func BenchmarkBaselineSort(b *testing.B) {
	eachSize(b, func(b *testing.B, rows []model.Transaction, _ *Table) {
		for b.Loop() {
			order := make([]uint32, len(rows))
			for i := range order {
				order[i] = uint32(i)
			}
			slices.SortStableFunc(order, func(x, y uint32) int { return cmp.Compare(rows[x].Balance, rows[y].Balance) })
		}
	})
}

func BenchmarkGroup(b *testing.B) {
	names := []string{"day", "week", "month", "tool", "model", "type"}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		b.Skip("no time zones on this machine: install tzdata")
	}
	eachSize(b, func(b *testing.B, _ []model.Transaction, table *Table) {
		order := must[*Sorted](b)(Sort(b.Context(), table.All(), ByDate, true))
		for by := PerDay; by <= PerType; by++ {
			b.Run(names[by], func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					must[*Grouping](b)(GroupBy(b.Context(), order, by, berlin))
				}
			})
		}
	})
}

func BenchmarkBaselineGroup(b *testing.B) {
	eachSize(b, func(b *testing.B, rows []model.Transaction, _ *Table) {
		for b.Loop() {
			groups := map[model.Day]*Sums{}
			for i := range rows {
				day := model.DayOf(rows[i].CreatedAt.Time, time.UTC)
				if groups[day] == nil {
					groups[day] = &Sums{}
				}
				groups[day].add(int64(rows[i].Amount), rows[i].Type == model.TypeRefund)
			}
		}
	})
}

func BenchmarkUsage(b *testing.B) {
	for _, days := range []int{30, 1100} {
		b.Run(fmt.Sprintf("days=%d", days), func(b *testing.B) {
			eachSize(b, func(b *testing.B, rows []model.Transaction, table *Table) {
				last := model.DayOf(rows[len(rows)-1].CreatedAt.Time, time.UTC)
				for b.Loop() {
					must[[]model.Credits](b)(Usage(context.Background(), table, last, days, time.UTC))
				}
			})
		})
	}
}

func BenchmarkBaselineUsage(b *testing.B) {
	eachSize(b, func(b *testing.B, rows []model.Transaction, _ *Table) {
		last := model.DayOf(rows[len(rows)-1].CreatedAt.Time, time.UTC)
		for b.Loop() {
			model.UsageByDay(rows, time.UTC).Series(last, 30)
		}
	})
}

// A page of rows, as a screen draws them.
func BenchmarkPage(b *testing.B) {
	eachSize(b, func(b *testing.B, _ []model.Transaction, table *Table) {
		q := must[Query](b)(Parse("light", parseNow, time.UTC))
		r := must[*Result](b)(Filter(b.Context(), table, q, nil))
		order := must[*Sorted](b)(Sort(b.Context(), r, ByDate, true))
		for b.Loop() {
			for k := range 40 {
				_ = table.Row(order.At(order.Len()/2 + k))
			}
		}
	})
}
