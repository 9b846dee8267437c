package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestReproducibleBuild builds the program in two folders: the files are equal, and no
// larger than a package should be.
func TestReproducibleBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the program twice")
	}
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	build := func() []byte {
		dir := t.TempDir()
		copySources(t, root, filepath.Join(dir, "source"))
		cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", filepath.Join(dir, "studio-tui"), ".")
		cmd.Dir = filepath.Join(dir, "source")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
		program, err := os.ReadFile(filepath.Join(dir, "studio-tui"))
		if err != nil {
			t.Fatal(err)
		}
		return program
	}
	first, second := build(), build()
	if !bytes.Equal(first, second) {
		t.Error("two builds of the same sources differ")
	}
	if len(first) > 20<<20 {
		t.Errorf("the program has %d bytes", len(first))
	}
}

// copySources copies what the program is built from.
func copySources(t *testing.T, from, to string) {
	t.Helper()
	for _, name := range []string{"go.mod", "go.sum", "main.go"} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err == nil {
			err = os.MkdirAll(to, 0o700)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"api", "model", "ui"} {
		if err := os.CopyFS(filepath.Join(to, name), os.DirFS(filepath.Join(from, name))); err != nil {
			t.Fatal(err)
		}
	}
}
