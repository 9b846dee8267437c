package sync_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// singles is how many single generations were asked for.
func (w *wire) singles() (n int) {
	for call, asked := range w.calls() {
		if strings.HasPrefix(call, "GET /api/generations/") {
			n += asked
		}
	}
	return n
}

// If a list does not include requests, generations are fetched one by one: those on screen
// first, then the newest; the number of missing ones is reported, and fetched ones are
// stored.
func TestDetailsOfListsWithoutPayloads(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 400, NoPayloads: true})
	w.lack(http.StatusNotFound, "transactions")
	b := newBooks(t)
	_, h := b.start(t, server, time.Now)
	progress, err := h.Latest(t.Context())
	if err != nil || progress.Details < 90 || progress.Details > progress.Table.Len() || !progress.More || w.singles() != 0 {
		t.Fatalf("%v, %d of %d to come, %d asked for", err, progress.Details, progress.Table.Len(), w.singles())
	}
	onScreen := progress.Table.Row(3)
	h.Prefer([]model.ID{onScreen.GenerationID, "unknown"}, 50)
	if progress, err = h.Step(t.Context()); err != nil {
		t.Fatal(err)
	}
	pending := func(p history.Progress) int { return len(p.Table.WithBasis(model.BasisPendingDetails)) }
	row, _ := progress.Table.FindID(onScreen.ID)
	newest := progress.Table.Row(progress.Table.Len() - 1)
	if got := progress.Table.Row(row); got.Basis == model.BasisPendingDetails || got.Model == "" || newest.Basis == model.BasisPendingDetails {
		t.Errorf("first asked for are others than those on screen and the newest: %+v, %+v", got, newest)
	}
	if n := pending(progress); n == 0 || n < progress.Details {
		t.Errorf("%d are pending, %d told", n, progress.Details)
	}
	whole := wholly(t, h)
	if whole.Details != 0 || pending(whole) != 0 || unpriced(whole.Table) != 0 || !whole.Whole {
		t.Errorf("in the end %d are to come, %d prices are not known", whole.Details, unpriced(whole.Table))
	}
	generations := 0
	for _, row := range rowsOf(whole.Table) {
		if row.Type == model.TypeGeneration {
			generations++
		}
	}
	if n := w.singles(); n != generations {
		t.Errorf("%d generations took %d calls", generations, n)
	}

	// The next start has them, and a list that says less takes none of it away.
	_, h = b.start(t, server, time.Now)
	again := wholly(t, h)
	if n := w.singles(); n != generations || pending(again) != 0 || again.Table.Len() != whole.Table.Len() {
		t.Errorf("the next start asks for %d, %d are pending", n-generations, pending(again))
	}
	for i, row := range rowsOf(again.Table) {
		if was := whole.Table.Row(whole.Table.Len() - 1 - i); row.Description != was.Description || row.Amount != was.Amount || row.Estimate.Inputs != was.Estimate.Inputs {
			t.Fatalf("row %d is %+v, was %+v", i, row, was)
		}
	}
	generate(t, server)
	if wholly(t, h); w.singles() != generations+1 {
		t.Errorf("one more takes %d calls", w.singles()-generations)
	}
}

// A failed request affects that generation only: it is requested again later, and a deleted
// one is reported as gone.
func TestDetailsThatCannotBeHad(t *testing.T) {
	clock := time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC)
	now := func() time.Time { return clock }
	_, w, server := open(t, sandbox.Options{Transactions: 120, NoPayloads: true, Now: now})
	w.lack(http.StatusNotFound, "transactions")
	_, h := newBooks(t).start(t, server, now)
	progress, err := h.Latest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{string(progress.Table.Row(10).ID), string(progress.Table.Row(11).ID), string(progress.Table.Row(12).ID)}
	w.fail("GET /api/generations/" + ids[0])
	w.lack(http.StatusNotFound, "transactions", "generations/"+ids[1])
	w.change("/api/generations/"+ids[2], func(string) string {
		return `{"id":"` + ids[2] + `","status":"success","tool":"create-image","type":"image","createdAt":"2026-11-20T10:00:00.000Z"}`
	})
	progress = wholly(t, h)
	if progress.Details != 1 {
		t.Errorf("%d are to come", progress.Details)
	}
	for _, id := range ids[1:] {
		row, _ := progress.Table.FindID(model.ID(id))
		if is := progress.Table.Row(row); is.Basis != model.BasisUnknownPrice {
			t.Errorf("%s: %+v", id, is)
		}
	}
	before := w.singles()
	w.fail()
	if wholly(t, h); w.singles() != before {
		t.Error("it is asked for at once again")
	}
	clock = clock.Add(11 * time.Minute)
	if progress = wholly(t, h); progress.Details != 0 || w.singles() != before+1 {
		t.Errorf("later %d are to come, after %d calls", progress.Details, w.singles()-before)
	}
}

// A generation that was the only one between two looks tells its price, and what it tells
// holds at the next start, for those from before too.
func TestPricesSeenBetweenTwoLooks(t *testing.T) {
	clock := time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC)
	now := func() time.Time { return clock }
	_, _, server := open(t, sandbox.Options{Transactions: 120, State: sandbox.StateDocumented, Now: now})
	b := newBooks(t)
	session, h := b.start(t, server, now)
	runs, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer runs.Close()
	run := func() {
		t.Helper()
		clock = clock.Add(10 * time.Minute)
		body := api.Run{Tool: "create-video", Input: map[string]any{
			"model": "seedance-2-text-to-video", "prompt": "a harbour", "duration": "6", "resolution": "720p",
		}}
		if _, err := runs.Run(t.Context(), body); err != nil {
			t.Fatal(err)
		}
		clock = clock.Add(10 * time.Minute)
	}
	look := func() history.Progress {
		t.Helper()
		if _, err := session.Account(t.Context()); err != nil {
			t.Fatal(err)
		}
		progress, err := h.Latest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return progress
	}
	run()
	look()
	wholly(t, h)
	run()
	clock = clock.Add(time.Minute)
	progress := look()
	check := func(progress history.Progress) {
		t.Helper()
		seen := 0
		for _, row := range rowsOf(progress.Table) {
			if row.Model != "seedance-2-text-to-video" || row.Estimate.Inputs == "" || !strings.Contains(row.Estimate.Inputs, "duration=6") || !strings.Contains(row.Estimate.Inputs, "resolution=720p") {
				continue
			}
			seen++
			if row.Basis != model.BasisSeenPrice || row.Amount != -366*model.Credit {
				t.Errorf("%+v", row)
			}
		}
		if seen < 2 {
			t.Errorf("%d rows", seen)
		}
	}
	check(progress)
	account, err := session.Account(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if last := progress.Table.Row(progress.Table.Len() - 1); last.Balance != account.Credits || last.Type != model.TypeGeneration {
		t.Errorf("the newest row is %+v, the balance %v", last, account.Credits)
	}
	_, h = b.start(t, server, now)
	kept, err := h.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	check(kept)
}
