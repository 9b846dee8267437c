package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/spf13/cobra"
)

// TestEveryCommandHasScripts finds each command in a script that runs it in a pipe, and each
// of the first level in one that runs it on a terminal.
func TestEveryCommandHasScripts(t *testing.T) {
	paths, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	var scripts []byte
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		scripts = append(scripts, text...)
	}
	ran := func(how, command string) bool {
		return regexp.MustCompile(`(?m)^(\[\w+\] )?` + how + ` \d+ (-\S+ )*` + command + `( |$)`).Match(scripts)
	}
	root := (&commands{deps: Deps{Env: func(string) string { return "" }}}).root()
	var check func(cmd *cobra.Command, path string)
	check = func(cmd *cobra.Command, path string) {
		for _, child := range cmd.Commands() {
			if child.Hidden {
				continue
			}
			name := path + child.Name()
			if !ran("run", name) {
				t.Errorf("no script runs %s", name)
			}
			if path == "" && !ran("term", name) {
				t.Errorf("no script runs %s on a terminal", name)
			}
			check(child, name+" ")
		}
	}
	check(root, "")
}
