package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

func credits(n int64) *model.Credits {
	c := model.Credits(n) * model.Credit
	return &c
}

func money(amount int64) model.Money { return model.Money{Amount: amount, Currency: "USD"} }

func plan(slug string, rank int, month, year, perMonth int64) model.Plan {
	p := model.Plan{Slug: slug, Name: strings.ToUpper(slug), Rank: rank, CreditsPerMonth: credits(perMonth)}
	if month >= 0 {
		p.Prices = append(p.Prices, model.Price{Interval: model.Monthly, Money: money(month)})
	}
	if year >= 0 {
		p.Prices = append(p.Prices, model.Price{Interval: model.Yearly, Money: money(year)})
	}
	return p
}

func thePlans() []model.Plan {
	return []model.Plan{
		plan("starter", 1, 900, 9000, 1000), plan("creator", 2, 2900, 29000, 4000), plan("pro", 3, 7900, 79000, 12000),
		{Slug: "enterprise", Name: "Enterprise", Rank: 4, ContactURL: "https://artificialstudio.ai/contact"},
	}
}

func thePacks() []model.Pack {
	return []model.Pack{pack("pack-s", 500, 600), pack("pack-m", 2000, 1900), pack("pack-l", 6000, 4900), pack("pack-xl", 15000, 10900)}
}

func date(text string) model.Day {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return model.DayOf(at, time.UTC)
}

// used is a table of debits: so many credits on each of some days.
func used(days map[string]int64) *history.Table {
	builder := &history.Builder{Twins: true}
	for day, n := range days {
		at := date(day).Start(time.UTC).Add(12 * time.Hour)
		id := model.ID("debit-" + day)
		builder.Put(model.Transaction{ID: id, Seq: at.Unix(), Type: model.TypeGeneration, Amount: -*credits(n), CreatedAt: model.At(at)})
	}
	return builder.Table()
}

func ask(t *testing.T, q Question) Advice {
	t.Helper()
	if q.Location == nil {
		q.Location = time.UTC
	}
	a, err := Advise(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (a Advice) of(t *testing.T, plan string, interval model.Interval) Option {
	t.Helper()
	for _, o := range a.Options {
		if string(o.Plan) == plan && o.Interval == interval {
			return o
		}
	}
	t.Fatalf("no option %s %s in %+v", plan, interval, a.Options)
	return Option{}
}

func setOf(packs []PackCount) string {
	var parts []string
	for _, p := range packs {
		parts = append(parts, fmt.Sprintf("%d %s", p.Count, p.Slug))
	}
	return strings.Join(parts, ", ")
}

// The months of a window are counted from its first day, and the last may be short.
func TestMonthsOfAWindow(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"2026-09-02", "2026-11-30", "30/30 31/31 29/30"},
		{"2026-01-31", "2026-04-01", "28/28 31/31 2/30"}, // Jan 31, Feb 28, Mar 31, Apr 30
		{"2025-12-01", "2026-11-30", "31/31 31/31 28/28 31/31 30/30 31/31 30/30 31/31 31/31 30/30 31/31 30/30"},
		{"2026-11-30", "2026-11-30", "1/30"},
		{"2026-11-01", "2026-11-30", "30/30"},
	} {
		var got []string
		for _, m := range monthsOf(date(test.from), date(test.to)) {
			got = append(got, fmt.Sprintf("%d/%d", m.days, m.length))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s to %s: %v, want %s", test.from, test.to, got, test.want)
		}
	}
}

