package forecast

import (
	"math"
	"slices"
	"time"
)

// habit is an account's pattern of use, derived from its days.
type habit struct {
	days
	floor           float64 // added where a logarithm is taken
	levels          []level
	features        []feature // before each day
	last            trail     // after the last
	rigid           bool      // weekdays differ: a block stays on its own
	trend, trendErr float64   // of the logarithm of use, a week
}

// level is one idea of the use of a day at each time.
type level struct {
	at     []float64 // before each day, and after the last
	weight float64   // how likely it is the one to go by
	spread float64   // standard deviation of its logarithm's error
}

// feature is how a day finds the account: how long it was idle, and whether it is busier
// than usual; both as logarithms in units that count the same.
type feature struct{ idle, busy float64 }

// The constants of the method, chosen on made-up people that no figure is reported of.
const (
	block       = 7  // days that are drawn together
	shortBlock  = 2  // where there are few
	fewDays     = 42 // below which there are few
	longestPast = 2 * 365
	mostStarts  = 100  // days at which a block may begin
	rigidity    = 6    // ratio of variances from which on weekdays differ
	floorShare  = 0.15 // of the mean, added where a logarithm is taken

	priorDays  = 10 // of the next slower level, in a level
	errorDays  = 28 // over which levels are judged
	errorStep  = 7
	sharpness  = 2    // of the choice among levels
	errorLeast = 0.02 // variance that every level has
	errorShort = 0.1  // and more of it where the history is short

	longestIdle = 90
	idleScale   = 0.5
	busyScale   = 1.3
	fastDays    = 6.0
	slowDays    = 40.0

	trendLife     = 10   // half-life of the weeks of a trend
	mostTrend     = 52   // weeks
	leastTrend    = 4    // minimum number of weeks for a trend
	trendPrior    = 0.08 // standard deviation of trends, a week
	trendVariance = 0.05 // that weeks have at least
)

// shortLife is the half-life, in days, of the level that is there whatever the history.
const shortLife = 20

// halfLives are those of all levels, the slowest first; 0 is the mean of all.
func halfLives() []float64 { return []float64{0, 60, shortLife} }

// newHabit learns from some days; there is at least one.
func newHabit(d days) *habit {
	h := &habit{days: d}
	n, mean := len(d.use), meanOf(d.use)
	h.floor = floorShare*mean + 1e-9
	best := math.Inf(-1)
	slower := slices.Repeat([]float64{mean}, n+1)
	for _, life := range halfLives() {
		if life > shortLife && float64(n) < 3*life {
			continue
		}
		l := level{at: slower}
		judged := running(d.use, life, slower)
		if life > 0 {
			l.at = judged
		}
		slower = l.at
		mse, windows := h.misses(judged)
		l.weight = -sharpness * windows * math.Log(mse) // as a logarithm, for now
		l.spread = h.spread(life, mean)
		h.levels = append(h.levels, l)
		best = max(best, l.weight)
	}
	sum := 0.0
	for i := range h.levels {
		h.levels[i].weight = math.Exp(h.levels[i].weight - best)
		sum += h.levels[i].weight
	}
	for i := range h.levels {
		h.levels[i].weight = 0.9*h.levels[i].weight/sum + 0.1/float64(len(h.levels))
	}
	h.features, h.last = h.find()
	h.rigid = n >= fewDays && h.weekdaysDiffer()
	h.trend, h.trendErr = h.slope()
	return h
}

// running is an exponentially weighted mean before each day and after the last, drawn to a
// slower one where few days with use count; without a half-life, the mean so far.
func running(use []float64, life float64, slower []float64) []float64 {
	decay := 1.0
	if life > 0 {
		decay = math.Exp2(-1 / life)
	}
	at := make([]float64, len(use)+1)
	sum, weight, active := 0.0, 0.0, 0.0
	at[0] = slower[0]
	for i, used := range use {
		sum, weight, active = sum*decay+used, weight*decay+1, active*decay
		if used > 0 {
			active++
		}
		at[i+1] = sum / weight
		if life > 0 {
			at[i+1] = (active*at[i+1] + priorDays*slower[i+1]) / (active + priorDays)
		}
	}
	return at
}

// misses is the mean squared error of the logarithm of a level against the four weeks after
// it, and how many such there were, counted as independent ones.
func (h *habit) misses(at []float64) (mse, windows float64) {
	sum, n := 0.1, 1.0
	for t := errorDays; t+errorDays <= len(h.use); t += errorStep {
		e := math.Log((meanOf(h.use[t:t+errorDays]) + h.floor) / (at[t] + h.floor))
		sum += e * e
		n++
	}
	return sum / n, (n - 1) * errorStep / errorDays
}

// spread is how wrong a level may be: by the luck of the weeks that it is made of, and more
// where the history is short.
func (h *habit) spread(life, mean float64) float64 {
	n := float64(len(h.use))
	effective := n
	if life > 0 {
		effective = min(n, life*2/math.Ln2)
	}
	return math.Sqrt(math.Log(1 + errorLeast + h.variation(mean)*block/effective + errorShort*min(5, math.Pow(40/n, 1.5))))
}

