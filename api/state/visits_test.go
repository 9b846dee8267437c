package state_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
)

var visited = time.Date(2026, time.November, 21, 20, 5, 0, 0, time.UTC)

func TestVisitsAreKeptByAccount(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	if seen, err := store.Seen(host, alice); !seen.Until.IsZero() || seen.Told != nil || err != nil {
		t.Errorf("at first: %+v, %v", seen, err)
	}
	for _, until := range []time.Time{visited, visited.Add(-time.Hour)} { // a clock that was ahead is believed no longer
		if err := store.MarkVisit(host, alice, until); err != nil {
			t.Fatal(err)
		}
		if seen, err := open(t, dir).Seen(host, alice); !seen.Until.Equal(until) || err != nil {
			t.Errorf("kept %+v, %v, want %s", seen, err, until)
		}
	}
	for _, of := range []struct {
		host    string
		account model.ID
	}{{host, bert}, {"other.example", alice}} {
		if seen, err := store.Seen(of.host, of.account); !seen.Until.IsZero() || err != nil {
			t.Errorf("of %v: %+v, %v", of, seen, err)
		}
	}
	if err := store.MarkVisit(host, "", visited); !errors.Is(err, state.ErrIncomplete) {
		t.Errorf("of nobody: %v", err)
	}
}

// A notice is shown once, over restarts and from two programs; the visit is kept however
// many notices are recorded.
func TestToldOnce(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, dir).MarkVisit(host, alice, visited); err != nil {
		t.Fatal(err)
	}
	for i := range 130 {
		name := fmt.Sprint("budget ", i)
		for n, store := range []*state.Store{open(t, dir), open(t, dir)} {
			if first, err := store.MarkTold(host, alice, name); first != (n == 0) || err != nil {
				t.Fatalf("%s: time %d is the first: %v, %v", name, n+1, first, err)
			}
		}
	}
	seen, err := open(t, dir).Seen(host, alice)
	if err != nil || !seen.Until.Equal(visited) || len(seen.Told) != 100 || !slices.Contains(seen.Told, "budget 129") || slices.Contains(seen.Told, "budget 29") {
		t.Errorf("kept %+v, %v", seen, err)
	}
	if first, err := open(t, dir).MarkTold("", alice, "x"); first || !errors.Is(err, state.ErrIncomplete) {
		t.Errorf("at no host: %v, %v", first, err)
	}
}

// FuzzVisits reads any document: what is not understood of it stays, and a visit can be noted.
func FuzzVisits(f *testing.F) {
	dir := f.TempDir()
	store, err := state.Open(dir, state.Options{})
	if err != nil {
		f.Fatal(err)
	}
	if err := store.MarkVisit(host, alice, visited); err != nil {
		f.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "visits-*.json"))
	if err != nil || len(files) != 1 {
		f.Fatal(files, err)
	}
	for _, text := range []string{
		`{"version":1,"visits":[{"until":"2026-11-21T20:05:00Z"},{"told":"budget"},7,{"else":1}]}`, `{"version":1,"visits":[{"until":4}]}`,
		"{", `{"version":9}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(files[0], text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Seen(host, alice); err != nil {
			return
		}
		if err := store.MarkVisit(host, alice, visited); err != nil {
			t.Fatal(err)
		}
		if seen, err := store.Seen(host, alice); err != nil || !seen.Until.Equal(visited) {
			t.Fatalf("%+v, %v", seen, err)
		}
	})
}
