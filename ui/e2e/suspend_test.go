//go:build unix

package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// shell is an interactive shell on a terminal, with the program as its job.
type shell struct {
	*window
	pid     int // the program's
	prompts int // on the shell's screen so far
}

const prompt = "ready%"

// job starts the dashboard in an interactive shell.
func job(t *testing.T) *shell {
	t.Helper()
	m := newMachine(t, "PS1="+prompt, "ENV=", "HISTFILE=")
	w := m.openArgv(terminal.Options{Cols: usual.cols, Rows: usual.rows}, "sh", "-i")
	w.sees(prompt)
	w.press("sh -c 'echo $$ > pid; exec " + m.program + " --demo'\r")
	w.sees(figures)
	text, err := os.ReadFile(filepath.Join(m.home, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return &shell{w, pid, 1}
}

// prompted waits for one more prompt of the shell.
func (s *shell) prompted() {
	s.m.t.Helper()
	s.prompts++
	s.sees(fmt.Sprintf(`(?s)(%s.*){%d}`, prompt, s.prompts))
}

// stopped waits until the shell has the terminal back.
func (s *shell) stopped() {
	s.m.t.Helper()
	s.prompted()
	if left := s.Leftovers(); len(left) > 0 {
		s.m.t.Errorf("a stopped program left the terminal with %q", left)
	}
	if !strings.Contains(s.Screen().Text(), "topped") {
		s.m.t.Errorf("the shell does not say that its job is stopped:\n%s", s.Screen().Text())
	}
}

// drawnAgain waits until the program has entered the alternate screen again.
func (w *window) drawnAgain() {
	w.m.t.Helper()
	until(w.m.t, func() error {
		if bytes.Count(w.Output(), []byte("\x1b[?1049h")) < 2 {
			return fmt.Errorf("the screen is not drawn again:\n%s", w.Screen().Text())
		}
		return nil
	})
}

// continued waits for the program's screen and quits it.
func (s *shell) continued() {
	s.m.t.Helper()
	s.sees(figures)
	s.press("2")
	s.sees(`DATE +WHAT`)
	s.press("q")
	s.prompted()
	s.press("exit\r")
	s.ends(0)
}

// TestSuspend returns the terminal to the shell and draws again after fg, whether the
// program or a signal from outside has stopped it.
func TestSuspend(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(s *shell) error{
		"ctrl+z":         func(s *shell) error { return s.Press("\x1a") },
		"foreign signal": func(s *shell) error { return syscall.Kill(s.pid, syscall.SIGTSTP) },
		"under a card":   func(s *shell) error { return s.Press("?\x1a") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := job(t)
			if err := stop(s); err != nil {
				t.Fatal(err)
			}
			s.stopped()
			if name == "under a card" {
				s.press("fg\r")
				s.sees("EVERYWHERE|everywhere|Everywhere")
				s.press("\x1b")
				s.sees(figures)
				s.press("\x1a")
				s.stopped()
			}
			s.press("fg\r")
			s.continued()
		})
	}
}

// TestContinuedByOthers draws again after a stop that cannot be caught.
func TestContinuedByOthers(t *testing.T) {
	t.Parallel()
	s := job(t)
	if err := syscall.Kill(s.pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	// The shell prints this on the program's screen, at any cursor position: a word may
	// be broken.
	s.sees(strings.Join(strings.Split("Stopped", ""), `\s*`) + `(?s:.*)` + prompt[:1])
	s.press("\nfg\n") // the shell may have received the terminal's answers to the program's queries
	s.drawnAgain()
	s.continued()
}

// TestSuspendWithoutJobControl keeps running where no shell could continue the program.
func TestSuspendWithoutJobControl(t *testing.T) {
	t.Parallel()
	w := newMachine(t).open("--demo")
	w.sees(figures)
	w.press("\x1a")
	w.drawnAgain()
	w.press("2")
	w.sees(`DATE +WHAT`)
	w.press("q")
	w.ends(0)
}

// TestIgnoredSignals keeps ignoring the signals ignored when the program started.
func TestIgnoredSignals(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	w := m.openArgv(terminal.Options{Cols: usual.cols, Rows: usual.rows}, "sh", "-c", "trap '' HUP; exec "+m.program+" --demo")
	w.sees(figures)
	if err := w.Signal(syscall.SIGHUP); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	w.press("2")
	w.sees(`DATE +WHAT`)
	w.press("q")
	w.ends(0)
}
