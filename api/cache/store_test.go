package cache_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func open(t testing.TB, path string) *cache.Store {
	t.Helper()
	s, err := cache.Open(path, cache.Options{Now: func() time.Time { return noon }, Wait: 5 * time.Second, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func place(t testing.TB) string {
	return cache.Locate(filepath.Join(t.TempDir(), "studio-tui"), "api.example", cache.Fingerprint("api.example", "prod_x"))
}

func write(t testing.TB, s *cache.Store, fill func(*cache.Batch)) map[cache.Kind]cache.State {
	t.Helper()
	var batch cache.Batch
	fill(&batch)
	states, err := s.Write(&batch)
	if err != nil {
		t.Fatal(err)
	}
	return states
}

// block is a made-up block; its data is its own.
func block(first, last int64) cache.Block {
	text := fmt.Sprintf("rows %d to %d;", first, last)
	return cache.Block{First: first, Last: last, Rows: int(last - first + 1), Data: bytes.Repeat([]byte(text), int(last-first+1))}
}

func read(s *cache.Store, kind cache.Kind, backward bool) ([]cache.Block, error) {
	var all []cache.Block
	for b, err := range s.Blocks(kind, backward) {
		if err != nil {
			return all, err
		}
		b.Data = bytes.Clone(b.Data)
		all = append(all, b)
	}
	return all, nil
}

func TestPathTellsNoKeyAndTellsKeysApart(t *testing.T) {
	dir := t.TempDir()
	const key = "prod_0123456789abcdef"
	paths := map[string]bool{}
	for _, c := range [][2]string{{"api.example", key}, {"api.example", key + "x"}, {"127.0.0.1:8787", key}, {"127.0.0.1:8788", key}, {"../../etc", key}} {
		path := cache.Locate(dir, c[0], cache.Fingerprint(c[0], c[1]))
		if strings.Contains(path, "prod_") || strings.Contains(path, "0123456789") || filepath.Dir(path) != dir {
			t.Errorf("%v is at %s", c, path)
		}
		paths[path] = true
		write(t, open(t, path), func(b *cache.Batch) { b.Whole(cache.Transactions, cache.Range{From: 1, To: 2}) })
	}
	if len(paths) != 5 {
		t.Errorf("some share a path: %v", paths)
	}
	if found, err := cache.List(dir); err != nil || len(found) != 5 {
		t.Errorf("listed: %v, %v", found, err)
	}
	if _, err := cache.Open("relative.db", cache.Options{}); err == nil {
		t.Error("a place somewhere is taken")
	}
}

func TestWithoutAFileThereIsNothingAndNothingIsMade(t *testing.T) {
	path := place(t)
	s := open(t, path)
	all, err := s.Snapshots()
	if err != nil || len(all) != 0 {
		t.Errorf("snapshots: %v, %v", all, err)
	}
	if state, err := s.State(cache.Transactions); err != nil || !reflect.DeepEqual(state, cache.State{}) {
		t.Errorf("state: %+v, %v", state, err)
	}
	if blocks, err := read(s, cache.Transactions, false); err != nil || blocks != nil {
		t.Errorf("blocks: %v, %v", blocks, err)
	}
	if info, err := s.Info(); err != nil || info.Exists || info.Path != path {
		t.Errorf("info: %+v, %v", info, err)
	}
	if err := s.Clear(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading made the folder: %v", err)
	}
}

func TestSnapshotsComeBackWithTheirTime(t *testing.T) {
	s := open(t, place(t))
	account := model.Account{ID: "64f0c0ffee0000000000a11c", Email: "a@example", Credits: 12_376_500_000, Plan: "creator", CreatedAt: model.At(noon)}
	plans := model.DocumentedPlans()
	write(t, s, func(b *cache.Batch) {
		for name, value := range map[cache.Name]any{cache.AccountSnapshot: account, cache.PlansSnapshot: plans} {
			if err := b.Snapshot(name, value, noon); err != nil {
				t.Fatal(err)
			}
		}
		if b.Snapshot(cache.ToolsSnapshot, func() {}, noon) == nil {
			t.Error("a function is kept")
		}
	})
	if err := cache.WriteSnapshot(s, cache.AccountSnapshot, account, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	all, err := s.Snapshots()
	if err != nil {
		t.Fatal(err)
	}
	if got, at, ok := cache.Get[model.Account](all, cache.AccountSnapshot); !ok || got != account || !at.Equal(noon.Add(time.Hour)) {
		t.Errorf("the account is %+v of %s, %t", got, at, ok)
	}
	got, at, ok, err := cache.ReadSnapshot[[]model.Plan](s, cache.PlansSnapshot)
	if err != nil || !ok || !reflect.DeepEqual(got, plans) || !at.Equal(noon) {
		t.Errorf("the plans are %+v of %s, %t, %v", got, at, ok, err)
	}
	if _, _, ok := cache.Get[[]model.Pack](all, cache.PacksSnapshot); ok || !all.FetchedAt(cache.PacksSnapshot).IsZero() {
		t.Error("packs out of nothing")
	}
	if _, _, ok := cache.Get[[]int](all, cache.AccountSnapshot); ok {
		t.Error("an account is a list of numbers")
	}
	info, err := s.Info()
	if err != nil || !info.Newest.Equal(noon.Add(time.Hour)) || !info.Oldest.Equal(noon) || info.Size == 0 || !info.Exists {
		t.Errorf("info: %+v, %v", info, err)
	}
}

func TestFilesAreClosedToOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing on Windows")
	}
	path := place(t)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, open(t, path), func(b *cache.Batch) { b.Reset(cache.Transactions) })
	if info, err := os.Stat(filepath.Dir(path)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v, %v", info.Mode(), err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 2 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v, %v", entry.Name(), info.Mode(), err)
		}
	}
}

