package insight

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func pack(slug string, credits, price int64) model.Pack {
	return model.Pack{Slug: slug, Credits: model.Credits(credits) * model.Credit, Price: model.Money{Amount: price, Currency: "USD"}}
}

// everySet tries all sets of packs whose credits reach an amount, and keeps the one that
// is cheapest, then has more credits, then fewer packs.
func everySet(packs []model.Pack, i int, left model.Credits, set packSet, best *packSet) {
	if left <= 0 {
		if best.count < 0 || set.compare(*best) < 0 {
			*best = set
		}
		return
	}
	if i == len(packs) {
		return
	}
	for {
		everySet(packs, i+1, left, set, best)
		if left <= 0 || packs[i].Credits <= 0 || packs[i].Price.Amount <= 0 {
			return
		}
		left -= packs[i].Credits
		set.cost, set.credits, set.count = set.cost+packs[i].Price.Amount, set.credits+packs[i].Credits, set.count+1
	}
}

func TestCheapestSetIsThatOfAllSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var packs []model.Pack
		for i := range rapid.IntRange(1, 4).Draw(t, "packs") {
			packs = append(packs, pack(fmt.Sprint(i), rapid.Int64Range(0, 12).Draw(t, "credits"), rapid.Int64Range(0, 12).Draw(t, "price")))
		}
		sets := newPackSets(packs)
		for range 3 {
			wanted := model.Credits(rapid.Int64Range(0, 60).Draw(t, "wanted")) * model.Credit
			best := packSet{count: -1}
			everySet(packs, 0, wanted, packSet{}, &best)
			if wanted > 0 && sets.none() {
				if best.count >= 0 {
					t.Fatalf("no packs, where %+v are enough", best)
				}
				continue
			}
			counts, cost, credits, err := sets.cheapest(wanted)
			count := 0
			for _, n := range counts {
				count += n
			}
			if err != nil || cost != best.cost || credits != best.credits || count != best.count {
				t.Fatalf("%v for %s: cost %d, credits %s, count %d, want %+v (%v)", packs, wanted, cost, credits, count, best, err)
			}
		}
	})
}

// Beyond the point from where sets repeat the answer is that of sets that are listed.
func TestSetsRepeat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var packs []model.Pack
		for i := range rapid.IntRange(1, 4).Draw(t, "packs") {
			packs = append(packs, pack(fmt.Sprint(i), rapid.Int64Range(1, 40).Draw(t, "credits"), rapid.Int64Range(1, 40).Draw(t, "price")))
		}
		short, long := newPackSets(packs), newPackSets(packs)
		wanted := model.Credits(rapid.Int64Range(0, 5000).Draw(t, "wanted")) * model.Credit
		_, cost, credits, err := short.cheapest(wanted)
		if err != nil {
			t.Fatal(err)
		}
		for short.period == 0 {
			if err := short.extend(); err != nil {
				t.Fatal(err)
			}
		}
		i := 0
		for ; long.sets[i].credits < wanted; i++ {
			if i == len(long.sets)-1 {
				if err := long.extend(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if long.sets[i].cost != cost || long.sets[i].credits != credits {
			t.Fatalf("%v for %s: %d for %s, listed %+v", packs, wanted, cost, credits, long.sets[i])
		}
		if repeated, err := short.nth(i); err != nil || repeated.compare(long.sets[i]) != 0 {
			t.Fatalf("set %d is %+v, listed %+v (%v)", i, repeated, long.sets[i], err)
		}
	})
}

// A benchmark of dozens of packs with prices that have no common measure, for small and
// large amounts: within 50 ms.
func BenchmarkCheapest(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 300))
	var packs []model.Pack
	for i := range 48 {
		price := 300 + r.Int64N(100_000)
		packs = append(packs, pack(fmt.Sprint(i), price*(1000+r.Int64N(301))/700, price))
	}
	for b.Loop() {
		sets := newPackSets(packs)
		for _, wanted := range []model.Credits{12_345, 1_000_007, 1_000_000_007} {
			if _, _, _, err := sets.cheapest(wanted * model.Credit); err != nil {
				b.Fatal(err)
			}
		}
	}
}
