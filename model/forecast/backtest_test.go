package forecast

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
)

// statement is what a method says of a person.
type statement struct {
	low, mid, high    [len(spans)]float64
	early, when, late float64 // the run-out day; Inf for one that is not reached
}

// people are graded against as many futures of theirs, and the limit is told from others.
const futures, limitFutures = 100, 200

// methods are what is compared. The last knows the person.
var methods = []string{"forecast", "normal", "repeated", "limit"}

// tally is how a method does on some people.
type tally struct {
	use [len(spans)]struct{ two, one score }
	end struct{ two, one score }
	// of the use of 30 days
	loss, limit  float64
	widths       []float64
	errors       []float64
	below, above float64 // futures under the low and over the high end
	people       int
	soon, late   float64 // run-outs before the earliest and after the latest
	ends         float64
}

// score is how often statements hold, and how much that differs between people.
type score struct{ held, squares, n float64 }

func (s *score) add(held float64) { s.held += held; s.squares += held * held; s.n++ }

func (s score) mean() float64 { return 100 * s.held / s.n }

func (s score) err() float64 {
	m := s.held / s.n
	return 100 * math.Sqrt(max(s.squares/s.n-m*m, 0)/s.n)
}

func (s score) String() string {
	if s.n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f ± %.1f", s.mean(), s.err())
}

// graded is how all methods did on one person.
type graded struct {
	kind, length string
	like         bool
	tallies      []tally
	stretched    [2][]outcomeRange // baselines, for widths at equal coverage
}

type outcomeRange struct{ low, mid, high float64 }

func lengthOf(days int) string {
	switch {
	case days < 29:
		return "15 to 28 days"
	case days < 90:
		return "29 to 89 days"
	case days < 180:
		return "90 to 179 days"
	case days < 365:
		return "180 to 364 days"
	}
	return "365 days and more"
}

// grade judges all methods on one person; ok is false where there is nothing to say.
func grade(t testing.TB, kind int, seed uint64) (g graded, ok bool) {
	a := live(t, kind, seed)
	f := Of(a.question)
	if f.RunOut.State == Unknown || f.RunOut.State == Gone && len(f.Use) == 0 {
		return g, false
	}
	r := rand.New(rand.NewPCG(seed, 1<<32+uint64(kind)))
	truth, known := make([]outcome, futures), make([]outcome, limitFutures)
	for i := range truth {
		truth[i] = a.future(r)
	}
	for i := range known {
		known[i] = a.future(r)
	}
	g = graded{kind: a.kind, length: lengthOf(a.days), like: a.like, tallies: make([]tally, len(methods))}
	statements := []statement{stated(f), normal(a), repeated(a), limit(known)}
	usual := 0.0
	for _, o := range truth {
		usual += o.use[1] / futures
	}
	usual = max(usual, 30*a.usual/20)
	for i, s := range statements {
		g.tallies[i] = judge(s, truth, usual, f.RunOut.State == Gone)
	}
	for i := range g.tallies {
		g.tallies[i].limit = g.tallies[len(methods)-1].loss
	}
	return g, true
}

// judge compares a statement with what came.
func judge(s statement, truth []outcome, usual float64, gone bool) (t tally) {
	t.people = 1
	n := float64(len(truth))
	for i := range spans {
		held := 0.0
		for _, o := range truth {
			if o.use[i] >= s.low[i] && o.use[i] <= s.high[i] {
				held += 1 / n
			}
		}
		if s.low[i] <= 0 {
			t.use[i].one.add(held)
		} else {
			t.use[i].two.add(held)
		}
	}
	const at = 1 // 30 days
	for _, o := range truth {
		y := o.use[at]
		for _, q := range []struct{ q, x float64 }{{0.1, s.low[at]}, {0.5, s.mid[at]}, {0.9, s.high[at]}} {
			t.loss += max(q.q*(y-q.x), (q.q-1)*(y-q.x)) / usual / n
		}
		t.errors = append(t.errors, math.Abs(y-s.mid[at])/usual)
		if y < s.low[at] {
			t.below += 1 / n
		}
		if y > s.high[at] {
			t.above += 1 / n
		}
	}
	slices.Sort(t.errors)
	t.errors = []float64{t.errors[len(t.errors)/2]}
	t.widths = []float64{(s.high[at] - s.low[at]) / usual}
	if gone {
		return t
	}
	held := 0.0
	for _, o := range truth {
		switch {
		case o.end < s.early:
			t.soon += 1 / n
		case o.end > s.late:
			t.late += 1 / n
		default:
			held += 1 / n
		}
	}
	if t.ends++; s.early > 0 && !math.IsInf(s.late, 1) {
		t.end.two.add(held)
	} else {
		t.end.one.add(held)
	}
	return t
}

