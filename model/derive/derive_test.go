package derive_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
)

var start = time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)

// world is an account as it really goes: the truth of which a dashboard sees only
// generations and, now and then, a balance.
type world struct {
	now     time.Time
	balance model.Credits
	debits  []model.Transaction
	due     []due
	seen    []derive.BalanceObservation
	off     time.Duration // of the clock that looks
}

type due struct {
	at     time.Time
	amount model.Credits
}

// pass lets time go by, and refunds come.
func (w *world) pass(d time.Duration) {
	w.now = w.now.Add(d)
	w.due = slices.DeleteFunc(w.due, func(d due) bool {
		if d.at.After(w.now) {
			return false
		}
		w.balance += d.amount
		return true
	})
}

func (w *world) look() {
	at := model.At(w.now.Add(w.off))
	if n := len(w.seen); n > 0 && w.seen[n-1].Balance == w.balance {
		w.seen[n-1].To = at
		return
	}
	w.seen = append(w.seen, derive.BalanceObservation{From: at, To: at, Balance: w.balance})
}

// all is the observations after all generations have just been read.
func (w *world) all() derive.Seen {
	return derive.Seen{Balances: w.seen, Now: w.now.Add(time.Hour), Read: w.now.Add(time.Hour)}
}

// run starts a generation; one that fails is refunded after a while.
func (w *world) run(cost model.Credits, fails bool, after time.Duration) {
	g := model.Generation{
		ID: model.ID(fmt.Sprintf("%08x0000000000%06x", w.now.Unix(), len(w.debits))), Status: model.GenerationSuccess,
		Tool: "create-video", Payload: model.Raw(`{"model":"veo"}`), CreatedAt: model.At(w.now),
	}
	if fails {
		g.Status = model.GenerationError
		w.due = append(w.due, due{w.now.Add(after), cost})
	}
	w.balance -= cost
	w.debits = append(w.debits, derive.Debit(g, derive.Prices{{Tool: g.Tool, Model: "veo"}: {{Cost: cost}}}))
}

// runUnpriced starts a generation whose price cannot be worked out.
func (w *world) runUnpriced(cost model.Credits, fails bool, after time.Duration) {
	w.run(cost, fails, after)
	debit := &w.debits[len(w.debits)-1]
	debit.Amount, debit.Basis = model.UnknownCredits, model.BasisUnknownPrice
}

// runAt starts a generation at a resolution, which makes it cost more than the catalogue
// says.
func (w *world) runAt(resolution string, catalogue, cost model.Credits, fails bool, after time.Duration) {
	w.run(cost, fails, after)
	last := len(w.debits) - 1
	g := model.Generation{
		ID: w.debits[last].ID, Status: w.debits[last].Status, Tool: "create-video", CreatedAt: w.debits[last].CreatedAt,
		Payload: model.Raw(`{"model":"seedance-2-text-to-video","duration":"6","resolution":"` + resolution + `"}`),
	}
	prices := derive.Prices{{Tool: g.Tool, Model: g.Model()}: {{Cost: catalogue, Inputs: []derive.Input{
		{Name: "duration", Default: "5", Counts: true}, {Name: "resolution", Default: "480p"},
	}}}}
	w.debits[last] = derive.Debit(g, prices)
}

