package sync_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// reviewed brings an archive up to date as a dashboard does that is open for a while, with
// so many minutes between two refreshes.
func reviewed(archive *sync.Archive, refreshes int, pass func()) (history.Progress, error) {
	ctx := context.Background()
	progress, err := finish(archive)
	for range refreshes {
		for steps := 0; err == nil && (!progress.Whole || progress.Review); steps++ {
			if steps > 2000 {
				return progress, fmt.Errorf("it never ends")
			}
			progress, err = archive.Step(ctx)
		}
		if err != nil {
			return progress, err
		}
		pass()
		progress, err = archive.Latest(ctx)
	}
	return progress, err
}

// Whatever is odd in a ledger and whatever the server corrects in it, the history ends as
// the server's: rows that share a number and numbers that are missing are carried, and rows
// far below the newest page are found by the walk over all of them.
func TestOddAndCorrectedRowsEndAsTheServers(t *testing.T) {
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		path := ""
		if rapid.IntRange(0, 2).Draw(t, "kept") == 0 {
			path = filepath.Join(dir, fmt.Sprintf("%d.db", runs))
		}
		ledger := &fakeLedger{pageRows: rapid.SampledFrom([]int{1, 3, 8, 20}).Draw(t, "page rows"), blurred: map[model.ID]bool{}}
		ledger.grow(rapid.IntRange(1, 80).Draw(t, "rows at first"))
		clock := time.Unix(1_800_000_000, 0)
		now := func() time.Time { return clock }
		archive := openArchive(t, ledger, path, now)
		for range rapid.IntRange(0, 12).Draw(t, "events") {
			at := rapid.IntRange(0, len(ledger.rows)-1).Draw(t, "at")
			switch rapid.SampledFrom([]string{"latest", "whole", "grow", "kill", "twin", "gap", "correct", "correct through", "unreadable", "age"}).Draw(t, "event") {
			case "latest":
				_, _ = archive.Latest(context.Background())
			case "whole":
				if _, err := finish(archive); err != nil {
					t.Fatal(err)
				}
			case "grow":
				ledger.grow(rapid.IntRange(1, 40).Draw(t, "new rows"))
			case "kill":
				archive = openArchive(t, ledger, path, now)
			case "twin":
				ledger.twin(at)
			case "gap":
				if len(ledger.rows) > 1 {
					ledger.gap(at)
				}
			case "correct":
				ledger.correct(at, false)
			case "correct through":
				ledger.correct(at, true)
			case "unreadable":
				ledger.blurred[ledger.rows[at].ID] = !ledger.blurred[ledger.rows[at].ID]
			case "age":
				ledger.age++
			}
		}
		var want []model.Transaction
		blurred := 0
		for _, row := range ledger.newestFirst() {
			if ledger.blurred[row.ID] {
				blurred++
				continue
			}
			want = append(want, row)
		}
		calls := ledger.calls
		rounds := 3 + 3*(len(ledger.rows)/ledger.pageRows+1)
		progress, err := reviewed(archive, rounds, func() { clock = clock.Add(3 * time.Minute) })
		if err == nil {
			err = sameRows(rowsOf(progress.Table), want)
		}
		if err != nil || progress.LeftOut.Count != blurred {
			t.Fatalf("%v; %d left out, want %d", err, progress.LeftOut.Count, blurred)
		}
		if most := 10*rounds + 50; ledger.calls-calls > most {
			t.Fatalf("%d calls in %d refreshes", ledger.calls-calls, rounds)
		}
		if path == "" {
			return
		}
		again := openArchive(t, ledger, path, now)
		kept, err := again.Load(context.Background())
		if err == nil {
			err = sameRows(rowsOf(kept.Table), want)
		}
		if err != nil || kept.LeftOut.Count != blurred || !kept.AsOf.Equal(progress.AsOf) {
			t.Fatalf("kept: %v; %d left out, as of %v and %v", err, kept.LeftOut.Count, kept.AsOf, progress.AsOf)
		}
	})
}

