package data_test

import (
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