func (t *tally) plus(o tally) {
	add := func(s *score, o score) { s.held += o.held; s.squares += o.squares; s.n += o.n }
	for i := range spans {
		add(&t.use[i].two, o.use[i].two)
		add(&t.use[i].one, o.use[i].one)
	}
	add(&t.end.two, o.end.two)
	add(&t.end.one, o.end.one)
	t.loss, t.limit, t.below, t.above, t.people = t.loss+o.loss, t.limit+o.limit, t.below+o.below, t.above+o.above, t.people+o.people
	t.soon, t.late, t.ends = t.soon+o.soon, t.late+o.late, t.ends+o.ends
	t.widths, t.errors = append(t.widths, o.widths...), append(t.errors, o.errors...)
}

// stated is a forecast as a statement.
func stated(f Forecast) (s statement) {
	for i, u := range f.Use {
		s.low[i], s.mid[i], s.high[i] = credits(u.Low), credits(u.Mid), credits(u.High)
	}
	day := func(d int) float64 {
		if d == Beyond {
			return math.Inf(1)
		}
		return float64(d)
	}
	s.early, s.when, s.late = day(f.RunOut.Earliest), day(f.RunOut.Likely), day(f.RunOut.Latest)
	if f.RunOut.State == Never {
		s.early = HorizonDays + 1
	}
	return s
}

// byRate is the statement of three daily rates.
func byRate(a asked, of func(days float64) (low, mid, high float64)) (s statement) {
	for i, days := range spans {
		s.low[i], s.mid[i], s.high[i] = of(float64(days))
	}
	ends := [3]float64{math.Inf(1), math.Inf(1), math.Inf(1)}
	come := credits(a.question.Credits)
	share := a.question.Past.share(a.question.Now)
	for day := range a.income {
		come += a.income[day]
		low, mid, high := of(float64(day) + share)
		for i, used := range []float64{high, mid, low} {
			if used > come && math.IsInf(ends[i], 1) {
				ends[i] = float64(day)
			}
		}
	}
	s.early, s.when, s.late = ends[0], ends[1], ends[2]
	if math.IsInf(s.early, 1) {
		s.early = HorizonDays + 1
	}
	return s
}

const z90 = 1.2816

// normal is the mean of 30 days with a normal interval.
func normal(a asked) statement {
	use := a.question.Past.Use[max(0, len(a.question.Past.Use)-30):]
	m, v := meanOf(use), 0.0
	for _, used := range use {
		v += (used - m) * (used - m) / float64(len(use)-1)
	}
	return byRate(a, func(days float64) (low, mid, high float64) {
		half := z90 * math.Sqrt(v*days)
		return max(0, m*days-half), m * days, m*days + half
	})
}

// repeated is the last 30 days again, with the errors that this made in the past.
func repeated(a asked) statement {
	use := a.question.Past.Use
	m := meanOf(use[max(0, len(use)-30):])
	var ratios []float64
	for t := 30; t+30 <= len(use); t++ {
		if before := meanOf(use[t-30 : t]); before > 0 {
			ratios = append(ratios, meanOf(use[t:t+30])/before)
		}
	}
	slices.Sort(ratios)
	low, high := 0.5, 1.5
	if len(ratios) > 0 {
		low, high = percentile(ratios, 0.1), percentile(ratios, 0.9)
	}
	return byRate(a, func(days float64) (float64, float64, float64) { return low * m * days, m * days, high * m * days })
}

