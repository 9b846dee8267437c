package forecast

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

var (
	noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	day0 = model.DayOf(noon, time.UTC)
)

// pastOf is a past of some days' use, without an empty account.
func pastOf(use []float64) Past {
	p := Past{First: day0.Add(-len(use)), Use: use, Unknown: make([]bool, len(use)), Closing: make([]float64, len(use)), Bought: make([]bool, len(use)), Debit: 1}
	for at := range p.Closing {
		p.Closing[at] = 1000
	}
	return p
}

func ask(use []float64, balance model.Credits) Question {
	return Question{Past: pastOf(use), Now: noon, Zone: time.UTC, Account: Account{Credits: balance}}
}

// TestRenewals counts renewals in and leaves them out as the state of a subscription has it.
func TestRenewals(t *testing.T) {
	at := func(text string) model.Time {
		instant, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return model.At(instant)
	}
	many, few := 4000*model.Credit, 1000*model.Credit
	plans := []model.Plan{{Slug: "creator", CreditsPerMonth: &many}, {Slug: "starter", CreditsPerMonth: &few}, {Slug: "enterprise"}}
	active := model.Subscription{
		Plan: "creator", Status: model.StatusActive, NextCreditsAt: at("2026-12-31T02:11:17Z"), CurrentPeriodEnd: at("2027-01-31T02:11:17Z"),
	}
	with := func(change func(*model.Subscription)) model.Subscription {
		sub := active
		change(&sub)
		return sub
	}
	dates := []string{"2026-12-31T02:11:17Z", "2027-01-31T02:11:17Z", "2027-02-28T02:11:17Z", "2027-03-31T02:11:17Z"}
	end := at("2027-04-01T00:00:00Z")
	type credits = model.Credits
	for name, test := range map[string]struct {
		sub     model.Subscription
		come    []credits // by date; 0 for none
		without []Why
	}{
		"active":         {active, []credits{many, many, many, many}, make([]Why, 4)},
		"trialing":       {with(func(s *model.Subscription) { s.Status = model.StatusTrialing }), []credits{many, many, many, many}, make([]Why, 4)},
		"downgrade":      {with(func(s *model.Subscription) { s.PendingPlan = "starter" }), []credits{many, few, few, few}, make([]Why, 4)},
		"to unknown":     {with(func(s *model.Subscription) { s.PendingPlan = "enterprise" }), []credits{many, 0, 0, 0}, []Why{"", PriceUnknown, PriceUnknown, PriceUnknown}},
		"cancelled":      {with(func(s *model.Subscription) { s.CancelAtPeriodEnd = true }), []credits{many, 0, 0, 0}, []Why{"", Cancelled, Cancelled, Cancelled}},
		"past due":       {with(func(s *model.Subscription) { s.Status = model.StatusPastDue }), make([]credits, 4), []Why{PastDue, PastDue, PastDue, PastDue}},
		"another status": {with(func(s *model.Subscription) { s.Status = "resting" }), make([]credits, 4), []Why{OtherStatus, OtherStatus, OtherStatus, OtherStatus}},
		"over":           {with(func(s *model.Subscription) { s.Status = model.StatusCanceled }), make([]credits, 4), make([]Why, 4)},
		"cancelled, without a date of credits": {with(func(s *model.Subscription) {
			s.CancelAtPeriodEnd, s.NextCreditsAt = true, model.Time{}
		}), make([]credits, 4), []Why{"", Cancelled, Cancelled, Cancelled}},
	} {
		come, without := Renewals(test.sub, plans, noon, end.Time)
		for i, date := range dates {
			if test.come[i] != 0 {
				if len(come) == 0 || come[0] != (Renewal{at(date), test.come[i]}) {
					t.Errorf("%s: %v come, want %v on %s", name, come, test.come[i], date)
					break
				}
				come = come[1:]
			}
			if test.without[i] != "" {
				// a date that is reckoned from the end of a short month stays short
				if len(without) == 0 || without[0].Why != test.without[i] || without[0].At.Format("2006-01") != date[:7] {
					t.Errorf("%s: %v left out, want %s on %s", name, without, test.without[i], date)
					break
				}
				without = without[1:]
			}
		}
		if len(come)+len(without) > 0 {
			t.Errorf("%s: also %v and %v", name, come, without)
		}
	}
	if come, _ := Renewals(active, plans, at("2026-12-31T02:11:17Z").Time, end.Time); len(come) != 3 {
		t.Errorf("one that is due now is counted in: %v", come)
	}
}

