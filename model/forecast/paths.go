package forecast

import (
	"math"
	"math/rand/v2"
	"time"
)

// paths is how many futures are drawn.
const paths = 500

// The constants of what moves in a future.
const (
	drift      = 0.3  // of the logarithm of the level, in four weeks
	noise      = 0.6  // of the logarithm of a block
	fading     = 300  // days after which a block counts half
	stretch    = 28   // days for which the same blocks are favoured
	least      = 1e-5 // chance of any block, before norming
	neighbours = 2    // blocks that count as one, as neighbours are alike
	trendWeeks = 52   // for which a trend goes on, on average
)

// The chances that an empty account stops this person below and above which it is taken for
// certain.
const negligible, nearCertain = 0.03, 0.97

// draw is what futures are drawn from.
type draw struct {
	habits  []*habit // one, or also one of what was wanted
	wanted  float64  // share of the futures that go by the second
	today   time.Weekday
	horizon int // days after today
}

// newDraw prepares futures of a past.
func newDraw(p Past, today time.Weekday, horizon int) draw {
	d := draw{habits: []*habit{newHabit(p.known())}, today: today, horizon: horizon}
	if stopped := p.stopped(); stopped >= negligible {
		d.wanted = stopped
		if stopped > nearCertain {
			d.wanted = 1
		}
		if wanted := p.wanted(); len(wanted.use) > 0 {
			d.habits = append(d.habits, newHabit(wanted))
		} else {
			d.wanted = 0
		}
	}
	return d
}

// each draws the futures: the use of the whole of today and of each day after it. The slice
// is used again. Randomness is of a fixed seed: the same past has the same future.
func (d draw) each(do func(use []float64)) {
	random := rand.New(rand.NewPCG(20, 26))
	order := random.Perm(paths)
	use := make([]float64, d.horizon+1)
	ways := make([]*blocks, len(d.habits))
	for i, h := range d.habits {
		ways[i] = newBlocks(h, d.today)
	}
	for i := range paths {
		which := 0
		if float64(i) < d.wanted*paths {
			which = 1
		}
		z := math.Sqrt2 * math.Erfinv(2*(float64(order[i])+random.Float64())/paths-1)
		d.future(use, d.habits[which], ways[which], z, random)
		do(use)
	}
}

// blocks are where in the past a block of days may begin.
type blocks struct {
	length int
	starts []int
	ages   []float64 // the weights that their age gives them
	found  []feature // what each finds
	boosts []float64 // the same times random weights for this stretch of a path, as in a Bayesian bootstrap
	sums   []float64
	active []bool  // whether they have any use
	share  float64 // of active ones among those that may come next
	count  float64 // how many independent ones that share is known from
}

func newBlocks(h *habit, weekday time.Weekday) *blocks {
	b := &blocks{length: block}
	if len(h.use) < fewDays {
		b.length = min(shortBlock, len(h.use))
	}
	b.starts = h.starts(weekday, b.length)
	for _, t := range b.starts {
		b.ages = append(b.ages, math.Exp2(-float64(len(h.use)-t)/fading))
		b.active = append(b.active, sum(h.use[t:t+b.length]) > 0)
		b.found = append(b.found, h.features[t])
	}
	b.boosts, b.sums = make([]float64, len(b.starts)), make([]float64, len(b.starts))
	b.judge(h)
	return b
}

// judge computes the share of active blocks among those that are like the present, and, by
// Kish's effective size of a weighted sample, how many independent blocks it is known from.
func (b *blocks) judge(h *habit) {
	is, total, squares, active := h.last.feature(h.floor), 0.0, 0.0, 0.0
	for i, found := range b.found {
		weight := b.ages[i]*likeness(found, is) + least
		total += weight
		squares += weight * weight
		if b.active[i] {
			active += weight
		}
	}
	overlap := 1.0
	if len(b.starts) > 1 {
		overlap = min(1, float64(b.starts[0]-b.starts[1])/float64(b.length))
	}
	b.share, b.count = active/total, total*total/squares*overlap/neighbours
}

// tilt draws a factor for the odds of active blocks in one future. Their share is known from
// few blocks: it has the Beta distribution that follows on Jeffreys's prior.
func (b *blocks) tilt(random *rand.Rand) float64 {
	if b.share <= 0 || b.share >= 1 {
		return 1
	}
	active, idle := gamma(b.share*b.count+0.5, random), gamma((1-b.share)*b.count+0.5, random)
	return active / max(idle, least*active) * (1 - b.share) / b.share
}

// gamma draws from the gamma distribution of a shape from one half on and scale 1 (Marsaglia
// and Tsang, 2000).
func gamma(shape float64, random *rand.Rand) float64 {
	boost := 1.0
	if shape < 1 {
		boost = math.Pow(random.Float64(), 1/shape)
		shape++
	}
	d := shape - 1.0/3
	for {
		x := random.NormFloat64()
		v := 1 + x/math.Sqrt(9*d)
		v *= v * v
		if v > 0 && math.Log(random.Float64()) < x*x/2+d*(1-v+math.Log(v)) {
			return boost * d * v
		}
	}
}

// likeness is a weight between 0 and 1 for how alike two days find the account: a normal
// density to within what matters, and soon computed.
func likeness(a, b feature) float64 {
	idle, busy := a.idle-b.idle, a.busy-b.busy
	like := 1 / (1 + (idle*idle+busy*busy)/16)
	like *= like
	like *= like
	return like * like
}

// next draws the day at which a block begins that follows on a state.
func (b *blocks) next(is feature, tilt float64, random *rand.Rand) int {
	sum := 0.0
	for i, found := range b.found {
		weight := b.boosts[i]*likeness(found, is) + least
		if b.active[i] {
			weight *= tilt
		}
		sum += weight
		b.sums[i] = sum
	}
	return b.starts[chosen(b.sums, random.Float64()*sum)]
}

// future fills in one future.
func (d draw) future(use []float64, h *habit, b *blocks, z float64, random *rand.Rand) {
	level := h.pick(random)
	moved, now := z*level.spread, level.at[len(h.use)]
	slope, ends := h.trend+h.trendErr*random.NormFloat64(), trendWeeks*random.ExpFloat64()
	tilt := b.tilt(random)
	seen := h.last
	fast, slow := decays()
	weeks := float64(b.length) / block
	noise, drift := h.unrest*noise, h.unrest*drift
	for day := 0; day < len(use); day += b.length {
		if day%stretch < b.length {
			for i := range b.boosts {
				b.boosts[i] = b.ages[i] * random.ExpFloat64()
			}
		}
		t := b.next(seen.feature(h.floor), tilt, random)
		ratio := 1.0
		if level.at[t] > 0 {
			ratio = now / level.at[t]
		}
		scale := ratio * math.Exp(moved+noise*random.NormFloat64()-noise*noise/2)
		for i := 0; i < b.length && day+i < len(use); i++ {
			used := h.use[t+i]
			use[day+i] = used * scale
			seen.add(used*ratio, fast, slow)
		}
		if float64(day)/block < ends {
			moved += slope * weeks
		}
		moved += drift * math.Sqrt(weeks/4) * random.NormFloat64()
	}
}

// pick draws a level by weight.
func (h *habit) pick(random *rand.Rand) *level {
	at := random.Float64()
	for i := range h.levels {
		if at -= h.levels[i].weight; at < 0 {
			return &h.levels[i]
		}
	}
	return &h.levels[len(h.levels)-1]
}

// chosen is the first of rising sums that is above a value.
func chosen(sums []float64, value float64) int {
	low, high := 0, len(sums)-1
	for low < high {
		if mid := (low + high) / 2; sums[mid] > value {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}
