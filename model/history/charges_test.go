package history

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// Charges finds what a look at every row with every other finds, near and far, over the ends of
// blocks, and whatever form ids have.
func TestCharges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runs := &GenerationStates{Whole: rapid.Bool().Draw(t, "whole")}
		var names []model.ID
		ends := map[model.ID]model.GenerationStatus{}
		for i := range rapid.IntRange(1, 10).Draw(t, "generations") {
			id := model.ID(fmt.Sprintf("%024x", 0xb000+i))
			if i%4 == 3 {
				id = model.ID(fmt.Sprintf("run-%d", i))
			}
			names = append(names, id)
			if status := rapid.SampledFrom([]model.GenerationStatus{"", model.GenerationError, model.GenerationSuccess, model.GenerationProcessing}).Draw(t, "status"); status != "" {
				runs.Put(id, status)
				ends[id] = status
			}
		}
		var rows []model.Transaction
		filler := rapid.SampledFrom([]int{0, 0, nearby, BlockRows}).Draw(t, "filler") // between two of the rows
		gap := rapid.IntRange(0, 20).Draw(t, "gap")
		add := func(row model.Transaction) {
			row.Seq = int64(len(rows) + 1)
			if row.ID == "" {
				row.ID = model.ID(fmt.Sprintf("%024x", 0xa0000+len(rows)))
			}
			rows = append(rows, row)
		}
		for i := range rapid.IntRange(1, 30).Draw(t, "rows") {
			if i == gap {
				for range filler {
					add(model.Transaction{Type: model.TypeAdjustment, Amount: 1})
				}
			}
			row := model.Transaction{Type: model.TypeGeneration, Amount: -model.Credits(rapid.IntRange(0, 2).Draw(t, "amount"))}
			if rapid.IntRange(0, 9).Draw(t, "named") == 0 {
				row.ID = model.ID(fmt.Sprintf("row-%d", i))
			}
			if rapid.IntRange(0, 9).Draw(t, "has") > 0 {
				row.GenerationID = rapid.SampledFrom(names).Draw(t, "generation")
			}
			if rapid.Bool().Draw(t, "refund") {
				row.Type, row.Amount = model.TypeRefund, -row.Amount
				if len(rows) > 0 && rapid.IntRange(0, 3).Draw(t, "by row") > 0 {
					row.RefundOf = rows[rapid.IntRange(0, len(rows)-1).Draw(t, "of")].ID
				}
			}
			add(row)
		}
		var b Builder
		b.Put(rows...)
		got, want := b.Table().Charges(runs), chargesOf(rows, ends, runs.Whole)
		for name, lists := range map[string][2][]int{
			"open": {got.Open, want.Open}, "orphans": {got.Orphans, want.Orphans}, "repeated": {got.Repeated, want.Repeated}, "strange": {got.Unlisted, want.Unlisted},
		} {
			if !slices.Equal(lists[0], lists[1]) {
				t.Fatalf("%s: %v, want %v\n%v", name, lists[0], lists[1], rows)
			}
		}
		for i := range rows {
			if refunds := got.Refunds(i); !slices.Equal(refunds, want.Refunds(i)) {
				t.Fatalf("refunds of %d: %v, want %v", i, refunds, want.Refunds(i))
			}
		}
	})
}

// chargesOf is Charges of rows, one by one.
func chargesOf(rows []model.Transaction, ends map[model.ID]model.GenerationStatus, whole bool) *Charges {
	c := &Charges{}
	count := map[model.ID]int{}
	for i, d := range rows {
		if d.Type == model.TypeGeneration && d.GenerationID != "" {
			count[d.GenerationID]++
		}
		if d.Type != model.TypeRefund {
			continue
		}
		debit := -1
		for k, row := range rows {
			if row.Type == model.TypeGeneration && (d.RefundOf != "" && row.ID == d.RefundOf || d.RefundOf == "" && d.GenerationID != "" && row.GenerationID == d.GenerationID) {
				debit = k
			}
		}
		if debit < 0 {
			c.Orphans = append(c.Orphans, i)
		} else {
			c.pairs = append(c.pairs, pair{debit, i})
		}
	}
	slices.SortStableFunc(c.pairs, func(a, b pair) int { return a.debit - b.debit })
	for i, d := range rows {
		if d.Type != model.TypeGeneration {
			continue
		}
		refunds, end := c.Refunds(i), ends[d.GenerationID]
		fits := len(refunds) == 0 && end != model.GenerationError || len(refunds) == 1 && rows[refunds[0]].Amount == -d.Amount && end != model.GenerationSuccess
		if count[d.GenerationID] > 1 {
			c.Repeated, fits = append(c.Repeated, i), false
		}
		if whole && d.GenerationID != "" && end == "" {
			c.Unlisted = append(c.Unlisted, i)
		}
		if !fits {
			c.Open = append(c.Open, i)
		}
	}
	return c
}
