package sandbox

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// Whatever is done to an account, in whatever order: the sums hold at every row,
// the balance never goes below zero, nothing is written for what was refused, and
// every generation that failed was given back once.
func TestLedgerHoldsForRandomLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := rapid.SampledFrom([]string{StateFree, StateEmpty, StateOut, StateDemo}).Draw(t, "state")
		a, err := newAccount(Options{
			Seed: rapid.Uint64().Draw(t, "seed"), State: state, Transactions: 40, SessionLife: 30 * time.Minute, Location: time.UTC,
		}, noon)
		if err != nil {
			t.Fatal(err)
		}
		now := noon
		steps := rapid.IntRange(1, 60).Draw(t, "steps")
		for range steps {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(9*24*time.Hour)).Draw(t, "wait")))
			a.advance(now)
			randomAct(t, a, now)
		}
		a.advance(now.Add(time.Minute))
		if err := sound(a.allRows(), a.ledger.balance()); err != nil {
			t.Fatal(err)
		}
		checkRefunds(t, a)
	})
}

// randomAct does one of the things that can be done to an account.
func randomAct(t *rapid.T, a *account, now time.Time) {
	rows, balance := len(a.ledger.rows), a.ledger.balance()
	switch rapid.SampledFrom([]string{"run", "run", "run", "pack", "plan", "cancel", "keep", "lower", "decline", "overdue", "delay"}).Draw(t, "act") {
	case "run":
		o := rapid.SampledFrom(offers).Draw(t, "offer")
		_, most := o.unitField()
		units := rapid.IntRange(1, max(most, 1)).Draw(t, "units")
		of := asked{units, rapid.IntRange(0, max(len(o.values)-1, 0)).Draw(t, "value")}
		_, err := a.start(o, of, rapid.Uint32().Draw(t, "run seed"), rapid.Bool().Draw(t, "fails"), nil, now)
		if poor := o.price(of.units, of.value) > balance; poor != errors.Is(err, errTooPoor) || (poor && len(a.ledger.rows) != rows) {
			t.Fatalf("a run of %s with %s: %v, %d rows written", o.price(of.units, of.value), balance, err, len(a.ledger.rows)-rows)
		}
	case "pack":
		pack := rapid.SampledFrom(packs).Draw(t, "pack")
		buyAndPay(t, a, model.Item{Kind: model.KindPack, Slug: pack.Slug}, now)
	case "plan":
		slug := rapid.SampledFrom([]string{"starter", "creator", "pro", "enterprise"}).Draw(t, "plan")
		interval := rapid.SampledFrom([]model.Interval{model.Monthly, model.Yearly}).Draw(t, "interval")
		buyAndPay(t, a, model.Item{Kind: model.KindPlan, Slug: slug, Interval: interval}, now)
	case "cancel":
		_ = a.endPlan()
	case "keep":
		_ = a.keepPlan()
	case "lower":
		_ = a.lowerPlan("starter")
	case "decline":
		a.sub.declines = true
	case "overdue":
		a.payOverdue(now)
	case "delay":
		a.delay = time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "delay"))
	}
}

// buyAndPay makes a session twice with one key, and pays it twice.
func buyAndPay(t *rapid.T, a *account, item model.Item, now time.Time) {
	key := rapid.StringN(1, 20, 20).Draw(t, "key")
	s, no := a.open(item, key, now)
	if no != nil {
		return
	}
	again, _ := a.open(item, key, now)
	payments := a.stats.Payments
	paid := a.pay(s, now) == nil && a.pay(again, now) == nil
	if again != s || a.stats.Payments > payments+1 || (paid && s.status(now) != model.CheckoutComplete) {
		t.Fatalf("one key made %s and %s, and %d payments", s.id, again.id, a.stats.Payments-payments)
	}
}

// checkRefunds holds every generation against its rows.
func checkRefunds(t *rapid.T, a *account) {
	refunds := map[int32]int{}
	for _, r := range a.ledger.rows {
		if r.kind == rowRefund {
			refunds[r.link]++
		}
	}
	for number, g := range a.gens {
		if want := map[bool]int{true: 1, false: 0}[g.fails]; refunds[int32(number)] != want {
			t.Fatalf("generation %d (fails: %v) was refunded %d times", number, g.fails, refunds[int32(number)])
		}
	}
}

func TestIDsAreFoundAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := idMaker{rapid.Uint64().Draw(t, "key")}
		n, at := rapid.Int32Min(0).Draw(t, "n"), rapid.Int64Range(0, 1<<41).Draw(t, "at")
		id := m.make(spaceRow, n, at)
		if got, ok := m.find(spaceRow, id); !id.Canonical() || !ok || got != n {
			t.Fatalf("%s is %d, %v, want %d", id, got, ok, n)
		}
		if _, ok := m.find(spaceGeneration, id); ok {
			t.Fatalf("%s is of two spaces", id)
		}
	})
}

// A page has the rows that a plain walk over the history finds.
func TestPagesAgreeWithAWalk(t *testing.T) {
	a, err := newAccount(Options{Seed: 4, Transactions: 300, Location: time.UTC, SessionLife: time.Hour}, noon)
	if err != nil {
		t.Fatal(err)
	}
	l := &a.ledger
	rapid.Check(t, func(t *rapid.T) {
		q := query{
			limit: rapid.IntRange(1, 50).Draw(t, "limit"), before: rapid.Int32Range(0, 320).Draw(t, "before"),
			kind: rowKind(rapid.IntRange(0, rowKinds-1).Draw(t, "kind")), only: rapid.Bool().Draw(t, "only"),
			since: l.rows[rapid.IntRange(0, 299).Draw(t, "row")].at + rapid.Int64Range(-1, 1).Draw(t, "off"),
		}
		var want []int32
		total, below := 0, 0
		for i := int32(len(l.rows)) - 1; i >= 0; i-- {
			if l.rows[i].at < q.since || (q.only && l.rows[i].kind != q.kind) {
				continue
			}
			if total++; i < q.before {
				if below++; len(want) < q.limit {
					want = append(want, i)
				}
			}
		}
		got, more, n := l.page(q)
		if n != total || more != (below > len(want)) || len(got) != len(want) {
			t.Fatalf("page of %d rows of %d (more: %v), want %d of %d", len(got), n, more, len(want), total)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("row %d is %d, want %d", i, got[i], want[i])
			}
		}
	})
}

// TestDemoHasEventsWorthSeeing finds in the demo's past a day that stands out, a model that
// was last paid at another price, and one that fails often.
func TestDemoHasEventsWorthSeeing(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 30, 13, 0, 0, 0, time.UTC)
	a, err := newAccount(Options{State: StateDemo, Seed: 1, Location: time.UTC, SessionLife: time.Hour, Events: true}, now)
	if err != nil {
		t.Fatal(err)
	}
	events := worthSeeing(now.Add(-3*time.Minute), time.UTC)
	var spree, last model.Credits
	var brittle, failed int
	for i := range a.gens {
		g := &a.gens[i]
		debit := a.ledger.rows[g.debit]
		if events.onSpree(time.UnixMilli(debit.at)) {
			spree -= debit.amount
		}
		switch offers[g.offer].slug {
		case events.model:
			last = -debit.amount
		case events.brittle:
			brittle++
			if g.fails {
				failed++
			}
		}
	}
	if spree < 800*model.Credit {
		t.Errorf("the spree used %s", spree)
	}
	if last != events.oldPrice {
		t.Errorf("the last generation of %s cost %s", events.model, last)
	}
	if failed*5 < brittle || failed == 0 {
		t.Errorf("%d of %d of %s failed", failed, brittle, events.brittle)
	}
}