// check holds rows against what was seen: they are in order and marked, a balance
// follows from the one before it unless a price is not known, and amounts that are
// known give each balance from the one that was known before: what an unknown price
// came to is in a change.
func check(t interface {
	Helper()
	Fatalf(string, ...any)
}, w *world, rows []model.Transaction,
) (changes model.Credits) {
	t.Helper()
	var builder history.Builder
	builder.Put(rows...)
	if table := builder.Table(); table.Len() != len(rows) {
		t.Fatalf("%d rows have %d places", len(rows), table.Len())
	}
	debits := 0
	sum, counting := model.Credits(0), false
	for i, row := range rows {
		if row.Amount.Known() {
			sum += row.Amount
		}
		if row.Balance.Known() {
			if counting && sum != row.Balance {
				t.Fatalf("row %d: amounts come to %v, the balance is %v", i, sum, row.Balance)
			}
			sum, counting = row.Balance, true
		}
		if i > 0 && row.Seq <= rows[i-1].Seq {
			t.Fatalf("row %d stands at %d after %d", i, row.Seq, rows[i-1].Seq)
		}
		if i > 0 && rows[i-1].Balance.Known() && row.Amount.Known() && rows[i-1].Balance+row.Amount != row.Balance {
			t.Fatalf("row %d: %v and %v are not %v", i, rows[i-1].Balance, row.Amount, row.Balance)
		}
		if row.Basis == "" {
			t.Fatalf("row %d is not marked: %+v", i, row)
		}
		switch row.Type {
		case model.TypeGeneration:
			debits++
		case model.TypeObserved:
			changes += row.Amount
			if from, to, ok := derive.Window(row); !ok || to.Before(from) || row.Amount == 0 {
				t.Fatalf("row %d has no window: %+v", i, row)
			}
		}
	}
	if debits != len(w.debits) {
		t.Fatalf("%d generations of %d", debits, len(w.debits))
	}
	return changes
}

// For any history, derived rows and observed changes add up to the balances that were
// seen.
func TestRowsAddUpToTheBalancesSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{now: start, balance: 5000 * model.Credit}
		w.off = time.Duration(rapid.IntRange(-150, 150).Draw(t, "seconds that the clock is off")) * time.Second
		for range rapid.IntRange(0, 60).Draw(t, "events") {
			w.pass(time.Duration(rapid.IntRange(1, 3000).Draw(t, "seconds")) * time.Second)
			switch rapid.SampledFrom([]string{"run", "run", "run", "fail", "unpriced", "dearer", "dearer", "look", "look", "buy"}).Draw(t, "event") {
			case "run":
				w.run(model.Credits(rapid.IntRange(0, 400).Draw(t, "tenths"))*model.Credit/10, false, 0)
			case "fail":
				w.run(model.Credits(rapid.IntRange(1, 400).Draw(t, "tenths"))*model.Credit/10, true,
					time.Duration(rapid.IntRange(0, 3000).Draw(t, "refund after"))*time.Second)
			case "unpriced":
				w.runUnpriced(model.Credits(rapid.IntRange(0, 400).Draw(t, "tenths"))*model.Credit/10, rapid.Bool().Draw(t, "fails"),
					time.Duration(rapid.IntRange(0, 3000).Draw(t, "refund after"))*time.Second)
			case "dearer":
				dear := rapid.SampledFrom([]string{"480p", "720p", "1080p"}).Draw(t, "resolution")
				cost := map[string]model.Credits{"480p": 162, "720p": 366, "1080p": 900}[dear] * model.Credit
				w.runAt(dear, 162*model.Credit, cost, rapid.Bool().Draw(t, "fails"),
					time.Duration(rapid.IntRange(0, 3000).Draw(t, "refund after"))*time.Second)
			case "look":
				w.look()
			case "buy":
				w.balance += model.Credits(rapid.IntRange(500, 2000).Draw(t, "bought")) * model.Credit
			}
		}
		rows, _ := derive.Complete(w.debits, w.all())
		check(t, w, rows)
		if len(w.seen) == 0 {
			return
		}
		// The balances that were seen stand in the history, in their order.
		stand := []model.Credits{w.seen[0].Balance}
		for _, row := range rows {
			if row.Balance.Known() {
				stand = append(stand, row.Balance)
			}
		}
		for _, s := range w.seen {
			at := slices.Index(stand, s.Balance)
			if at < 0 {
				t.Fatalf("the balance %v, seen at %v, is nowhere after those before it", s.Balance, s.From)
			}
			stand = stand[at:]
		}
	})
}

