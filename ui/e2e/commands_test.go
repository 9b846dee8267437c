package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/ui/cli"
)

// TestSandboxCommand runs the stand-alone sandbox, as developers of API clients do, and
// ends it with ctrl+c, which is no failure, or with another signal.
func TestSandboxCommand(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("needs a system where a test can send ctrl+c: not Windows")
	}
	for signal, code := range map[os.Signal]int{os.Interrupt: 0, syscall.SIGTERM: 143} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			testSandboxCommand(t, signal, code)
		})
	}
}

func testSandboxCommand(t *testing.T, signal os.Signal, code int) {
	t.Helper()
	cmd := exec.Command("studio-tui", "sandbox", "--addr", "127.0.0.1:0", "--seed", "7", "--transactions", "200", "--json")
	cmd.Stderr = t.Output()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }() // if the test fails early
	var printed struct {
		URL, Key string
		Sandbox  bool
	}
	if err := json.NewDecoder(stdout).Decode(&printed); err != nil {
		t.Fatal(err)
	}
	if !printed.Sandbox {
		t.Error("the sandbox does not say that it is one")
	}
	client, err := api.New(api.Options{BaseURL: printed.URL, Key: printed.Key})
	if err != nil {
		t.Fatal(err)
	}
	if account, err := client.Account(t.Context()); err != nil || account.Email != "mia@example.com" {
		t.Errorf("%+v, %v", account, err)
	}
	client.Close()
	if err := cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != code {
		t.Errorf("ended with %v, want exit code %d", err, code)
	}
}

// TestSandboxPortTaken explains the error, with advice.
func TestSandboxPortTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	said, err := exec.Command("studio-tui", "sandbox", "--addr", taken.Addr().String()).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != cli.ExitOther || string(said) != "Port "+port+" is taken; --addr names another.\n" {
		t.Errorf("%v: %s", err, said)
	}
}

// TestKeyIsTypedUnseen types a key at the prompt of login.
func TestKeyIsTypedUnseen(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("needs a system whose keyring is not the person's own: Linux")
	}
	home := t.TempDir()
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"message":"Unknown key"}`)
	}))
	defer refusing.Close()
	cmd := exec.Command("studio-tui", "login", "--api-url", refusing.URL)
	cmd.Env = append(tools(), "HOME="+home, "DBUS_SESSION_BUS_ADDRESS=unix:path="+home+"/no-bus", "TERM=xterm")
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	defer func() { _ = cmd.Process.Kill() }()
	seen := &bytes.Buffer{}
	one := make([]byte, 1)
	for !strings.Contains(seen.String(), "(not shown): ") {
		if _, err := terminal.Read(one); err != nil {
			t.Fatalf("no prompt: %v\n%s", err, seen)
		}
		seen.Write(one)
	}
	// Input after the prompt is never echoed, however fast it comes.
	if _, err := io.WriteString(terminal, "prod_typed_by_hand_0001\n"); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(seen, terminal)
	if strings.Contains(seen.String(), "typed_by_hand") {
		t.Errorf("the key is on the screen:\n%s", seen)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != cli.ExitNotSignedIn {
		t.Errorf("exit: %v, want that of a key that is not accepted\n%s", err, seen)
	}
}

// TestDeviceLoginInterrupted ends the wait for a browser with ctrl+c: at once, and with
// nothing stored.
func TestDeviceLoginInterrupted(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("needs a system whose keyring is not the person's own: Linux")
	}
	home := t.TempDir()
	server, err := sandbox.New(sandbox.Options{Seed: 7, State: "empty"})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	cmd := exec.Command("studio-tui", "login", "--device", "--api-url", server.URL())
	cmd.Env = append(tools(), "HOME="+home, "DBUS_SESSION_BUS_ADDRESS=unix:path="+home+"/no-bus", "TERM=xterm")
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	defer func() { _ = cmd.Process.Kill() }()
	seen := &bytes.Buffer{}
	one := make([]byte, 1)
	for !strings.Contains(seen.String(), "Waiting until") {
		if _, err := terminal.Read(one); err != nil {
			t.Fatalf("it does not wait: %v\n%s", err, seen)
		}
		seen.Write(one)
	}
	if _, err := io.WriteString(terminal, "\x03"); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(seen, terminal)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != cli.ExitInterrupted || !strings.Contains(seen.String(), "Interrupted.") {
		t.Errorf("exit: %v\n%s", err, seen)
	}
	if files, err := os.ReadDir(home); err != nil || len(files) > 0 {
		t.Errorf("it left %v in the home, %v", files, err)
	}
}
