//go:build !windows

package e2e

import (
	"bytes"
	"debug/buildinfo"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/testenv"
)

// largest is the size limit of the stripped program.
const largest = 20 << 20

// TestBuild builds the program as `make build` does, in two folders and with an empty
// build cache for the second: the result is identical, and not too large.
func TestBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles everything anew: a minute")
	}
	t.Parallel()
	makeProgram := testenv.Program(t, "make", "make")
	build := func(env ...string) []byte {
		dir := t.TempDir()
		copySources(t, dir)
		cmd := exec.Command(makeProgram, "build")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, output)
		}
		paths, err := filepath.Glob(filepath.Join(dir, "studio-tui*"))
		if err != nil || len(paths) != 1 {
			t.Fatalf("built %q, %v", paths, err)
		}
		program, err := os.ReadFile(paths[0])
		check(t, err)
		return program
	}
	first, second := build(), build("GOCACHE="+t.TempDir())
	if !bytes.Equal(first, second) {
		t.Errorf("two builds differ: %d bytes and %d", len(first), len(second))
	}
	if len(first) > largest {
		t.Errorf("the program has %d bytes, more than %d: go build -ldflags=-dumpdep tells what holds its parts", len(first), largest)
	}
}

// copySources copies the sources of the program.
func copySources(t *testing.T, dir string) {
	t.Helper()
	root := filepath.Join("..", "..")
	check(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		to := filepath.Join(dir, strings.TrimPrefix(path, root))
		switch {
		case err != nil:
			return err
		case path == root:
			return nil
		case entry.IsDir() && (strings.HasPrefix(name, ".") || name == "bin" || name == "dist" || name == "testdata"):
			return filepath.SkipDir
		case entry.IsDir():
			return os.Mkdir(to, 0o700)
		case name == "studio-tui" || name == "studio-tui.exe" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, content, 0o600)
	}))
}

// TestLicences checks that archives and packages have the licence of every module in
// the program.
func TestLicences(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	copySources(t, dir)
	cmd := exec.Command(testenv.Program(t, "make", "make"), "licences")
	cmd.Dir = dir
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	text, err := os.ReadFile(filepath.Join(dir, "share", "LICENCES.txt"))
	check(t, err)
	program, err := exec.LookPath("studio-tui")
	check(t, err)
	info, err := buildinfo.ReadFile(program)
	check(t, err)
	for _, module := range info.Deps {
		if !bytes.Contains(text, []byte("== "+module.Path+" "+module.Version+"\n")) {
			t.Errorf("no licence of %s %s", module.Path, module.Version)
		}
	}
	for _, words := range []string{"Apache License", "Mozilla Public License", "MIT License", "The Go Authors"} {
		if !bytes.Contains(text, []byte(words)) {
			t.Errorf("no %s, which some have", words)
		}
	}
}
