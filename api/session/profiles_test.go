package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/model"
)

// write makes a file of the person's own, under the home folder.
func write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(os.Getenv("HOME"), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestExportedBeforeTheServiceFile notices that an exported key goes before another one
// in the file of the service's own client: on the live service, which the file is for,
// and only where it is another key.
func TestExportedBeforeTheServiceFile(t *testing.T) {
	noBus(t)
	write(t, ".artificial-studio/credentials.json", `{"api_key":"prod_the_one_of_the_file"}`)
	for name, c := range map[string]struct {
		base, exported, passed string
	}{
		"another key":  {model.ProductionAPI, "prod_that_is_another_key", "default"},
		"no base said": {"", "prod_that_is_another_key", "default"},
		"the same key": {model.ProductionAPI, "prod_the_one_of_the_file", ""},
		"another host": {"https://staging.artificialstudio.ai", "prod_that_is_another_key", ""},
	} {
		t.Run(name, func(t *testing.T) {
			door, err := New(Options{BaseURL: c.base, Env: func(name string) string {
				return map[string]string{auth.EnvKey: c.exported}[name]
			}})
			if err != nil {
				t.Fatal(err)
			}
			session, err := door.Enter(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if session.Passed != c.passed || (session.PassedAt != "") != (c.passed != "") {
				t.Errorf("it goes before %q at %q, want %q", session.Passed, session.PassedAt, c.passed)
			}
			said := strings.Contains(strings.Join(session.Warnings, " "), "is used, not the one in ~/.artificial-studio/credentials.json.")
			if said != (c.passed != "") {
				t.Errorf("it says %q", session.Warnings)
			}
			_ = session.Close()
		})
	}
}
