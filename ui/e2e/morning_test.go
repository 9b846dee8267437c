//go:build !windows && !darwin

package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// visited is nil once a visit is stored, and an error until then.
func (m *machine) visited() error {
	for _, name := range m.files() {
		text, err := os.ReadFile(filepath.Join(m.home, name))
		if err == nil && strings.Contains(name, "visits-") && strings.Contains(string(text), `"until"`) {
			return nil
		}
	}
	return errors.New("no visit is kept")
}

// TestToldOnce shows two notices once across restarts: that a budget is exceeded, and
// what has changed since the last visit. A kill marks nothing as seen.
func TestToldOnce(t *testing.T) {
	t.Parallel()
	m, server := signedIn(t, sandbox.Options{})
	m.exceedsBudget(server)
	const exceeded, since = "budget of 1 a month is exceeded", `Since \d\d:\d\d +−4 in 1 generation`
	// whole is the Overview once the history has been read, as the budget's gauge
	// shows.
	const whole = `BUDGET +1 a month +│?█[\s\S]*LATEST`

	w := m.open()
	w.sees(exceeded)
	until(t, m.visited)
	w.press("q")
	w.ends(0)

	generates(t, server)
	for _, end := range []func(w *window){
		func(w *window) { w.dies() },
		func(w *window) {
			w.press("2")
			w.sees("DATE +WHAT")
			w.press("q")
			w.ends(0)
		},
	} {
		w := m.open()
		w.sees(since)
		end(w)
	}
	w = m.open()
	w.opensOverview()
	w.sees(whole)
	if text := w.Screen().Text(); regexp.MustCompile(since).MatchString(text) || strings.Contains(text, exceeded) {
		t.Errorf("what was told is told again:\n%s", text)
	}
	w.press("q")
	w.ends(0)
}
