package cache_test

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/cache"
)

// Ranges are a set of numbers, written briefly.
func TestRangesAreASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ranges cache.Ranges
		set := map[int64]bool{}
		const limit = 24
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			r := cache.Range{From: rapid.Int64Range(0, limit).Draw(t, "from"), To: rapid.Int64Range(0, limit).Draw(t, "to")}
			add := rapid.Bool().Draw(t, "add")
			was := slices.Clone(ranges)
			out := ranges.Add(r)
			if !add {
				out = ranges.Cut(r)
			}
			if !slices.Equal(was, ranges) {
				t.Fatalf("%v became %v under its holder", was, ranges)
			}
			ranges = out
			for n := r.From; n <= r.To; n++ {
				set[n] = add
			}
		}
		for i, r := range ranges {
			if r.From > r.To || (i > 0 && ranges[i-1].To+1 >= r.From) {
				t.Fatalf("not in order: %v", ranges)
			}
		}
		gaps := ranges.Gaps(cache.Range{From: 0, To: limit})
		for n := range int64(limit + 1) {
			in, found := ranges.Holding(n)
			if found != set[n] || (found && (in.From > n || in.To < n)) {
				t.Fatalf("%d is in %v: %t", n, ranges, found)
			}
			if _, missing := gaps.Holding(n); missing == set[n] {
				t.Fatalf("%d is in %v and in its gaps %v", n, ranges, gaps)
			}
		}
	})
}

func TestRangesReachTheEnds(t *testing.T) {
	const least, most = -1 << 63, 1<<63 - 1
	all := cache.Ranges{}.Add(cache.Range{From: least, To: most})
	if cut := all.Cut(cache.Range{From: least, To: most}); len(cut) != 0 {
		t.Errorf("all but all is %v", cut)
	}
	cut := all.Cut(cache.Range{From: 0, To: 0})
	want := cache.Ranges{{From: least, To: -1}, {From: 1, To: most}}
	if !slices.Equal(cut, want) || !slices.Equal(cut.Add(cache.Range{From: 0, To: 0}), all) {
		t.Errorf("all but one is %v", cut)
	}
	if two := all.Cut(cache.Range{From: 0, To: most}).Add(cache.Range{From: most, To: most}); len(two) != 2 {
		t.Errorf("the ends meet: %v", two)
	}
}

// Whatever is written through two programs, in whatever order: what is read is
// what a map of blocks has, in both directions, and so is what is known of them.
func TestBlocksAgreeWithAMap(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			r.Fatal(err)
		}
		path := filepath.Join(dir, "x.db")
		programs := []*cache.Store{open(t, path).Sips(20_000), open(t, path)}
		want := map[int64]cache.Block{}
		var whole cache.Ranges
		for range rapid.IntRange(1, 6).Draw(r, "batches") {
			var batch cache.Batch
			next, nextWhole := maps.Clone(want), slices.Clone(whole)
			fails := false
			for range rapid.IntRange(1, 6).Draw(r, "steps") {
				from := rapid.Int64Range(-40, 40).Draw(r, "from")
				to := from + rapid.Int64Range(0, 12).Draw(r, "length")
				run := cache.Range{From: from, To: to}
				switch rapid.SampledFrom([]string{"block", "block", "block", "remove", "whole", "doubt", "reset"}).Draw(r, "step") {
				case "block":
					b := block(from, to)
					b.Data = rapid.SliceOfN(rapid.Byte(), 0, 9000).Draw(r, "data")
					for first, other := range next {
						fails = fails || (first != from && other.First <= to && from <= other.Last)
					}
					batch.Block(cache.Generations, b)
					next[from] = b
				case "remove":
					batch.Remove(cache.Generations, run)
					maps.DeleteFunc(next, func(first int64, _ cache.Block) bool { return first >= from && first <= to })
				case "whole":
					batch.Whole(cache.Generations, run)
					nextWhole = nextWhole.Add(run)
				case "doubt":
					batch.Doubt(cache.Generations, run)
					nextWhole = nextWhole.Cut(run)
				case "reset":
					batch.Reset(cache.Generations)
					clear(next)
					nextWhole = nil
				}
				if fails {
					break
				}
			}
			_, err := programs[rapid.IntRange(0, 1).Draw(r, "program")].Write(&batch)
			if fails != (err != nil) {
				r.Fatalf("overlap: %t, but %v", fails, err)
			}
			if err == nil {
				want, whole = next, nextWhole
			}
		}
		compareBlocks(r, programs[0], want, whole)
	})
}

func compareBlocks(t *rapid.T, s *cache.Store, want map[int64]cache.Block, whole cache.Ranges) {
	forward, err := read(s, cache.Generations, false)
	if err != nil {
		t.Fatal(err)
	}
	backward, err := read(s, cache.Generations, true)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(backward)
	if !reflect.DeepEqual(forward, backward) || len(forward) != len(want) {
		t.Fatalf("%d forward, %d backward, %d written", len(forward), len(backward), len(want))
	}
	rows := int64(0)
	for _, b := range forward {
		is := want[b.First]
		if b.Last != is.Last || b.Rows != is.Rows || string(b.Data) != string(is.Data) {
			t.Fatalf("%+v, want %+v", b, is)
		}
		rows += int64(b.Rows)
	}
	state, err := s.State(cache.Generations)
	if err != nil || state.Rows != rows || state.Blocks != len(want) || !slices.Equal(state.Whole, whole) {
		t.Fatalf("%+v, %v; want %d blocks, whole %v", state, err, len(want), whole)
	}
}
