// Package need lets a test say what it needs from the machine besides Go. It is
// for tests only: where something is missing the test is skipped with a line
// that says what to install, and where STUDIO_TUI_REQUIRE is "all", as in
// continuous integration, it fails instead.
package need

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Require is the environment variable that turns skips into failures when it is
// "all".
const Require = "STUDIO_TUI_REQUIRE"

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
	t.Skip(why)
}
