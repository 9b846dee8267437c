package forecast

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// tool is something that a person makes, and what it costs.
type tool struct{ price, weight float64 }

// person is a made-up customer who sits down to sessions and starts generations in them.
// Nothing of it is shared with the method: it knows sessions, tools and phases, not days.
type person struct {
	kind     string
	busy     float64    // sessions of a day while engaged
	idle     float64    // sessions of a day while not, of those
	weekdays [7]float64 // likewise, by weekday
	length   float64    // generations of a session, on average
	tools    []tool
	hour     float64                   // around which sessions are
	scale    func(day float64) float64 // of sessions, by days after now
	leave    float64                   // chance on each day to end a phase
	come     float64                   // chance to begin one
	waits    float64                   // days until an empty account is filled up; 0 for at once
	days     int                       // of history
	like     bool                      // the future is like the past
	day      int                       // state: after now
	engaged  bool
	tilt     float64 // state: how heavy the work of this phase is
}

// generation is one that a person wants, in credits.
type generation struct {
	hour   float64
	price  float64
	failed bool
}

// kinds make people of each kind.
var kinds = []struct {
	name string
	make func(r *rand.Rand, p *person)
}{
	{"steady", func(_ *rand.Rand, p *person) { p.like = true }},
	{"weekday-only", func(r *rand.Rand, p *person) {
		p.like = true
		p.weekdays = [7]float64{0, 1, 1, 1, 1, 0.5 + r.Float64()/2, 0}
	}},
	{"bursty", func(r *rand.Rand, p *person) {
		p.like = true
		p.busy, p.idle = 2+3*r.Float64(), 0.02
		p.leave, p.come = 1/(2+3*r.Float64()), 1/(4+10*r.Float64())
		p.tools = []tool{{1, 3}, {12.5, 3}, {100, 2}}
	}},
	{"declining", func(r *rand.Rand, p *person) {
		life := 90 + 150*r.Float64()
		p.scale = func(day float64) float64 { return min(math.Exp(-day/life), 8) }
	}},
	{"growing", func(r *rand.Rand, p *person) {
		life := 90 + 150*r.Float64()
		p.scale = func(day float64) float64 { return min(math.Exp(day/life), 4) }
	}},
	{"habit changed", func(r *rand.Rand, p *person) {
		at, times := -10-60*r.Float64(), math.Exp(0.6+0.9*r.Float64())
		if r.IntN(2) == 0 {
			times = 1 / times
		}
		p.scale = func(day float64) float64 {
			if day < at {
				return 1
			}
			return times
		}
	}},
	{"project weeks", func(r *rand.Rand, p *person) {
		p.like = true
		p.busy, p.idle = 2+2*r.Float64(), 0.1*r.Float64()
		p.leave, p.come = 1/(7+14*r.Float64()), 1/(14+21*r.Float64())
	}},
	{"one-off", func(r *rand.Rand, p *person) {
		p.days = max(p.days, 75) // the one thing is done
		end := 20 + 20*r.Float64() - float64(p.days)
		rest := 0.02 + 0.04*r.Float64()
		p.scale = func(day float64) float64 {
			if day < end {
				return 1
			}
			return rest
		}
	}},
	{"newcomer, 10 days", func(_ *rand.Rand, p *person) { p.days, p.like = 10, true }},
	{"newcomer, 40 days", func(_ *rand.Rand, p *person) { p.days, p.like = 40, true }},
	{"almost idle", func(r *rand.Rand, p *person) {
		p.like = true
		p.busy = 0.05 + 0.1*r.Float64()
	}},
	{"often out of credits", func(r *rand.Rand, p *person) {
		p.like = true
		p.waits = 4 + 10*r.Float64()
	}},
	{"seasonal", func(r *rand.Rand, p *person) {
		phase, depth := 365*r.Float64(), 0.5+0.5*r.Float64()
		p.scale = func(day float64) float64 { return math.Exp(depth * math.Sin(2*math.Pi*(day+phase)/365)) }
	}},
}

// lengths are those of histories, in days.
var lengths = []int{20, 45, 90, 120, 180, 240, 300, 365, 450, 540}

