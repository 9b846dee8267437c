//go:build !windows && !darwin

package e2e

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/cli"
)

// process is a running command.
type process struct {
	*exec.Cmd
	t   *testing.T
	out io.Reader
}

// start starts a command.
func (m *machine) start(args ...string) process {
	m.t.Helper()
	cmd := exec.CommandContext(m.t.Context(), m.program, args...)
	cmd.Dir = m.home
	cmd.Env = append([]string{"HOME=" + m.home, "PATH=" + os.Getenv("PATH")}, m.env...)
	cmd.Stderr = m.t.Output()
	out, err := cmd.StdoutPipe()
	check(m.t, err)
	check(m.t, cmd.Start())
	return process{cmd, m.t, out}
}

// page waits for the address printed by the command.
func (p process) page() string {
	p.t.Helper()
	line, err := bufio.NewReader(p.out).ReadString('\n')
	if err != nil {
		p.t.Fatalf("no address: %q, %v", line, err)
	}
	return strings.TrimSpace(line)
}

// pay pays on a page, as a browser does.
func pay(t *testing.T, page string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, page+"/pay", http.NoBody)
	check(t, err)
	req.Header.Set("Origin", req.URL.Scheme+"://"+req.URL.Host)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := http.DefaultClient.Do(req)
	check(t, err)
	check(t, answer.Body.Close())
	if answer.StatusCode >= http.StatusBadRequest {
		t.Fatalf("%s/pay: %s", page, answer.Status)
	}
}

// TestTwoProcesses buys the same pack twice at once: one order, one session.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	m, server := signedIn(t, sandbox.Options{})
	s := &shop{m, nil, server}
	args := []string{"buy", "pack", "pack-s", "--yes", "--print-url"}
	first, second := s.start(args...), s.start(args...)
	page := first.page()
	if other := second.page(); other != page {
		t.Fatalf("two pages: %s and %s", page, other)
	}
	s.counts(1, 0)
	pay(t, page)
	check(t, errors.Join(first.Wait(), second.Wait()))
	s.counts(1, 1)
	if orders := s.orders(); len(orders) != 1 || orders[0].State != model.OrderFulfilled {
		t.Errorf("kept %+v", orders)
	}
}

// TestCtrlC interrupts an order, and the next command continues with its session.
func TestCtrlC(t *testing.T) {
	t.Parallel()
	m, server := signedIn(t, sandbox.Options{})
	s := &shop{m, nil, server}
	args := []string{"upgrade", "pro", "--interval", "year", "--yes", "--print-url"}
	left := s.start(args...)
	page := left.page()
	check(t, left.Process.Signal(os.Interrupt))
	var exit *exec.ExitError
	if err := left.Wait(); !errors.As(err, &exit) || exit.ExitCode() != cli.ExitInterrupted {
		t.Errorf("ended with %v", err)
	}
	again := s.start(args...)
	if same := again.page(); same != page {
		t.Fatalf("another page: %s, not %s", same, page)
	}
	pay(t, page)
	check(t, again.Wait())
	s.counts(1, 1)
}