// A window of two whole months and 29 of 31 days, by hand.
func TestReplayByHand(t *testing.T) {
	// Jul 2 – Aug 1 (31), Aug 2 – Sep 1 (31), Sep 2 – Sep 29 (28 of 30): 90 days.
	table := used(map[string]int64{"2026-01-01": 7, "2026-07-02": 3000, "2026-08-31": 6000, "2026-09-29": 1500})
	a := ask(t, Question{
		Table: table, Today: date("2026-09-29"), Days: 90, Plans: thePlans(), Packs: thePacks(), Current: Way{"creator", model.Monthly},
	})
	if a.Window != (Window{date("2026-07-02"), date("2026-09-29"), 90, 3}) {
		t.Errorf("window %+v", a.Window)
	}
	if a.Used != *credits(10_500) || a.Currency != "USD" {
		t.Errorf("used %s, currency %s", a.Used, a.Currency)
	}
	if a.PerMonth != 3579545455 { // 10,500 · 30 / (2 · 30 + 28) = 3,579.5454545…
		t.Errorf("a month %s", a.PerMonth)
	}
	// No plan: 10,500 at once or in parts: L + M + M + S (10,500 for 93.00); XL is 109.00.
	none := a.of(t, "", "")
	if setOf(none.Packs) != "1 pack-s, 2 pack-m, 1 pack-l" || none.Cost != money(9300) || none.Subscription != money(0) ||
		none.PerMonth != money(3170) || none.CreditsLeft != 0 || none.MonthsWithPacks != 3 { // 9,300 · 30 / 88 = 3,170.45
		t.Errorf("no plan: %+v", none)
	}
	// Starter: 9.00 + 9.00 + 9.00 · 28/30 = 26.40. Balance without packs −2,000, −7,000, −7,500: L + 3 S for 67.00 (L + M is 68.00).
	starter := a.of(t, "starter", model.Monthly)
	if setOf(starter.Packs) != "3 pack-s, 1 pack-l" || starter.Subscription != money(2640) || starter.Cost != money(9340) ||
		starter.CreditsLeft != 0 || starter.MonthsWithPacks != 3 { // L in July, two S for −1,000 in August, one for −500 in September
		t.Errorf("starter: %+v", starter)
	}
	// Creator: 29.00 twice and 27.07 (27.0666…). Balance 1,000, −1,000, 1,500: the end is not the worst.
	creator := a.of(t, "creator", model.Monthly)
	if setOf(creator.Packs) != "2 pack-s" || creator.Subscription != money(8507) || creator.PacksCost != money(1200) ||
		creator.CreditsLeft != *credits(2500) || creator.MonthsWithPacks != 1 || !creator.Current || creator.Best {
		t.Errorf("creator: %+v", creator)
	}
	// By the year: 290.00 / 12 = 24.17 twice, and 24.1666… · 28/30 = 22.56 (22.5555…).
	if yearly := a.of(t, "creator", model.Yearly); yearly.Subscription != money(2417+2417+2256) || yearly.Cost != money(8290) {
		t.Errorf("creator by the year: %+v", yearly)
	}
	if pro := a.of(t, "pro", model.Monthly); len(pro.Packs) != 0 || pro.CreditsLeft != *credits(25_500) || pro.MonthsWithPacks != 0 {
		t.Errorf("pro: %+v", pro)
	}
	if len(a.Options) != 7 {
		t.Errorf("%d options: a plan sold by contact is none", len(a.Options))
	}
	if !a.Options[0].Best || a.Options[0].Plan != "creator" || a.Options[0].Interval != model.Yearly {
		t.Errorf("best is %+v", a.Options[0])
	}
	if a.Verdict != Change || a.Saving == nil || *a.Saving != money(8507+1200-8290) {
		t.Errorf("%s saves %v", a.Verdict, a.Saving)
	}
}

