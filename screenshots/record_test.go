package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestPicturesAreCurrent runs the program through every shot, and compares its screens with
// those that the pictures were drawn from.
func TestPicturesAreCurrent(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program for every picture")
	}
	if runtime.GOOS == "windows" {
		t.Skip("needs a pseudo-terminal: not Windows")
	}
	drawn, err := readRecord(recordName)
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	program, err := build(t.Context(), work)
	if err != nil {
		t.Fatal(err)
	}
	frames, err := recordAll(t.Context(), shots, work, program)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range shots {
		name, last := s.file(), frames[i][len(frames[i])-1]
		if picture, err := os.ReadFile(name); err != nil || digest(picture) != drawn[name].file {
			t.Errorf("%s is not the picture that make screenshots drew (%v)", name, err)
		}
		if digestScreens(frames[i]) != drawn[name].screens {
			t.Errorf("%s is older than its screen, which make screenshots draws:\n%s", name, last.Text())
		}
		delete(drawn, name)
	}
	for name := range drawn {
		t.Errorf("%s is of no shot", name)
	}
	if pictures, err := filepath.Glob("*.[pg][ni][gf]"); err != nil || len(pictures) != len(shots) {
		t.Errorf("%d pictures of %d shots, %v", len(pictures), len(shots), err)
	}
}

// TestRecord writes and reads a record, and refuses another file.
func TestRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), recordName)
	if err := (record{"b.png": {"1", "2"}, "a.gif": {"3", "4"}}).write(path); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(path); string(text) != "a.gif 3 4\nb.png 1 2\n" {
		t.Errorf("%s", text)
	}
	if r, err := readRecord(path); err != nil || len(r) != 2 || r["b.png"].file != "2" {
		t.Errorf("%v, %v", r, err)
	}
	if err := os.WriteFile(path, []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readRecord(path); err == nil {
		t.Error("another file is taken for a record")
	}
}
