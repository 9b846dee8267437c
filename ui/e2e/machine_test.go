//go:build !windows

package e2e

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// eventually is the timeout of awaited events. It measures nothing: it only ends a test
// in which an event does not come.
const eventually = time.Minute

// Keys as a terminal sends them.
const (
	enter     = "\r"
	escape    = "\x1b"
	interrupt = "\x03"
	focusOut  = "\x1b[O"
	focusIn   = "\x1b[I"
)

// machine is the environment of the program: an empty home folder, no keyring, no
// screen, and the given variables.
type machine struct {
	t       *testing.T
	program string
	home    string
	env     []string
	secrets []string // must never be printed
}

func newMachine(t *testing.T, env ...string) *machine {
	t.Helper()
	program, err := exec.LookPath("studio-tui")
	if err != nil {
		t.Fatal(err)
	}
	m := &machine{t: t, program: program, home: t.TempDir()}
	m.env = append(append(tools(),
		"TZ=UTC", "XDG_RUNTIME_DIR="+filepath.Join(m.home, "run"),
		"DBUS_SESSION_BUS_ADDRESS=unix:path="+filepath.Join(m.home, "no-bus"),
	), env...)
	return m
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// signedIn makes a machine whose environment has the key of a new sandbox, and its
// address.
func signedIn(t *testing.T, o sandbox.Options, env ...string) (*machine, *sandbox.Server) {
	t.Helper()
	if o.Transactions == 0 && o.State == "" {
		o.Transactions = 400
	}
	o.Seed, o.Location = 7, time.UTC
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	m := newMachine(t, append(env, auth.EnvKey+"="+server.Key(), "STUDIO_TUI_API_URL="+server.URL())...)
	m.secrets = append(m.secrets, server.Key())
	return m, server
}

// generates starts a generation at a sandbox, as an API client does.
func generates(t *testing.T, server *sandbox.Server) {
	t.Helper()
	body := strings.NewReader(`{"tool":"create-image","input":{"model":"nano-banana","prompt":"a lighthouse"}}`)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL()+"/api/run", body)
	check(t, err)
	req.Header.Set("Authorization", server.Key())
	req.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(req)
	check(t, err)
	check(t, answer.Body.Close())
	if answer.StatusCode != http.StatusAccepted {
		t.Fatal(answer.Status)
	}
}

// exceedsBudget gives the account a budget of less than one generation, and a generation
// of this month.
func (m *machine) exceedsBudget(server *sandbox.Server) {
	m.t.Helper()
	generates(m.t, server)
	m.run(0, "budget", "set", "1/month", "--private=false")
}

// files are those in the home folder.
func (m *machine) files() []string {
	m.t.Helper()
	var found []string
	err := filepath.WalkDir(m.home, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, strings.TrimPrefix(path, m.home+"/"))
		}
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return found
}

// keeps fails the test where a text contains a secret.
func (m *machine) keeps(what, text string) {
	m.t.Helper()
	for _, secret := range m.secrets {
		if strings.Contains(text, secret) {
			m.t.Errorf("%s has the key in it", what)
		}
	}
}

// run runs a command with pipes and returns its output.
func (m *machine) run(code int, args ...string) (stdout string) {
	m.t.Helper()
	stdout, _ = m.output(code, args...)
	return stdout
}

// output is run with the output on standard error too.
func (m *machine) output(code int, args ...string) (stdout, stderr string) {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(m.t.Context(), eventually)
	defer cancel()
	cmd := exec.CommandContext(ctx, m.program, args...)
	cmd.Dir = m.home
	cmd.Env = append([]string{"HOME=" + m.home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}, m.env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		m.t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		m.t.Fatalf("%q ended with %d, want %d: %s%s", args, got, code, out.String(), errs.String())
	}
	m.keeps("what a command wrote", out.String()+errs.String())
	return out.String(), errs.String()
}

// window is the program on a terminal.
type window struct {
	*terminal.Session
	m *machine
}

// size is of a window, in cells.
type size struct{ cols, rows int }

var usual = size{112, 34}

func (m *machine) open(args ...string) *window {
	return m.openIn(terminal.Options{Cols: usual.cols, Rows: usual.rows}, args...)
}

// openIn opens the program in a terminal of a kind. Its output is searched for the key
// when the test ends.
func (m *machine) openIn(o terminal.Options, args ...string) *window {
	m.t.Helper()
	return m.openArgv(o, append([]string{m.program}, args...)...)
}

// openArgv opens any program in a terminal.
func (m *machine) openArgv(o terminal.Options, argv ...string) *window {
	m.t.Helper()
	o.Argv, o.Home = argv, m.home
	o.Env = append(o.Env, m.env...)
	session, err := terminal.Start(context.WithoutCancel(m.t.Context()), o)
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() {
		session.Close()
		m.keeps("what was written on the terminal", string(session.Output()))
	})
	return &window{session, m}
}

func (w *window) press(keys ...string) {
	w.m.t.Helper()
	for _, key := range keys {
		if err := w.Press(key); err != nil {
			w.m.t.Fatal(err)
		}
	}
}

// sees waits until the screen matches a pattern, and returns the match of its first
// group.
func (w *window) sees(pattern string) string {
	w.m.t.Helper()
	ctx, cancel := context.WithTimeout(w.m.t.Context(), eventually)
	defer cancel()
	want := regexp.MustCompile(pattern)
	if err := w.Wait(ctx, want); err != nil {
		w.m.t.Fatal(err)
	}
	if found := want.FindStringSubmatch(w.Screen().Text()); len(found) > 1 {
		return found[1]
	}
	return ""
}

// ends waits until the program has exited with a code and checks that the terminal is
// restored.
func (w *window) ends(code int) {
	w.m.t.Helper()
	ctx, cancel := context.WithTimeout(w.m.t.Context(), eventually)
	defer cancel()
	got, err := w.Exit(ctx)
	if err != nil {
		w.m.t.Fatal(err)
	}
	if got != code {
		w.m.t.Errorf("it ended with %d, want %d; the screen was\n%s", got, code, w.Screen().Text())
	}
	if left := w.Leftovers(); len(left) > 0 {
		w.m.t.Errorf("the terminal was left with %q", left)
	}
}

// until polls until nothing is missing any more, for events without a notification:
// files, and pages in a browser.
func until(t *testing.T, missing func() error) {
	t.Helper()
	for deadline := time.Now().Add(eventually); ; time.Sleep(10 * time.Millisecond) {
		err := missing()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %v", err)
		}
	}
}
