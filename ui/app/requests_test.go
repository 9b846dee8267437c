package app_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/api/apitest"
	"github.com/studio-tui/studio-tui/api/sandbox"
)

// costs are the requests that arrived at the server during an action.
type costs struct {
	gets, busiest int
	took          time.Duration // until a long history was complete
}

func (c costs) String() string {
	text := fmt.Sprintf("%d (%d)", c.gets, c.busiest)
	if c.took > 0 {
		text += " in " + c.took.Round(time.Second).String()
	}
	return text
}

// rests is longer than the pause between two pages of a first read, and shorter than
// the pause before a page that is compared with the server's.
const rests = 90 * time.Second

// counted is the number of requests during a time after an action, at most most within
// any minute. It fails where the server rejects one, or receives a POST.
func (w *world) counted(most int, d time.Duration, do func()) costs {
	w.t.Helper()
	w.weather.Forget()
	start := w.clock()
	do()
	w.pass(d)
	requests := w.weather.Requests()
	c := costs{gets: len(requests), busiest: apitest.Busiest(requests)}
	for _, r := range requests {
		if r.Status == http.StatusTooManyRequests || r.Method != http.MethodGet {
			w.t.Errorf("%s %s %s is answered %d", r.At.In(cet).Format("15:04:05"), r.Method, r.Path, r.Status)
		}
		paged := strings.Contains(r.Query, "cursor=") || strings.Contains(r.Query, "offset=")
		if at := r.At.Sub(start); paged && (c.took == 0 || at < c.took+rests) {
			c.took = at
		}
	}
	if c.busiest > most {
		_, list := w.asked()
		w.t.Errorf("%d GETs in a minute, more than %d:\n%s", c.busiest, most, list)
	}
	return c
}

// requestRows are the counted actions, in the order of the table.
var requestRows = []string{
	"first start, 40 rows", "start with a copy", "refresh by hand (r)", "an hour, nothing happens", "an hour, without the focus",
	"an hour, a generation runs", "first start, 2,000 rows, and 20 minutes", "the hour after that",
}

// count counts the requests for one server and plan. limit is the documented one;
// background requests get half of it.
func count(open func(rows int, test func(w *world)), limit int) map[string]costs {
	found := map[string]costs{}
	const moment = 20 * time.Second
	open(40, func(w *world) {
		w.keep()
		found[requestRows[0]] = w.counted(limit, moment, func() { w.open(80, 24) })
		w.pass(5 * time.Minute)
		found[requestRows[1]] = w.counted(limit, moment, func() { w.open(80, 24) })
		w.pass(5 * time.Minute)
		found[requestRows[2]] = w.counted(limit, moment, func() { w.press("r") })
		w.pass(5 * time.Minute)
		found[requestRows[3]] = w.counted(limit/2, time.Hour, func() {})
		found[requestRows[4]] = w.counted(limit/2, time.Hour, func() { w.update(tea.BlurMsg{}) })
		w.update(tea.FocusMsg{})
		w.pass(time.Minute)
		if w.server != nil {
			id := w.server.Add(apitest.Generation{Tool: "create-image", Payload: map[string]any{"model": "nano-banana"}, Cost: 4})
			w.server.Progress(id)
			found[requestRows[5]] = w.counted(limit/2, time.Hour, func() {})
		}
	})
	open(2000, func(w *world) {
		found[requestRows[6]] = w.counted(limit, 20*time.Minute, func() { w.open(80, 24) })
		after := w.counted(limit/2, time.Hour, func() {})
		after.took = 0
		found[requestRows[7]] = after
	})
	return found
}

// TestRequests counts the dashboard's requests, with its real client under a simulated
// clock, and checks the documented limits and the table in BENCHMARKS.md, which -update
// rewrites.
func TestRequests(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("lets hours pass")
	}
	servers := []struct {
		name  string
		limit int
		open  func(t *testing.T, rows int, test func(w *world))
	}{
		{"documented, free", 60, func(t *testing.T, rows int, test func(w *world)) {
			inWeather(t, apitest.Options{Generations: rows}, test)
		}},
		{"documented, pro", 200, func(t *testing.T, rows int, test func(w *world)) {
			inWeather(t, apitest.Options{Generations: rows, Plan: "pro"}, test)
		}},
		{"no payloads, free", 60, func(t *testing.T, rows int, test func(w *world)) {
			inWeather(t, apitest.Options{Generations: rows, NoPayloads: true}, test)
		}},
		{"sandbox, free", 60, func(t *testing.T, rows int, test func(w *world)) {
			inSandbox(t, sandbox.Options{Transactions: rows}, test)
		}},
	}
	var table strings.Builder
	out := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprint(out, "GETs (in the busiest minute)")
	counts := map[string]map[string]costs{}
	t.Run("servers", func(t *testing.T) {
		var mu sync.Mutex
		for _, server := range servers {
			t.Run(server.name, func(t *testing.T) {
				t.Parallel()
				found := count(func(rows int, test func(w *world)) { server.open(t, rows, test) }, server.limit)
				mu.Lock()
				defer mu.Unlock()
				counts[server.name] = found
			})
		}
	})
	for _, server := range servers {
		fmt.Fprint(out, "\t", server.name)
	}
	for _, row := range requestRows {
		fmt.Fprint(out, "\n", row)
		for _, server := range servers {
			cell := "-"
			if c, has := counts[server.name][row]; has {
				cell = c.String()
			}
			fmt.Fprint(out, "\t", cell)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(table.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	t.Logf("\n%s", strings.Join(lines, "\n"))
	holdTable(t, strings.Join(lines, "\n"))
}

// holdTable compares the table with the one in BENCHMARKS.md, or updates it.
func holdTable(t *testing.T, table string) {
	t.Helper()
	const path, begin, end = "../../BENCHMARKS.md", "```requests\n", "\n```"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	written, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatal("BENCHMARKS.md has no table of requests")
	}
	if update := flag.Lookup("update"); update != nil && update.Value.String() == "true" {
		if err := os.WriteFile(path, []byte(before+begin+table+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if written != table {
		t.Errorf("BENCHMARKS.md has other counts, go test ./ui/app -run TestRequests -update renews them:\n%s", written)
	}
}
