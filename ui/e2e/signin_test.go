//go:build !windows && !darwin

package e2e

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// deviceCodes records the secrets that a sandbox returns to sign-ins.
type deviceCodes struct {
	mu    sync.Mutex
	codes []string
	polls int
}

func (d *deviceCodes) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/auth/device/token":
			d.mu.Lock()
			d.polls++
			d.mu.Unlock()
		case "/auth/device":
			begun := httptest.NewRecorder()
			next.ServeHTTP(begun, r)
			var answer struct {
				Code string `json:"device_code"`
			}
			_ = json.Unmarshal(begun.Body.Bytes(), &answer)
			d.mu.Lock()
			d.codes = append(d.codes, answer.Code)
			d.mu.Unlock()
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(begun.Body.Bytes())
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (d *deviceCodes) seen() (codes []string, polls int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.codes), d.polls
}

// TestSignInWithBrowser cancels one sign-in, approves the next in a real browser, and
// is signed in on the next start. The secrets of neither are ever written.
func TestSignInWithBrowser(t *testing.T) {
	t.Parallel()
	d, codes := newDesktop(t), &deviceCodes{}
	server, err := sandbox.New(sandbox.Options{Seed: 7, Location: time.UTC, Transactions: 400, Wrap: codes.wrap})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	m := newMachine(t, d.env(), "STUDIO_TUI_API_URL="+server.URL())
	m.secrets = append(m.secrets, server.Key())

	w := m.open()
	w.sees("sign in from the browser")
	address := "(" + regexp.QuoteMeta(server.URL()) + `/device\?user_code=[A-Z]{4}-[A-Z]{4})`
	w.press("b")
	d.next(w.sees(address))
	until(t, func() error {
		if _, polls := codes.seen(); polls == 0 {
			return errors.New("nobody has asked yet")
		}
		return nil
	})
	w.press(escape)
	w.sees("paste a key")
	ours := func(path string) bool { return strings.Contains(path, "studio-tui/") } // the browser has files too
	if found := m.files(); slices.ContainsFunc(found, ours) {
		t.Errorf("given up, it left %q", found)
	}

	w.press("b")
	open := w.sees(address)
	page := d.next(open)
	page.tells("document.querySelector('dd').textContent", open[len(open)-len("ABCD-EFGH"):])
	page.click("approve")
	w.sees("The key can be kept in")
	w.press(enter)
	w.sees(figures)
	w.press("q")
	w.ends(0)

	begun, _ := codes.seen()
	if len(begun) != 2 || begun[0] == begun[1] {
		t.Errorf("began %d times", len(begun))
	}
	m.secrets = append(m.secrets, begun...)
	again := m.open()
	again.sees(figures)
	again.press("q")
	again.ends(0)
	if !slices.ContainsFunc(m.files(), func(path string) bool { return strings.HasSuffix(path, "keys.json") }) {
		t.Errorf("the home has %q", m.files())
	}
}