// limit is what is said by who knows the person.
func limit(known []outcome) (s statement) {
	var values []float64
	sorted := func(of func(o outcome) float64) []float64 {
		values = values[:0]
		for _, o := range known {
			values = append(values, of(o))
		}
		slices.Sort(values)
		return values
	}
	for i := range spans {
		v := sorted(func(o outcome) float64 { return o.use[i] })
		s.low[i], s.mid[i], s.high[i] = percentile(v, 0.1), percentile(v, 0.5), percentile(v, 0.9)
	}
	v := sorted(func(o outcome) float64 { return o.end })
	n := len(v)
	s.early, s.when, s.late = v[n/10], v[n/2], v[n*9/10-1]
	if math.IsInf(s.early, 1) {
		s.early = HorizonDays + 1
	}
	return s
}

// backtest grades people of all kinds.
func backtest(t testing.TB, seed uint64, people int) (all []graded) {
	var mutex sync.Mutex
	var group sync.WaitGroup
	jobs := make(chan [2]int)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for job := range jobs {
				g, ok := grade(t, job[0], seed*1_000_003+uint64(job[1]))
				mutex.Lock()
				if ok {
					all = append(all, g)
				}
				mutex.Unlock()
			}
		})
	}
	for kind := range kinds {
		for i := range people {
			jobs <- [2]int{kind, i}
		}
	}
	close(jobs)
	group.Wait()
	slices.SortStableFunc(all, func(a, b graded) int { return cmp.Compare(a.kind+a.length, b.kind+b.length) })
	return all
}

// over sums up a method over people.
func over(all []graded, method int, of func(g graded) bool) (t tally) {
	for _, g := range all {
		if of(g) {
			t.plus(g.tallies[method])
		}
	}
	return t
}

func median(values []float64) float64 {
	slices.Sort(values)
	return percentile(values, 0.5)
}

func (t tally) line(name string) string {
	return fmt.Sprintf("%s\t%d\t%v\t%v\t%v\t%v\t%v\t%v\t%.2f\t%.2f\t%.2f\t%.0f/%.0f\t%.0f/%.0f", name, t.people,
		t.use[0].two, t.use[1].two, t.use[2].two, t.use[1].one, t.end.two, t.end.one, median(t.widths), t.loss/t.limit, median(t.errors),
		100*t.below/float64(t.people), 100*t.above/float64(t.people), 100*t.soon/t.ends, 100*t.late/t.ends)
}

func printBacktest(w io.Writer, all []graded) {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\tpeople\tuse 7\tuse 30\tuse 90\tuse 30, one end\trun-out\trun-out, one end\twidth\tloss\terror\tunder/over\tsoon/late")
	everybody := func(graded) bool { return true }
	for i, name := range methods {
		fmt.Fprintln(out, over(all, i, everybody).line(name))
	}
	fmt.Fprintln(out, over(all, 0, func(g graded) bool { return g.like }).line("future like the past"))
	for _, k := range kinds {
		if t := over(all, 0, func(g graded) bool { return g.kind == k.name }); t.people > 0 {
			fmt.Fprintln(out, t.line(k.name))
		}
	}
	for _, days := range []int{15, 29, 90, 180, 365} {
		if t := over(all, 0, func(g graded) bool { return g.length == lengthOf(days) }); t.people > 0 {
			fmt.Fprintln(out, t.line(lengthOf(days)))
		}
	}
	_ = out.Flush()
}

func TestBacktestTune(t *testing.T) {
	if os.Getenv("TUNE") == "" {
		t.Skip()
	}
	var b strings.Builder
	printBacktest(&b, backtest(t, 1, 40))
	t.Log("\n" + b.String())
}