func newPerson(kind int, r *rand.Rand) person {
	p := person{
		kind: kinds[kind].name, busy: 0.6 + 1.6*r.Float64(), idle: 1, length: 2 + 5*r.Float64(), hour: 9 + 11*r.Float64(),
		tools: []tool{{1, 4}, {4, 4}, {12.5, 1.5}, {35, 0.6}, {100, 0.5 * r.Float64()}}, days: lengths[r.IntN(len(lengths))],
		scale: func(float64) float64 { return 1 }, engaged: true, tilt: 1,
	}
	weekend := 0.3 + 0.7*r.Float64()
	p.weekdays = [7]float64{weekend, 1, 1, 1, 1, 1, weekend}
	kinds[kind].make(r, &p)
	p.day = -p.days
	if p.leave > 0 {
		p.engaged = r.Float64() < p.come/(p.come+p.leave)
	}
	return p
}

// wake begins a day.
func (p *person) wake(r *rand.Rand) {
	chance := p.come
	if p.engaged {
		chance = p.leave
	}
	if r.Float64() < chance {
		p.engaged = !p.engaged
		p.tilt = math.Exp(0.5 * r.NormFloat64())
	}
}

// work is what is wanted on a day, which is then over.
func (p *person) work(r *rand.Rand, weekday time.Weekday) (wanted []generation) {
	rate := p.busy * p.weekdays[weekday] * p.scale(float64(p.day)) * p.tilt
	if !p.engaged {
		rate *= p.idle
	}
	p.day++
	total := 0.0
	for _, tool := range p.tools {
		total += tool.weight
	}
	for range poisson(r, rate) {
		hour := min(max(p.hour+3*r.NormFloat64(), 0), 23.5)
		at, price := r.Float64()*total, 0.0
		for _, tool := range p.tools { // a session is about one thing
			if price = tool.price; at < tool.weight {
				break
			}
			at -= tool.weight
		}
		for n := 1 + poisson(r, (p.length-1)*r.ExpFloat64()); n > 0; n-- {
			wanted = append(wanted, generation{hour, price, r.Float64() < 0.04})
		}
	}
	return wanted
}

func poisson(r *rand.Rand, mean float64) (n int) {
	if mean > 200 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*r.NormFloat64())))
	}
	for at := r.ExpFloat64(); at < mean; at += r.ExpFloat64() {
		n++
	}
	return n
}

// cost is what generations use from an hour on.
func cost(wanted []generation, from float64) (total float64) {
	for _, g := range wanted {
		if g.hour >= from && !g.failed {
			total += g.price
		}
	}
	return total
}

// ledger writes the rows of a person's past.
type ledger struct {
	builder history.Builder
	rows    []model.Transaction
	seq     int64
	balance model.Credits
}

func (l *ledger) add(kind model.TransactionType, amount model.Credits, at time.Time) model.ID {
	l.seq++
	l.balance += amount
	id := model.ID(fmt.Sprintf("%024x", l.seq))
	l.rows = append(l.rows, model.Transaction{ID: id, Seq: l.seq, Type: kind, Amount: amount, Balance: l.balance, CreatedAt: model.At(at)})
	return id
}

func whole(value float64) model.Credits {
	return model.Credits(math.Round(value*10)) * (model.Credit / 10)
}

// asked is a person at the moment of a forecast: the question, and what the person knows.
type asked struct {
	person
	question Question
	hour     float64
	income   []float64 // by day, today first
	usual    float64   // use of a day of the past
}

var origin = time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC)

