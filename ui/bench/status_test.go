package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// bareProgram prints a line and knows nothing.
const bareProgram = "package main\n\nimport \"os\"\n\nfunc main() { os.Stdout.WriteString(\"12,735 cr\\n\") }\n"

// measureStatus measures the line for prompts, from the start of the process to its end,
// beside a program that prints one and knows nothing.
func measureStatus(t *testing.T, table *benchTable) {
	dir := t.TempDir()
	build := func(name, from string) string {
		path := filepath.Join(dir, name)
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, from)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
		return path
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
	run(program, "balance")
	table.section("The line for prompts")
	table.duration("status", "10 ms and 3 times the baseline", timed(func() { run(program, "status", "--max-age", "24h") }), timed(func() { run(bare) }), "a program that prints a line")
}
