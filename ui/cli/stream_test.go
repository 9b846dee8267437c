package cli_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/session"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/cli"
)

// pieces is a writer that counts its writes.
type pieces struct {
	text           bytes.Buffer
	count, largest int
}

func (p *pieces) Write(text []byte) (int, error) {
	p.count++
	p.largest = max(p.largest, len(text))
	return p.text.Write(text)
}

// TestAllTransactionsStream prints a whole history in every format: known rows are not
// requested again, and rows are written one by one, not as one text.
func TestAllTransactionsStream(t *testing.T) {
	t.Parallel()
	const rows = 3000
	var pages atomic.Int64
	server, err := sandbox.New(sandbox.Options{Seed: 7, Transactions: rows, Wrap: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/api/transactions") || strings.HasPrefix(r.URL.Path, "/api/generations") {
				pages.Add(1)
			}
			next.ServeHTTP(w, r)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	env := map[string]string{"STUDIO_TUI_API_URL": server.URL(), "ARTIFICIAL_STUDIO_API_KEY": server.Key()}
	run := func(terminal bool, args ...string) *pieces {
		out, errs := &pieces{}, &bytes.Buffer{}
		deps := cli.Deps{
			Streams: cli.Streams{In: strings.NewReader(""), Out: out, Err: errs, OutTTY: terminal, Width: 100},
			Env:     func(name string) string { return env[name] }, Now: time.Now, Location: time.UTC,
		}
		deps.Accounts = func(target account.Target) (cli.Accounts, error) {
			return session.New(session.Options{Target: target, Env: deps.Env})
		}
		if code := cli.Run(t.Context(), deps, args); code != cli.ExitOK {
			t.Fatalf("%v: exit code %d: %s", args, code, errs)
		}
		return out
	}
	run(false, "transactions", "--csv") // with all prompts
	for name, test := range map[string]struct {
		terminal bool
		args     []string
		count    func(text []byte) int
	}{
		"tabs":  {false, []string{"--limit", "0"}, func(text []byte) int { return bytes.Count(text, []byte("\n")) }},
		"table": {true, []string{"--limit", "0"}, func(text []byte) int { return bytes.Count(text, []byte("\n20")) }},
		"JSON": {false, []string{"--limit", "0", "--json"}, func(text []byte) int {
			var list struct {
				Data  []map[string]any
				Total int
			}
			if err := json.Unmarshal(text, &list); err != nil || list.Total != len(list.Data) {
				t.Errorf("JSON: a total of %d, %v", list.Total, err)
			}
			return sameMembers(t, list.Data)
		}},
		"lines": {false, []string{"--jsonl"}, func(text []byte) int {
			var list []map[string]any
			for decoder := json.NewDecoder(bytes.NewReader(text)); ; {
				var row map[string]any
				if err := decoder.Decode(&row); err == io.EOF {
					return sameMembers(t, list)
				} else if err != nil {
					t.Fatal(err)
				}
				list = append(list, row)
			}
		}},
		"CSV": {false, []string{"--csv"}, func(text []byte) int {
			list, _ := csv.NewReader(bytes.NewReader(text)).ReadAll()
			return len(list) - 1
		}},
		"more than a server is asked for": {false, []string{"--limit", "2000"}, func(text []byte) int { return bytes.Count(text, []byte("\n")) + rows - 2000 }},
	} {
		t.Run(name, func(t *testing.T) {
			before := pages.Load()
			out := run(test.terminal, append([]string{"transactions"}, test.args...)...)
			if n := test.count(out.text.Bytes()); n != rows {
				t.Errorf("%d rows", n)
			}
			if asked := pages.Load() - before; asked > 4 {
				t.Errorf("%d pages are asked for again", asked)
			}
			if out.count < 3 || out.largest > 64<<10 {
				t.Errorf("written in %d pieces, the largest of %d bytes", out.count, out.largest)
			}
		})
	}
}

// sameMembers checks that objects have the same members, and counts them.
func sameMembers(t *testing.T, list []map[string]any) int {
	t.Helper()
	for i, row := range list {
		if len(row) != len(list[0]) {
			t.Fatalf("row %d has %d members, the first one %d: %v", i, len(row), len(list[0]), row)
		}
	}
	return len(list)
}