// What is odd costs no more requests than pages there are, at the first reading.
func TestOddRowsAreReadOnce(t *testing.T) {
	ledger := &fakeLedger{pageRows: 10, blurred: map[model.ID]bool{}}
	ledger.grow(300)
	for i := 5; i < 250; i += 17 {
		ledger.gap(i)
		ledger.twin(i + 9)
		ledger.blurred[ledger.rows[i+4].ID] = true
	}
	archive := openArchive(t, ledger, filepath.Join(t.TempDir(), "kept.db"), time.Now)
	progress, err := finish(archive)
	pages := (len(ledger.rows) + 9) / 10
	if err != nil || ledger.calls > pages+4 {
		t.Errorf("%d calls for %d pages, %v", ledger.calls, pages, err)
	}
	odd := progress.Table.Oddities(progress.LeftOut.Entries)
	if progress.LeftOut.Count != 15 || odd.Duplicates != 15 || odd.Gaps < 15 {
		t.Errorf("%+v, %d left out", odd, progress.LeftOut.Count)
	}
	for range 5 {
		calls := ledger.calls
		if progress, err = archive.Latest(t.Context()); err != nil || !progress.Whole || ledger.calls != calls+1 || progress.LeftOut.Count != 15 {
			t.Errorf("with nothing new: %d calls, %d left out, %v", ledger.calls-calls, progress.LeftOut.Count, err)
		}
	}
}

// A correction through all later balances is found with the next refresh, and costs the
// pages down to it.
func TestACorrectionIsFoundAtOnceWhereSumsDoNotMeet(t *testing.T) {
	ledger := &fakeLedger{pageRows: 10}
	ledger.grow(500)
	archive := openArchive(t, ledger, filepath.Join(t.TempDir(), "kept.db"), time.Now)
	if _, err := finish(archive); err != nil {
		t.Fatal(err)
	}
	ledger.correct(400, true)
	calls := ledger.calls
	progress, err := finish(archive)
	if err == nil {
		err = sameRows(rowsOf(progress.Table), ledger.newestFirst())
	}
	if err != nil || ledger.calls-calls > 13 {
		t.Errorf("%d calls, %v", ledger.calls-calls, err)
	}
	ledger.correct(100, true) // further down than a refresh goes
	calls = ledger.calls
	if progress, err = archive.Latest(t.Context()); err != nil || progress.Table.Len() < 499 || ledger.calls-calls > 21 {
		t.Errorf("%d rows are shown after %d calls, %v", progress.Table.Len(), ledger.calls-calls, err)
	}
	progress, err = finish(archive)
	if err == nil {
		err = sameRows(rowsOf(progress.Table), ledger.newestFirst())
	}
	if err != nil || ledger.calls-calls > 44 {
		t.Errorf("%d calls, %v", ledger.calls-calls, err)
	}
}

