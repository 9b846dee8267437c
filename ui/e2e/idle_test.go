//go:build !windows

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/testenv"
	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// TestIdleOutput refreshes an account that does not change: nothing is written on the
// terminal, inside tmux too, unless the minute has changed that the header shows.
func TestIdleOutput(t *testing.T) {
	t.Parallel()
	for _, multiplexed := range []bool{false, true} {
		t.Run(fmt.Sprint("tmux ", multiplexed), func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64 // requests that were answered
			m, _ := signedIn(t, sandbox.Options{Wrap: func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					next.ServeHTTP(w, r)
					asked.Add(1)
				})
			}})
			argv := []string{m.program, "--every", "15s"}
			if multiplexed {
				tmux := testenv.Program(t, "tmux", "tmux")
				socket := filepath.Join(m.home, "tmux")
				argv = append([]string{tmux, "-S", socket, "-f", m.write(".tmux.conf", "set -g status off\nset -g focus-events on\n"), "new-session"}, strings.Join(argv, " "))
				t.Cleanup(func() { _ = exec.Command(tmux, "-S", socket, "kill-server").Run() })
			}
			w := m.openArgv(terminal.Options{Cols: usual.cols, Rows: usual.rows}, argv...)
			w.sees(figures)
			for range 3 {
				ctx, cancel := context.WithTimeout(t.Context(), eventually)
				check(t, w.Settled(ctx, regexp.MustCompile(figures), 2*time.Second))
				cancel()
				before, requests, minute := len(w.Output()), asked.Load(), w.minute()
				until(t, func() error {
					if now := asked.Load(); now < requests+1 {
						return fmt.Errorf("%d requests", now-requests)
					}
					return nil
				})
				ctx, cancel = context.WithTimeout(t.Context(), eventually)
				check(t, w.Settled(ctx, regexp.MustCompile(figures), 2*time.Second))
				cancel()
				if written := w.Output()[before:]; len(written) == 0 {
					w.press("q")
					w.ends(0) // its folders are removed next
					return
				} else if w.minute() == minute {
					t.Fatalf("%d bytes are written: %q", len(written), written)
				}
			}
		})
	}
}

// minute is the time of the figures as the header shows it: it is of the last refresh, which
// may have been in the minute before.
func (w *window) minute() string {
	return regexp.MustCompile(`live \d\d:\d\d`).FindString(w.Screen().Text())
}
