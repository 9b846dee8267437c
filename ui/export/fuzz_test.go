package export

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model/history"
)

// FuzzNames writes to arbitrary file names. Only the named file is created, and
// existing files change only where they are to be replaced.
func FuzzNames(f *testing.F) {
	for _, seed := range []string{"rows.csv", "a/b.json", "../x.csv", "~/x.jsonl", "there.csv", ".csv", "x.CSV", "x\x00.csv", "folder", strings.Repeat("n", 300) + ".csv"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, name string, overwrite bool) {
		if strings.Count(name, "..") > 1 || filepath.IsAbs(name) || strings.HasPrefix(name, "~") {
			return // stay within the test's folder
		}
		root := t.TempDir()
		dir := filepath.Join(root, "in")
		for _, folder := range []string{"in/folder.csv", "in/a"} {
			if err := os.MkdirAll(filepath.Join(root, folder), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, "there.csv"), []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		path := dir + string(filepath.Separator) + name
		_, err := ToFile(context.Background(), path, overwrite, &history.Table{}, slices.Values([]int(nil)), Options{})
		if err == nil {
			if _, unknown := FormatOf(path); unknown != nil {
				t.Errorf("%q was written without a known ending", name)
			}
			if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
				t.Errorf("%q was written, and is not there: %v", name, err)
			}
		}
		files := 0
		if err := filepath.WalkDir(root, func(at string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				files++
				if strings.HasPrefix(entry.Name(), ".studio-tui-") && filepath.Clean(path) != at {
					t.Errorf("%q left %s", name, at)
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		replaced := err == nil && filepath.Clean(path) == filepath.Join(dir, "there.csv")
		if before, _ := os.ReadFile(filepath.Join(dir, "there.csv")); string(before) != "before" && !(replaced && overwrite) {
			t.Errorf("%q changed the file that was there", name)
		}
		if want := 1; files != want && !(err == nil && files == want+1) {
			t.Errorf("%q left %d files: %v", name, files, err)
		}
	})
}
