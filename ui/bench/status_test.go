package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// bareProgram is the source of a program that only prints a line.
const bareProgram = "package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(\"12,735 cr\\n\") }\n"

// measureStatus measures the status line for prompts and the completion of slugs, from
// the start of the process to its end, beside a program that only prints a line.
func measureStatus(t *testing.T, table *benchTable) {
	dir := t.TempDir()
	build := func(name, from string) string {
		path := filepath.Join(dir, name)
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, from)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
		// Written anew, as by a package manager: pages that the linker wrote are small, and
		// cost a third more to map.
		installed := path + "-installed"
		program, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(installed, program, 0o700)
		}
		if err != nil {
			t.Fatal(err)
		}
		return installed
	}
	source := filepath.Join(dir, "bare.go")
	if err := os.WriteFile(source, []byte(bareProgram), 0o600); err != nil {
		t.Fatal(err)
	}
	program, bare := build("studio-tui", "../.."), build("bare", source)
	server, err := sandbox.New(sandbox.Options{Seed: 42, Location: time.UTC, Transactions: 300})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	run := func(path string, args ...string) {
		cmd := exec.Command(path, args...)
		cmd.Env = append(os.Environ(), "HOME="+dir, "STUDIO_TUI_API_URL="+server.URL(), "ARTIFICIAL_STUDIO_API_KEY="+server.Key())
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
	}
	for _, command := range []string{"balance", "packs", "costs"} { // what the local copy then has
		run(program, command)
	}
	table.section("The line for prompts, and completion")
	const what = "a program that prints a line"
	table.duration("status", "10 ms and 3 times the baseline", timed(func() { run(program, "status", "--max-age", "24h") }), timed(func() { run(bare) }), what)
	for _, line := range [][]string{{"buy", "pack", ""}, {"costs", "--model", "nano"}, {"b"}} {
		args := append([]string{cobra.ShellCompRequestCmd}, line...)
		table.duration("complete "+strings.Join(line, " "), "50 ms", timed(func() { run(program, args...) }), timed(func() { run(bare) }), what)
	}
}