// variation is the long-run variance of weekly sums over their mean squared, by Bartlett's
// weights over two lags, drawn to 0.15 where there are few weeks.
func (h *habit) variation(mean float64) float64 {
	const most, lags, usual, weight = 26, 2, 0.15, 3
	var weeks []float64
	for to := len(h.use); to >= block && len(weeks) < most; to -= block {
		weeks = append(weeks, meanOf(h.use[to-block:to])/max(mean, 1e-12))
	}
	if len(weeks) == 0 {
		return usual
	}
	m, n := meanOf(weeks), float64(len(weeks))
	long := 0.0
	for lag := 0; lag <= lags; lag++ {
		sum := 0.0
		for i := lag; i < len(weeks); i++ {
			sum += (weeks[i] - m) * (weeks[i-lag] - m)
		}
		factor := 1.0
		if lag > 0 {
			factor = 2 * (1 - float64(lag)/(lags+1))
		}
		long += factor * sum / n
	}
	return (max(long, 0)*n + usual*weight) / (n + weight)
}

// trail is how the days so far are seen by features.
type trail struct{ idle, fast, slow float64 }

// decays are those of a trail's two means.
func decays() (fast, slow float64) { return math.Exp(-1 / fastDays), math.Exp(-1 / slowDays) }

func (t *trail) add(used, fast, slow float64) {
	if t.idle++; used > 0 {
		t.idle = 0
	}
	t.fast = t.fast*fast + used*(1-fast)
	t.slow = t.slow*slow + used*(1-slow)
}

func (t *trail) feature(floor float64) feature {
	return feature{
		math.Log(1+min(t.idle, longestIdle)) / idleScale,
		math.Log((t.fast+floor)/(t.slow+floor)) / busyScale,
	}
}

// find gives the features before each day, and the trail after the last.
func (h *habit) find() (features []feature, last trail) {
	mean := meanOf(h.use)
	t := trail{fast: mean, slow: mean}
	fast, slow := decays()
	for _, used := range h.use {
		features = append(features, t.feature(h.floor))
		t.add(used, fast, slow)
	}
	return features, t
}

// starts are the days at which a block may begin that is to begin on a weekday. Where
// weekdays do not differ they are more than those of the weekday, as every block of a week
// has each of them once.
func (h *habit) starts(weekday time.Weekday, length int) (starts []int) {
	n := len(h.use)
	first := max(min(block, n/3), n-longestPast)
	step := max(1, (n-first+mostStarts-1)/mostStarts)
	for t := n - length; t >= first; t-- {
		if h.rigid && h.weekday[t] == weekday || !h.rigid && (n-length-t)%step == 0 {
			starts = append(starts, t)
		}
	}
	if len(starts) == 0 { // so many days are left out that the weekday never comes
		starts = []int{n - length}
	}
	return starts
}

// weekdaysDiffer reports whether the use of weekdays differs by more than chance, by the
// ratio of the variances between and within them.
func (h *habit) weekdaysDiffer() bool {
	mean := meanOf(h.use)
	var sums, counts [7]float64
	total, squares := 0.0, 0.0
	for i, used := range h.use {
		y := math.Log(1 + used/(mean+1e-9))
		sums[h.weekday[i]] += y
		counts[h.weekday[i]]++
		total += y
		squares += y * y
	}
	n := float64(len(h.use))
	between := -total * total / n
	for i, s := range sums {
		if counts[i] > 0 {
			between += s * s / counts[i]
		}
	}
	within := squares - total*total/n - between
	return between/6 > rigidity*within/(n-7)
}

// slope is the trend of the logarithm of use, a week, and its standard error: a regression
// of the weekly means, recent weeks counting more, drawn to none.
func (h *habit) slope() (trend, err float64) {
	var sw, sx, sy, sxx, sxy, syy float64
	k := 0
	for to := len(h.use); to >= block && k < mostTrend; to -= block {
		w := math.Exp2(-float64(k) / trendLife)
		x, y := -float64(k), math.Log(meanOf(h.use[to-block:to])+h.floor)
		sw, sx, sy, sxx, sxy, syy = sw+w, sx+w*x, sy+w*y, sxx+w*x*x, sxy+w*x*y, syy+w*y*y
		k++
	}
	if k < leastTrend {
		return 0, trendPrior
	}
	mx, my := sx/sw, sy/sw
	vx, cxy, vy := sxx/sw-mx*mx, sxy/sw-mx*my, syy/sw-my*my
	trend = cxy / vx
	effective := min(float64(k), 2*trendLife/math.Ln2)
	left := max(vy-trend*cxy, 0)*effective/max(effective-2, 1) + trendVariance // of the weeks about it
	variance := left / (vx * effective)
	shrunk := trendPrior * trendPrior / (trendPrior*trendPrior + variance)
	return trend * shrunk, math.Sqrt(variance * shrunk)
}

func meanOf(values []float64) float64 {
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	return sum / float64(max(len(values), 1))
}
