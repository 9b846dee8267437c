package export_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/ui/export"
)

// toFile writes three rows under a name, with the home folder as working directory.
func toFile(t *testing.T, name string, overwrite bool) error {
	t.Helper()
	table := tableOf(rowsNumbered(3))
	_, err := export.ToFile(t.Context(), name, overwrite, table, newestFirst(table), export.Options{})
	return err
}

func atHome(t *testing.T) string {
	t.Helper()
	home, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Chdir(home)
	return home
}

func begins(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text[:min(4, len(text))])
}

// TestEndingSaysTheFormat writes the format of the file's extension.
func TestEndingSaysTheFormat(t *testing.T) {
	home := atHome(t)
	for name, want := range map[string]string{
		"a.csv": "seq,", "b.json": `{"id`, "c.jsonl": `{"id`, "d.NDJSON": `{"id`, "~/g.json": `{"id`, "~h.csv": "seq,", ".csv": "seq,",
	} {
		if err := toFile(t, name, false); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := begins(t, filepath.Join(home, strings.TrimPrefix(name, "~/"))); got != want {
			t.Errorf("%s begins with %q, want %q", name, got, want)
		}
	}
}

// TestUnknownEndingIsAskedAbout writes nothing under a name without a known extension.
func TestUnknownEndingIsAskedAbout(t *testing.T) {
	home := atHome(t)
	for _, name := range []string{"e", "f.txt", "g.xlsx", "h.csv.gz", "i.", "~/j", "k.csv "} {
		var unknown *export.UnknownEnding
		if err := toFile(t, name, true); !errors.As(err, &unknown) || !strings.Contains(err.Error(), ".csv, .jsonl, .json or .ndjson") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left, _ := os.ReadDir(home); len(left) > 0 {
		t.Errorf("files were written: %v", left)
	}
}

// TestModeStays keeps the mode of a replaced file.
func TestModeStays(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("needs a system with modes: not Windows")
	}
	atHome(t)
	for _, mode := range []os.FileMode{0o600, 0o644, 0o664, 0o640, 0o400} {
		if err := os.WriteFile("x.csv", []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod("x.csv", mode); err != nil {
			t.Fatal(err)
		}
		if err := toFile(t, "x.csv", true); err != nil {
			t.Fatal(err)
		}
		if is, err := os.Stat("x.csv"); err != nil || is.Mode().Perm() != mode || begins(t, "x.csv") != "seq," {
			t.Errorf("a file of mode %v has mode %v, %v", mode, is.Mode(), err)
		}
		if err := os.Remove("x.csv"); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNamesAreShownInFull shows names that are valid from any directory.
func TestNamesAreShownInFull(t *testing.T) {
	home := atHome(t)
	elsewhere := filepath.Join(filepath.Dir(home), "x.csv")
	for name, want := range map[string]string{
		"x.csv": filepath.Join("~", "x.csv"), "~/a/x.csv": filepath.Join("~", "a", "x.csv"),
		elsewhere: elsewhere, filepath.Join("..", "x.csv"): elsewhere,
	} {
		if got := export.Shown(name); got != want {
			t.Errorf("%s is shown as %s, want %s", name, got, want)
		}
	}
	err := toFile(t, "nowhere/x.csv", false)
	if err == nil || !strings.Contains(err.Error(), strconv.Quote(filepath.Join("~", "nowhere", "x.csv"))) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestFolderIsNoFile does not offer to replace a folder.
func TestFolderIsNoFile(t *testing.T) {
	atHome(t)
	if err := os.Mkdir("folder", 0o700); err != nil {
		t.Fatal(err)
	}
	var listen net.ListenConfig
	socket, err := listen.Listen(t.Context(), "unix", "socket")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for _, overwrite := range []bool{false, true} {
		err := toFile(t, "folder", overwrite)
		if err == nil || errors.As(err, new(*export.Exists)) || !strings.Contains(err.Error(), "is a folder; add the name of a file") {
			t.Errorf("overwrite %v: %v", overwrite, err)
		}
		if err := toFile(t, "socket", overwrite); err == nil || !strings.Contains(err.Error(), "no file that can be replaced") {
			t.Errorf("a socket, overwrite %v: %v", overwrite, err)
		}
	}
}

// TestLinkStays writes the target of a link.
func TestLinkStays(t *testing.T) {
	home := atHome(t)
	if err := os.Mkdir("folder", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("folder/target", []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"link.csv": filepath.Join("folder", "target"), "lost.csv": "nowhere"} {
		if err := os.Symlink(to, name); err != nil {
			t.Skip("needs a system where links can be made: ", err)
		}
	}
	if err := toFile(t, "link.csv", false); !errors.As(err, new(*export.Exists)) {
		t.Errorf("unasked: %v", err)
	}
	if err := toFile(t, "link.csv", true); err != nil {
		t.Error(err)
	}
	if at, err := os.Readlink("link.csv"); err != nil || at != filepath.Join("folder", "target") || begins(t, "folder/target") != "seq," {
		t.Errorf("the link leads to %q, %v; the file begins with %q", at, err, begins(t, "folder/target"))
	}
	if err := toFile(t, "lost.csv", true); err == nil || !strings.Contains(err.Error(), "a link that leads nowhere") {
		t.Errorf("a link to nothing: %v", err)
	}
	for _, dir := range []string{home, filepath.Join(home, "folder")} {
		if left, _ := filepath.Glob(filepath.Join(dir, ".studio-tui-*")); len(left) > 0 {
			t.Errorf("files are left behind: %v", left)
		}
	}
}