// live lets a person live until the forecast.
func live(t testing.TB, kind int, seed uint64) asked {
	r := rand.New(rand.NewPCG(seed, uint64(kind)))
	p := newPerson(kind, r)
	first := origin.AddDate(0, 0, -p.days+r.IntN(60))
	now := first.AddDate(0, 0, p.days)
	a := asked{hour: float64(r.IntN(24))}
	// What is wanted in a month says which plan this person has, if any.
	probe, month := p, 0.0
	for day := range p.days {
		probe.wake(r)
		month += 30 * cost(probe.work(r, first.AddDate(0, 0, day).Weekday()), 0) / float64(p.days)
	}
	var sub model.Subscription
	plan := model.Credits(0)
	renewalDay := 1 + r.IntN(28)
	if r.IntN(2) == 0 {
		plan = whole(math.Round(month * (0.3 + 0.9*r.Float64())))
		if p.waits > 0 {
			plan = whole(math.Round(month * (0.2 + 0.5*r.Float64())))
		}
		next := time.Date(now.Year(), now.Month(), renewalDay, 12, 0, 0, 0, time.UTC)
		if !next.After(now.Add(time.Duration(a.hour * float64(time.Hour)))) {
			next = next.AddDate(0, 1, 0)
		}
		sub = model.Subscription{Plan: "plan", Status: model.StatusActive, Interval: model.Monthly, NextCreditsAt: model.At(next), CurrentPeriodEnd: model.At(next)}
	}
	l := &ledger{}
	l.add(model.TypeBonus, whole(month*(0.2+r.Float64())), first.Add(time.Minute))
	pack := whole(math.Round(max(month*(0.3+0.7*r.Float64()), 200)))
	refill := -1
	for day := 0; day <= p.days; day++ {
		date := first.AddDate(0, 0, day)
		p.wake(r)
		if day == p.days {
			a.person = p // what is still to come of this day is like the day
		}
		if date.Day() == renewalDay && plan > 0 && (day < p.days || a.hour > 12) {
			l.add(model.TypeSubscription, plan, date.Add(12*time.Hour))
		}
		if refill == day {
			l.add(model.TypePurchase, pack, date.Add(8*time.Hour))
		}
		for _, g := range p.work(r, date.Weekday()) {
			if day == p.days && g.hour >= a.hour {
				continue
			}
			at := date.Add(time.Duration(g.hour * float64(time.Hour)))
			price := whole(g.price)
			if price > l.balance && p.waits > 0 {
				if refill <= day {
					refill = day + 1 + poisson(r, p.waits)
				}
				break // no credits: the work is not done
			}
			for price > l.balance {
				l.add(model.TypePurchase, pack, at)
			}
			id := l.add(model.TypeGeneration, -price, at)
			if g.failed {
				l.add(model.TypeRefund, price, at.Add(time.Minute))
				l.rows[len(l.rows)-1].RefundOf = id
			}
			a.usual += g.price / float64(p.days)
		}
	}
	at := now.Add(time.Duration(a.hour * float64(time.Hour)))
	if p.waits == 0 || r.IntN(2) == 0 {
		l.add(model.TypeBonus, whole(a.usual*30*(0.2+5*r.Float64()*r.Float64())), at)
	}
	l.builder.Put(l.rows...)
	past, err := pastOfTable(t.Context(), l.builder.Table(), at, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	a.question = Question{Past: past, Now: at, Zone: time.UTC, Account: Account{Credits: l.balance, Subscription: sub, Plans: []model.Plan{{Slug: "plan", CreditsPerMonth: &plan}}}}
	a.income = make([]float64, HorizonDays+1)
	if sub.Plan != "" {
		for month := range 14 {
			next := time.Date(sub.NextCreditsAt.Year(), sub.NextCreditsAt.Month()+time.Month(month), renewalDay, 0, 0, 0, 0, time.UTC)
			if day := int(next.Sub(now) / (24 * time.Hour)); day >= 0 && day < len(a.income) {
				a.income[day] += credits(plan)
			}
		}
	}
	return a
}

// outcome is what becomes of one future: the use of each span, and the run-out day, Inf for
// none within the horizon.
type outcome struct {
	use [len(spans)]float64
	end float64
}

// future lets a person live on.
func (a asked) future(r *rand.Rand) (o outcome) {
	p, balance := a.person, credits(a.question.Credits)
	o.end = math.Inf(1)
	day0 := a.question.Now
	for day := 0; day <= HorizonDays && (day <= spans[len(spans)-1] || math.IsInf(o.end, 1)); day++ {
		from := 0.0
		if day > 0 {
			p.wake(r)
		} else {
			from = a.hour
		}
		used := cost(p.work(r, (day0.Weekday()+time.Weekday(day))%7), from)
		if balance += a.income[day]; used > balance && math.IsInf(o.end, 1) {
			o.end = float64(day)
		}
		balance -= used
		for i, span := range spans {
			if day > 0 && day <= span {
				o.use[i] += used
			}
		}
	}
	return o
}