// What a page of rules says, a sentence each.
func TestAdviceRules(t *testing.T) {
	today := date("2026-09-29")
	steady := used(map[string]int64{"2026-06-01": 1, "2026-09-10": 500})
	q := Question{Table: steady, Today: today, Days: 90, Plans: thePlans(), Packs: thePacks(), Current: Way{"starter", model.Monthly}}
	with := func(change func(q *Question)) Question {
		other := q
		change(&other)
		return other
	}
	t.Run("a refund counts on its debit's day", func(t *testing.T) {
		builder := &history.Builder{Twins: true}
		at := func(text string) model.Time { return model.At(date(text).Start(time.UTC)) }
		builder.Put(
			model.Transaction{ID: "old", Seq: 1, Type: model.TypeGeneration, Amount: -*credits(70), CreatedAt: at("2026-06-30")},
			model.Transaction{ID: "new", Seq: 2, Type: model.TypeGeneration, Amount: -*credits(50), CreatedAt: at("2026-08-30")},
			model.Transaction{ID: "r1", Seq: 3, Type: model.TypeRefund, RefundOf: "old", Amount: *credits(70), CreatedAt: at("2026-08-31")},
			model.Transaction{ID: "r2", Seq: 4, Type: model.TypeRefund, RefundOf: "new", Amount: *credits(20), CreatedAt: at("2026-09-01")},
			model.Transaction{ID: "r3", Seq: 5, Type: model.TypeRefund, RefundOf: "gone", Amount: *credits(20), CreatedAt: at("2026-09-01")},
			model.Transaction{ID: "p", Seq: 6, Type: model.TypePurchaseRefund, RefundOf: "x", Amount: -*credits(20), CreatedAt: at("2026-09-01")},
		)
		if a := ask(t, with(func(q *Question) { q.Table = builder.Table() })); a.Used != *credits(30) {
			t.Errorf("used %s", a.Used)
		}
	})
	t.Run("the window begins with the history", func(t *testing.T) {
		a := ask(t, with(func(q *Question) { q.Table = used(map[string]int64{"2026-09-16": 5}) }))
		if a.Window.From != date("2026-09-16") || a.Window.Days != 14 || a.Window.Months != 1 || a.Verdict == TooLittleHistory {
			t.Errorf("%+v %s", a.Window, a.Verdict)
		}
	})
	t.Run("under 14 days are too little, and options are listed all the same", func(t *testing.T) {
		a := ask(t, with(func(q *Question) { q.Table = used(map[string]int64{"2026-09-17": 5}) }))
		if a.Verdict != TooLittleHistory || len(a.Options) != 7 {
			t.Errorf("%s with %d options", a.Verdict, len(a.Options))
		}
		if a = ask(t, with(func(q *Question) { q.Table, q.Use = used(map[string]int64{"2026-09-17": 5}), credits(10) })); a.Verdict != Change {
			t.Errorf("with an expected use: %s", a.Verdict)
		}
		if a = ask(t, with(func(q *Question) { q.Table = &history.Table{} })); a.Verdict != TooLittleHistory || a.Window.Days != 1 {
			t.Errorf("without rows: %s, %+v", a.Verdict, a.Window)
		}
	})
	t.Run("an expected use is spread evenly, a short month in proportion", func(t *testing.T) {
		a := ask(t, with(func(q *Question) { q.Use = credits(3000) }))
		if a.Used != *credits(8800) || a.PerMonth != *credits(3000) { // 3,000 + 3,000 + 3,000 · 28/30
			t.Errorf("used %s, a month %s", a.Used, a.PerMonth)
		}
	})
	t.Run("keep costs nothing", func(t *testing.T) {
		a := ask(t, with(func(q *Question) { q.Current = Way{} }))
		if a.Verdict != Keep || a.Saving == nil || *a.Saving != money(0) || !a.Options[0].Current || setOf(a.Options[0].Packs) != "1 pack-s" {
			t.Errorf("%s saves %v: %+v", a.Verdict, a.Saving, a.Options[0])
		}
	})
	t.Run("today's way is no option", func(t *testing.T) {
		if a := ask(t, with(func(q *Question) { q.Current = Way{"enterprise", model.Monthly} })); a.Saving != nil || a.Verdict != Change {
			t.Errorf("%s saves %v", a.Verdict, a.Saving)
		}
		a := ask(t, with(func(q *Question) {
			q.Current, q.Packs, q.Table = Way{}, nil, used(map[string]int64{"2026-06-01": 1, "2026-09-10": 1500})
		}))
		if len(a.Options) != 6 || a.Saving != nil { // starter brings 1,000 three times by then
			t.Errorf("%d options, saves %v", len(a.Options), a.Saving)
		}
		a = ask(t, with(func(q *Question) { q.Packs, q.Table = nil, used(map[string]int64{"2026-06-01": 1, "2026-07-10": 1500}) }))
		if len(a.Options) != 4 || a.Saving != nil {
			t.Errorf("%d options, saves %v", len(a.Options), a.Saving)
		}
	})
	t.Run("a free pack is left out", func(t *testing.T) {
		a := ask(t, with(func(q *Question) { q.Packs = []model.Pack{pack("gift", 100_000, 0)} }))
		for _, o := range a.Options {
			if len(o.Packs) > 0 || o.Plan == "" {
				t.Errorf("%+v", o)
			}
		}
	})
	t.Run("at equal cost more credits, then fewer packs", func(t *testing.T) {
		a := ask(t, with(func(q *Question) {
			q.Packs = []model.Pack{pack("a", 250, 300), pack("b", 500, 600), pack("c", 600, 600)}
		}))
		if got := setOf(a.of(t, "", "").Packs); got != "1 c" {
			t.Errorf("bought %s", got)
		}
		a = ask(t, with(func(q *Question) { q.Packs = []model.Pack{pack("a", 250, 300), pack("b", 500, 600)} }))
		if got := setOf(a.of(t, "", "").Packs); got != "1 b" {
			t.Errorf("bought %s", got)
		}
	})
	t.Run("at equal cost the current one, no plan, the lower rank, the month", func(t *testing.T) {
		same := with(func(q *Question) {
			q.Plans, q.Packs, q.Current = []model.Plan{plan("high", 2, 600, 7200, 9000), plan("low", 1, 600, 7200, 9000)}, nil, Way{"high", model.Yearly}
			q.Days = 30
		})
		var got []string
		for _, o := range ask(t, same).Options {
			got = append(got, string(o.Plan)+" "+string(o.Interval))
		}
		if strings.Join(got, ", ") != "high year, low month, low year, high month" {
			t.Errorf("%v", got)
		}
	})
}

