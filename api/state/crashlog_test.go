package state_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/state"
)

func TestWriteCrash(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	write := func(text string) (content string) {
		t.Helper()
		path, err := state.WriteCrash(dir, now, text)
		if err != nil {
			t.Fatal(err)
		}
		read, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(read)
	}
	write("panic: first")
	if got, want := write("panic: second"), "2026-11-30T09:00:00Z panic: first\n\n2026-11-30T09:00:00Z panic: second\n\n"; got != want {
		t.Errorf("the file has %q, want %q", got, want)
	}
	write(strings.Repeat("x", 1<<20))
	if got := write("panic: last"); strings.Contains(got, "x") || !strings.Contains(got, "last") {
		t.Errorf("a file of more than a mebibyte does not begin anew: %d bytes", len(got))
	}
	folder, err := os.Stat(dir)
	if err != nil || folder.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("others can read the folder: %v %v", folder.Mode(), err)
	}
	if _, err := state.WriteCrash(filepath.Join(dir, "crash.log"), now, "no folder"); err == nil {
		t.Error("a file took the place of the folder without an error")
	}
}
