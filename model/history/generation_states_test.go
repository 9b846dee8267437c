package history

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// Rows are found by their ids and generations, whatever form those have, as a look at
// each row finds them.
func TestRowsOfRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		generations := append(rapid.SliceOfN(hexID(), 1, 12).Draw(t, "generations"), "gen-1", "gen-2")
		types := []model.TransactionType{model.TypeGeneration, model.TypeRefund}
		runs := &GenerationStates{}
		ends := map[model.ID]model.GenerationStatus{}
		for _, id := range generations {
			if status := rapid.SampledFrom([]model.GenerationStatus{"", model.GenerationError, model.GenerationSuccess}).Draw(t, "status"); status != "" && id != "" {
				runs.Put(id, status)
				ends[id] = status
			}
		}
		var b Builder
		for i := range rapid.IntRange(1, 60).Draw(t, "rows") {
			b.Put(model.Transaction{
				ID: rapid.SampledFrom(generations).Draw(t, "id"), Seq: int64(i + 1), Type: rapid.SampledFrom(types).Draw(t, "type"),
				GenerationID: rapid.SampledFrom(generations).Draw(t, "generation"),
			})
		}
		table := b.Table()
		count := map[model.ID]int{}
		each := func(want func(row model.Transaction) bool) (rows []int) {
			for i := range table.Len() {
				if want(table.Row(i)) {
					rows = append(rows, i)
				}
			}
			return rows
		}
		debit := func(row model.Transaction) bool { return row.Type == model.TypeGeneration && row.GenerationID != "" }
		each(func(row model.Transaction) bool {
			if debit(row) {
				count[row.GenerationID]++
			}
			return false
		})
		some := generations[:1+len(generations)/2]
		for name, pair := range map[string][2][]int{
			"ids": {table.WithIDs(some), each(func(row model.Transaction) bool { return row.ID != "" && slices.Contains(some, row.ID) })},
			"generations": {table.WithGenerations(some), each(func(row model.Transaction) bool {
				return row.GenerationID != "" && slices.Contains(some, row.GenerationID)
			})},
			"type": {table.WithTypes(model.TypeRefund), each(func(row model.Transaction) bool { return row.Type == model.TypeRefund })},
		} {
			if !slices.Equal(pair[0], pair[1]) {
				t.Fatalf("%s: %v, want %v", name, pair[0], pair[1])
			}
		}
		if runs.Len() != len(ends) {
			t.Fatalf("%d runs, want %d", runs.Len(), len(ends))
		}
		for id, want := range ends {
			if got, known := runs.Status(id); got != want || !known {
				t.Fatalf("%s: %s, want %s", id, got, want)
			}
		}
	})
}

// The rows that are odd are those that are counted.
func TestOddRowsAreTheOddities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, want := oddLedger(t)
		b := Builder{Twins: true}
		b.Put(rows...)
		table := b.Table()
		if got := table.OddRows(nil); len(got) != want.Gaps+want.Duplicates+want.BrokenBalances || !slices.IsSorted(got) {
			t.Fatalf("%v, want %+v", got, want)
		}
	})
}

func TestNewestPayment(t *testing.T) {
	var b Builder
	if _, ok := b.Table().NewestPayment(); ok {
		t.Error("a payment in no rows")
	}
	for i, kind := range []model.TransactionType{model.TypePurchase, model.TypeSubscription, model.TypePurchaseRefund, model.TypeGeneration} {
		row := model.Transaction{ID: "x", Seq: int64(i + 1), Type: kind}
		if kind != model.TypeGeneration {
			row.Payment = &model.Payment{Money: model.Money{Amount: int64(i), Currency: "EUR"}}
		}
		b.Put(row)
	}
	if paid, ok := b.Table().NewestPayment(); !ok || paid.Amount != 1 {
		t.Errorf("%+v %v", paid, ok)
	}
}
