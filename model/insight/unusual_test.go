package insight

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
)

// habit is how a made-up person uses credits: what each day costs.
type habit struct {
	name string
	day  func(random *rand.Rand, day int) float64
}

func lognormal(random *rand.Rand, sigma float64) float64 {
	return math.Exp(sigma*random.NormFloat64() - sigma*sigma/2)
}

// habits are people of all kinds, without any unusual day.
var habits = []habit{
	{name: "flat", day: func(*rand.Rand, int) float64 { return 100 }},
	{name: "steady", day: func(r *rand.Rand, _ int) float64 { return 100 * lognormal(r, 0.3) }},
	{name: "weekday-only", day: func(r *rand.Rand, day int) float64 {
		if day%7 >= 5 {
			return 0
		}
		return 100 * lognormal(r, 0.4)
	}},
	{name: "bursty", day: func(r *rand.Rand, _ int) float64 {
		if r.Float64() < 0.5 {
			return 0
		}
		return 100 * lognormal(r, 1)
	}},
	{name: "very bursty", day: func(r *rand.Rand, _ int) float64 {
		if r.Float64() < 0.7 {
			return 0
		}
		return 100 * lognormal(r, 1.2)
	}},
	{name: "daily, heavy tail", day: func(r *rand.Rand, _ int) float64 { return 100 * lognormal(r, 0.9) }},
	{name: "project weeks", day: func(r *rand.Rand, day int) float64 {
		if day/7%4 == 0 {
			return 300 * lognormal(r, 0.5)
		}
		if r.Float64() < 0.6 {
			return 0
		}
		return 40 * lognormal(r, 0.5)
	}},
	{name: "growing", day: func(r *rand.Rand, day int) float64 { return 100 * math.Exp(float64(day)/150) * lognormal(r, 0.4) }},
	{name: "declining", day: func(r *rand.Rand, day int) float64 { return 100 * math.Exp(-float64(day)/150) * lognormal(r, 0.4) }},
	{name: "8 active days in 8 weeks", day: func(r *rand.Rand, _ int) float64 {
		if r.Float64() >= 8.0/56 {
			return 0
		}
		return 100 * lognormal(r, 0.6)
	}},
	{name: "8 days, bursty", day: func(r *rand.Rand, _ int) float64 {
		if r.Float64() >= 8.0/56 {
			return 0
		}
		return 100 * lognormal(r, 1)
	}},
	{name: "weekends, 2 a week", day: func(r *rand.Rand, day int) float64 {
		if day%7 < 5 {
			return 0
		}
		return 100 * lognormal(r, 0.5)
	}},
}

type rates struct{ alarms, found5, found10 float64 }

const (
	judgedFrom = 120 // days of history before the first that is judged
	judgedDays = 200
	people     = 50
)

// measure gives false alarms in 100 days, and of a single spike of five and ten mean active
// days how many in a hundred are found, where eight of the eight weeks' days were active.
func measure(h habit, seed uint64) (r rates) {
	days, spikes := 0, 0
	for person := range people {
		random := rand.New(rand.NewPCG(seed, uint64(person)))
		use := make([]model.Credits, judgedFrom+judgedDays)
		for i := range use {
			use[i] = model.Credits(h.day(random, i)) * model.Credit
		}
		marks := StandsOut(use)
		for _, mark := range marks[judgedFrom:] {
			days++
			if mark {
				r.alarms++
			}
		}
		for range 4 {
			at := judgedFrom + random.IntN(judgedDays)
			mean, active := meanActive(use[at-56 : at])
			if active < 8 {
				continue
			}
			spikes++
			for _, times := range []float64{5, 10} {
				spiked := slices.Clone(use)
				spiked[at] = model.Credits(times * mean)
				if StandsOut(spiked)[at] {
					if times == 5 {
						r.found5++
					} else {
						r.found10++
					}
				}
			}
		}
	}
	return rates{r.alarms / float64(days) * 100, r.found5 / float64(spikes) * 100, r.found10 / float64(spikes) * 100}
}

// toolAlarms are the days in a hundred on which any of five tools is marked, where the
// account's use is not: each day goes to one to three of them.
func toolAlarms(h habit, seed uint64) float64 {
	days, alarms := 0, 0
	for person := range people {
		random := rand.New(rand.NewPCG(seed, uint64(person)))
		whole := make([]model.Credits, judgedFrom+judgedDays)
		tools := make([][]model.Credits, 5)
		for i := range tools {
			tools[i] = make([]model.Credits, len(whole))
		}
		for i := range whole {
			whole[i] = model.Credits(h.day(random, i)) * model.Credit
			left := whole[i]
			for range random.IntN(3) {
				part := model.Credits(random.Float64() * float64(left))
				tools[min(random.IntN(5), random.IntN(5))][i] += part
				left -= part
			}
			tools[min(random.IntN(5), random.IntN(5))][i] += left
		}
		marked := StandsOut(whole)
		either := make([]bool, len(whole))
		for _, use := range tools {
			for i, mark := range PartStandsOut(use, whole, marked) {
				either[i] = either[i] || mark && !marked[i]
			}
		}
		for _, mark := range either[judgedFrom:] {
			days++
			if mark {
				alarms++
			}
		}
	}
	return float64(alarms) / float64(days) * 100
}

func meanActive(use []model.Credits) (mean float64, active int) {
	sum := 0.0
	for _, used := range use {
		if used > 0 {
			sum += float64(used)
			active++
		}
	}
	return sum / max(1, float64(active)), active
}

func TestUnusualRates(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "| kind | false alarms in 100 days | of any of 5 tools alone | 5-fold found | 10-fold found |\n|-|-|-|-|-|\n")
	for i, h := range habits {
		r := measure(h, uint64(1000+i))
		tools := toolAlarms(h, uint64(2000+i))
		fmt.Fprintf(&table, "| %s | %.2f | %.2f | %.0f %% | %.0f %% |\n", h.name, r.alarms, tools, r.found5, r.found10)
		if r.alarms > 1 || tools > 1 || r.found10 < 95 {
			t.Errorf("%s: %.2f false alarms in 100 days, %.2f of tools, %.1f %% of ten-fold days found", h.name, r.alarms, tools, r.found10)
		}
	}
	t.Log("\n" + table.String())
}
