//go:build !windows

package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"charm.land/lipgloss/v2"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/screenshots/terminal"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// figures matches the screen once the account and its history are shown.
const figures = `(?s)([\d,.]+) credits .*live.*LATEST\n +\S`

// opensOverview shows the overview, whichever pane the last run ended with.
func (w *window) opensOverview() {
	w.m.t.Helper()
	w.sees(`(?s)[\d,.]+ credits .*live`)
	w.press("1")
	w.sees(figures)
}

// TestDemo needs no configuration, uses none, and leaves no files.
func TestDemo(t *testing.T) {
	t.Parallel()
	const key = "prod_of_a_person_0123456789abcdef"
	m := newMachine(t, "ARTIFICIAL_STUDIO_API_KEY="+key, "STUDIO_TUI_API_URL=http://127.0.0.1:1", "STUDIO_TUI_PROFILE=work")
	m.secrets = append(m.secrets, key, key[len(key)-4:])
	credentials := filepath.Join(m.home, ".artificial-studio", "credentials.json")
	if err := os.Mkdir(filepath.Dir(credentials), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(credentials, []byte(`{"api_key":"`+key+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	w := m.open("--demo")
	w.sees(figures)
	for _, pane := range []struct{ key, shows string }{
		{"2", `DATE +WHAT`}, {"4", `Best for`}, {"5", `PER \$1`}, {"7", `SUBSCRIPTION`}, {"1", `LAST 30 DAYS`},
	} {
		w.press(pane.key)
		w.sees(pane.shows)
		if text := w.Screen().Text(); !strings.Contains(text, "[sandbox]") {
			t.Errorf("pane %s does not say that this is a sandbox:\n%s", pane.key, text)
		}
	}
	w.press("q")
	w.ends(0)
	if found := m.files(); !slices.Equal(found, []string{".artificial-studio/credentials.json"}) {
		t.Errorf("the home has %q", found)
	}
}

var (
	attributes = regexp.MustCompile(`\x1b\[([0-9;:]*)m`)
	colour     = regexp.MustCompile(`(^|[;:])(3[0-8]|4[0-8]|58|9[0-7]|10[0-7])([;:]|$)`) // 39 and 49 reset it
	fullColour = regexp.MustCompile(`(^|[;:])[34]8[;:]2[;:]`)
)

// colours reports whether the output sets colours, and whether in truecolor. Bold and
// the like do not count.
func colours(output []byte) (some, full bool) {
	for _, found := range attributes.FindAllSubmatch(output, -1) {
		some = some || colour.Match(found[1])
		full = full || fullColour.Match(found[1])
	}
	return some, full
}

// TestColours checks that the output uses the colours that the terminal reports to
// support.
func TestColours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		env        []string
		some, full bool
	}{
		{"truecolor", []string{"COLORTERM=truecolor"}, true, true},
		{"256", nil, true, false},
		{"none", []string{"COLORTERM=truecolor", "NO_COLOR=1"}, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newMachine(t, c.env...).open("--demo")
			w.sees(figures)
			w.press("5")
			w.sees(`PER \$1`)
			w.press(enter)
			w.sees("Due now")
			if some, full := colours(w.Output()); some != c.some || full != c.full {
				t.Errorf("colours %t, in full %t", some, full)
			}
			w.press(interrupt)
			w.ends(0)
		})
	}
}

// TestWideTextOverSSH moves the cursor to the columns of figures, where the terminal's
// width method is not queried.
func TestWideTextOverSSH(t *testing.T) {
	t.Parallel()
	w := newMachine(t, "SSH_TTY=/dev/pts/9").openIn(terminal.Options{Cols: 140, Rows: 40}, "--demo")
	w.sees(figures)
	w.press("2/霧の中の灯台" + enter)
	w.sees(`霧の中の灯台、水彩画 +−4 +[\d,.]+\n`)
	if output := string(w.Output()); !regexp.MustCompile(`水彩画 *\x1b\[\d+G`).MatchString(output) || strings.Contains(output, "\U000E0063") {
		t.Error("the terminal is not made to go to the columns")
	}
	w.press("q")
	w.ends(0)
}

// TestMuteTerminal shows the figures on a terminal that answers no query.
func TestMuteTerminal(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	w := m.openIn(terminal.Options{Cols: 80, Rows: 24, Mute: true}, "--demo")
	w.sees(`[\d,.]+ credits .*live`)
	w.press("q")
	w.ends(0)
}