func TestAdviceKnowsItsCurrency(t *testing.T) {
	q := Question{Table: used(map[string]int64{"2026-06-01": 1, "2026-09-10": 500}), Today: date("2026-09-29"), Days: 90, Plans: thePlans(), Packs: thePacks()}
	for i := range q.Plans {
		for k := range q.Plans[i].Prices {
			if q.Plans[i].Slug != "starter" {
				q.Plans[i].Prices[k].Currency = "EUR"
			}
		}
	}
	if a := ask(t, q); a.Currency != "USD" || len(a.Options) != 3 || a.Reason != "Prices in EUR are left out: yours are in USD." {
		t.Errorf("of the first price: %s, %d options, %s", a.Currency, len(a.Options), a.Reason)
	}
	builder := &history.Builder{Twins: true}
	for i, currency := range []string{"USD", "EUR", "USD"} {
		row := model.Transaction{
			ID: model.ID(fmt.Sprint(i)), Seq: int64(i + 1), Type: model.TypePurchase, Amount: model.Credit,
			Payment: &model.Payment{Money: model.Money{Amount: 1, Currency: currency}}, CreatedAt: model.At(date("2026-06-01").Start(time.UTC)),
		}
		if i == 2 {
			row.Type = model.TypePurchaseRefund
		}
		builder.Put(row)
	}
	q.Table = builder.Table()
	if a := ask(t, q); a.Currency != "EUR" || len(a.Options) != 5 {
		t.Errorf("of the newest payment: %s, %d options", a.Currency, len(a.Options))
	}
	q.Charge = &model.Charge{Money: money(900)}
	if a := ask(t, q); a.Currency != "USD" {
		t.Errorf("of the next charge: %s", a.Currency)
	}
	a := ask(t, Question{Table: q.Table, Today: q.Today, Days: 90, Plans: model.DocumentedPlans(), Current: Way{Plan: "creator"}})
	text, err := json.Marshal(a)
	if err != nil || a.Verdict != "" || a.Currency != "EUR" && a.Currency != "" {
		t.Errorf("without prices: %s %v", text, err)
	}
	a = ask(t, Question{Table: used(map[string]int64{"2026-06-01": 1}), Today: q.Today, Days: 90, Plans: model.DocumentedPlans()})
	text, err = json.Marshal(a)
	if err != nil || !strings.Contains(string(text), `"currency":null`) || !strings.Contains(string(text), `"verdict":null`) ||
		!strings.Contains(string(text), `"options":[]`) || !strings.Contains(string(text), `"reason":"The server has no prices."`) {
		t.Errorf("without prices: %s %v", text, err)
	}
}

