//go:build unix

package e2e

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// TestClosedPipe closes the pipe after the first line, as head does: the program ends
// silently, like others in a pipe.
func TestClosedPipe(t *testing.T) {
	t.Parallel()
	for _, form := range [][]string{{"--jsonl"}, {"--csv"}, {"--limit", "0"}, {"--limit", "0", "--json"}, {"--limit", "0", "--jq", ".data[]"}} {
		cmd := exec.Command("studio-tui", append([]string{"transactions", "--demo", "--quiet", "--transactions", "20000"}, form...)...)
		cmd.Env = append(append(os.Environ(), "HOME="+t.TempDir()), tools()...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReaderSize(out, 16).ReadString('\n'); err != nil {
			t.Errorf("%v: no line: %v", form, err)
		}
		_ = out.Close()
		err = cmd.Wait()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGPIPE {
			t.Errorf("%v ended with %v", form, err)
		}
		if stderr.Len() > 0 {
			t.Errorf("%v said %q", form, stderr.String())
		}
	}
}

// TestFullDisk reports that a help or the version could not be written.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("needs a system with /dev/full: Linux")
	}
	defer full.Close()
	for _, args := range [][]string{{"help"}, {"buy", "--help"}, {"--version"}, {"completion", "bash"}} {
		cmd := exec.Command("studio-tui", args...)
		cmd.Env = append(append(os.Environ(), "HOME="+t.TempDir()), tools()...)
		var stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = full, &stderr
		if err := cmd.Run(); cmd.ProcessState.ExitCode() != 1 || !bytes.Contains(stderr.Bytes(), []byte("no space left on device")) {
			t.Errorf("%q: %v, %s", args, err, &stderr)
		}
	}
}
