package model_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// customer is an account at work, as a server without a ledger shows it: what it
// costs and what comes in is in the balance alone.
type customer struct {
	balance     model.Credits
	plan        string
	generations []model.Generation // newest first
	costs       map[model.ID]model.Credits
	unrefunded  []model.ID
	bought      model.Credits // since the last look
	now         time.Time
}

func (c *customer) run(cost model.Credits) model.ID {
	id := model.ID(fmt.Sprintf("%024x", len(c.generations)+1))
	c.costs[id] = cost
	c.balance -= cost
	c.generations = append([]model.Generation{{
		ID: id, Status: model.GenerationProcessing, Tool: "tool", CreatedAt: model.At(c.now),
	}}, c.generations...)
	return id
}

// end ends a running generation; the refund of a failed one comes later.
func (c *customer) end(i int, status model.GenerationStatus) {
	g := &c.generations[i]
	if !g.Running() {
		return
	}
	g.Status = status
	if status == model.GenerationError {
		c.unrefunded = append(c.unrefunded, g.ID)
	}
}

func (c *customer) refund(i int) {
	c.balance += c.costs[c.unrefunded[i]]
	c.unrefunded = append(c.unrefunded[:i:i], c.unrefunded[i+1:]...)
}

func (c *customer) buy(credits model.Credits) {
	c.balance += credits
	c.bought += credits
}

func (c *customer) list() []model.Generation {
	return append([]model.Generation(nil), c.generations...)
}

// look reads as the program does; between lets things happen meanwhile.
func (c *customer) look(between func()) model.AccountSample {
	look := model.AccountSample{At: c.now, Before: c.list()}
	between()
	look.Account = model.Account{Credits: c.balance, Plan: c.plan}
	between()
	look.After = c.list()
	return look
}

func (c *customer) price(g model.Generation) (model.Credits, bool) {
	cost, ok := c.costs[g.ID]
	return cost, ok && cost > 0
}

func newCustomer() *customer {
	return &customer{
		balance: 1000 * model.Credit, plan: "creator", costs: map[model.ID]model.Credits{},
		now: time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC),
	}
}

func nothing() {}

// Whatever runs, fails and is refunded meanwhile, and at whatever moment it is read:
// reported rises are never more in all than what was bought, and a purchase is never
// missed. One that looks like an open refund may be reported when that comes.
func TestNothingIsMistakenForAPurchase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newCustomer()
		event := func() {
			switch rapid.IntRange(0, 5).Draw(t, "event") {
			case 0, 1:
				c.run(model.Credits(rapid.IntRange(1, 60).Draw(t, "cost")) * model.Credit)
			case 2:
				if n := len(c.generations); n > 0 {
					c.end(rapid.IntRange(0, n-1).Draw(t, "which"), model.GenerationError)
				}
			case 3:
				if n := len(c.generations); n > 0 {
					c.end(rapid.IntRange(0, n-1).Draw(t, "which"), model.GenerationSuccess)
				}
			case 4:
				if n := len(c.unrefunded); n > 0 {
					c.refund(rapid.IntRange(0, n-1).Draw(t, "which"))
				}
			}
		}
		some := func() {
			for range rapid.IntRange(0, 3).Draw(t, "events") {
				event()
			}
		}
		watch := &model.BalanceWatcher{}
		some()
		switch rapid.IntRange(0, 3).Draw(t, "begins") {
		case 0:
			watch.Apply(c.look(some), c.price)
		case 1: // with what was read before, its generations first
			generations := c.list()
			some()
			watch.Begin(c.now, model.Account{Credits: c.balance, Plan: c.plan}, generations, true)
		case 2: // last
			account := model.Account{Credits: c.balance, Plan: c.plan}
			some()
			watch.Begin(c.now, account, c.list(), true)
		case 3:
			watch.Begin(c.now, model.Account{Credits: c.balance, Plan: c.plan}, nil, false)
		}
		var all, told, taken, fell model.Credits
		for range rapid.IntRange(1, 8).Draw(t, "looks") {
			c.now = c.now.Add(10 * time.Second)
			c.bought = 0
			some()
			if rapid.IntRange(0, 3).Draw(t, "buys") == 0 {
				c.buy(model.Credits(rapid.IntRange(1, 3000).Draw(t, "pack")) * model.Credit)
			}
			if rapid.IntRange(0, 5).Draw(t, "takes") == 0 {
				fall := model.Credits(rapid.IntRange(1, 300).Draw(t, "taken")) * model.Credit
				c.balance -= fall
				taken += fall
			}
			all += c.bought
			sight := watch.Apply(c.look(some), c.price)
			switch sight.Cause {
			case model.Unexplained, model.UnexplainedHidden:
				if told += sight.By; told > all {
					t.Fatalf("%s were bought in all, and this is told: %+v", all, sight)
				}
			case model.UnexplainedFall:
				if fell += sight.By; fell > taken {
					t.Fatalf("%s were taken in all, and this is told: %+v", taken, sight)
				}
			case model.NoUnexplained:
				if c.bought > 1000*model.Credit { // more than all that can run in between
					t.Fatalf("%s were bought, and nothing is told: %+v", c.bought, sight)
				}
			}
		}
	})
}

