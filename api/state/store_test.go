package state_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"go.uber.org/goleak"

	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
)

const (
	host  = "api.example"
	alice = model.ID("64f0c0ffee0000000000a11c")
	bert  = model.ID("64f0c0ffee000000000be427")
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func open(t testing.TB, dir string) *state.Store {
	t.Helper()
	store, err := state.Open(dir, state.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func order(key string) model.Order {
	return model.Order{
		Key: key, AccountID: alice, Item: model.Item{Kind: model.KindPack, Slug: "pack-" + key},
		Price: model.Money{Amount: 1900, Currency: "USD"}, State: model.OrderConfirmed, At: model.At(noon), Before: 12_345_678,
	}
}

func put(t testing.TB, store *state.Store, host string, order model.Order) {
	t.Helper()
	if err := store.PutOrder(host, order); err != nil {
		t.Fatal(err)
	}
}

func ordersOf(t *testing.T, store *state.Store, host string, account model.ID) []model.Order {
	t.Helper()
	found, err := store.Orders(host, account)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestNothingIsWrittenBeforeTheFirstOrder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "studio-tui")
	store := open(t, dir)
	if found := ordersOf(t, store, host, alice); len(found) != 0 {
		t.Errorf("orders out of nothing: %v", found)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading made the folder: %v", err)
	}
	if _, err := state.Open("relative", state.Options{}); err == nil {
		t.Error("a folder somewhere is taken")
	}
}

func TestFilesAreClosedToOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing on Windows")
	}
	dir := filepath.Join(t.TempDir(), "state", "studio-tui")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	store := open(t, dir)
	put(t, store, host, order("a"))
	if err := store.SawBalances(host, alice, sighting(noon, 1)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", info.Mode(), err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 3 {
		t.Fatalf("the folder has %v, %v", entries, err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v, %v", entry.Name(), info.Mode(), err)
		}
		if strings.Contains(entry.Name(), string(alice)) {
			t.Errorf("%s names the account", entry.Name())
		}
	}
}

func TestWritersAtOnceLoseNothing(t *testing.T) {
	defer goleak.VerifyNone(t)
	dir := t.TempDir()
	keys := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	var running sync.WaitGroup
	for _, key := range keys {
		store := open(t, dir)
		running.Go(func() {
			if err := store.PutOrder(host, order(key)); err != nil {
				t.Error(err)
			}
			for range 5 {
				if _, err := store.Update(host, "a", func(o *model.Order) error { o.Before++; return nil }); err != nil && !errors.Is(err, state.ErrNoOrder) {
					t.Error(err)
				}
				if _, err := store.Orders(host, alice); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	if found := ordersOf(t, open(t, dir), host, alice); len(found) != len(keys) {
		t.Errorf("%d orders of %d", len(found), len(keys))
	}
}

func TestAWriterThatNeverFinishesIsNotWaitedForWithoutEnd(t *testing.T) {
	defer goleak.VerifyNone(t)
	dir := t.TempDir()
	store, err := state.Open(dir, state.Options{Wait: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	put(t, store, host, order("a"))
	held := flock.New(filepath.Join(dir, "lock"))
	if err := held.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := store.PutOrder(host, order("b")); !errors.Is(err, state.ErrBusy) {
		t.Errorf("without the lock: %v", err)
	}
	if found := ordersOf(t, store, host, alice); len(found) != 1 {
		t.Errorf("a reader waits for the writer: %v", found)
	}
	if err := held.Unlock(); err != nil {
		t.Fatal(err)
	}
	put(t, store, host, order("b"))
}

// Damage to the document of orders is reported by every read until it is acknowledged, also
// after a write that quarantines the document; the damaged file is kept, and the orders of
// the file before are still there.
func TestDamagedOrdersAreToldUntilAcknowledged(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"empty":        func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"zeroed":       func(path string) error { return os.WriteFile(path, make([]byte, 300), 0o600) },
		"cut":          func(path string) error { return os.Truncate(path, 60) },
		"garbage":      func(path string) error { return os.WriteFile(path, []byte("\x7fELF\x00{"), 0o600) },
		"null":         func(path string) error { return os.WriteFile(path, []byte("null"), 0o600) },
		"no version":   func(path string) error { return os.WriteFile(path, []byte(`{"orders":[]}`), 0o600) },
		"no list":      func(path string) error { return os.WriteFile(path, []byte(`{"version":1,"orders":7}`), 0o600) },
		"two":          func(path string) error { return os.WriteFile(path, []byte(`{"version":1}{"version":1}`), 0o600) },
		"a folder":     func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) },
		"far too much": func(path string) error { return os.Truncate(path, 65<<20) },
		"missing":      os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "orders.json")
			store := open(t, dir)
			put(t, store, host, order("a"))
			put(t, store, host, order("b"))
			if err := damage(path); err != nil {
				t.Fatal(err)
			}
			told := func(when string, want ...string) {
				t.Helper()
				found, err := store.Orders(host, alice)
				var damaged *state.Damaged
				if !errors.As(err, &damaged) || strings.Contains(err.Error(), "\n") {
					t.Fatalf("%s: %v", when, err)
				}
				var keys []string
				for _, o := range found {
					keys = append(keys, o.Key)
				}
				if !slices.Equal(keys, want) {
					t.Errorf("%s: %v, want %v", when, keys, want)
				}
			}
			told("read", "a")
			told("read again", "a")
			if kept, begun, err := store.Begin(host, order("c")); err != nil || !begun || kept.Key != "c" {
				t.Fatalf("written over damage: %v, %t, %v", kept, begun, err)
			}
			told("after a write", "a", "c")
			put(t, store, host, order("d"))
			told("after more", "a", "c", "d")
			aside, err := filepath.Glob(filepath.Join(dir, "*.damaged-*"))
			if kept := map[bool]int{true: 0, false: 1}[name == "missing"]; err != nil || len(aside) != kept {
				t.Errorf("set aside: %v, %v", aside, err)
			}
			if err := store.AcknowledgeOrders(); err != nil {
				t.Fatal(err)
			}
			if found := ordersOf(t, store, host, alice); len(found) != 3 {
				t.Errorf("acknowledged: %v", found)
			}
			if err := store.AcknowledgeOrders(); err != nil {
				t.Error(err)
			}
		})
	}
}

// Damage that is acknowledged before anything is written is not reported any more either.
func TestAcknowledgeBeforeAWrite(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	put(t, store, host, order("a"))
	if err := os.WriteFile(filepath.Join(dir, "orders.json"), []byte("?"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Orders(host, alice); err == nil {
		t.Error("nobody tells")
	}
	if err := store.AcknowledgeOrders(); err != nil {
		t.Fatal(err)
	}
	ordersOf(t, store, host, alice)
}

func TestNewerDocumentIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "orders.json")
	text := `{"version": 2, "orders": "in another way"}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	store := open(t, dir)
	var newer *state.Newer
	if _, err := store.Orders(host, alice); !errors.As(err, &newer) || newer.Version != 2 {
		t.Errorf("read: %v", err)
	}
	if err := store.PutOrder(host, order("a")); !errors.As(err, &newer) {
		t.Errorf("written: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != text {
		t.Errorf("it was touched: %s, %v", after, err)
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(t, dir).PutOrder(host, order("a")); err == nil {
		t.Error("an order was kept in a file that is no folder")
	}
}
