package sandbox

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// history makes an account's past by living it: the same methods that serve
// requests are called at past times, so that the rules of credits hold in it as
// they do from now on.
type history struct {
	a      *account
	r      *rand.Rand
	script script
	loc    *time.Location // whose weekdays and working hours
	from   time.Time
	to     time.Time
	tasks  []task // ascending
	days   []day
	room   int // rows that today's work may still write
}

// script is what distinguishes one account's past from another's.
type script struct {
	rows   int           // of the ledger
	target model.Credits // the balance that the account arrives at, about
	wane   bool          // to arrive at next to nothing instead
	topUp  string        // the pack that is bought when the credits run out; "" for none
	events events
}

// events are things in the demo's past that are worth finding.
type events struct {
	spree      time.Time     // the day of much more work than usual; zero for none
	model      string        // whose price has changed
	oldPrice   model.Credits // for a unit, until
	priceSince time.Time
	brittle    string // the model that fails often
}

// spreeTimes is how many times its usual work the day of the spree has.
const spreeTimes = 3

// worthSeeing are the events of a history that ends at a time: a spree on a working day of
// the week before last, a price that rose four days ago, and a model that fails often.
func worthSeeing(end time.Time, loc *time.Location) events {
	spree := end.In(loc).AddDate(0, 0, -10)
	for spree.Weekday() == time.Saturday || spree.Weekday() == time.Sunday {
		spree = spree.AddDate(0, 0, 1)
	}
	return events{
		spree: time.Date(spree.Year(), spree.Month(), spree.Day(), 0, 0, 0, 0, loc),
		model: "meshy-v6", oldPrice: 36 * model.Credit, priceSince: end.AddDate(0, 0, -4),
		brittle: "trellis-2",
	}
}

// onSpree reports whether a time is on the day of the spree.
func (e events) onSpree(at time.Time) bool {
	return !e.spree.IsZero() && !at.Before(e.spree) && at.Before(e.spree.AddDate(0, 0, 1))
}

// of is an offer as it was at a time.
func (e events) of(o *offer, at time.Time) *offer {
	if e.model == "" || o.slug != e.model || !at.Before(e.priceSince) {
		return o
	}
	before := *o
	before.cost = e.oldPrice
	return &before
}

// unused reports whether an offer is not run at a time: since its price has changed, so that
// the last one was paid at the old price.
func (e events) unused(o *offer, at time.Time) bool {
	return e.model != "" && o.slug == e.model && !at.Before(e.priceSince)
}

// failing is how many in a thousand generations of an offer fail.
func (e events) failing(o *offer) int {
	if e.brittle != "" && o.slug == e.brittle {
		return 280
	}
	return 36
}

// task is something that the customer does at a certain time.
type task struct {
	at   time.Time
	rows int // that it writes
	do   func(at time.Time)
}

// day is a local day, or the part of it that lies in the history.
type day struct {
	from, to time.Time
	weight   int
}

// hours is how busy each hour of a working day is.
var hours = [24]int{2, 1, 0, 0, 0, 0, 1, 4, 10, 22, 30, 28, 14, 20, 30, 32, 28, 20, 10, 8, 10, 12, 8, 4}

// weekdays, from Sunday.
var weekdays = [7]int{22, 100, 112, 118, 108, 86, 30}

// lay plans the days: their weight is the share of work that falls on them.
func (h *history) lay(burst time.Time) {
	local := h.from.In(h.loc)
	for at := local; at.Before(h.to); {
		next := time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, h.loc)
		d := day{from: at, to: next}
		if next.After(h.to) {
			d.to = h.to
		}
		share := 0
		for hour := range 24 {
			if hour >= at.Hour() && !time.Date(at.Year(), at.Month(), at.Day(), hour, 0, 0, 0, h.loc).After(d.to) {
				share += hours[hour]
			}
		}
		d.weight = weekdays[at.Weekday()] * (60 + h.r.IntN(80)) * share / 100
		if h.r.IntN(23) == 0 { // a day off
			d.weight /= 12
		}
		if since := at.Sub(burst); since >= 0 && since < 30*24*time.Hour {
			d.weight *= 3
		}
		if h.script.events.onSpree(at) {
			d.weight *= spreeTimes
		}
		if d.to.Sub(d.from) >= 10*time.Minute {
			h.days = append(h.days, d)
		}
		at = next
	}
}

// moment is a time within a day, more often in the busy hours.
func (h *history) moment(d day) time.Time {
	for range 50 {
		at := d.from.Add(time.Duration(h.r.Int64N(int64(d.to.Sub(d.from)))))
		if h.r.IntN(33) <= hours[at.Hour()] {
			return at.Truncate(time.Millisecond)
		}
	}
	return d.from.Truncate(time.Millisecond)
}

// live goes through the days and does what is planned between the generations
// that fall on them. How many those are is worked out anew each day from the rows
// that are still missing, so that the last day ends at the number asked for.
func (h *history) live() {
	left := 0
	for _, d := range h.days {
		left += d.weight
	}
	for i, d := range h.days {
		missing := max(0, h.script.rows-h.written()-h.expected())
		count := missing
		if i < len(h.days)-1 {
			// A failed generation takes two rows, which makes 1,036 of a thousand.
			count = (missing*d.weight/max(left, 1)*1000 + h.r.IntN(1036)) / 1036
		}
		left -= d.weight
		h.room = missing
		h.work(d, count)
	}
	for len(h.tasks) > 0 {
		h.task()
	}
	h.a.advance(h.to)
}

