package sandbox

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// past makes an account without serving it.
func past(t testing.TB, o Options) *account {
	t.Helper()
	o.SessionLife = 30 * time.Minute
	if o.Location == nil {
		o.Location = time.UTC
	}
	a, err := newAccount(o, noon)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// text is everything that the API says of an account.
func text(t testing.TB, a *account) string {
	t.Helper()
	var generations []model.Generation
	for number := range a.gens {
		generations = append(generations, a.generation(int32(number), "", noon))
	}
	all, err := json.Marshal([]any{a.describe(), a.subscription(), a.allRows(), generations})
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

func TestSameSeedSameAccount(t *testing.T) {
	for _, state := range append([]string{StateDemo}, States...) {
		o := Options{Seed: 11, State: state, Live: true, Transactions: 150}
		one, two := text(t, past(t, o)), text(t, past(t, o))
		if one != two {
			t.Errorf("%q: the same seed gives two accounts", state)
		}
		o.Seed = 12
		if text(t, past(t, o)) == one {
			t.Errorf("%q: two seeds give the same account", state)
		}
	}
	first, err := New(Options{Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	other, err := New(Options{Seed: 6})
	if err != nil {
		t.Fatal(err)
	}
	if first.Key() == other.Key() {
		t.Error("two seeds give the same key")
	}
}

// Every past obeys the rules that the present does.
func TestEveryPastIsSound(t *testing.T) {
	for seed := range uint64(4) {
		for _, state := range append([]string{StateDemo}, States...) {
			a := past(t, Options{Seed: seed, State: state, Live: seed%2 == 0, Transactions: 40 + 200*int(seed%2)})
			if err := sound(a.allRows(), a.ledger.balance()); err != nil {
				t.Errorf("seed %d, %q: %v", seed, state, err)
			}
			if a.stats != (Stats{}) {
				t.Errorf("seed %d, %q: the past counts: %+v", seed, state, a.stats)
			}
		}
	}
}

// A long history is what searches and memory are measured with: its texts are as
// long as those of the service, 50 bytes on average.
func TestTextIsAsLongAsReal(t *testing.T) {
	rows := past(t, Options{Seed: 1, Transactions: 20_000}).allRows()
	size := 0
	for _, row := range rows {
		size += len(row.Description)
	}
	if mean := float64(size) / float64(len(rows)); mean < 49 || mean > 51 {
		t.Errorf("a row has %.1f bytes of text", mean)
	}
}

func TestDemoIsBelievable(t *testing.T) {
	for seed := range uint64(8) {
		a := past(t, Options{Seed: seed})
		rows := a.ledger.rows
		types := map[model.TransactionType]int{}
		days := map[time.Weekday]int{}
		months := map[string]int{}
		for _, row := range rows {
			types[rowTypes[row.kind]]++
			if at := time.UnixMilli(row.at).UTC(); row.kind == rowGeneration {
				days[at.Weekday()]++
				months[at.Format("2006-01")]++
			}
		}
		oldest := a.transaction(0, "")
		if oldest.Type != model.TypeBonus || oldest.Description != "Welcome credits" {
			t.Errorf("seed %d begins with %+v", seed, oldest)
		}
		if age := noon.Sub(oldest.CreatedAt.Time); age < 400*24*time.Hour || age > 460*24*time.Hour {
			t.Errorf("seed %d is %s old", seed, age)
		}
		if balance := a.ledger.balance(); balance < 9_000*model.Credit || balance > 14_500*model.Credit {
			t.Errorf("seed %d: balance %s", seed, balance)
		}
		generations, refunds := types[model.TypeGeneration], types[model.TypeRefund]
		if len(rows) != demoRows || refunds*100 < generations*2 || refunds*100 > generations*5 {
			t.Errorf("seed %d: %d rows, %d refunds of %d generations", seed, len(rows), refunds, generations)
		}
		if types[model.TypeSubscription] != demoMonths || types[model.TypePurchase] < 5 || types[model.TypePurchase] > 12 {
			t.Errorf("seed %d: %v", seed, types)
		}
		if days[time.Sunday]*3 > days[time.Wednesday] {
			t.Errorf("seed %d works on Sundays: %v", seed, days)
		}
		busiest, sum := 0, 0
		for _, n := range months {
			busiest, sum = max(busiest, n), sum+n
		}
		if busiest*len(months) < 2*sum {
			t.Errorf("seed %d has no busy month: %v", seed, months)
		}
		if s := a.subscription(); s.Plan != "creator" || s.Status != model.StatusActive || !s.CurrentPeriodEnd.After(noon) || s.CurrentPeriodStart.After(noon) {
			t.Errorf("seed %d: %+v", seed, s)
		}
	}
}

func TestStatesAreWhatTheyAreCalled(t *testing.T) {
	for seed := range uint64(3) {
		free := past(t, Options{Seed: seed, State: StateFree})
		if s := free.subscription(); s.Status != model.StatusNone || s.Plan != "" || free.planSlug() != model.FreePlan || free.ledger.balance() <= 0 {
			t.Errorf("free: %+v, %s", s, free.ledger.balance())
		}
		if low := past(t, Options{Seed: seed, State: StateLow}); low.ledger.balance() <= 0 || low.ledger.balance() >= 50*model.Credit || !low.sub.active() {
			t.Errorf("low: %s", low.ledger.balance())
		}
		if out := past(t, Options{Seed: seed, State: StateOut}); out.ledger.balance() != 0 || !out.sub.active() || len(out.running) > 0 {
			t.Errorf("out: %s, %d running", out.ledger.balance(), len(out.running))
		}
		if s := past(t, Options{Seed: seed, State: StatePastDue}).subscription(); s.Status != model.StatusPastDue || s.Plan != "creator" {
			t.Errorf("past due: %+v", s)
		}
		if s := past(t, Options{Seed: seed, State: StateCancelled}).subscription(); !s.CancelAtPeriodEnd || s.Status != model.StatusActive {
			t.Errorf("cancelled: %+v", s)
		}
		if s := past(t, Options{Seed: seed, State: StatePendingDowngrade}).subscription(); s.PendingPlan != "starter" || s.Plan != "creator" {
			t.Errorf("pending downgrade: %+v", s)
		}
		if empty := past(t, Options{Seed: seed, State: StateEmpty}); len(empty.ledger.rows) != 0 || empty.ledger.balance() != 0 {
			t.Errorf("empty: %d rows", len(empty.ledger.rows))
		}
	}
	if _, err := New(Options{State: "rich"}); err == nil {
		t.Error("an unknown state was opened")
	}
}

// The history has as many rows as were asked for, whatever the time of day.
func TestAsManyRowsAsAskedFor(t *testing.T) {
	for hour := 0; hour < 24; hour += 2 {
		for _, n := range []int{2, 3, 50, 333, 1800} {
			a, err := newAccount(Options{Seed: uint64(hour), Transactions: n, Location: time.UTC, SessionLife: time.Hour}, noon.Add(time.Duration(hour)*61*time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			if len(a.ledger.rows) != n {
				t.Errorf("hour %d: %d rows, want %d", hour, len(a.ledger.rows), n)
			}
		}
	}
}

// A history of a hundred thousand rows is sound too.
func TestLongPastIsSound(t *testing.T) {
	a := past(t, Options{Seed: 1, Transactions: 100_000})
	if len(a.ledger.rows) != 100_000 {
		t.Errorf("%d rows", len(a.ledger.rows))
	}
	balance := model.Credits(0)
	for i, r := range a.ledger.rows {
		if balance += r.amount; balance != r.balance || balance < 0 {
			t.Fatalf("row %d: %s after %s, want %s", i+1, r.balance, r.amount, balance)
		}
	}
}

func BenchmarkMillionRows(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		past(b, Options{Seed: 1, Transactions: 1_000_000})
	}
}