func TestSights(t *testing.T) {
	const pack = 500 * model.Credit
	for name, test := range map[string]struct {
		happens func(c *customer)
		want    model.BalanceChange
	}{
		"nothing":  {func(*customer) {}, model.BalanceChange{}},
		"a pack":   {func(c *customer) { c.buy(pack) }, model.BalanceChange{Cause: model.Unexplained, By: pack}},
		"a plan":   {func(c *customer) { c.plan = "pro" }, model.BalanceChange{Plan: "pro"}},
		"a debit":  {func(c *customer) { c.run(4 * model.Credit) }, model.BalanceChange{Generations: true}},
		"a refund": {func(c *customer) { c.end(0, model.GenerationError); c.refund(0) }, model.BalanceChange{Generations: true}},
		"a pack and a debit": {
			func(c *customer) { c.buy(pack); c.run(4 * model.Credit) },
			model.BalanceChange{Cause: model.Unexplained, By: pack, About: true, Generations: true},
		},
		"a pack and a refund": {
			func(c *customer) { c.buy(pack); c.end(0, model.GenerationError); c.refund(0) },
			model.BalanceChange{Cause: model.Unexplained, By: pack, AtLeast: true, About: true, Generations: true},
		},
		"a pack that a larger debit hides": {
			func(c *customer) { c.buy(pack); c.run(600 * model.Credit) },
			model.BalanceChange{Cause: model.UnexplainedHidden, By: pack, Generations: true},
		},
		"less than an open refund": {
			func(c *customer) { c.end(0, model.GenerationError); c.buy(3 * model.Credit) },
			model.BalanceChange{Cause: model.UnexplainedMaybe, By: 3 * model.Credit, Generations: true},
		},
		"a pack, and a refund whose size is not known": {
			func(c *customer) { c.costs[c.generations[0].ID] = -1; c.end(0, model.GenerationError); c.buy(pack) },
			model.BalanceChange{Cause: model.UnexplainedMaybe, By: pack, Generations: true},
		},
		"a pack, and a debit whose size is not known": {
			func(c *customer) { id := c.run(4 * model.Credit); c.costs[id] = -1; c.buy(pack) },
			model.BalanceChange{Cause: model.Unexplained, By: 496 * model.Credit, AtLeast: true, Generations: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, watch := newCustomer(), &model.BalanceWatcher{}
			c.run(20 * model.Credit)
			watch.Apply(c.look(nothing), c.price)
			test.want.From = c.balance
			test.happens(c)
			test.want.To = c.balance
			if got := watch.Apply(c.look(nothing), c.price); got != test.want {
				t.Errorf("%+v, want %+v", got, test.want)
			}
			if got := watch.Apply(c.look(nothing), c.price); !got.Empty() {
				t.Errorf("it is told again: %+v", got)
			}
		})
	}
}

// TestFalls tells a fall of the balance with the look after, and not one that a
// generation explains by then.
func TestFalls(t *testing.T) {
	c, watch := newCustomer(), &model.BalanceWatcher{}
	c.run(20 * model.Credit)
	watch.Apply(c.look(nothing), c.price)
	from := c.balance
	c.balance -= 300 * model.Credit
	if got := watch.Apply(c.look(nothing), c.price); !got.Empty() || !watch.Doubts() {
		t.Errorf("told at once: %+v", got)
	}
	want := model.BalanceChange{Cause: model.UnexplainedFall, By: 300 * model.Credit, From: from, To: c.balance}
	if got := watch.Apply(c.look(nothing), c.price); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := watch.Apply(c.look(nothing), c.price); !got.Empty() || watch.Doubts() {
		t.Errorf("told twice: %+v", got)
	}
}

// TestFallThatAGenerationMayExplain tells no fall that a generation has caused which is
// listed only now: one whose price is not known, or one that may be in the balance.
func TestFallThatAGenerationMayExplain(t *testing.T) {
	for name, test := range map[string]struct {
		cost   model.Credits // known, if above 0
		before bool          // it is listed before the account is read
	}{
		"of unknown price":       {-1, true},
		"listed after the look":  {100 * model.Credit, false},
		"listed before the look": {100 * model.Credit, true},
	} {
		c, watch := newCustomer(), &model.BalanceWatcher{}
		watch.Apply(c.look(nothing), c.price)
		id := c.run(100 * model.Credit)
		c.costs[id] = test.cost
		listed := c.generations
		c.generations = nil
		if got := watch.Apply(c.look(nothing), c.price); !got.Empty() {
			t.Errorf("%s: told at once: %+v", name, got)
		}
		look := c.look(nothing)
		look.After = listed
		if test.before {
			look.Before = listed
		}
		for range 3 {
			if got := watch.Apply(look, c.price); !got.Empty() {
				t.Errorf("%s: %+v", name, got)
			}
			look.Before = listed
		}
	}
}

