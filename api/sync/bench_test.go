package sync_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
)

// BenchmarkFirstSync reads a whole history from the sandbox, over loopback and
// without a rate limit, into an empty local copy, written durably.
func BenchmarkFirstSync(b *testing.B) {
	const rows = 20_000
	server, err := sandbox.New(sandbox.Options{Transactions: rows})
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { client.Close(); _ = server.Close() })
	dir := b.TempDir()
	synced := 0
	for i := 0; b.Loop(); i++ {
		kept, err := cache.Open(filepath.Join(dir, fmt.Sprintf("%d.db", i)), cache.Options{})
		if err != nil {
			b.Fatal(err)
		}
		progress, err := finish(sync.NewArchive(sync.New(client), sync.NewLocalCache(kept, time.Now), time.Now))
		if err != nil || progress.Table.Len() < rows {
			b.Fatal(progress.Table.Len(), err)
		}
		synced += progress.Table.Len()
	}
	b.ReportMetric(float64(synced)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkLoad reads a history from the local copy, and in its snapshot runs the data of
// the first frame.
func BenchmarkLoad(b *testing.B) {
	for _, rows := range []int{10_000, 100_000, 1_000_000} {
		path := filled(b, rows)
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			for b.Loop() {
				archive := openArchive(b, nil, path, time.Now)
				if progress, err := archive.Load(context.Background()); err != nil || progress.Table.Len() != rows {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprint("snapshot/", rows), func(b *testing.B) {
			for b.Loop() {
				if snapshot, ok := openArchive(b, nil, path, time.Now).Snapshot(); !ok || len(snapshot.Newest.Value) != 50 {
					b.Fatal("no snapshot")
				}
			}
		})
	}
}

// filled is a local copy with so many rows, of 50 bytes of text each.
func filled(b *testing.B, rows int) string {
	path := filepath.Join(b.TempDir(), "kept.db")
	ledger := &fakeLedger{pageRows: 4000}
	ledger.grow(rows)
	for i := range ledger.rows {
		row := &ledger.rows[i]
		row.Description = fmt.Sprintf("%-50s", "a lighthouse in the storm, number "+row.Description)
		row.GenerationID, row.Model = row.ID, model.OptionalString([]string{"veo-3.1", "flux-schnell", "recraft"}[i%3])
	}
	archive := openArchive(b, ledger, path, time.Now)
	progress, err := finish(archive)
	if err != nil || progress.Table.Len() != rows {
		b.Fatal(err)
	}
	return path
}
