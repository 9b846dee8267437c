package sync_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

func openArchive(t interface{ Fatal(...any) }, ledger sync.PageSource, path string, now func() time.Time) *sync.Archive {
	if path == "" {
		return sync.NewArchive(ledger, nil, now)
	}
	kept, err := cache.Open(path, cache.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	return sync.NewArchive(ledger, sync.NewLocalCache(kept, now), now)
}

// rowsOf are the rows of a table, newest first.
func rowsOf(table *history.Table) []model.Transaction {
	if table == nil {
		return nil
	}
	var rows []model.Transaction
	for i := table.Len() - 1; i >= 0; i-- {
		rows = append(rows, table.Row(i))
	}
	return rows
}

func sameRows(got, want []model.Transaction) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d rows, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			return fmt.Errorf("row %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	return nil
}

// sameJSON compares rows that have pointers.
func sameJSON(got, want []model.Transaction) error {
	a, err := json.Marshal(got)
	if err != nil {
		return err
	}
	b, err := json.Marshal(want)
	if err != nil {
		return err
	}
	if !bytes.Equal(a, b) {
		return fmt.Errorf("%d rows that are not the %d of the server", len(got), len(want))
	}
	return nil
}

// finish brings an archive up to date as a dashboard does.
func finish(archive *sync.Archive) (history.Progress, error) {
	ctx := context.Background()
	progress, err := archive.Latest(ctx)
	if err != nil {
		return progress, err
	}
	for steps := 0; !progress.Whole; steps++ {
		if steps > 2000 {
			return progress, errors.New("it never ends")
		}
		if progress, err = archive.Step(ctx); err != nil {
			return progress, err
		}
	}
	return progress, nil
}

// Any interleaving of new rows, page sizes, failures, kills and other histories
// ends with exactly the server's history, in memory and on this machine.
func TestEndsWithTheServersHistory(t *testing.T) {
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		path := filepath.Join(dir, fmt.Sprintf("%d.db", runs))
		if rapid.IntRange(0, 4).Draw(t, "memory only") == 0 {
			path = ""
		}
		ledger := &fakeLedger{pageRows: rapid.SampledFrom([]int{1, 2, 3, 5, 8, 100}).Draw(t, "page rows")}
		ledger.grow(rapid.IntRange(0, 300).Draw(t, "rows at first"))
		clock := time.Unix(1_800_000_000, 0)
		pace := rapid.SampledFrom([]time.Duration{0, 100 * time.Millisecond, time.Second}).Draw(t, "a page takes")
		now := func() time.Time { clock = clock.Add(pace); return clock }
		archives := []*sync.Archive{openArchive(t, ledger, path, now), openArchive(t, ledger, path, now)}
		ledger.between = func() {
			if rapid.IntRange(0, 9).Draw(t, "meanwhile") == 0 {
				ledger.grow(rapid.IntRange(1, 7).Draw(t, "new rows meanwhile"))
			}
		}
		ctx := context.Background()
		purges := 0
		for range rapid.IntRange(0, 25).Draw(t, "events") {
			which := rapid.IntRange(0, 1).Draw(t, "which")
			archive := archives[which]
			switch rapid.SampledFrom([]string{
				"latest", "latest", "step", "step", "step", "load", "grow", "grow much", "fail", "limit", "kill",
				"reset", "shorten", "purge", "cursors",
			}).Draw(t, "event") {
			case "latest":
				check(t, ledger, first(archive.Latest(ctx)))
			case "step":
				check(t, ledger, first(archive.Step(ctx)))
			case "load":
				check(t, ledger, first(archive.Load(ctx)))
			case "grow":
				ledger.grow(rapid.IntRange(1, 20).Draw(t, "new rows"))
			case "grow much":
				ledger.grow(rapid.IntRange(20, 150).Draw(t, "many new rows"))
			case "fail":
				ledger.faults = []error{nil, &model.Error{Kind: model.NoNetwork}}[rapid.IntRange(0, 1).Draw(t, "after"):]
			case "limit":
				ledger.faults = []error{nil, nil, &model.Error{Kind: model.RateLimited}}[rapid.IntRange(0, 2).Draw(t, "after"):]
			case "kill":
				archives[which] = openArchive(t, ledger, path, now)
			case "reset":
				ledger.reset(rapid.IntRange(0, 300).Draw(t, "rows of another history"))
			case "shorten":
				ledger.shorten(rapid.IntRange(1, 30).Draw(t, "rows gone"))
			case "purge":
				if purges++; purges <= 3 { // more often than that it is not believed
					ledger.purge(rapid.IntRange(1, 30).Draw(t, "old rows gone"))
				}
			case "cursors":
				ledger.age++
			}
		}
		ledger.faults, ledger.between = nil, nil
		want := ledger.newestFirst()
		for i, archive := range archives {
			progress, err := finish(archive)
			if err == nil {
				err = sameRows(rowsOf(progress.Table), want)
			}
			if err != nil {
				t.Fatalf("archive %d: %v", i, err)
			}
			if progress.Total != int64(len(want)) || progress.Provenance != model.Billed {
				t.Fatalf("archive %d: total %d of %d, %q", i, progress.Total, len(want), progress.Provenance)
			}
		}
		if path == "" {
			return
		}
		again := openArchive(t, ledger, path, now)
		progress, err := again.Load(ctx)
		if err == nil {
			err = sameRows(rowsOf(progress.Table), want)
		}
		if err != nil || (len(want) > 0 && !progress.Whole) || progress.Notice != "" {
			t.Fatalf("what was kept: %v, whole %v, notice %q", err, progress.Whole, progress.Notice)
		}
		calls := ledger.calls
		if progress, err = again.Latest(ctx); err != nil || !progress.Whole || ledger.calls != calls+1 {
			t.Fatalf("with nothing new: %d calls, whole %v, %v", ledger.calls-calls, progress.Whole, err)
		}
	})
}

func first(progress history.Progress, _ error) history.Progress { return progress }

// check looks at a state in between: rows in order, each once, none made up.
func check(t *rapid.T, _ *fakeLedger, progress history.Progress) {
	rows := rowsOf(progress.Table)
	for i := 1; i < len(rows); i++ {
		if rows[i].Seq >= rows[i-1].Seq {
			t.Fatalf("row %d comes after row %d", rows[i].Seq, rows[i-1].Seq)
		}
	}
	if progress.Notice != "" {
		t.Fatalf("a notice: %s", progress.Notice)
	}
}