// Credits that came in between an earlier reading and the first sample are reported, with
// the time of the reading, and only if the generations of that time are known.
func TestSightsSinceBefore(t *testing.T) {
	const pack = 500 * model.Credit
	for name, test := range map[string]struct {
		listed  bool
		happens func(c *customer)
		want    model.BalanceChange
	}{
		"nothing": {true, func(*customer) {}, model.BalanceChange{}},
		"a pack":  {true, func(c *customer) { c.buy(pack) }, model.BalanceChange{Cause: model.Unexplained, By: pack}},
		"a plan":  {false, func(c *customer) { c.plan = "pro" }, model.BalanceChange{Plan: "pro", Generations: true}},
		"a pack and a debit": {
			true, func(c *customer) { c.buy(pack); c.run(4 * model.Credit) },
			model.BalanceChange{Cause: model.Unexplained, By: 496 * model.Credit, AtLeast: true, Generations: true},
		},
		"a refund": {true, func(c *customer) { c.end(0, model.GenerationError); c.refund(0) }, model.BalanceChange{Generations: true}},
		"a pack, and nothing known": {
			false, func(c *customer) { c.buy(pack) }, model.BalanceChange{Cause: model.UnexplainedMaybe, By: pack, Generations: true},
		},
		"a refund, and nothing known": {
			false, func(c *customer) { c.end(0, model.GenerationError); c.refund(0) },
			model.BalanceChange{Cause: model.UnexplainedMaybe, By: 20 * model.Credit, Generations: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, watch := newCustomer(), &model.BalanceWatcher{}
			c.run(20 * model.Credit)
			test.want.Since, test.want.From = c.now, c.balance
			watch.Begin(c.now, model.Account{Credits: c.balance, Plan: c.plan}, c.list(), test.listed)
			c.now = c.now.Add(time.Minute)
			test.happens(c)
			test.want.To = c.balance
			if got := watch.Apply(c.look(nothing), c.price); got != test.want {
				t.Errorf("%+v, want %+v", got, test.want)
			}
			c.buy(pack)
			if got := watch.Apply(c.look(nothing), c.price); !got.Since.IsZero() || got.Cause != model.Unexplained {
				t.Errorf("%+v afterwards", got)
			}
		})
	}
}

// A refund of before the watch began is no purchase either, and a generation that is
// listed late explains what the balance has lost before.
func TestLateExplanations(t *testing.T) {
	c, watch := newCustomer(), &model.BalanceWatcher{}
	c.run(20 * model.Credit)
	c.end(0, model.GenerationError)
	watch.Apply(c.look(nothing), c.price)
	c.refund(0)
	if got := watch.Apply(c.look(nothing), c.price); got.Cause != model.NoUnexplained {
		t.Errorf("a refund that was open: %+v", got)
	}
	c.run(30 * model.Credit)
	listed := c.generations
	c.generations = c.generations[1:]
	if got := watch.Apply(c.look(nothing), c.price); got.Cause != model.NoUnexplained {
		t.Errorf("a debit before its generation is listed: %+v", got)
	}
	c.generations = listed
	if got := watch.Apply(c.look(nothing), c.price); got.Cause != model.NoUnexplained {
		t.Errorf("a generation listed late: %+v", got)
	}
}

// A change of the balance that is more than an amount can be is none that wrapped.
func TestWatchTellsWhatIsMoreThanFits(t *testing.T) {
	const most = model.Credits(math.MaxInt64)
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var w model.BalanceWatcher
	price := func(model.Generation) (model.Credits, bool) { return 0, false }
	var seen []model.BalanceChange
	for i, balance := range []model.Credits{-most, most, -most, most, 0} {
		seen = append(seen, w.Apply(model.AccountSample{At: at.Add(time.Duration(i) * time.Minute), Account: model.Account{Credits: balance}}, price))
	}
	for i, want := range []model.ChangeCause{model.NoUnexplained, model.UnexplainedMaybe, model.NoUnexplained, model.UnexplainedMaybe, model.NoUnexplained} {
		if seen[i].Cause != want || (want == model.UnexplainedMaybe && i == 1 && seen[i].By.Known()) {
			t.Errorf("look %d: %+v", i, seen[i])
		}
	}
}
