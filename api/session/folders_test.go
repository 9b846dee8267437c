package session

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTryWriting leaves nothing behind, creates no folder, and tells what cannot be written.
func TestTryWriting(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "none", "yet")} {
		if err := tryWriting(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, filepath.Join(file, "below")} {
		if tryWriting(path) == nil {
			t.Errorf("%s, in place of a folder, counts as one", path)
		}
	}
}