// No row after one of unknown price has a balance until the next observation.
func TestNoBalanceBehindAnUnknownPrice(t *testing.T) {
	w := &world{now: start, balance: 5580 * model.Credit}
	w.look()
	w.pass(time.Minute)
	w.runUnpriced(7*model.Credit, false, 0)
	w.pass(time.Minute)
	w.run(4*model.Credit, false, 0)
	w.pass(time.Minute)
	w.look()
	w.pass(time.Minute)
	w.run(1*model.Credit, false, 0)
	rows, _ := derive.Complete(w.debits, w.all())
	if changes := check(t, w, rows); changes != -7*model.Credit || len(rows) != 4 {
		t.Fatalf("changes of %v in %+v", changes, rows)
	}
	var balances []model.Credits
	for _, row := range rows {
		balances = append(balances, row.Balance)
	}
	unknown := model.UnknownCredits
	if want := []model.Credits{unknown, unknown, 5569 * model.Credit, 5568 * model.Credit}; !slices.Equal(balances, want) {
		t.Errorf("balances are %v, want %v", balances, want)
	}
}

// A generation of unknown price that failed and got its credits back changes nothing:
// the balance that was seen then stands at the last row before it.
func TestAnUnknownPriceThatCameToNothing(t *testing.T) {
	w := &world{now: start, balance: 100 * model.Credit}
	w.look()
	w.pass(time.Minute)
	w.runUnpriced(7*model.Credit, true, time.Minute)
	w.pass(2 * time.Minute)
	w.run(4*model.Credit, false, 0)
	w.pass(time.Minute)
	w.look()
	rows, _ := derive.Complete(w.debits, w.all())
	if changes := check(t, w, rows); changes != 0 || len(rows) != 3 {
		t.Fatalf("changes of %v in %+v", changes, rows)
	}
	if rows[0].Balance.Known() || rows[1].Balance.Known() || rows[2].Balance != 96*model.Credit {
		t.Errorf("balances are %v, %v, %v", rows[0].Balance, rows[1].Balance, rows[2].Balance)
	}
}

// A failed generation is refunded some time after it was charged: a look in between
// sees the balance without the refund, and that is no change from outside.
func TestARefundBetweenTwoLooksIsNoObservedChange(t *testing.T) {
	w := &world{now: start, balance: 1000 * model.Credit}
	w.look()
	w.pass(time.Minute)
	w.run(100*model.Credit, true, 5*time.Minute)
	w.pass(time.Minute)
	w.look()
	w.pass(time.Minute)
	w.run(4*model.Credit, false, 0)
	w.look()
	w.pass(10 * time.Minute)
	w.look()
	rows, _ := derive.Complete(w.debits, w.all())
	if changes := check(t, w, rows); changes != 0 {
		t.Fatalf("changes of %v", changes)
	}
	var types []model.TransactionType
	var balances []model.Credits
	for _, row := range rows {
		types, balances = append(types, row.Type), append(balances, row.Balance/model.Credit)
	}
	if want := []model.TransactionType{model.TypeGeneration, model.TypeGeneration, model.TypeRefund}; !slices.Equal(types, want) {
		t.Errorf("rows are %v", types)
	}
	if want := []model.Credits{900, 896, 996}; !slices.Equal(balances, want) {
		t.Errorf("balances are %d", balances)
	}
}

// The clocks of the server and of this machine differ by a minute: the balance of a
// look has a debit that stands after it, or has it not.
func TestClocksThatDifferMakeNoChanges(t *testing.T) {
	for _, off := range []time.Duration{-time.Minute, time.Minute} {
		w := &world{now: start, balance: 1000 * model.Credit}
		for range 20 {
			w.look()
			w.pass(40 * time.Second)
			w.run(7*model.Credit, false, 0)
			w.pass(10 * time.Second)
		}
		for i := range w.seen {
			w.seen[i].From, w.seen[i].To = model.At(w.seen[i].From.Add(off)), model.At(w.seen[i].To.Add(off))
		}
		rows, _ := derive.Complete(w.debits, w.all())
		if changes := check(t, w, rows); changes != 0 {
			t.Errorf("off by %v: changes of %v", off, changes)
		}
	}
}