// TestBackgroundChanges draws in the colours of a light background when the terminal has
// become light while the window had no focus.
func TestBackgroundChanges(t *testing.T) {
	t.Parallel()
	const dark, light = "\x1b]11;rgb:0000/0000/0000\a", "\x1b]11;rgb:ffff/ffff/ffff\a"
	w := newMachine(t, "COLORTERM=truecolor").openIn(terminal.Options{Cols: usual.cols, Rows: usual.rows, Mute: true}, "--demo")
	w.writes(`\x1b\]11;\?`)
	w.press(dark)
	w.sees(figures)
	w.press(focusOut, focusIn)
	w.writes(`(?s)\x1b\]11;\?.*\x1b\]11;\?`)
	w.press(light)
	accent := lipgloss.Color(theme.Palettes()[0].Light.Accent)
	r, g, b, _ := accent.RGBA()
	w.writes(fmt.Sprintf(`38;2;%d;%d;%d`, r>>8, g>>8, b>>8))
	w.press("q")
	w.ends(0)
}

// TestColourSchemeChanges asks for the background again when the terminal reports another colour
// scheme, without a change of the focus.
func TestColourSchemeChanges(t *testing.T) {
	t.Parallel()
	w := newMachine(t).open("--demo")
	w.sees(figures)
	w.writes(`\x1b\[\?2031h`)
	w.press("\x1b]11;rgb:0000/0000/0000\a")
	asked := bytes.Count(w.Output(), []byte("\x1b]11;?"))
	w.press("\x1b[?997;2n")
	until(t, func() error {
		if bytes.Count(w.Output(), []byte("\x1b]11;?")) == asked {
			return errors.New("the background is not asked for")
		}
		return nil
	})
	w.press("q")
	w.ends(0)
}

// TestServerGone keeps the figures, reports the problem, and quits.
func TestServerGone(t *testing.T) {
	t.Parallel()
	m, server := signedIn(t, sandbox.Options{})
	w := m.open()
	before := w.sees(figures)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	w.press("r")
	if now := w.sees(`([\d,.]+) credits .*offline`); now != before {
		t.Errorf("%s credits became %s", before, now)
	}
	w.press("q")
	w.ends(0)
}

// neverAnswers makes requests to the API wait until the test ends.
func neverAnswers(t *testing.T) func(http.Handler) http.Handler {
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-over:
			case <-r.Context().Done():
			}
		})
	}
}

// TestEndsWhileAsking quits during a request without a response.
func TestEndsWhileAsking(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(w *window) (code int){
		"q":       func(w *window) int { w.press("q"); return 0 },
		"ctrl+c":  func(w *window) int { w.press(interrupt); return 0 },
		"SIGTERM": func(w *window) int { _ = w.Signal(syscall.SIGTERM); return 143 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, _ := signedIn(t, sandbox.Options{Wrap: neverAnswers(t)})
			w := m.open()
			w.sees("connecting")
			code := end(w)
			w.ends(code)
		})
	}
}

// TestSignals restores the terminal from any screen, and exits with the signal's code.
func TestSignals(t *testing.T) {
	t.Parallel()
	taken := make(chan os.Signal, 1)
	signal.Notify(taken, syscall.SIGHUP) // otherwise the program inherits that nohup ignores it
	t.Cleanup(func() { signal.Stop(taken) })
	for signal, code := range map[syscall.Signal]int{
		syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGQUIT: 131, syscall.SIGABRT: 134,
	} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			m, _ := signedIn(t, sandbox.Options{})
			w := m.open()
			w.sees(figures)
			w.press("5")
			w.sees(`PER \$1`)
			w.press(enter)
			w.sees("Due now")
			if err := w.Signal(signal); err != nil {
				t.Fatal(err)
			}
			w.ends(code)
		})
	}
}

// TestPiped prints the account without a terminal, and leaves only the local copy and
// the observed balance.
func TestPiped(t *testing.T) {
	t.Parallel()
	m, _ := signedIn(t, sandbox.Options{})
	fields := map[string]string{}
	for line := range strings.Lines(m.run(0)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		fields[name] = value
	}
	if fields["email"] != "mia@example.com" || fields["plan"] != "creator" || fields["credits"] == "" {
		t.Errorf("the summary is %v", fields)
	}
	for _, path := range m.files() {
		if !strings.HasPrefix(path, ".cache/studio-tui/") && !strings.HasPrefix(path, ".local/state/studio-tui/") {
			t.Errorf("the home has %q", path)
		}
	}
}
