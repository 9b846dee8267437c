package history

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Each figure stands beside its baseline: the same work by a plain loop over
// []model.Transaction, in the same run.

var sizes = []int{10_000, 100_000, 1_000_000}

var made = struct {
	sync.Mutex
	rows   map[int][]model.Transaction
	tables map[int]*Table
}{rows: map[int][]model.Transaction{}, tables: map[int]*Table{}}

func benchLedger(n int) ([]model.Transaction, *Table) {
	made.Lock()
	defer made.Unlock()
	if made.rows[n] == nil {
		made.rows[n] = ledger(n)
		made.tables[n] = tableOf(made.rows[n])
	}
	return made.rows[n], made.tables[n]
}

func eachSize(b *testing.B, run func(b *testing.B, rows []model.Transaction, table *Table)) {
	for _, n := range sizes {
		rows, table := benchLedger(n)
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			run(b, rows, table)
		})
	}
}

func must[T any](b *testing.B) func(T, error) T {
	return func(v T, err error) T {
		if err != nil {
			b.Fatal(err)
		}
		return v
	}
}

// Opening: blocks as bytes, as a store keeps them, become a table.
func BenchmarkLoad(b *testing.B) {
	eachSize(b, func(b *testing.B, _ []model.Transaction, table *Table) {
		var kept [][]byte
		size := 0
		for _, block := range table.Blocks() {
			kept = append(kept, block.AppendTo(nil))
			size += len(kept[len(kept)-1])
		}
		b.SetBytes(int64(size))
		for b.Loop() {
			var builder Builder
			for _, data := range kept {
				builder.Add(must[*Block](b)(Decode(data)))
			}
			if builder.Table().Len() != table.Len() {
				b.Fatal("rows are missing")
			}
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	rows, _ := benchLedger(10_000)
	for b.Loop() {
		must[*Block](b)(Seal(rows[:BlockRows], nil))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*BlockRows), "ns/row")
}

func BenchmarkEncode(b *testing.B) {
	_, table := benchLedger(10_000)
	block := table.Blocks()[0]
	var data []byte
	for b.Loop() {
		data = block.AppendTo(data[:0])
	}
	b.SetBytes(int64(len(data)))
}

// One refresh brings a row.
func BenchmarkAppendOne(b *testing.B) {
	eachSize(b, func(b *testing.B, rows []model.Transaction, table *Table) {
		var builder Builder
		builder.Add(table.Blocks()...)
		row := rows[len(rows)-1]
		for b.Loop() {
			row.Seq++
			builder.Put(row)
			_ = builder.Table()
		}
	})
}

// A first sync: pages of 100, newest first.
func BenchmarkPrependPages(b *testing.B) {
	rows, _ := benchLedger(100_000)
	for b.Loop() {
		var builder Builder
		for end := len(rows); end > 0; end -= 100 {
			builder.Put(rows[end-100 : end]...)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/row")
}

var benchFilters = []struct{ name, text string }{
	{"dictionary", "type:refund"},
	{"tool", "tool:video"},
	{"amount", "amount:<-10"},
	{"month", "date:2025-03"},
	{"rare", "zebra"},
	{"dense", "e"},
	{"usual", "light"},
	{"noMatch", "xylophone"},
	{"common letters, no match", "teanoisar"},
	{"two words", "lighthouse storm"},
	{"id", "id:65a1b2"},
	{"not ASCII", "größe"},
}

func BenchmarkFilter(b *testing.B) {
	eachSize(b, func(b *testing.B, _ []model.Transaction, table *Table) {
		for _, f := range benchFilters {
			q := must[Query](b)(Parse(f.text, parseNow, time.UTC))
			b.Run(f.name, func(b *testing.B) {
				rows := 0
				for b.Loop() {
					rows = must[*Result](b)(Filter(b.Context(), table, q, nil)).Len()
				}
				b.ReportMetric(float64(rows), "found")
			})
		}
	})
}

// The words typed letter by letter and taken back, in milliseconds a key.
func BenchmarkTyping(b *testing.B) {
	eachSize(b, func(b *testing.B, _ []model.Transaction, table *Table) {
		var queries []Query
		const text = "lighthouse storm"
		for n := range len(text) {
			queries = append(queries, must[Query](b)(Parse(text[:n+1], parseNow, time.UTC)))
		}
		for n := len(text) - 1; n > 0; n-- {
			queries = append(queries, must[Query](b)(Parse(text[:n], parseNow, time.UTC)))
		}
		keys := 0
		for b.Loop() {
			prev := table.All()
			for _, q := range queries {
				prev = must[*Result](b)(Filter(b.Context(), table, q, prev))
				keys++
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(keys), "ms/key")
	})
}

// Backspace: from a word to the shorter one that was there before.
func BenchmarkBackspace(b *testing.B) {
	eachSize(b, func(b *testing.B, _ []model.Transaction, table *Table) {
		short, long := must[Query](b)(Parse("zeb", parseNow, time.UTC)), must[Query](b)(Parse("zebr", parseNow, time.UTC))
		first := must[*Result](b)(Filter(b.Context(), table, short, nil))
		second := must[*Result](b)(Filter(b.Context(), table, long, first))
		b.ResetTimer()
		for b.Loop() {
			must[*Result](b)(Filter(b.Context(), table, short, second))
		}
	})
}

// The baseline: what strings and slices do by themselves.
func BenchmarkBaselineFilter(b *testing.B) {
	eachSize(b, func(b *testing.B, rows []model.Transaction, _ *Table) {
		for b.Loop() {
			var found []uint32
			for i := range rows {
				row := &rows[i]
				if strings.Contains(strings.ToLower(row.Description), "zebra") || strings.Contains(string(row.Tool), "zebra") ||
					strings.Contains(string(row.Model), "zebra") || strings.Contains(string(row.Type), "zebra") {
					found = append(found, uint32(i))
				}
			}
			runtime.KeepAlive(found)
		}
	})
}

// The floor of a scan: how fast this machine looks at every byte of the texts.
func BenchmarkBaselineReadText(b *testing.B) {
	_, table := benchLedger(1_000_000)
	for b.Loop() {
		err := parallel(b.Context(), len(table.parts), func() int { return 0 }, func(_, i int) {
			if bytes.IndexByte(table.parts[i].descriptions.data, 0) >= 0 {
				b.Error("found")
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// Memory: what the heap grows by, for each row, text and all.
func BenchmarkMemory(b *testing.B) {
	heap := func() uint64 {
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	eachSize(b, func(b *testing.B, rows []model.Transaction, _ *Table) {
		var grown, text int
		var table *Table
		for b.Loop() {
			runtime.KeepAlive(table)
			before := heap()
			table = tableOf(rows)
			grown = int(heap() - before)
		}
		for i := range rows {
			text += len(rows[i].Description)
		}
		n := float64(len(rows))
		b.ReportMetric(float64(grown)/n, "B/row")
		b.ReportMetric(float64(text)/n, "text-B/row")
		b.ReportMetric(float64(table.Bytes())/n, "counted-B/row")
	})
}
