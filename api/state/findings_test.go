package state_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/studio-tui/studio-tui/api/state"
)

// TestSeenFindingsAreKeptByAccount keeps what was marked over restarts, once, until the mark
// is removed, and the newest of many.
func TestSeenFindingsAreKeptByAccount(t *testing.T) {
	dir := t.TempDir()
	const missing, double = "missing-refund row-2", "double-debit row-5 row-6"
	for _, step := range []struct {
		name string
		seen bool
		want []string
	}{
		{missing, true, []string{missing}},
		{double, true, []string{missing, double}},
		{missing, true, []string{double, missing}},
		{double, false, []string{missing}},
		{double, false, []string{missing}},
	} {
		if err := open(t, dir).MarkFinding(host, alice, step.name, step.seen); err != nil {
			t.Fatal(err)
		}
		if got, err := open(t, dir).SeenFindings(host, alice); err != nil || !slices.Equal(got, step.want) {
			t.Errorf("after %+v: %q, %v, want %q", step, got, err, step.want)
		}
	}
	if got, err := open(t, dir).SeenFindings(host, bert); len(got) > 0 || err != nil {
		t.Errorf("of another account: %q, %v", got, err)
	}
	if err := open(t, dir).MarkFinding(host, alice, "", true); !errors.Is(err, state.ErrIncomplete) {
		t.Errorf("of no finding: %v", err)
	}
}

// TestManySeenFindings removes the oldest beyond the limit.
func TestManySeenFindings(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	if err := store.MarkFinding(host, alice, "sum row-0", true); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "findings-*.json"))
	text := `{"version":1,"findings":[7`
	for i := range 1000 {
		text += fmt.Sprintf(`,{"seen":"sum row-%d"}`, i)
	}
	if err := os.WriteFile(files[0], []byte(text+"]}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.MarkFinding(host, alice, "sum row-1000", true); err != nil {
		t.Fatal(err)
	}
	got, err := open(t, dir).SeenFindings(host, alice)
	if err != nil || len(got) != 1000 || got[0] != "sum row-1" || got[999] != "sum row-1000" {
		t.Errorf("%d, %v", len(got), err)
	}
	if err := store.MarkFinding(host, alice, "sum row-500", true); err != nil {
		t.Fatal(err)
	}
	if got, err := open(t, dir).SeenFindings(host, alice); err != nil || len(got) != 1000 || got[0] != "sum row-1" || got[999] != "sum row-500" {
		t.Errorf("marked again: %d, %v", len(got), err)
	}
}

// FuzzSeenFindings reads any document: what is not understood of it stays, and a finding can
// be marked.
func FuzzSeenFindings(f *testing.F) {
	dir := f.TempDir()
	store, err := state.Open(dir, state.Options{})
	if err != nil {
		f.Fatal(err)
	}
	if err := store.MarkFinding(host, alice, "sum row-1", true); err != nil {
		f.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "findings-*.json"))
	if err != nil || len(files) != 1 {
		f.Fatal(files, err)
	}
	for _, text := range []string{
		`{"version":1,"findings":[{"seen":"sum row-2"},{"seen":""},7,{"else":1}]}`, `{"version":1,"findings":[{"seen":4}]}`,
		"{", `{"version":9}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(files[0], text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.SeenFindings(host, alice); err != nil {
			return
		}
		if err := store.MarkFinding(host, alice, "sum row-1", true); err != nil {
			t.Fatal(err)
		}
		if seen, err := store.SeenFindings(host, alice); err != nil || !slices.Contains(seen, "sum row-1") {
			t.Fatalf("%q, %v", seen, err)
		}
	})
}
