package bench

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// benchSizes are the lengths of the histories that are measured.
var benchSizes = []int{10_000, 100_000, 1_000_000}

// TestBenchTable measures the waits of the user interface, on histories read from a
// sandbox into a local copy as in the program, and prints each figure beside its target
// and a baseline of the same run. It fails on errors only, never on times.
// BENCHMARKS.md explains the figures.
func TestBenchTable(t *testing.T) {
	if os.Getenv("STUDIO_TUI_BENCH") == "" {
		t.Skip("it takes minutes: make bench runs it")
	}
	table := newBenchTable(os.Stdout)
	table.machine()
	for _, rows := range benchSizes {
		t.Run(fmt.Sprint(rows), func(t *testing.T) { measureHistory(t, table, rows) })
	}
	t.Run("status", func(t *testing.T) { measureStatus(t, table) })
	if err := table.out.Flush(); err != nil {
		t.Fatal(err)
	}
}

// benchTable writes figures as they are measured.
type benchTable struct{ out *tabwriter.Writer }

func newBenchTable(w io.Writer) *benchTable {
	return &benchTable{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)}
}

// section begins the figures of one history.
func (b *benchTable) section(title string) {
	fmt.Fprintf(b.out, "\n%s\n", title)
	b.line("figure", "measured", "worst", "target", "baseline", "measured/baseline", "allocs", "what the baseline is")
}

func (b *benchTable) line(cells ...string) { fmt.Fprintln(b.out, strings.Join(cells, "\t")) }

// duration writes a duration beside its baseline.
func (b *benchTable) duration(name, target string, is, baseline sample, what string) {
	b.line(name, ms(is.median), ms(is.worst), target, ms(baseline.median), ratio(float64(is.median), float64(baseline.median)),
		fmt.Sprint(is.allocs), what)
}

// number writes a figure of another unit.
func (b *benchTable) number(name, unit, target string, is, baseline float64, what string) {
	b.line(name, fmt.Sprintf("%.0f %s", is, unit), "", target, fmt.Sprintf("%.0f %s", baseline, unit), ratio(is, baseline), "", what)
}

func ms(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.3f ms", d.Seconds()*1000)
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%.1f ms", d.Seconds()*1000)
	}
	return fmt.Sprintf("%.0f ms", d.Seconds()*1000)
}

func ratio(is, baseline float64) string {
	if baseline == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3g", is/baseline)
}

// machine describes the machine of the measurement.
func (b *benchTable) machine() {
	fmt.Fprintf(b.out, "%s %s/%s, %d processors, %s; load %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(),
		cmp.Or(field("/proc/cpuinfo", "model name"), "processor not known"), cmp.Or(field("/proc/loadavg", ""), "not known"))
}

// field is the value after a name and a colon in a system file, or, without a name, its
// first line; empty where there is no such file.
func field(path, name string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name == "" {
			return lines.Text()
		}
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// sample is the duration of repeated runs.
type sample struct {
	median, worst time.Duration
	allocs        uint64 // on the heap, each time
}

// timed repeats a function for a quarter of a second and at least five times.
func timed(do func()) sample {
	const least, longest = 5, 250 * time.Millisecond
	do() // warm-up
	var took []time.Duration
	before := mallocs()
	for begin := time.Now(); len(took) < least || time.Since(begin) < longest; {
		start := time.Now()
		do()
		took = append(took, time.Since(start))
	}
	return sampleOf(took, mallocs()-before)
}

func sampleOf(took []time.Duration, allocs uint64) sample {
	slices.Sort(took)
	return sample{median: took[len(took)/2], worst: took[len(took)-1], allocs: allocs / uint64(len(took))}
}

func mallocs() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.Mallocs
}

// heap is the size of the heap in use.
func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
