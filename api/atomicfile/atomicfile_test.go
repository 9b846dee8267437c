package atomicfile_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/studio-tui/studio-tui/api/atomicfile"
)

// TestWrite replaces a file, what a killed writer left beside it, and nothing else; where it
// fails, what was there stays.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "keys.json")
	for _, text := range []string{"one", "two"} {
		if err := os.WriteFile(path+".new", []byte("half of"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := atomicfile.Write(path, []byte(text), true); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
	}
	if info, err := os.Stat(path); err != nil || (runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0) {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	folder := filepath.Join(dir, "folder")
	if err := os.MkdirAll(filepath.Join(folder, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Write(folder, []byte("three"), false); err == nil {
		t.Error("a file took the place of a folder")
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) != 2 {
		t.Errorf("there are %q, %v", left, err)
	}
}
