//go:build !windows

package e2e

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// TestTenCommandsOnAColdCopy starts ten commands at once without a local copy: all
// print the same rows, and the server gets about one set of requests for the history.
// It does not run in parallel with other tests, as ten programs are enough.
func TestTenCommandsOnAColdCopy(t *testing.T) {
	for name, lacking := range map[string]string{"billed": "", "estimated": "/api/transactions"} {
		t.Run(name, func(t *testing.T) {
			var pages atomic.Int64
			m, _ := signedIn(t, sandbox.Options{Transactions: 3000, Wrap: func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == lacking {
						w.Header().Set("Content-Type", "application/json")
						w.WriteHeader(http.StatusNotFound)
						_, _ = w.Write([]byte(`{"message":"Not found"}`))
						return
					}
					if r.URL.Path == "/api/transactions" || r.URL.Path == "/api/generations" {
						pages.Add(1)
					}
					next.ServeHTTP(w, r)
				})
			}})
			const commands = 10
			printed := make([]string, commands)
			var all sync.WaitGroup
			for i := range commands {
				all.Go(func() { printed[i] = m.run(0, "transactions", "--filter", "lighthouse", "--csv") })
			}
			all.Wait()
			for i, text := range printed {
				if text != printed[0] {
					t.Errorf("command %d prints %d lines, the first one %d", i, strings.Count(text, "\n"), strings.Count(printed[0], "\n"))
				}
			}
			alone := pages.Load()
			if strings.Count(printed[0], "\n") < 10 {
				t.Errorf("they find %q", printed[0])
			}
			// 30 pages of transactions, up to 30 of generations for the prompts, and some for each.
			if alone > 60+6*commands {
				t.Errorf("%d pages were asked for", alone)
			}
		})
	}
}
