package sync

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// fakeRuns serves generations by offset, newest first, as the service does: new ones
// push the others along, also between two pages.
type fakeRuns struct {
	t      *rapid.T
	page   int // rows of a page
	now    time.Time
	list   []model.Generation // oldest first
	faults []error
	calls  int
	odd    map[model.ID]bool // those that cannot be read

	lock      sync.Mutex // pages are asked for side by side
	meanwhile []int      // how many generations come before each of the next pages
}

func (f *fakeRuns) grow(n int, together bool) {
	for range n {
		if !together {
			f.now = f.now.Add(time.Duration(1+len(f.list)%7) * time.Second)
		}
		f.list = append(f.list, model.Generation{
			ID: model.ID(fmt.Sprintf("%08x00000000%08x", f.now.Unix(), len(f.list)+f.calls<<12)), Status: model.GenerationSuccess, Tool: "create-image",
			Payload: model.Raw(fmt.Sprintf(`{"model":"m","prompt":"number %d"}`, len(f.list))), CreatedAt: model.At(f.now),
		})
	}
	slices.SortStableFunc(f.list, func(a, b model.Generation) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt.Time), cmp.Compare(a.ID, b.ID))
	})
}

func (f *fakeRuns) newestGenerations(ctx context.Context) (api.GenerationPage, error) {
	return f.generationsFrom(ctx, 0)
}

func (f *fakeRuns) generationsFrom(ctx context.Context, offset int) (api.GenerationPage, error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.calls++
	if len(f.faults) > 0 {
		err := f.faults[0]
		f.faults = f.faults[1:]
		if err != nil {
			return api.GenerationPage{}, err
		}
	}
	if len(f.meanwhile) > 0 {
		f.grow(f.meanwhile[0], false)
		f.meanwhile = f.meanwhile[1:]
	}
	page := api.GenerationPage{Total: int64(len(f.list))}
	n := 0
	for i := len(f.list) - 1 - offset; i >= 0 && n < f.page; i-- {
		if g := f.list[i]; f.odd[g.ID] {
			page.Unreadable = append(page.Unreadable, model.Unreadable{ID: g.ID, Index: n, Why: "createdAt is not a time"})
		} else {
			page.Rows = append(page.Rows, g)
		}
		n++
	}
	page.HasMore = offset+n < len(f.list)
	return page, ctx.Err()
}

func (f *fakeRuns) archive(path string, now func() time.Time) *Archive {
	var kept *LocalCache
	if path != "" {
		opened, err := cache.Open(path, cache.Options{NoSync: true})
		if err != nil {
			f.t.Fatal(err)
		}
		kept = NewLocalCache(opened, now)
	}
	return newArchive(&generationPager{from: f, rows: unpriced}, kept, now, derivedPartition)
}

func idsOf(table *history.Table) []model.ID {
	var ids []model.ID
	for i := range table.Len() {
		ids = append(ids, table.Row(i).ID)
	}
	return ids
}

var someGrowth = rapid.SliceOfN(rapid.SampledFrom([]int{0, 0, 0, 1, 4, 12}), 0, 12)

// Whatever comes between two pages, the history of generations ends with all of
// them, each once, in order, and with the outcome of each.
func TestGenerationsAreNeitherLostNorDoubled(t *testing.T) {
	dir := t.TempDir()
	rounds := 0
	rapid.Check(t, func(t *rapid.T) {
		rounds++
		path := filepath.Join(dir, fmt.Sprintf("%d.db", rounds))
		server := &fakeRuns{t: t, page: rapid.SampledFrom([]int{8, 20, 100}).Draw(t, "page rows"), now: time.Unix(1_780_000_000, 0)}
		server.grow(rapid.IntRange(0, 250).Draw(t, "at first"), false)
		clock := time.Unix(1_800_000_000, 0)
		now := func() time.Time { clock = clock.Add(200 * time.Millisecond); return clock }
		archive := server.archive(path, now)
		ctx := context.Background()
		for range rapid.IntRange(0, 20).Draw(t, "events") {
			switch rapid.SampledFrom([]string{"latest", "step", "step", "grow", "together", "fail", "kill", "change"}).Draw(t, "event") {
			case "latest":
				server.meanwhile = someGrowth.Draw(t, "meanwhile")
				_, _ = archive.Latest(ctx)
			case "step":
				server.meanwhile = someGrowth.Draw(t, "meanwhile")
				_, _ = archive.Step(ctx)
			case "grow":
				server.grow(rapid.IntRange(1, 150).Draw(t, "new"), false)
			case "together":
				server.grow(1, false)
				server.grow(rapid.IntRange(1, 2).Draw(t, "in one millisecond"), true)
			case "fail":
				server.faults = []error{nil, &model.Error{Kind: model.NoNetwork}}[rapid.IntRange(0, 1).Draw(t, "after"):]
			case "kill":
				archive = server.archive(path, now)
			case "change":
				if n := len(server.list); n > 0 {
					server.list[max(0, n-1-rapid.IntRange(0, 2).Draw(t, "which"))].Status = model.GenerationError
				}
			}
			server.meanwhile = nil
		}
		server.faults = nil
		progress, err := archive.Latest(ctx)
		for steps := 0; err == nil && !progress.Whole; steps++ {
			if steps > 500 {
				t.Fatalf("it never ends: %d of %d", progress.Table.Len(), len(server.list))
			}
			progress, err = archive.Step(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		var want []model.ID
		for _, g := range server.list {
			want = append(want, g.ID)
		}
		again, err := server.archive(path, now).Load(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for name, is := range map[string]history.Progress{"in memory": progress, "kept": again} {
			if len(want) == 0 {
				continue
			}
			if got := idsOf(is.Table); !slices.Equal(got, want) {
				t.Fatalf("%s: %d of %d generations", name, len(got), len(want))
			}
			for i := range min(3, len(want)) {
				if row, g := is.Table.Row(len(want)-1-i), server.list[len(want)-1-i]; row.Status != g.Status {
					t.Fatalf("%s: %s is %q, want %q", name, row.ID, row.Status, g.Status)
				}
			}
		}
		calls := server.calls
		if _, err := archive.Latest(ctx); err != nil || server.calls != calls+1 {
			t.Fatalf("with nothing new: %d calls, %v", server.calls-calls, err)
		}
	})
}
