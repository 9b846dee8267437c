package forecast

import (
	"math"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Method is a one-sentence description of how a forecast is made.
const Method = "500 possible futures are made of weeks of your own past, scaled to your recent use, which is uncertain and changes; the range holds 8 in 10 of them."

// Confidence is the share of the futures within a range.
const Confidence = 0.8

// How far and on what a forecast is made.
const (
	HorizonDays = 365
	DaysAhead   = 180 // of the balance
	DaysBefore  = 60  // likewise
	LeastDays   = 14  // of history
	LeastActive = 5   // days with use among them
	SoonDays    = 2   // within which a run-out has its time too
)

// spans are the numbers of days for pace and use.
var spans = [...]int{7, 30, 90}

// Account is the present state of an account.
type Account struct {
	Credits model.Credits // the balance
	Running bool          // a generation runs that could be refunded
	// Subscription is zero if the server has none.
	Subscription model.Subscription
	Plans        []model.Plan
}

// Pace is the average use a day over some whole days before today, idle days included.
type Pace struct {
	Days   int
	PerDay model.Credits // [model.UnknownCredits] if the history is shorter
}

// Range is the 10th, the 50th and the 90th percentile of an amount of credits.
type Range struct{ Low, Mid, High model.Credits }

// Use is the predicted use of some whole days from tomorrow on.
type Use struct {
	Days int
	Range
}

// State is the kind of prediction of the day on which credits run out.
type State string

// The states.
const (
	Between State = "range"   // within a range of days
	Never   State = "never"   // in at most a tenth of the futures within the horizon
	Gone    State = "now"     // no credits are left
	Unknown State = "unknown" // there is not enough history
)

// RunOut is the predicted first day on which demand exceeds the available credits.
type RunOut struct {
	State State
	// Earliest, Likely and Latest are the 10th, the 50th and the 90th percentile, as days
	// after today; [Beyond] for one that is not reached within the horizon.
	Earliest, Likely, Latest int
	// EarliestIn and LikelyIn are the same from now on, where LikelyIn is within [SoonDays]; else 0.
	EarliestIn, LikelyIn time.Duration
	// Tenths are the 5th, the 15th and so on to the 95th.
	Tenths  [10]int
	Without []LeftOut
}

// Beyond represents a day after the horizon.
const Beyond = -1

// Known is the number of days of a history with known use, and of those with any use.
type Known struct{ Days, Active int }

// Forecast is the prediction of how long the credits last.
type Forecast struct {
	Today       model.Day
	HistoryDays int // whole days before today
	Credits     model.Credits
	Pace        []Pace
	Use         []Use // empty if there is not enough history
	Renewals    []Renewal
	RunOut      RunOut
	Days        []Balance // empty if there is not enough history
	Known       Known
	Before      []model.Credits // the balance at the end of each of the last days, yesterday last; unknown ones are [model.UnknownCredits]
}

// Balance is the predicted balance at the end of a day.
type Balance struct {
	Day model.Day
	Range
	Renewal model.Credits // that came on the day
}

// Futures are simulated paths of an account's use, independent of its balance: the
// expensive part of a forecast. They are valid on the day on which they were drawn, and
// immutable.
type Futures struct {
	past Past
	now  time.Time
	zone *time.Location
	use  [][]float32 // of the whole of today and each day after it, of each future; none where there is not enough history
	left float32     // share of today's use that is still to come
	told []Use
}

// Draw simulates the futures that follow a past.
func Draw(p Past, now time.Time, zone *time.Location) *Futures {
	f := (&Futures{past: p, zone: zone}).At(now)
	if !p.enough() {
		return f
	}
	var sums [len(spans)][]float64
	newDraw(p, f.now.Weekday(), HorizonDays).each(func(use []float64) {
		for i, days := range spans {
			sums[i] = append(sums[i], sum(use[1:days+1]))
		}
		kept := make([]float32, len(use))
		for day, used := range use {
			kept[day] = float32(used)
		}
		f.use = append(f.use, kept)
	})
	for i, days := range spans {
		f.told = append(f.told, Use{days, rangeOf(sums[i])})
	}
	return f
}

// At are the same futures at another time of the day.
func (f *Futures) At(now time.Time) *Futures {
	is := *f
	is.now = now.In(f.zone)
	is.left = float32(f.past.share(is.now))
	return &is
}

// Of reports whether the futures follow a past, with today as its present.
func (f *Futures) Of(p Past, today model.Day) bool {
	return model.DayOf(f.now, f.zone) == today && f.past.equal(p)
}

// Brief is the forecast of an account without the balance of each day. It takes less than a
// millisecond.
func (f *Futures) Brief(a Account) Forecast { return f.tell(a, 0) }

// Forecast is the complete forecast of an account.
func (f *Futures) Forecast(a Account) Forecast { return f.tell(a, DaysAhead) }

// DayOf is the local day of an instant in the zone of the futures.
func (f *Futures) DayOf(at model.Time) model.Day { return model.DayOf(at.Time, f.zone) }

// UsedBefore is the predicted use from now to the beginning of the day that many days after
// today; ok is false if there is not enough history.
func (f *Futures) UsedBefore(days int) (used Range, ok bool) {
	var sums []float64
	for _, use := range f.use {
		total := 0.0
		for day, credits := range use[:min(days, len(use))] {
			if day == 0 {
				credits *= f.left
			}
			total += float64(credits)
		}
		sums = append(sums, total)
	}
	if len(sums) == 0 {
		return Range{model.UnknownCredits, model.UnknownCredits, model.UnknownCredits}, false
	}
	return rangeOf(sums), true
}

func (f *Futures) tell(a Account, ahead int) Forecast {
	today := model.DayOf(f.now, f.zone)
	is := Forecast{Today: today, HistoryDays: len(f.past.Use), Credits: a.Credits, Pace: f.past.pace(), Use: f.told, Known: f.past.there()}
	for _, balance := range f.past.Closing[max(0, len(f.past.Closing)-DaysBefore):] {
		if is.Before = append(is.Before, model.UnknownCredits); !math.IsNaN(balance) {
			is.Before[len(is.Before)-1] = amount(balance)
		}
	}
	end := today.Add(HorizonDays + 1).Start(f.zone)
	is.RunOut = RunOut{State: Unknown, Earliest: Beyond, Likely: Beyond, Latest: Beyond}
	is.Renewals, is.RunOut.Without = Renewals(a.Subscription, a.Plans, f.now, end)
	if len(f.use) > 0 {
		ends := is.fill(f, is.income(f.zone), ahead)
		if likely := f.until(ends[len(ends)/2]); likely <= SoonDays*24*time.Hour {
			is.RunOut.EarliestIn, is.RunOut.LikelyIn = f.until(ends[len(ends)/10]), max(likely, time.Minute)
		}
	}
	if a.Credits <= 0 && !a.Running {
		is.RunOut = RunOut{State: Gone, Earliest: Beyond, Likely: Beyond, Latest: Beyond, Without: is.RunOut.Without}
	}
	return is
}

// enough reports whether there is enough history whose use is known.
func (p Past) enough() bool {
	there := p.there()
	return there.Days >= LeastDays && there.Active >= LeastActive
}

// there is what there is of a history.
func (p Past) there() (is Known) {
	for _, used := range p.known().use {
		if is.Days++; used > 0 {
			is.Active++
		}
	}
	return is
}

func (p Past) pace() []Pace {
	pace := make([]Pace, len(spans))
	for i, days := range spans {
		pace[i] = Pace{days, model.UnknownCredits}
		if n := len(p.Use); n >= days {
			pace[i].PerDay = model.Credits(math.Round(meanOf(p.Use[n-days:]) * float64(model.Credit)))
		}
	}
	return pace
}

// income is what comes in today and on each day after it.
func (f *Forecast) income(zone *time.Location) []float64 {
	income := make([]float64, HorizonDays+1)
	for _, r := range f.Renewals {
		if at := model.DayOf(r.At.Time, zone).Sub(f.Today); at >= 0 && at < len(income) {
			income[at] += credits(r.Credits)
		}
	}
	return income
}

// until is the time from now until a run-out, which is a day after today and the share of that
// day's use that the credits suffice for. The use of a day follows past use by hour.
func (f *Futures) until(end float64) time.Duration {
	const step = 15 * time.Minute
	if end >= SoonDays+1 {
		return math.MaxInt64
	}
	day, share := math.Modf(end)
	from, after := f.now, model.DayOf(f.now, f.zone).Add(int(day)+1).Start(f.zone)
	if day > 0 {
		from = model.DayOf(f.now, f.zone).Add(int(day)).Start(f.zone)
	}
	left, at := f.past.share(from)*(1-share), from
	for at.Before(after) && f.past.share(at) > left {
		at = at.Add(step)
	}
	return at.Sub(f.now)
}

// fill computes the balances from the futures, for that number of days. It returns the sorted
// run-outs: the day, and the share of its use that the credits suffice for.
func (f *Forecast) fill(futures *Futures, income []float64, ahead int) []float64 {
	balances := make([][]float64, ahead)
	for at := range balances {
		balances[at] = make([]float64, 0, len(futures.use))
	}
	ends := make([]float64, 0, len(futures.use))
	for _, use := range futures.use {
		balance, end := credits(f.Credits), math.Inf(1)
		for day, used := range use {
			if day == 0 {
				used *= futures.left
			}
			balance += income[day]
			if float64(used) > balance && math.IsInf(end, 1) {
				end = float64(day) + min(max(balance, 0)/float64(used), 0.999)
			}
			if balance = max(0, balance-float64(used)); day > 0 && day <= ahead {
				balances[day-1] = append(balances[day-1], balance)
			}
		}
		ends = append(ends, end)
	}
	for at := range balances {
		f.Days = append(f.Days, Balance{f.Today.Add(at + 1), rangeOf(balances[at]), amount(income[at+1])})
	}
	f.RunOut.settle(ends)
	return ends
}

// settle computes the run-out from the days of all futures.
func (r *RunOut) settle(ends []float64) {
	slices.Sort(ends)
	n := len(ends)
	day := func(at int) int {
		if math.IsInf(ends[at], 1) {
			return Beyond
		}
		return int(ends[at])
	}
	r.State = Between
	r.Earliest, r.Likely, r.Latest = day(n/10), day(n/2), day(n*9/10-1)
	for i := range r.Tenths {
		r.Tenths[i] = day((2*i + 1) * n / 20)
	}
	if r.Earliest == Beyond {
		r.State, r.Likely, r.Latest = Never, Beyond, Beyond
	}
}

func rangeOf(values []float64) Range {
	slices.Sort(values)
	return Range{amount(percentile(values, 0.1)), amount(percentile(values, 0.5)), amount(percentile(values, 0.9))}
}

// percentile is the q-quantile of sorted values, between neighbours where it falls so.
func percentile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

func sum(values []float64) (total float64) {
	for _, value := range values {
		total += value
	}
	return total
}

// amount is some credits, to the nearest hundredth: more is not known.
func amount(value float64) model.Credits {
	const most = 9e12 // what futures may come to of amounts that no server has
	return model.Credits(math.Round(min(value, most)*100)) * (model.Credit / 100)
}
