package derive_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// runDrawn starts a generation that may fail, and be refunded later.
func (w *world) runDrawn(t *rapid.T) {
	cost := rapid.SampledFrom([]model.Credits{4, 4, 4, 10}).Draw(t, "cost") * model.Credit
	w.run(cost, rapid.IntRange(0, 5).Draw(t, "fails") == 0, time.Duration(rapid.IntRange(0, 40).Draw(t, "refund after"))*time.Minute)
}

// Generations at the very instants of looks, and refunds before the first look and at any
// time after, are no changes: what was assumed of one is taken back when a later balance
// contradicts it.
func TestWhatABalanceContradictsIsTakenBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{now: start, balance: 5000 * model.Credit}
		run := func() { w.runDrawn(t) }
		for range rapid.IntRange(0, 4).Draw(t, "before the first look") {
			run()
			w.pass(time.Duration(rapid.IntRange(0, 30).Draw(t, "minutes")) * time.Minute)
		}
		w.look()
		for range rapid.IntRange(1, 25).Draw(t, "events") {
			if rapid.Bool().Draw(t, "run") {
				run()
			}
			w.pass(time.Duration(rapid.SampledFrom([]int{0, 20, 20, 40, 600}).Draw(t, "seconds")) * time.Second)
			if rapid.IntRange(0, 3).Draw(t, "look") > 0 {
				w.look()
			}
		}
		rows, _ := derive.Complete(w.debits, w.all())
		check(t, w, rows)
		if i := slices.IndexFunc(rows, func(row model.Transaction) bool { return row.Type == model.TypeObserved }); i >= 0 {
			t.Fatalf("a change that was none: %+v", rows[i])
		}
	})
}

// A purchase among generations whose refunds are still to come is one change, of about its
// size, and the next balances make no other of what was assumed beside it.
func TestAPurchaseLeavesOneChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{now: start, balance: 5000 * model.Credit}
		w.look()
		for i := range 20 {
			if rapid.Bool().Draw(t, "run") {
				w.runDrawn(t)
			}
			w.pass(time.Duration(rapid.SampledFrom([]int{20, 20, 40, 600}).Draw(t, "seconds")) * time.Second)
			if i == 9 {
				w.balance += 2000 * model.Credit
			}
			w.look()
		}
		w.pass(2 * time.Hour)
		w.look()
		rows, _ := derive.Complete(w.debits, w.all())
		check(t, w, rows)
		var changes []model.Credits
		for _, row := range rows {
			if row.Type == model.TypeObserved {
				changes = append(changes, row.Amount)
			}
		}
		if len(changes) != 1 || changes[0] < 1980*model.Credit || changes[0] > 2020*model.Credit {
			t.Fatalf("the changes are %v", changes)
		}
	})
}