// A generation is dated before a look, charged after it, and fails: the debit is not
// taken, with its refund, for one of before the look.
func TestAFailedGenerationThatWasChargedAfterALook(t *testing.T) {
	for name, earlier := range map[string]bool{"at the first look": false, "later": true} {
		w := &world{now: start, balance: 1000 * model.Credit}
		if earlier {
			w.look()
			w.pass(10 * time.Minute)
			w.run(3*model.Credit, false, 0)
			w.pass(10 * time.Minute)
		}
		dated := w.now
		w.pass(10 * time.Second)
		w.look()
		w.pass(20 * time.Second)
		w.look()
		w.pass(35 * time.Second) // 65 s after its date
		w.run(4*model.Credit, true, 3*time.Minute)
		w.debits[len(w.debits)-1].CreatedAt = model.At(dated)
		w.pass(30 * time.Second)
		w.look()
		w.pass(time.Minute)
		w.look()
		w.pass(5 * time.Minute)
		w.look()
		rows, _ := derive.Complete(w.debits, w.all())
		if changes := check(t, w, rows); changes != 0 || slices.ContainsFunc(rows, func(row model.Transaction) bool { return row.Type == model.TypeObserved }) {
			t.Errorf("%s: rows are %+v", name, rows)
		}
	}
}

// What is bought or renewed elsewhere stands in the history as a change with its
// window, between the generations around it.
func TestAPurchaseIsAnObservedChange(t *testing.T) {
	w := &world{now: start, balance: 300 * model.Credit}
	w.look()
	w.pass(time.Minute)
	w.run(10*model.Credit, false, 0)
	w.pass(time.Minute)
	w.balance += 2000 * model.Credit
	w.pass(time.Minute)
	w.look()
	rows, _ := derive.Complete(w.debits, w.all())
	if changes := check(t, w, rows); changes != 2000*model.Credit || len(rows) != 2 {
		t.Fatalf("%d rows, changes of %v", len(rows), changes)
	}
	row := rows[1]
	from, to, ok := derive.Window(row)
	if !ok || !from.Equal(start) || !to.Equal(start.Add(3*time.Minute)) || row.Balance != 2290*model.Credit {
		t.Errorf("the change is %+v, from %v to %v", row, from, to)
	}
}

// A failed generation that the service did not refund is said: the refund is
// assumed, and what is missing is a change.
func TestARefundThatNeverCame(t *testing.T) {
	w := &world{now: start, balance: 1000 * model.Credit}
	w.look()
	w.pass(time.Minute)
	w.run(100*model.Credit, true, 1000*time.Hour)
	w.pass(time.Minute)
	w.look()
	w.pass(2 * time.Hour)
	w.run(1*model.Credit, false, 0)
	w.look()
	rows, _ := derive.Complete(w.debits, w.all())
	if changes := check(t, w, rows); changes != -100*model.Credit {
		t.Fatalf("changes of %v in %+v", changes, rows)
	}
	if last := rows[len(rows)-1]; last.Balance != 899*model.Credit {
		t.Errorf("the last row is %+v", last)
	}
}

// Before the first look no balance is known, and a failed generation is refunded
// at once.
func TestBeforeTheFirstLook(t *testing.T) {
	w := &world{now: start, balance: 1000 * model.Credit}
	w.run(100*model.Credit, true, time.Minute)
	w.pass(3 * time.Hour)
	w.run(5*model.Credit, false, 0)
	if rows, _ := derive.Complete(w.debits, derive.Seen{}); len(rows) != 3 || rows[1].Amount != 100*model.Credit || rows[2].Balance.Known() {
		t.Fatalf("without a look: %+v", rows)
	}
	w.pass(time.Minute)
	w.look()
	w.pass(time.Minute)
	w.run(5*model.Credit, false, 0)
	rows, _ := derive.Complete(w.debits, w.all())
	check(t, w, rows)
	if rows[2].Balance.Known() || rows[3].Balance != 990*model.Credit {
		t.Errorf("rows are %+v", rows)
	}
	if since := derive.Since(w.all()); !since.Before(w.seen[0].From.Time) {
		t.Errorf("since %v", since)
	}
}

