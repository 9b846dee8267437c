package e2e

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestLogoutTellsOfSilentKeyring signs out where a session bus accepts calls and never
// answers, as with a locked keyring.
func TestLogoutTellsOfSilentKeyring(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("needs a system whose keyring is not the person's own: Linux")
	}
	home := t.TempDir()
	bus := filepath.Join(home, "bus")
	var listen net.ListenConfig
	silent, err := listen.Listen(t.Context(), "unix", bus)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close() // nothing accepts connections: writes block
	cmd := exec.Command("studio-tui", "logout")
	cmd.Env = append(tools(), "HOME="+home, "DBUS_SESSION_BUS_ADDRESS=unix:path="+bus)
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "Waiting for the keyring") {
		t.Errorf("it says %q, %v", line, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // with the exit code of an interrupted command
}
