package sync

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// stuckRuns gives the same generations at every offset.
type stuckRuns struct{ fakeRuns }

func (s *stuckRuns) newestGenerations(ctx context.Context) (api.GenerationPage, error) {
	return s.generationsFrom(ctx, 0)
}

func (s *stuckRuns) generationsFrom(ctx context.Context, _ int) (api.GenerationPage, error) {
	page, err := s.fakeRuns.generationsFrom(ctx, 0)
	page.Total = 0
	return page, err
}

// Offsets that lead nowhere end after a few pages.
func TestOffsetsThatLeadNowhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		server := &stuckRuns{fakeRuns{t: t, page: rapid.SampledFrom([]int{8, 20, 100}).Draw(t, "page rows"), now: time.Unix(1_780_000_000, 0)}}
		server.grow(250, false)
		archive := newArchive(&generationPager{from: server, rows: unpriced}, nil, time.Now, derivedPartition)
		_, err := archive.Latest(t.Context())
		for range 3 {
			if err == nil {
				_, err = archive.Step(t.Context())
			}
		}
		if model.KindOf(err) != model.BadResponse || server.calls > 40 {
			t.Fatalf("%d calls, %v", server.calls, err)
		}
	})
}

// A generation that cannot be read costs itself, also where pages overlap.
func TestGenerationsThatCannotBeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		server := &fakeRuns{t: t, page: 20, now: time.Unix(1_780_000_000, 0), odd: map[model.ID]bool{}}
		server.grow(rapid.IntRange(1, 120).Draw(t, "generations"), false)
		for range rapid.IntRange(0, 9).Draw(t, "odd ones") {
			server.odd[server.list[rapid.IntRange(0, len(server.list)-1).Draw(t, "at")].ID] = true
		}
		archive := newArchive(&generationPager{from: server, rows: unpriced}, nil, time.Now, derivedPartition)
		progress, err := archive.Latest(t.Context())
		for steps := 0; err == nil && !progress.Whole && steps < 50; steps++ {
			progress, err = archive.Step(t.Context())
		}
		if want := len(server.list) - len(server.odd); err != nil || (want > 0 && progress.Table.Len() != want) {
			t.Fatalf("%+v, want %d rows, %v", progress, want, err)
		}
		if progress.LeftOut.Count != len(server.odd) || (len(server.odd) > 0 && progress.LeftOut.List != "generations") {
			t.Fatalf("%+v, want %d", progress.LeftOut, len(server.odd))
		}
		if progress, err = archive.Latest(t.Context()); err != nil || progress.LeftOut.Count != len(server.odd) {
			t.Fatalf("again: %+v, %v", progress.LeftOut, err)
		}
	})
}