func TestCurrentWay(t *testing.T) {
	account := model.Account{Plan: "creator"}
	sub := model.Subscription{Plan: "pro", Interval: model.Yearly, Status: model.StatusActive}
	over := sub
	over.Status = model.StatusCanceled
	for _, test := range []struct{ got, want Way }{
		{CurrentWay(account, sub, model.Billed), Way{"pro", model.Yearly}},
		{CurrentWay(account, over, model.Billed), Way{}},
		{CurrentWay(account, model.Subscription{}, model.Unsupported), Way{Plan: "creator"}},
		{CurrentWay(model.Account{Plan: model.FreePlan}, model.Subscription{}, model.Unsupported), Way{}},
	} {
		if test.got != test.want {
			t.Errorf("%+v, want %+v", test.got, test.want)
		}
	}
	q := Question{Table: used(map[string]int64{"2026-06-01": 1, "2026-09-10": 500}), Today: date("2026-09-29"), Days: 90, Plans: thePlans(), Packs: thePacks(), Current: Way{Plan: "creator"}}
	if a := ask(t, q); a.Verdict != "" || a.Reason == "" || a.Saving != nil {
		t.Errorf("%s %v %s", a.Verdict, a.Saving, a.Reason)
	}
	q.Plans[1].Prices = q.Plans[1].Prices[:1]
	if a := ask(t, q); a.Verdict != Change || a.Current.Interval != model.Monthly {
		t.Errorf("%s %+v", a.Verdict, a.Current)
	}
}

// naively replays day by day with big rationals, buying from every set of packs.
func naively(days []int64, from, to model.Day, w way, packs []model.Pack) (cost *big.Rat, subscription int64, left model.Credits, ok bool) {
	var balance, worst model.Credits
	cost = new(big.Rat)
	for n := 0; ; n++ {
		start, end := from.AddMonths(n), from.AddMonths(n+1)
		if to.Before(start) {
			break
		}
		balance += w.credits
		inside := 0
		for day := start; day.Before(end) && !to.Before(day); day = day.Add(1) {
			balance -= *credits(days[day.Sub(from)])
			worst = max(worst, -balance)
			inside++
		}
		price := big.NewRat(w.price*int64(inside), int64(end.Sub(start)))
		if w.interval == model.Yearly {
			price.Quo(price, big.NewRat(12, 1))
		}
		price.Add(price, big.NewRat(1, 2))
		subscription += new(big.Int).Div(price.Num(), price.Denom()).Int64()
	}
	best := packSet{count: -1}
	everySet(packs, 0, worst, packSet{}, &best)
	if best.count < 0 {
		return nil, 0, 0, false
	}
	return cost.SetInt64(subscription + best.cost), subscription, balance + best.credits, true
}

func TestReplayIsTheNaiveOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		to := date("2026-03-31").Add(rapid.IntRange(0, 400).Draw(t, "today"))
		from := to.Add(-rapid.IntRange(0, 120).Draw(t, "days"))
		days := make([]int64, to.Sub(from)+1)
		for range rapid.IntRange(0, 8).Draw(t, "uses") {
			days[rapid.IntRange(0, len(days)-1).Draw(t, "day")] += rapid.Int64Range(0, 30).Draw(t, "use")
		}
		months := monthsOf(from, to)
		rest := days
		for i := range months {
			for _, use := range rest[:months[i].days] {
				months[i].use += *credits(use)
			}
			rest = rest[months[i].days:]
		}
		w := way{
			"p", rapid.SampledFrom([]model.Interval{model.Monthly, model.Yearly}).Draw(t, "interval"),
			rapid.Int64Range(0, 5000).Draw(t, "price"), *credits(rapid.Int64Range(0, 40).Draw(t, "granted")), 1,
		}
		var packs []model.Pack
		for i := range rapid.IntRange(0, 3).Draw(t, "packs") {
			packs = append(packs, pack(fmt.Sprint(i), rapid.Int64Range(5, 50).Draw(t, "credits"), rapid.Int64Range(1, 50).Draw(t, "pack price")))
		}
		cost, subscription, left, can := naively(days, from, to, w, packs)
		o, ok, err := w.replay(months, newPackSets(packs))
		if err != nil || ok != can {
			t.Fatalf("ok %v, want %v (%v)", ok, can, err)
		}
		if !ok {
			return
		}
		if cost.Cmp(big.NewRat(o.Cost.Amount, 1)) != 0 || o.Subscription.Amount != subscription || o.CreditsLeft != left {
			t.Fatalf("%+v, want cost %s, subscription %d, left %s", o, cost, subscription, left)
		}
		if o.MonthsWithPacks > len(months) || (o.MonthsWithPacks > 0) != (len(o.Packs) > 0) {
			t.Fatalf("%d months with %v", o.MonthsWithPacks, o.Packs)
		}
		// More use never costs less.
		months[rapid.IntRange(0, len(months)-1).Draw(t, "month")].use += *credits(rapid.Int64Range(0, 30).Draw(t, "more"))
		if more, ok, _ := w.replay(months, newPackSets(packs)); ok && more.Cost.Amount < o.Cost.Amount {
			t.Fatalf("%d for more use, %d before", more.Cost.Amount, o.Cost.Amount)
		}
	})
}

// From the break-even on the dearer plan never costs more, and just below it does.
func TestBreakEvenAgainstEveryUse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		interval := rapid.SampledFrom([]model.Interval{model.Monthly, model.Yearly}).Draw(t, "interval")
		draw := func(name string) way {
			return way{model.OptionalString(name), interval, rapid.Int64Range(0, 300).Draw(t, name), *credits(rapid.Int64Range(0, 30).Draw(t, name+" credits")), 1}
		}
		low, high := draw("low"), draw("high")
		var packs []model.Pack
		for i := range rapid.IntRange(0, 3).Draw(t, "packs") {
			packs = append(packs, pack(fmt.Sprint(i), rapid.Int64Range(1, 40).Draw(t, "credits"), rapid.Int64Range(1, 400).Draw(t, "price")))
		}
		sets := newPackSets(packs)
		even, err := breakEvenOf(context.Background(), low, high, sets)
		if err != nil {
			t.Fatal(err)
		}
		cheap, dear := low, high
		if even.From == "high" {
			cheap, dear = high, low
		}
		last := int64(-1) // use at which the dearer one costs more
		for use := range int64(400) {
			months := monthsOf(date("2026-01-01"), date("2026-12-31"))
			for i := range months {
				months[i].use = *credits(use)
			}
			a, can, _ := cheap.replay(months, sets)
			b, also, _ := dear.replay(months, sets)
			if can && (!also || b.Cost.Amount > a.Cost.Amount) {
				last = use
			}
		}
		switch {
		case even.CreditsPerMonth == nil && last < 300:
			t.Fatalf("never, and the last worse use is %d", last)
		case even.CreditsPerMonth != nil && *even.CreditsPerMonth != last+1:
			t.Fatalf("from %d on, and the last worse use is %d", *even.CreditsPerMonth, last)
		}
	})
}

func TestBreakEvensOfNeighbours(t *testing.T) {
	a := ask(t, Question{Use: credits(100), Today: date("2026-09-29"), Days: 90, Plans: thePlans(), Packs: thePacks()})
	var got []string
	for _, even := range a.BreakEven {
		got = append(got, fmt.Sprintf("%s %s %s %d", even.From, even.To, even.Interval, *even.CreditsPerMonth))
	}
	// Creator costs 240 more a year than Starter. 12 · 3,666 − 12,000 = 31,992 credits are two
	// XL and an M for 237; 12 more take two XL, M and S for 243.
	want := "starter creator month 3667, creator pro month 10751, starter creator year 3084, creator pro year 9584"
	if strings.Join(got, ", ") != want {
		t.Errorf("%v", got)
	}
}