func TestPrices(t *testing.T) {
	at := func(day int) time.Time { return start.AddDate(0, 0, day) }
	tool := func(models ...model.ToolModel) model.Tool { return model.Tool{Slug: "create-video", Models: models} }
	prices := derive.Prices{}
	prices.Saw(tool(model.ToolModel{Slug: "veo", Cost: 20 * model.Credit, CostUnit: "second"}, model.ToolModel{Slug: "wan", Cost: 30 * model.Credit}), at(10))
	if again := prices.Saw(tool(model.ToolModel{Slug: "veo", Cost: 20 * model.Credit, CostUnit: "second"}), at(11)); len(again) != 0 {
		t.Errorf("the same price is new: %v", again)
	}
	fresh := prices.Saw(tool(model.ToolModel{Slug: "veo", Cost: 25 * model.Credit, CostUnit: "second"}), at(20)) // wan has left
	if len(fresh) != 1 {
		t.Errorf("new are %v", fresh)
	}
	for name, c := range map[string]struct {
		day     int
		tool    string
		payload string
		want    model.Credits
		basis   model.EstimateBasis
	}{
		"before the first look":        {1, "create-video", `{"model":"veo","duration":5}`, -100 * model.Credit, model.BasisFirstPrice},
		"between two prices":           {15, "create-video", `{"model":"veo","duration":"5"}`, -100 * model.Credit, model.BasisPrice},
		"after the change":             {21, "create-video", `{"model":"veo","duration":2.5}`, -62_500_000, model.BasisPrice},
		"seconds with their unit":      {21, "create-video", `{"model":"veo","duration":"8s"}`, -200 * model.Credit, model.BasisPrice},
		"a model that left":            {21, "create-video", `{"model":"wan"}`, -30 * model.Credit, model.BasisPrice},
		"a model never seen":           {21, "create-video", `{"model":"sora"}`, model.UnknownCredits, model.BasisUnknownPrice},
		"a tool never seen":            {21, "create-image", `{"model":"veo","duration":5}`, model.UnknownCredits, model.BasisUnknownPrice},
		"the field is missing":         {21, "create-video", `{"model":"veo"}`, model.UnknownCredits, model.BasisUnknownPrice},
		"the field is no number":       {21, "create-video", `{"model":"veo","duration":"long"}`, model.UnknownCredits, model.BasisUnknownPrice},
		"the field is zero":            {21, "create-video", `{"model":"veo","duration":0,"seconds":2}`, -50 * model.Credit, model.BasisPrice},
		"the field is negative":        {21, "create-video", `{"model":"veo","duration":-5}`, model.UnknownCredits, model.BasisUnknownPrice},
		"the field is absurd":          {21, "create-video", `{"model":"veo","duration":99999999999999999999}`, model.UnknownCredits, model.BasisUnknownPrice},
		"no model: the first":          {21, "create-video", `{"duration":2}`, -50 * model.Credit, model.BasisPriceAbout},
		"the same, before the look":    {1, "create-video", `{"duration":2}`, -40 * model.Credit, model.BasisFirstPriceAbout},
		"a payload that is not a map":  {21, "create-video", `[1]`, model.UnknownCredits, model.BasisUnknownPrice},
		"a payload that is not JSON":   {21, "create-video", `{`, model.UnknownCredits, model.BasisUnknownPrice},
		"a model of an unknown nature": {21, "create-video", `{"model":{"a":1}}`, model.UnknownCredits, model.BasisUnknownPrice},
	} {
		g := model.Generation{Tool: c.tool, Payload: model.Raw(c.payload), CreatedAt: model.At(at(c.day))}
		if amount, basis := prices.Of(g); amount != c.want || basis != c.basis {
			t.Errorf("%s: %v, %s; want %v, %s", name, amount, basis, c.want, c.basis)
		}
	}
}

