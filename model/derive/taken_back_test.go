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

// A purchase among generations whose refunds are still to come is a change of about its size.
// Where more refunds are open than are tried beside a change, which is once in some thousand
// of these, a later one of a refund's size makes up for what was assumed.
func TestAPurchaseIsAChange(t *testing.T) {
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
		sum := model.Credits(0)
		for _, row := range rows {
			if row.Type == model.TypeObserved {
				changes = append(changes, row.Amount)
				sum += row.Amount
			}
		}
		if len(changes) == 0 || len(changes) > 2 || sum < 1980*model.Credit || sum > 2020*model.Credit {
			t.Fatalf("the changes are %v", changes)
		}
	})
}

// Explanations of a moment that come from different ones of the moment before are all led on.
func TestExplanationsOfDifferentOrigin(t *testing.T) {
	w := &world{}
	run := func(seconds int, cost model.Credits, fails bool) {
		w.now = start.Add(time.Duration(seconds) * time.Second)
		w.run(cost*model.Credit, fails, 0)
	}
	look := func(seconds int, balance model.Credits) {
		w.now, w.balance = start.Add(time.Duration(seconds)*time.Second), balance*model.Credit
		w.look()
	}
	look(-7200, 100)
	run(-3580, 6, true)
	run(5, 6, false)
	look(10, 94)
	look(15, 83)
	look(25, 83)
	run(60, 5, true)
	rows, _ := derive.Complete(w.debits, w.all())
	check(t, w, rows)
}

// Whatever was run and bought at whatever instants, each row adds up, and the work stays
// within bounds.
func TestAnyExplanationAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{now: start, balance: 5000 * model.Credit}
		for range rapid.IntRange(1, 40).Draw(t, "events") {
			switch rapid.IntRange(0, 9).Draw(t, "event") {
			case 0:
				w.balance += model.Credits(rapid.IntRange(-9, 9).Draw(t, "change")) * model.Credit
			case 1, 2, 3, 4:
				cost := model.Credits(rapid.IntRange(1, 9).Draw(t, "cost")) * model.Credit
				w.run(cost, rapid.IntRange(0, 2).Draw(t, "fails") == 0, time.Duration(rapid.IntRange(0, 70).Draw(t, "refund after"))*time.Minute)
			default:
				w.look()
			}
			w.pass(time.Duration(rapid.SampledFrom([]int{0, 0, 5, 20, 60, 600, 3500}).Draw(t, "seconds")) * time.Second)
		}
		rows, _ := derive.Complete(w.debits, w.all())
		check(t, w, rows)
	})
}