func TestEpochsTellHistoriesApart(t *testing.T) {
	path := place(t)
	s := open(t, path)
	rows := cache.Range{From: 1, To: 3}
	fill := func(b *cache.Batch) {
		b.Block(cache.Transactions, block(1, 3))
		b.Whole(cache.Transactions, rows)
	}
	expect := func(known cache.State) error {
		var batch cache.Batch
		batch.Expect(cache.Transactions, known)
		fill(&batch)
		_, err := s.Write(&batch)
		return err
	}
	if err := expect(cache.State{Epoch: "another"}); !errors.Is(err, cache.ErrChanged) {
		t.Errorf("an empty one: %v", err)
	}
	if err := expect(cache.State{}); err != nil {
		t.Fatal(err)
	}
	first, err := s.State(cache.Transactions)
	if err != nil || first.Epoch == "" || first.Rows != 3 || len(first.Whole) != 1 || first.Whole[0] != rows {
		t.Fatalf("%+v, %v", first, err)
	}
	if err := expect(first); err != nil {
		t.Error(err)
	}
	if err := expect(first); !errors.Is(err, cache.ErrChanged) {
		t.Errorf("after another write: %v", err)
	}
	after := write(t, s, func(b *cache.Batch) { b.Reset(cache.Transactions) })[cache.Transactions]
	if after.Epoch == first.Epoch || after.Rows != 0 || after.Whole != nil {
		t.Errorf("reset: %+v", after)
	}
	if err := expect(first); !errors.Is(err, cache.ErrChanged) {
		t.Errorf("after the reset: %v", err)
	}
	if blocks, err := read(s, cache.Transactions, false); err != nil || blocks != nil {
		t.Errorf("after the reset: %v, %v", blocks, err)
	}
	write(t, s, fill)
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	if err := expect(after); !errors.Is(err, cache.ErrChanged) {
		t.Errorf("cleared: %v", err)
	}
}

func TestAFailedBatchLeavesNothing(t *testing.T) {
	s := open(t, place(t))
	write(t, s, func(b *cache.Batch) { b.Block(cache.Transactions, block(10, 19)) })
	for name, bad := range map[string]cache.Block{
		"over the end": block(15, 25), "over the beginning": block(5, 10), "around": block(5, 25), "within": block(12, 13),
		"backward": {First: 5, Last: 4, Rows: 1}, "empty": {First: 1, Last: 2},
	} {
		var batch cache.Batch
		if err := batch.Snapshot(cache.AccountSnapshot, 1, noon); err != nil {
			t.Fatal(err)
		}
		batch.Block(cache.Transactions, block(30, 31))
		batch.Block(cache.Transactions, bad)
		if _, err := s.Write(&batch); !errors.Is(err, cache.ErrOverlap) && !errors.Is(err, cache.ErrBlock) {
			t.Errorf("%s: %v", name, err)
		}
	}
	blocks, err := read(s, cache.Transactions, false)
	if err != nil || len(blocks) != 1 {
		t.Errorf("then: %v, %v", blocks, err)
	}
	if all, err := s.Snapshots(); err != nil || len(all) != 0 {
		t.Errorf("then: %v, %v", all, err)
	}
}

func TestReadersNoticeRewriting(t *testing.T) {
	s := open(t, place(t)).Sips(8000)
	big := func(first int64) cache.Block {
		return cache.Block{First: first, Last: first, Rows: 1, Data: make([]byte, 5000)}
	}
	for _, c := range []struct {
		name   string
		change func()
		want   error
	}{
		{"added", func() { write(t, s, func(b *cache.Batch) { b.Block(cache.Transactions, big(99)) }) }, nil},
		{"replaced", func() { write(t, s, func(b *cache.Batch) { b.Block(cache.Transactions, big(2)) }) }, cache.ErrChanged},
		{"removed", func() {
			write(t, s, func(b *cache.Batch) { b.Remove(cache.Transactions, cache.Range{From: 3, To: 50}) })
		}, cache.ErrChanged},
		{"reset", func() { write(t, s, func(b *cache.Batch) { b.Reset(cache.Transactions) }) }, cache.ErrChanged},
		{"cleared", func() {
			if err := s.Clear(); err != nil {
				t.Fatal(err)
			}
		}, cache.ErrChanged},
	} {
		for _, backward := range []bool{false, true} {
			write(t, s, func(b *cache.Batch) {
				b.Reset(cache.Transactions)
				for first := range int64(4) {
					b.Block(cache.Transactions, big(first))
				}
			})
			changed := false
			var last error
			for _, err := range s.Blocks(cache.Transactions, backward) {
				if last = err; !changed {
					changed = true
					c.change()
				}
			}
			if !errors.Is(last, c.want) {
				t.Errorf("%s, backward %t: the reader got %v", c.name, backward, last)
			}
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	defer goleak.VerifyNone(t)
	path := place(t)
	var running sync.WaitGroup
	for n := range int64(4) {
		s := open(t, path)
		running.Go(func() {
			for i := range int64(5) {
				var batch cache.Batch
				first := n*1000 + i*10
				batch.Block(cache.Transactions, block(first, first+9))
				batch.Whole(cache.Transactions, cache.Range{From: first, To: first + 9})
				if _, err := s.Write(&batch); err != nil {
					t.Error(err)
				}
				if _, err := contentOf(s); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	if state, err := open(t, path).State(cache.Transactions); err != nil || state.Rows != 200 || state.Blocks != 20 || len(state.Whole) != 4 {
		t.Errorf("%+v, %v", state, err)
	}
}