// TestSettle tells the run-out from futures: both ends, one end, and none.
func TestSettle(t *testing.T) {
	ends := func(soon, later, never int) []float64 {
		all := slices.Repeat([]float64{3}, soon)
		all = append(all, slices.Repeat([]float64{40}, later)...)
		return append(all, slices.Repeat([]float64{math.Inf(1)}, never)...)
	}
	for name, test := range map[string]struct {
		ends                     []float64
		state                    State
		earliest, likely, latest int
	}{
		"both ends":          {ends(100, 400, 0), Between, 3, 40, 40},
		"a tenth never":      {ends(100, 350, 50), Between, 3, 40, 40},
		"more never":         {ends(100, 349, 51), Between, 3, 40, Beyond},
		"half do not":        {ends(100, 150, 250), Between, 3, Beyond, Beyond},
		"just above a tenth": {ends(0, 51, 449), Between, 40, Beyond, Beyond},
		"a tenth":            {ends(0, 50, 450), Never, Beyond, Beyond, Beyond},
	} {
		var r RunOut
		r.settle(test.ends)
		if r.State != test.state || r.Earliest != test.earliest || r.Likely != test.likely || r.Latest != test.latest {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// TestUntil tells the time of a run-out by the hours at which credits are used.
func TestUntil(t *testing.T) {
	even, office := pastOf(nil), pastOf(nil)
	for hour := range 24 {
		even.Hours[hour] = 10
	}
	office.Hours[9], office.Hours[10] = 50, 50
	for _, test := range []struct {
		past Past
		end  float64
		want time.Duration
	}{
		{even, 0, 0},
		{even, 0.5, 6*time.Hour + 15*time.Minute},
		{even, 1.25, 18*time.Hour + 15*time.Minute},
		{even, 2.5, 48*time.Hour + 15*time.Minute},
		{even, 3, math.MaxInt64},
		{even, math.Inf(1), math.MaxInt64},
		{office, 1.25, 21*time.Hour + 30*time.Minute},
		{office, 1.9, 22*time.Hour + 45*time.Minute},
	} {
		f := Futures{past: test.past, now: noon, zone: time.UTC}
		if got := f.until(test.end); (got - test.want).Abs() > 15*time.Minute {
			t.Errorf("%v: in %v, want %v", test.end, got, test.want)
		}
	}
}

// TestSoon has the time of a run-out where it is within two days, on the day of the run-out and
// in its order, and none of a later one.
func TestSoon(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	use := make([]float64, 60)
	for i := range use {
		use[i] = 50 + 100*random.Float64()
	}
	p := pastOf(use)
	for hour := range 24 {
		p.Hours[hour] = float64(hour % 7)
	}
	futures, soon := Draw(p, noon, time.UTC), 0
	for balance := range 600 {
		r := futures.Brief(Account{Credits: model.Credits(balance+1) * model.Credit}).RunOut
		switch {
		case r.LikelyIn == 0:
			if r.Likely < SoonDays {
				t.Fatalf("%d credits: none, of a run-out in %d days", balance, r.Likely)
			}
			continue
		case r.LikelyIn > SoonDays*24*time.Hour, r.EarliestIn > r.LikelyIn:
			t.Fatalf("%d credits: from %v to %v", balance, r.EarliestIn, r.LikelyIn)
		}
		soon++
		if at := noon.Add(r.LikelyIn - time.Minute); r.LikelyIn > time.Minute && model.DayOf(at, time.UTC).Sub(day0) != r.Likely {
			t.Fatalf("%d credits: at %v, %d days from now", balance, at, r.Likely)
		}
	}
	if soon < 50 {
		t.Errorf("soon %d times", soon)
	}
}

// TestEnough says nothing of the future below 14 days of history or 5 with use, and of the
// pace what there is.
func TestEnough(t *testing.T) {
	for name, test := range map[string]struct {
		use   []float64
		state State
	}{
		"13 days":          {slices.Repeat([]float64{10}, 13), Unknown},
		"14 days":          {slices.Repeat([]float64{10}, 14), Between},
		"4 days with use":  {append(make([]float64, 60), 1, 2, 3, 4), Unknown},
		"5 days with use":  {append(make([]float64, 60), 10, 20, 30, 40, 50), Between},
		"no day":           {nil, Unknown},
		"use of no amount": {make([]float64, 60), Unknown},
	} {
		f := Of(ask(test.use, 90*model.Credit))
		if f.RunOut.State != test.state || (len(f.Use) == 0) != (test.state == Unknown) {
			t.Errorf("%s: %s, %v", name, f.RunOut.State, f.Use)
		}
	}
	q := ask(slices.Repeat([]float64{10}, 20), 90*model.Credit)
	copy(q.Past.Unknown, slices.Repeat([]bool{true}, 7))
	if f := Of(q); f.RunOut.State != Unknown || f.HistoryDays != 20 || f.Known != (Known{13, 13}) {
		t.Errorf("with 7 days of unknown use: %+v", f)
	}
	f := Of(ask(slices.Repeat([]float64{0, 0, 15}, 5), 0))
	if f.RunOut.State != Gone || f.Pace[0].PerDay != 6_428_571 || f.Pace[1].PerDay.Known() {
		t.Errorf("%s, %v", f.RunOut.State, f.Pace)
	}
	if q := ask(slices.Repeat([]float64{10}, 30), 0); Of(q).RunOut.State != Gone {
		t.Error("nothing is left, and that is not said")
	} else if q.Running = true; Of(q).RunOut.State == Gone {
		t.Error("what runs could come back")
	}
}

// TestLongHistory has futures of ten years, and of days that differ by a factor of a billion.
func TestLongHistory(t *testing.T) {
	use := slices.Repeat([]float64{10}, 3650)
	if f := Of(ask(use, 1000*model.Credit)); f.RunOut.State != Between || f.Use[1].Mid < 250*model.Credit || f.Use[1].Mid > 350*model.Credit {
		t.Errorf("of 10 a day for ten years: %v", f.Use)
	}
	for at := range use {
		use[at] = math.Pow(10, float64(at%10-3))
	}
	if f := Of(ask(use, 1000*model.Credit)); f.RunOut.State != Between || f.Use[1].Low <= 0 {
		t.Errorf("of uneven days: %v", f.Use)
	}
}

// TestSteady foretells what is always the same: the range is about it.
func TestSteady(t *testing.T) {
	f := Of(ask(slices.Repeat([]float64{10, 10, 10, 10, 10, 0, 0}, 60), 1000*model.Credit))
	if use := f.Use[1]; use.Mid < 190*model.Credit || use.Mid > 240*model.Credit || use.Low < 100*model.Credit || use.High > 400*model.Credit {
		t.Errorf("of 50 a week, the next 30 days use %v", use)
	}
	if likely := f.RunOut.Likely; likely < 120 || likely > 160 {
		t.Errorf("1,000 at 50 a week last %d days", likely)
	}
}

// TestWanted checks that an empty account does not lower the demand: a person who buys 100
// a month and uses it up within days wants more than 100 a month.
func TestWanted(t *testing.T) {
	use := slices.Repeat(append([]float64{25, 25, 25, 25}, make([]float64, 26)...), 8)
	p := pastOf(use)
	for at := range use {
		p.Closing[at] = max(0, 100-25*float64(at%30+1))
		p.Bought[at] = at%30 == 0
	}
	q := ask(use, 50*model.Credit)
	free := Of(q).Use[1].Mid
	if q.Past = p; Of(q).Use[1].Mid < 3*free {
		t.Errorf("wanted are %v in 30 days, as if the account had never been empty: %v", Of(q).Use[1].Mid, free)
	}
	p.Hurried = 8 // a person who buys more at once is not stopped by an empty account
	if q.Past = p; Of(q).Use[1].Mid > 2*free {
		t.Errorf("%v are wanted in 30 days of one who buys at once, %v of one who is never empty", Of(q).Use[1].Mid, free)
	}
}

// TestForecastHolds holds what must be so of every account.
func TestForecastHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		use := make([]float64, rapid.IntRange(0, 200).Draw(t, "days"))
		idle := rapid.Float64Range(0, 1).Draw(t, "idle")
		for at := range use {
			if random.Float64() > idle {
				use[at] = math.Exp(5 * random.NormFloat64())
			}
		}
		q := ask(use, model.Credits(rapid.Int64Range(-1e9, 1e12).Draw(t, "credits")))
		for at := range use {
			q.Past.Closing[at] = 100 * random.Float64()
			q.Past.Bought[at] = random.IntN(10) == 0
			q.Past.Unknown[at] = random.IntN(50) == 0
		}
		q.Past.Debit = 20 * random.Float64()
		credits := model.Credits(rapid.Int64Range(0, 1e10).Draw(t, "plan"))
		q.Subscription = model.Subscription{Plan: "plan", Status: model.StatusActive, NextCreditsAt: model.At(noon.AddDate(0, 0, random.IntN(31)))}
		q.Plans = []model.Plan{{Slug: "plan", CreditsPerMonth: &credits}}
		drawn := Draw(q.Past, q.Now, q.Zone)
		f := drawn.Forecast(q.Account)
		ordered := func(r Range) {
			if r.Low < 0 || r.Low > r.Mid || r.Mid > r.High {
				t.Fatalf("a range of %v", r)
			}
		}
		var before Range
		for _, u := range f.Use {
			ordered(u.Range)
			if u.Low < before.Low || u.Mid < before.Mid || u.High < before.High {
				t.Fatalf("%v is less than in a shorter time: %v", u, before)
			}
			before = u.Range
		}
		for _, balance := range f.Days {
			ordered(balance.Range)
		}
		q.Credits += 1000 * model.Credit
		richer := drawn.Brief(q.Account).RunOut
		after := func(day int) int {
			if day == Beyond {
				return HorizonDays + 1
			}
			return day
		}
		if r := f.RunOut; r.State == Between {
			if after(r.Earliest) > after(r.Likely) || after(r.Likely) > after(r.Latest) {
				t.Fatalf("days out of order: %+v", r)
			}
			if after(richer.Earliest) < r.Earliest || after(richer.Likely) < after(r.Likely) || after(richer.Latest) < after(r.Latest) {
				t.Fatalf("more credits last shorter: %+v, then %+v", r, richer)
			}
		}
	})
}