// A correction that shows nowhere else is found by a page now and then, which costs less
// than a request a minute.
func TestAQuietCorrectionIsFoundInTime(t *testing.T) {
	ledger := &fakeLedger{pageRows: 10}
	ledger.grow(500)
	clock := time.Unix(1_800_000_000, 0)
	path := filepath.Join(t.TempDir(), "kept.db")
	archive := openArchive(t, ledger, path, func() time.Time { return clock })
	if _, err := finish(archive); err != nil {
		t.Fatal(err)
	}
	ledger.correct(3, false)
	ledger.correct(480, false)
	minutes, looks := 0, 0
	for ; minutes < 200; minutes++ {
		clock = clock.Add(time.Minute)
		if minutes == 40 { // another start goes on where the walk was
			archive = openArchive(t, ledger, path, func() time.Time { return clock })
		}
		progress, err := archive.Latest(t.Context())
		for err == nil && progress.Review {
			looks++
			progress, err = archive.Step(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		if sameRows(rowsOf(progress.Table), ledger.newestFirst()) == nil {
			break
		}
	}
	if minutes > 110 || looks > 65 {
		t.Errorf("found after %d minutes and %d pages", minutes, looks)
	}
}

// Cursors that go in circles, however new they look, end after a few pages.
func TestCursorsThatLeadNowhere(t *testing.T) {
	for name, next := range map[string]func(n int) []int64{
		"the newest page again":    func(int) []int64 { return []int64{50, 49, 48} },
		"two pages by turns":       func(n int) []int64 { return []int64{44 + int64(n%2)*3, 43 + int64(n%2)*3} },
		"upwards":                  func(n int) []int64 { return []int64{50 + int64(n)} },
		"a long circle":            func(n int) []int64 { return []int64{47 - int64(n%7)} },
		"rows that cannot be read": func(int) []int64 { return nil },
	} {
		ledger := &loopingLedger{next: next}
		for _, path := range []string{"", filepath.Join(t.TempDir(), "kept.db")} {
			archive := openArchive(t, ledger, path, time.Now)
			ledger.calls = 0
			_, err := archive.Latest(t.Context())
			for step := 0; err == nil && step < 20; step++ {
				_, err = archive.Step(t.Context())
			}
			if model.KindOf(err) != model.BadResponse || ledger.calls > 40 {
				t.Errorf("%s: %d calls, %v", name, ledger.calls, err)
			}
			calls := ledger.calls
			if _, err = archive.Step(t.Context()); model.KindOf(err) != model.BadResponse || ledger.calls-calls > 20 {
				t.Errorf("%s, again: %d calls, %v", name, ledger.calls-calls, err)
			}
		}
	}
}

// loopingLedger never ends: each cursor is a new one.
type loopingLedger struct {
	next  func(n int) []int64
	calls int
}

func (l *loopingLedger) Latest(context.Context, int64) (model.Page, model.Provenance, error) {
	l.calls++
	return l.page([]int64{50, 49, 48}, 0), model.Billed, nil
}

func (l *loopingLedger) Older(_ context.Context, cursor string) (model.Page, error) {
	l.calls++
	n := 0
	_, err := fmt.Sscanf(cursor, "c%d", &n)
	return l.page(l.next(n), n), err
}

func (l *loopingLedger) page(seqs []int64, n int) model.Page {
	page := model.Page{Total: 60, HasMore: true, NextCursor: fmt.Sprintf("c%d", n+1)}
	for _, seq := range seqs {
		page.Rows = append(page.Rows, model.Transaction{ID: model.ID(fmt.Sprintf("%024x", seq)), Seq: seq, Balance: model.Credits(seq), Amount: 1})
	}
	if len(seqs) == 0 {
		page.Unreadable = []model.Unreadable{{Why: "seq is missing"}}
	}
	return page
}

// A page with the oldest row first is put in order, and the order is reported.
func TestOldestFirst(t *testing.T) {
	ledger := &fakeLedger{pageRows: 100, turned: true}
	ledger.grow(60)
	path := filepath.Join(t.TempDir(), "kept.db")
	progress, err := finish(openArchive(t, ledger, path, time.Now))
	if err == nil {
		err = sameRows(rowsOf(progress.Table), ledger.newestFirst())
	}
	if err != nil || !progress.OldestFirst {
		t.Errorf("%v, oldest first: %v", err, progress.OldestFirst)
	}
	archive := openArchive(t, ledger, path, time.Now)
	if progress, err = archive.Load(t.Context()); err != nil || !progress.OldestFirst {
		t.Errorf("%v, oldest first: %v", err, progress.OldestFirst)
	}
	ledger.turned = false
	if progress, err = archive.Latest(t.Context()); err != nil || progress.OldestFirst {
		t.Errorf("%v, oldest first: %v", err, progress.OldestFirst)
	}
}

// Rows of which nothing can be read are counted, and those around them stand.
func TestRowsThatCannotBeRead(t *testing.T) {
	ledger := &fakeLedger{pageRows: 5, blurred: map[model.ID]bool{}}
	ledger.grow(40)
	for _, row := range ledger.rows[15:32] { // whole pages, with the newest rows not among them
		ledger.blurred[row.ID] = true
	}
	path := filepath.Join(t.TempDir(), "kept.db")
	archive := openArchive(t, ledger, path, time.Now)
	progress, err := finish(archive)
	if err != nil || progress.Table.Len() != 23 || progress.LeftOut.Count != 17 || progress.LeftOut.List != "transactions" {
		t.Fatalf("%d rows, %+v, %v", progress.Table.Len(), progress.LeftOut, err)
	}
	for _, row := range ledger.rows[25:] {
		ledger.blurred[row.ID] = true // the newest too
	}
	if progress, err = finish(archive); err != nil || progress.LeftOut.Count < 17 {
		t.Errorf("%d rows, %+v, %v", progress.Table.Len(), progress.LeftOut, err)
	}
	clear(ledger.blurred)
	if progress, err = reviewed(archive, 30, func() {}); err != nil || progress.LeftOut.Count != 0 || progress.Table.Len() != 40 {
		t.Errorf("%d rows, %+v, %v", progress.Table.Len(), progress.LeftOut, err)
	}
	all := &fakeLedger{pageRows: 100, blurred: map[model.ID]bool{}}
	all.grow(3)
	for _, row := range all.rows {
		all.blurred[row.ID] = true
	}
	none, err := finish(openArchive(t, all, "", time.Now))
	if err != nil || none.LeftOut.Count != 3 || !slices.ContainsFunc(none.LeftOut.Entries, func(u model.Unreadable) bool { return u.ID == all.rows[1].ID }) {
		t.Errorf("%+v, %v", none.LeftOut, err)
	}
}
