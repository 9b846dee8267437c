package data_test

import (
	"slices"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
)

// TestEmptyHistory checks that a history that was read and has no rows is known: a budget is
// compared with it, and it stays the same one. Without rows and not read, nothing is known.
func TestEmptyHistory(t *testing.T) {
	now := time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC)
	summarize := func(whole bool) data.History {
		h, err := data.Summarize(t.Context(), history.Progress{Whole: whole, Provenance: model.Billed}, now, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	read := summarize(true)
	budget, err := data.CheckBudget(data.DemoBudgets(), "", read.Activity, now)
	if err != nil || budget.Check == nil || budget.Check.Used != 0 {
		t.Errorf("the budget is not compared with an empty history: %+v, %v", budget, err)
	}
	if again := summarize(true); again.Table == nil || again.Table != read.Table {
		t.Error("an empty history is another one each time")
	}
	if unread := summarize(false); unread.Activity != nil || unread.Table != nil {
		t.Error("a history that was not read counts as empty")
	}
}

// TestGroupsBySize sorts groups by name so that the largest come first, whether their rows take
// credits or give them.
func TestGroupsBySize(t *testing.T) {
	var b history.Builder
	for i, row := range []model.Transaction{
		{Tool: "small", Amount: 4e5},
		{Tool: "large", Amount: 100e6},
		{Tool: "medium", Amount: 9e6},
		{Tool: "little", Amount: -1e6},
		{Tool: "much", Amount: -50e6},
	} {
		row.Seq, row.Type = int64(i+1), model.TypeRefund
		if row.Amount < 0 {
			row.Type = model.TypeGeneration
		}
		b.Put(row)
	}
	search := data.Search{Sort: history.ByDate, Desc: true, Grouped: true, Group: history.PerTool}
	found, err := search.Run(t.Context(), b.Table(), data.SearchResult{}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range found.Grouping.Groups {
		names = append(names, found.Grouping.Groups[found.GroupAt(i)].Name)
	}
	if want := []string{"much", "little", "large", "medium", "small"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}