// A model without a price has none of before and none of another model's.
func TestAModelWithoutAPrice(t *testing.T) {
	at := func(day int) time.Time { return start.AddDate(0, 0, day) }
	prices := derive.Prices{}
	see := func(day int, costs ...model.Credits) {
		var models []model.ToolModel
		for i, cost := range costs {
			models = append(models, model.ToolModel{Slug: fmt.Sprintf("model-%d", i), Cost: cost})
		}
		prices.Saw(model.Tool{Slug: "t", Models: models}, at(day))
	}
	unknown := model.UnknownCredits
	see(10, unknown, 5*model.Credit)
	see(20, 7*model.Credit, unknown)
	see(30, 7*model.Credit, 6*model.Credit)
	for name, c := range map[string]struct {
		day   int
		model string
		want  model.Credits
		basis model.EstimateBasis
	}{
		"before it had one":   {15, "model-0", -7 * model.Credit, model.BasisFirstPrice},
		"once it has one":     {25, "model-0", -7 * model.Credit, model.BasisPrice},
		"while it had one":    {15, "model-1", -5 * model.Credit, model.BasisPrice},
		"while it had none":   {25, "model-1", unknown, model.BasisUnknownPrice},
		"once it has another": {35, "model-1", -6 * model.Credit, model.BasisPrice},
		"the first of them":   {15, "", -7 * model.Credit, model.BasisFirstPriceAbout},
		"later":               {31, "", -7 * model.Credit, model.BasisPriceAbout},
	} {
		payload := model.Raw(`{}`)
		if c.model != "" {
			payload = model.Raw(`{"model":"` + c.model + `"}`)
		}
		g := model.Generation{Tool: "t", Payload: payload, CreatedAt: model.At(at(c.day))}
		if amount, basis := prices.Of(g); amount != c.want || basis != c.basis {
			t.Errorf("%s: %v, %s; want %v, %s", name, amount, basis, c.want, c.basis)
		}
	}
	none := derive.Prices{}
	none.Saw(model.Tool{Slug: "t", Models: []model.ToolModel{{Cost: unknown}, {Slug: "m", Cost: 3 * model.Credit}}}, start)
	if amount, _ := none.Of(model.Generation{Tool: "t", Payload: model.Raw(`{}`), CreatedAt: model.At(start)}); amount.Known() {
		t.Errorf("beside a model that is not named it costs %v", amount)
	}
}

func TestUnits(t *testing.T) {
	for _, c := range []struct {
		unit, payload string
		want          model.Credits
	}{
		{"", `{}`, 6 * model.Credit},
		{"generation", `{"duration":9}`, 6 * model.Credit},
		{"per second", `{"seconds":3}`, 18 * model.Credit},
		{"Seconds", `{"duration_seconds":3}`, 18 * model.Credit},
		{"minute", `{"minutes":2}`, 12 * model.Credit},
		{"minute", `{"duration":90}`, 9 * model.Credit},
		{"image", `{"num_images":4}`, 24 * model.Credit},
		{"images", `{"n":"2"}`, 12 * model.Credit},
		{"page", `{"pages":7}`, 42 * model.Credit},
		{"fortnight", `{"duration":1}`, model.UnknownCredits},
	} {
		prices := derive.Prices{}
		prices.Saw(model.Tool{Slug: "t", Models: []model.ToolModel{{Slug: "m", Cost: 6 * model.Credit, CostUnit: c.unit}}}, start)
		amount, _ := prices.Of(model.Generation{Tool: "t", Payload: model.Raw(c.payload), CreatedAt: model.At(start)})
		if amount.Known() {
			amount = -amount
		}
		if amount != c.want {
			t.Errorf("by the %s, %s: %v, want %v", c.unit, c.payload, amount, c.want)
		}
	}
}

func TestPlacesGrowWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Map(rapid.Int64Range(-1e12, 1e14), func(ms int64) model.Time { return model.At(time.UnixMilli(ms)) })
		a := model.Generation{ID: model.ID(rapid.String().Draw(t, "id")), CreatedAt: at.Draw(t, "a")}
		b := model.Generation{ID: "65f1a2b3c4d5e6f7a8b9c0d1", CreatedAt: at.Draw(t, "b")}
		if derive.SeqFor(a) < 1 || derive.SeqFor(b) < 1 {
			t.Fatalf("a place below 1")
		}
		late := time.UnixMilli(1 << 42)
		if a.CreatedAt.Before(b.CreatedAt.Time) && a.CreatedAt.UnixMilli() > 1 && b.CreatedAt.Before(late) && derive.SeqFor(a) >= derive.SeqFor(b) {
			t.Fatalf("%v at %d, %v at %d", a.CreatedAt, derive.SeqFor(a), b.CreatedAt, derive.SeqFor(b))
		}
	})
}

// A clock that was in the future once leaves no trace: what it has seen is left out.
func TestAClockThatWasAheadOnce(t *testing.T) {
	w := &world{now: start, balance: 1000 * model.Credit}
	w.seen = append(w.seen, derive.BalanceObservation{From: model.At(start.AddDate(4, 0, 0)), To: model.At(start.AddDate(4, 0, 0)), Balance: 1})
	w.look()
	w.pass(time.Minute)
	w.run(10*model.Credit, false, 0)
	w.balance += 500 * model.Credit
	w.pass(time.Minute)
	w.look()
	rows, _ := derive.Complete(w.debits, w.all())
	if changes := check(t, w, rows); changes != 500*model.Credit || rows[len(rows)-1].Balance != 1490*model.Credit {
		t.Errorf("changes of %v in %+v", changes, rows)
	}
}

// A balance that was seen after the generations were read may have one that is not
// known yet: it waits where it is not explained.
func TestABalanceThatIsNewerThanTheGenerationsWaits(t *testing.T) {
	w := &world{now: start, balance: 1000 * model.Credit}
	w.look()
	w.pass(time.Minute)
	read := w.now
	w.pass(time.Second)
	w.balance -= 10 * model.Credit
	w.look()
	seen := w.all()
	seen.Read = read
	if rows, _ := derive.Complete(w.debits, seen); len(rows) != 0 {
		t.Errorf("rows are %+v", rows)
	}
	seen.Read = w.now.Add(time.Minute)
	if rows, _ := derive.Complete(w.debits, seen); len(rows) != 1 || rows[0].Amount != -10*model.Credit {
		t.Errorf("rows are %+v", rows)
	}
}

// While a price is looked up no change is reported: it may be that price.
func TestAPendingPriceIsNoChange(t *testing.T) {
	w := &world{now: start, balance: 1000 * model.Credit}
	w.look()
	w.pass(time.Minute)
	w.run(10*model.Credit, false, 0)
	w.pass(time.Minute)
	w.look()
	w.debits[0].Amount, w.debits[0].Basis = model.UnknownCredits, model.BasisPendingPrice
	if rows, _ := derive.Complete(w.debits, w.all()); len(rows) != 1 || rows[0].Balance.Known() {
		t.Errorf("rows are %+v", rows)
	}
	w.debits[0].Basis = model.BasisUnknownPrice
	rows, _ := derive.Complete(w.debits, w.all())
	if len(rows) != 2 || rows[1].Amount != -10*model.Credit || rows[1].Basis != model.BasisObservedWithUnknown {
		t.Errorf("rows are %+v", rows)
	}
}
