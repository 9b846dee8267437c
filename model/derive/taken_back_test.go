package derive_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// Generations at the very instants of looks, and refunds before the first look and at any
// time after, are no changes: what was assumed of one is taken back when a later balance
// contradicts it.
func TestWhatABalanceContradictsIsTakenBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{now: start, balance: 5000 * model.Credit}
		run := func() {
			cost := rapid.SampledFrom([]model.Credits{4, 4, 4, 10}).Draw(t, "cost") * model.Credit
			w.run(cost, rapid.IntRange(0, 5).Draw(t, "fails") == 0, time.Duration(rapid.IntRange(0, 40).Draw(t, "refund after"))*time.Minute)
		}
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
