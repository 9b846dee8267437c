package testenv_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/testenv"
)

// outcome records how a test would have ended.
type outcome struct {
	testing.TB
	skipped, failed string
}

func (o *outcome) Helper()          {}
func (o *outcome) Skip(args ...any) { o.skipped = args[0].(string) }
func (o *outcome) Fatal(args ...any) {
	o.failed = args[0].(string)
}

func TestProgramFindsTheFirstOnThePath(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "second.exe")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	if got := testenv.Program(t, "anything", "first", "second.exe"); got != path {
		t.Errorf("found %q, want %q", got, path)
	}
}

func TestMissingProgramSkipsAndSaysWhatToInstall(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv(testenv.Skipped, filepath.Join(t.TempDir(), "skipped"))
	for _, require := range []string{"", "all"} {
		t.Setenv(testenv.Require, require)
		o := &outcome{TB: t}
		testenv.Program(o, "some-package", "no-such-program")
		got, other := o.skipped, o.failed
		if require == "all" {
			got, other = other, got
		}
		if !strings.Contains(got, "apt-get install some-package") || !strings.Contains(got, "no-such-program") || other != "" {
			t.Errorf("with %q: skipped %q, failed %q", require, o.skipped, o.failed)
		}
	}
}

// TestSkippedIsWrittenDown keeps a line for each test that is skipped, and none for one
// that fails.
func TestSkippedIsWrittenDown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "skipped")
	t.Setenv(testenv.Skipped, path)
	t.Setenv(testenv.Require, "")
	testenv.Skip(&outcome{TB: t}, "needs one")
	testenv.Skip(&outcome{TB: t}, "needs another")
	t.Setenv(testenv.Require, "all")
	testenv.Skip(&outcome{TB: t}, "needs a third")
	if lines, err := os.ReadFile(path); err != nil || string(lines) != "needs one\nneeds another\n" {
		t.Errorf("%q, %v", lines, err)
	}
}