// pastOfTable is the past of a history.
func pastOfTable(ctx context.Context, table *history.Table, now time.Time, zone *time.Location) (Past, error) {
	tally, err := history.TallyOf(ctx, table.All(), zone)
	if err != nil {
		return Past{}, err
	}
	return NewPast(ctx, table, tally, now, zone)
}

// TestNewPast reads days, hours and closings from a ledger, in the days of the zone.
func TestNewPast(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	var b history.Builder
	seq, balance := int64(0), model.Credits(0)
	row := func(kind model.TransactionType, amount model.Credits, at time.Time, of model.ID) model.ID {
		seq++
		balance += amount
		id := model.ID(string(rune('a' + seq)))
		b.Put(model.Transaction{ID: id, Seq: seq, Type: kind, Amount: amount, Balance: balance, RefundOf: of, CreatedAt: model.At(at)})
		return id
	}
	first := time.Date(2026, 11, 1, 23, 0, 0, 0, time.UTC) // Nov 2 in the zone
	row(model.TypeBonus, 10*model.Credit, first, "")
	row(model.TypeGeneration, -6*model.Credit, first.Add(time.Hour), "")
	back := row(model.TypeGeneration, -4*model.Credit, first.AddDate(0, 0, 2), "")
	row(model.TypePurchase, 5*model.Credit, first.AddDate(0, 0, 2).Add(time.Hour), "")
	row(model.TypeRefund, 4*model.Credit, first.AddDate(0, 0, 3), back)
	row(model.TypeGeneration, -1*model.Credit, first.AddDate(0, 0, 5).Add(-time.Hour), "") // today
	p, err := pastOfTable(t.Context(), b.Table(), first.AddDate(0, 0, 5), zone)
	if err != nil {
		t.Fatal(err)
	}
	if want := (model.Day{Year: 2026, Month: time.November, Date: 2}); p.First != want {
		t.Errorf("begins on %v", p.First)
	}
	if !slices.Equal(p.Use, []float64{6, 0, 0, 0, 0}) || !slices.Equal(p.Closing, []float64{4, 4, 5, 9, 9}) {
		t.Errorf("use %v, closing %v", p.Use, p.Closing)
	}
	if !slices.Equal(p.Bought, []bool{false, false, true, false, false}) || p.Hurried != 1 || p.Hours[2] != 6 {
		t.Errorf("bought %v, %d in a hurry, hours %v", p.Bought, p.Hurried, p.Hours)
	}
}

