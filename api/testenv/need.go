// Package testenv declares what a test needs from the machine besides Go. It is for tests
// only: if something is missing the test is skipped with a line that says what to install,
// and where STUDIO_TUI_REQUIRE is "all", as in continuous integration, it fails instead.
// `make test` lists the skipped tests at its end.
package testenv

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Require is the environment variable that turns skips into failures when it is
// "all".
const Require = "STUDIO_TUI_REQUIRE"

// Skipped is the environment variable with the path of a file that receives a line for each
// skipped test.
const Skipped = "STUDIO_TUI_SKIPPED"

// Program returns the path of the first of the named programs that is on the
// PATH. Without any it skips the test, naming the packages to install
// ("chromium", "gnome-keyring dbus").
func Program(t testing.TB, install string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Skip(t, "needs "+strings.Join(names, " or ")+": install with apt-get install "+install)
	return ""
}

// Skip ends the test: skipped, or failed where everything is required. why says
// what is missing and how to get it.
func Skip(t testing.TB, why string) {
	t.Helper()
	if os.Getenv(Require) == "all" {
		t.Fatal(why)
		return
	}
	if path := os.Getenv(Skipped); path != "" {
		if err := write(path, why+"\n"); err != nil {
			t.Error(err)
		}
	}
	t.Skip(why)
}

// write appends a line to a file that other processes append to.
func write(path, line string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(line)
	return errors.Join(err, file.Close())
}