// written are the rows that are there or sure to come: a generation that will
// fail has its refund ahead of it.
func (h *history) written() int {
	count := len(h.a.ledger.rows)
	for _, end := range h.a.running {
		if h.a.gens[end.number].fails {
			count++
		}
	}
	return count
}

// expected are the rows that planned tasks and the subscription still bring.
func (h *history) expected() int {
	count := 0
	for _, t := range h.tasks {
		count += t.rows
	}
	for s := h.a.sub; ; {
		at, ok := s.next()
		if !ok || at.After(h.to) {
			return count
		}
		var done change
		if s, done = s.step(); done.credits {
			count++
		}
	}
}

// work does a day's generations.
func (h *history) work(d day, count int) {
	times := make([]time.Time, count)
	for i := range times {
		times[i] = h.moment(d)
	}
	slices.SortFunc(times, time.Time.Compare)
	for i, at := range times {
		for len(h.tasks) > 0 && !h.tasks[0].at.After(at) {
			h.task()
		}
		if i > 0 && h.r.IntN(40) == 0 {
			at = times[i-1] // two at once
		}
		h.a.advance(at)
		h.generate(at)
	}
}

func (h *history) task() {
	next := h.tasks[0]
	h.tasks = h.tasks[1:]
	h.a.advance(next.at)
	next.do(next.at)
}

// generate runs one tool, or buys the credits for it where the script says so.
// What it runs depends on how rich the account is, so that the balance finds its
// way to the target.
func (h *history) generate(at time.Time) {
	if h.room <= 0 {
		return
	}
	balance := h.a.ledger.balance()
	if h.script.topUp != "" && h.a.sub.active() && balance < 60*model.Credit {
		h.room--
		h.buy(model.Item{Kind: model.KindPack, Slug: h.script.topUp}, at)
		return
	}
	suits := h.mood(at, balance)
	o := h.a.pickOffer(h.r, func(o *offer) bool { return suits(o) && !h.script.events.unused(o, at) }, balance)
	if o == nil {
		return
	}
	fails := h.room > 1 && h.r.IntN(1000) < h.script.events.failing(o)
	if h.room--; fails {
		h.room--
	}
	seed := h.r.Uint32()
	_, err := h.a.start(h.script.events.of(o, at), o.imagined(seed, balance, h.a.varied), seed, fails, nil, at)
	h.a.must(err)
}

// exhaust runs tools until no more than so many credits are left.
func (h *history) exhaust(rest model.Credits, at time.Time) {
	for h.a.ledger.balance() > rest {
		h.a.advance(at)
		spare := h.a.ledger.balance() - rest
		o, units := h.a.dearest(spare), 0
		if o == nil { // less than any tool takes by default: so many pages
			o = toolOffer("text-extractor")
			if units = int(spare / o.cost); units == 0 {
				return
			}
		} else {
			units = o.units
		}
		_, err := h.a.start(o, asked{units: units}, h.r.Uint32(), false, nil, at)
		h.a.must(err)
		at = at.Add(time.Duration(1+h.r.IntN(3)) * time.Second)
	}
}

// mood says what kind of work suits the balance.
func (h *history) mood(at time.Time, balance model.Credits) mood {
	switch {
	case !h.a.sub.active():
		return cheap
	case h.script.events.onSpree(at):
		return rich
	}
	gone := int64(at.Sub(h.from)) / (int64(h.to.Sub(h.from))/1000 + 1) // thousandths
	want := h.script.target * model.Credits(gone) / 1000
	if h.script.wane && gone > 880 {
		want = h.script.target * model.Credits(1000-gone) / 120
	}
	tilt := int((balance - want) / (40 * model.Credit)) // percent
	switch dice := h.r.IntN(100); {
	case dice < tilt:
		return rich
	case dice < -tilt:
		return cheap
	}
	return ordinary
}

// buy goes through a checkout and pays it after a moment.
func (h *history) buy(item model.Item, at time.Time) {
	s, no := h.a.open(item, "", at)
	delete(h.a.byKey, "") // a past order has no key to be repeated with
	if no == nil {
		no = h.a.pay(s, at)
	}
	if no != nil {
		panic("sandbox: the script buys what cannot be bought: " + no.Message)
	}
}

// mood is a choice among the offers.
type mood func(o *offer) bool

func ordinary(*offer) bool { return true }
func cheap(o *offer) bool  { return o.price(o.units, 0) <= 5*model.Credit }
func rich(o *offer) bool   { return o.price(o.units, 0) >= 25*model.Credit }

// pickOffer draws an offer that suits the mood and that the balance can pay, by
// weight; where there is none, the dearest that it can pay, or nil.
func (a *account) pickOffer(r *rand.Rand, m mood, balance model.Credits) *offer {
	suits := func(o *offer) bool { return m(o) && o.price(o.units, 0) <= balance }
	total := 0
	for _, o := range offers {
		if suits(o) {
			total += o.usual(a.varied)
		}
	}
	if total == 0 {
		return a.dearest(balance)
	}
	at := r.IntN(total)
	for _, o := range offers {
		if suits(o) {
			if at -= o.usual(a.varied); at < 0 {
				return o
			}
		}
	}
	return nil
}

// dearest is the offer that takes most of the balance, nil where none can be paid.
func (a *account) dearest(balance model.Credits) *offer {
	var best *offer
	for _, o := range offers {
		if price := o.price(o.units, 0); o.usual(a.varied) > 0 && price <= balance && (best == nil || price > best.price(best.units, 0)) {
			best = o
		}
	}
	return best
}
