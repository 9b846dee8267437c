package cache_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/studio-tui/studio-tui/api/cache"
)

// blockBytes is what a block of 4,096 rows of about 60 bytes has.
const blockBytes = 4096 * 60

// filled is a store of so many rows in full blocks, and its snapshots.
func filled(b *testing.B, rows int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "x.db")
	s := open(b, path)
	data := make([]byte, blockBytes)
	for first := 0; first < rows; {
		write(b, s, func(batch *cache.Batch) {
			for range 16 {
				if count := min(4096, rows-first); count > 0 {
					batch.Block(cache.Transactions, cache.Block{First: int64(first), Last: int64(first + count - 1), Rows: count, Data: data[:count*60]})
					first += count
				}
			}
			if err := batch.Snapshot(cache.NewestSnapshot, make([]int, 2000), noon); err != nil {
				b.Fatal(err)
			}
		})
	}
	return path
}

// BenchmarkFirstFrame is a fresh program that reads the snapshots, at several
// sizes of the history; the baseline is reading a small file.
func BenchmarkFirstFrame(b *testing.B) {
	small := filepath.Join(b.TempDir(), "small")
	if err := os.WriteFile(small, make([]byte, 4000), 0o600); err != nil {
		b.Fatal(err)
	}
	b.Run("baseline", func(b *testing.B) {
		for b.Loop() {
			if _, err := os.ReadFile(small); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, rows := range []int{10_000, 100_000, 1_000_000} {
		path := filled(b, rows)
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := open(b, path).Snapshots(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLoad reads every block of a million rows; the baseline is reading as
// much of a plain file.
func BenchmarkLoad(b *testing.B) {
	path := filled(b, 1_000_000)
	plain := filepath.Join(b.TempDir(), "plain")
	if err := os.WriteFile(plain, make([]byte, 1_000_000*60), 0o600); err != nil {
		b.Fatal(err)
	}
	b.Run("baseline", func(b *testing.B) {
		b.SetBytes(60_000_000)
		for b.Loop() {
			if _, err := os.ReadFile(plain); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("blocks", func(b *testing.B) {
		b.SetBytes(60_000_000)
		b.ReportAllocs()
		for b.Loop() {
			for _, err := range open(b, path).Blocks(cache.Transactions, true) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// BenchmarkWrite puts a block of 4,096 rows into a store of a million, durably
// and not.
func BenchmarkWrite(b *testing.B) {
	for _, c := range []struct {
		name   string
		noSync bool
	}{{"durable", false}, {"fleeting", true}} {
		path := filled(b, 1_000_000)
		s, err := cache.Open(path, cache.Options{NoSync: c.noSync})
		if err != nil {
			b.Fatal(err)
		}
		data := make([]byte, blockBytes)
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(blockBytes)
			for b.Loop() {
				write(b, s, func(batch *cache.Batch) {
					batch.Block(cache.Transactions, cache.Block{First: 2_000_000, Last: 2_004_095, Rows: 4096, Data: data})
				})
			}
		})
	}
}