// TestRecord makes forecasts of the past: what is always the same holds always.
func TestRecord(t *testing.T) {
	use := make([]float64, 400)
	random := rand.New(rand.NewPCG(1, 2))
	for at := range use {
		use[at] = 10 * random.ExpFloat64()
	}
	if r := NewRecord(pastOf(use), noon, time.UTC); r.Of != 11 || r.Held < 7 {
		t.Errorf("%+v", r)
	}
	for at := 350; at < 370; at++ {
		use[at] = 500
	}
	if r := NewRecord(pastOf(use), noon, time.UTC); r.Of != 11 || r.Held > 10 {
		t.Errorf("%+v, though no forecast could know", r)
	}
	if r := NewRecord(pastOf(use[:20]), noon, time.UTC); r.Of != 0 {
		t.Errorf("%+v of 20 days", r)
	}
}

// TestFuturesLaterInTheDay takes futures to another hour: they tell what those tell that are
// drawn then, and are of the same past until a day of it differs.
func TestFuturesLaterInTheDay(t *testing.T) {
	use := make([]float64, 60)
	random := rand.New(rand.NewPCG(3, 4))
	for at := range use {
		use[at] = 100 * random.ExpFloat64()
	}
	q := ask(use, 2000*model.Credit)
	q.Past.Hours[15], q.Past.Hours[20] = 30, 70
	evening := q.Now.Add(7 * time.Hour)
	futures := Draw(q.Past, q.Now, q.Zone)
	told, drawn := futures.At(evening).Forecast(q.Account), Draw(q.Past, evening, q.Zone).Forecast(q.Account)
	if !reflect.DeepEqual(told, drawn) {
		t.Errorf("taken to the evening:\n%+v\ndrawn then:\n%+v", told, drawn)
	}
	if before := futures.Forecast(q.Account); reflect.DeepEqual(before.Days, told.Days) {
		t.Error("the evening has the balances of noon")
	}
	today := model.DayOf(q.Now, q.Zone)
	if !futures.Of(q.Past, today) || futures.Of(q.Past, today.Add(1)) {
		t.Error("futures are not of their past, or also of the next day")
	}
	other := q.Past
	other.Use = slices.Clone(other.Use)
	other.Use[10]++
	if futures.Of(other, today) {
		t.Error("futures are of a past with another use")
	}
}

// BenchmarkOf makes a forecast over a year of days, which is to take no more than 50 ms.
func BenchmarkOf(b *testing.B) {
	use := make([]float64, 365)
	random := rand.New(rand.NewPCG(1, 2))
	for at := range use {
		use[at] = 100 * random.ExpFloat64()
	}
	q := ask(use, 10000*model.Credit)
	for b.Loop() {
		Of(q)
	}
}

// Question is what a forecast is asked on.
type Question struct {
	Past Past
	Now  time.Time
	Zone *time.Location
	Account
}

// Of makes a forecast.
func Of(q Question) Forecast { return Draw(q.Past, q.Now, q.Zone).Forecast(q.Account) }
