package sync_test

import (
	"bytes"
	"errors"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
	"github.com/studio-tui/studio-tui/model/history"
)

// books is where an account's history is kept between two starts.
type books struct {
	path   string
	folder string // of the notes
	notes  *state.ObservationStore
}

func newBooks(t *testing.T) books {
	t.Helper()
	folder := t.TempDir()
	kept, err := state.Open(folder, state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return books{filepath.Join(t.TempDir(), "kept.db"), folder, kept.ObservationStore("api.example")}
}

// start opens the account anew.
func (b books) start(t *testing.T, server *sandbox.Server, now func() time.Time) (*sync.Reader, *sync.History) {
	t.Helper()
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true, Retries: -1, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	kept, err := cache.Open(b.path, cache.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	local, s := sync.NewLocalCache(kept, now), sync.New(client)
	s.KeepIn(local, b.notes, now)
	return s, sync.NewHistory(s, local, now)
}

// generate starts a generation, as a program of the customer's would.
func generate(t *testing.T, server *sandbox.Server) {
	t.Helper()
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	run := api.Run{Tool: "create-image", Input: map[string]any{"model": "nano-banana", "prompt": "a lighthouse"}}
	if _, err := client.Run(t.Context(), run); err != nil {
		t.Fatal(err)
	}
}

// wholly brings a history up to date as a dashboard does.
func wholly(t *testing.T, h *sync.History) history.Progress {
	t.Helper()
	progress, err := h.Latest(t.Context())
	for steps := 0; err == nil && progress.More; steps++ {
		if steps > 1000 {
			t.Fatal("it never ends")
		}
		progress, err = h.Step(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return progress
}

// unitsUntold reports whether no request says how much of what is paid for was asked.
func unitsUntold(row model.Transaction) bool {
	return row.Model == "elevenlabs-sound-effects" || row.Model == "veo3-fast-text-to-video"
}

// unpriced counts the rows without a price of which the requests say enough.
func unpriced(table *history.Table) (n int) {
	for _, row := range rowsOf(table) {
		if !row.Amount.Known() && !unitsUntold(row) {
			n++
		}
	}
	return n
}

// Where the ledger is not served, what generations cost is what the ledger would
// say, failed ones are refunded, and every row says on what it rests.
func TestTheDerivedHistoryIsTheLedgersOwn(t *testing.T) {
	clock := fixedTime()
	now := func() time.Time { return clock }
	s, w, server := open(t, sandbox.Options{Transactions: 600, PricesByInput: true, Now: now})
	page, _, err := s.Search(t.Context(), "", time.Time{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	billed, refunded := map[model.ID]model.Credits{}, map[model.ID]model.Credits{}
	for _, row := range page.Rows {
		switch row.Type {
		case model.TypeGeneration:
			billed[row.GenerationID] = row.Amount
		case model.TypeRefund:
			refunded[row.GenerationID] = row.Amount
		}
	}
	w.lack(http.StatusNotFound, "transactions", "plans", "packs", "subscription")
	b := newBooks(t)
	session, h := b.start(t, server, now)
	if _, err := session.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	progress := wholly(t, h)
	if progress.Provenance != model.Estimated || !progress.Whole {
		t.Errorf("provenance %q, whole %v", progress.Provenance, progress.Whole)
	}
	debits, refunds := map[model.ID]model.Credits{}, map[model.ID]model.Credits{}
	unknown, dearer := 0, 0
	for _, row := range rowsOf(progress.Table) {
		if !row.Estimated() {
			t.Fatalf("a row is not marked: %+v", row)
		}
		kept, truth, sign := debits, billed, model.Credits(-1)
		if row.Type == model.TypeRefund {
			kept, truth, sign = refunds, refunded, 1
		}
		least, most := row.Amount*sign, truth[row.GenerationID]*sign
		switch {
		case !row.Amount.Known():
			if unitsUntold(row) {
				unknown++
				kept[row.GenerationID] = truth[row.GenerationID]
			}
		case row.Basis.AtLeast() && least <= most: // by how much the resolution makes it dearer, nobody says
			dearer++
			kept[row.GenerationID] = truth[row.GenerationID]
		default:
			kept[row.GenerationID] = row.Amount
		}
	}
	if unknown == 0 || dearer == 0 {
		t.Errorf("%d prices are unknown and %d at least: nothing to see", unknown, dearer)
	}
	if len(debits) < 400 || !maps.Equal(debits, billed) {
		t.Errorf("%d derived debits are not the %d of the ledger", len(debits), len(billed))
	}
	if len(refunds) == 0 || !maps.Equal(refunds, refunded) {
		t.Errorf("%d derived refunds are not the %d of the ledger", len(refunds), len(refunded))
	}
	if n := w.count("GET /api/transactions"); n != 1+len(page.Rows)/100+1 && n > 9 {
		t.Errorf("the ledger was asked for %d times", n)
	}

	// The next start shows it without the network, and asks for what is new alone.
	before := w.total()
	again, next := b.start(t, server, now)
	kept, err := next.Load(t.Context())
	if err != nil || kept.Table == nil || kept.Table.Len() != progress.Table.Len() || kept.Provenance != model.Estimated || w.total() != before {
		t.Fatalf("kept: %+v, %v, %d calls", kept, err, w.total()-before)
	}
	if snapshot, ok := next.Snapshot(); !ok || len(snapshot.Newest.Value) != 50 || snapshot.Newest.Provenance != model.Estimated {
		t.Errorf("for a first frame: %d rows, %q", len(snapshot.Newest.Value), snapshot.Newest.Provenance)
	}
	if _, err := again.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := next.Latest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if calls := w.total() - before; calls > 3 { // the account, the newest generations, a tool of the catalogue
		t.Errorf("a start with nothing new takes %d calls", calls)
	}

	// A purchase on the website is a change with its size and its window, and no more.
	clock = clock.Add(time.Minute)
	if _, err := server.BuyElsewhere("pack-m"); err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(time.Minute)
	account, err := again.Account(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	progress = wholly(t, next)
	row := progress.Table.Row(progress.Table.Len() - 1)
	from, to, isChange := derive.Window(row)
	if !isChange || row.Amount != 2000*model.Credit || row.Balance != account.Credits || to.Sub(from) < time.Minute {
		t.Errorf("the newest row is %+v, from %v to %v", row, from, to)
	}

	// Once the ledger is served its rows take the place of all that was derived.
	w.lack(0)
	if progress, err = next.Latest(model.WithForceRefresh(t.Context())); err != nil || progress.Provenance != model.Billed {
		t.Fatalf("%q, %v", progress.Provenance, err)
	}
	for _, row := range rowsOf(progress.Table) {
		if row.Estimated() {
			t.Fatalf("a derived row is left: %+v", row)
		}
	}
	if progress = wholly(t, next); progress.Table.Len() != len(page.Rows)+1 {
		t.Errorf("%d rows, the ledger has %d", progress.Table.Len(), len(page.Rows)+1)
	}
}

// A model that has left the catalogue leaves the price unknown, and the history is
// whole all the same.
func TestAToolThatLeftTheCatalogue(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 300, Now: fixedTime})
	w.lack(http.StatusNotFound, "transactions", "tools/create-image")
	session, h := newBooks(t).start(t, server, fixedTime)
	if _, err := session.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	progress := wholly(t, h)
	unknown := 0
	for _, row := range rowsOf(progress.Table) {
		if row.Tool == "create-image" {
			unknown++
			if row.Basis != model.BasisUnknownPrice || row.Amount.Known() {
				t.Fatalf("a price is made up: %+v", row)
			}
		} else if !row.Amount.Known() && !unitsUntold(row) {
			t.Fatalf("a price is not known: %+v", row)
		}
	}
	if n := unpriced(progress.Table); unknown == 0 || n != unknown {
		t.Errorf("%d unknown prices, %d counted", unknown, n)
	}
}

// A failure in the middle of a first reading keeps what was reached. Prices that cannot
// be asked for are not known, until they can.
func TestTheDerivedHistorySurvivesFailures(t *testing.T) {
	clock := fixedTime()
	now := func() time.Time { return clock }
	_, w, server := open(t, sandbox.Options{Transactions: 600, Now: now})
	w.lack(http.StatusNotFound, "transactions")
	_, h := newBooks(t).start(t, server, now)
	w.fail("GET /api/tools/create-video", "GET /api/tools/edit-image")
	progress := wholly(t, h)
	unknown := progress.Table.WithBasis(model.BasisUnknownPrice)
	if !progress.Whole || len(unknown) == 0 || progress.Table.Sums().Unknown != len(unknown) {
		t.Fatalf("whole %v, %d without a price, %d unknown", progress.Whole, len(unknown), progress.Table.Sums().Unknown)
	}
	for _, row := range unknown {
		if row := progress.Table.Row(row); row.Tool != "create-video" && row.Tool != "edit-image" && !unitsUntold(row) {
			t.Fatalf("%s has no price either", row.Tool)
		}
	}
	w.fail()
	clock = clock.Add(11 * time.Minute)
	if n := unpriced(wholly(t, h).Table); n != 0 {
		t.Errorf("%d prices are still not known", n)
	}

	_, h = newBooks(t).start(t, server, now)
	if _, err := h.Latest(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.fail("GET /api/generations")
	var err error
	for err == nil {
		progress, err = h.Step(t.Context())
	}
	if model.KindOf(err) != model.ServerFailed || progress.Table == nil || progress.Table.Len() == 0 {
		t.Fatalf("%v, %+v", err, progress)
	}
	w.fail()
	if progress = wholly(t, h); !progress.Whole || unpriced(progress.Table) != 0 {
		t.Errorf("whole %v, %d unknown prices", progress.Whole, unpriced(progress.Table))
	}
}

// The newest generations are asked for once a round, for the panes and the history.
func TestARoundAsksOnceForGenerations(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 100, Now: fixedTime})
	w.lack(http.StatusNotFound, "transactions")
	session, h := newBooks(t).start(t, server, fixedTime)
	wholly(t, h)
	before := w.count("GET /api/generations")
	for round := int64(1); round <= 3; round++ {
		ctx := model.WithRefreshID(t.Context(), round)
		_, first := session.Generations(ctx)
		_, second := h.Latest(ctx)
		if err := errors.Join(first, second); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.count("GET /api/generations") - before; n != 3 {
		t.Errorf("three rounds ask %d times", n)
	}
}

// What a server has is known for a day at the next start, and asked again then.
func TestOfferingsAreRememberedForADay(t *testing.T) {
	clock := fixedTime()
	now := func() time.Time { return clock }
	_, w, server := open(t, sandbox.Options{Transactions: 50, Now: now})
	w.lack(http.StatusNotImplemented, "packs")
	b := newBooks(t)
	s, _ := b.start(t, server, now)
	for _, offering := range s.Capabilities() {
		if offering.Probed {
			t.Errorf("known before anything was asked: %+v", offering)
		}
	}
	_, _, err := s.Packs(t.Context())
	_, _, other := s.Plans(t.Context())
	if err := errors.Join(err, other); err != nil {
		t.Fatal(err)
	}
	s, _ = b.start(t, server, now)
	got := map[string]model.Capability{}
	for _, offering := range s.Capabilities() {
		got[offering.Name] = offering
	}
	if packs, plans := got["packs"], got["plans"]; !packs.Probed || packs.Supported || !plans.Probed || !plans.Supported || got["transactions"].Probed {
		t.Errorf("remembered: %+v", got)
	}
	if _, provenance, err := s.Packs(t.Context()); err != nil || provenance != model.Unsupported || w.count("GET /api/packs") != 1 {
		t.Errorf("%q, %v, asked %d times", provenance, err, w.count("GET /api/packs"))
	}
	clock = clock.Add(25 * time.Hour)
	if _, _, err := s.Packs(t.Context()); err != nil || w.count("GET /api/packs") != 2 {
		t.Errorf("a day later: %v, asked %d times", err, w.count("GET /api/packs"))
	}
}

// The newest page waits for no price: it is there after one call for generations, and
// the tools are looked up with the next steps, each once.
func TestTheNewestPageWaitsForNoPrice(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 400, Now: fixedTime})
	w.lack(http.StatusNotFound, "transactions")
	b := newBooks(t)
	session, h := b.start(t, server, fixedTime)
	if _, err := session.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := w.total()
	progress, err := h.Latest(t.Context())
	if err != nil || progress.Table.Len() < 80 || !progress.More {
		t.Fatalf("%v, %+v", err, progress)
	}
	if calls := w.total() - before; calls > 3 { // the ledger, the generations, the list of tools
		t.Errorf("the first page takes %d calls", calls)
	}
	if pending := len(progress.Table.WithBasis(model.BasisPendingPrice)); pending != progress.Table.Len() {
		t.Errorf("%d of %d rows are pending", pending, progress.Table.Len())
	}
	// A kill in between leaves them to the next start.
	_, h = b.start(t, server, fixedTime)
	progress = wholly(t, h)
	if pending := len(progress.Table.WithBasis(model.BasisPendingPrice)); pending != 0 || unpriced(progress.Table) != 0 {
		t.Errorf("%d rows are pending, %d unknown", pending, unpriced(progress.Table))
	}
	for _, tool := range []string{"create-image", "create-video"} {
		if n := w.count("GET /api/tools/" + tool); n != 1 {
			t.Errorf("%s was looked up %d times", tool, n)
		}
	}
}

// An empty local copy does not make changes of what the dashboard saw long ago:
// balances count from where all generations are known.
func TestBalancesOfBeforeWaitForTheirGenerations(t *testing.T) {
	clock := fixedTime().Add(-30 * 24 * time.Hour)
	now := func() time.Time { return clock }
	_, w, server := open(t, sandbox.Options{Transactions: 600, Now: now})
	w.lack(http.StatusNotFound, "transactions")
	b := newBooks(t)
	session, h := b.start(t, server, now)
	balance := func(s *sync.Reader) model.Credits {
		account, err := s.Account(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return account.Credits
	}
	for range 40 { // a month of work, looked at each day
		for range 8 {
			generate(t, server)
			clock = clock.Add(2 * time.Hour)
		}
		balance(session)
		wholly(t, h)
	}
	before := wholly(t, h)
	observed := func(p history.Progress) (n int) {
		for _, row := range rowsOf(p.Table) {
			if row.Type == model.TypeObserved {
				n++
			}
		}
		return n
	}
	b.path = filepath.Join(t.TempDir(), "cleared.db")
	session, h = b.start(t, server, now)
	balance(session)
	progress, err := h.Latest(t.Context())
	for steps := 0; err == nil && progress.More; steps++ {
		if n := observed(progress); n > observed(before) {
			t.Fatalf("after %d steps, with %d rows, %d changes are told, %d are true", steps, progress.Table.Len(), n, observed(before))
		}
		progress, err = h.Step(t.Context())
	}
	if err != nil || progress.Table.Len() != before.Table.Len() {
		t.Errorf("%v, %d rows, were %d", err, progress.Table.Len(), before.Table.Len())
	}
}

// Prices that were noted and are lost come from the copy; rows keep the price they
// have.
func TestPricesSurviveLostNotes(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 300, Now: fixedTime})
	w.lack(http.StatusNotFound, "transactions")
	b := newBooks(t)
	_, h := b.start(t, server, fixedTime)
	if n := unpriced(wholly(t, h).Table); n != 0 {
		t.Fatalf("%d prices are unknown", n)
	}
	b.notes = newBooks(t).notes
	_, h = b.start(t, server, fixedTime)
	if n := unpriced(wholly(t, h).Table); n != 0 {
		t.Errorf("%d prices are unknown without the notes", n)
	}
}

// What the server was found to lack stays so in the middle of a reading that takes
// longer than a day's memory of it.
func TestAFindingThatExpiresInTheMiddle(t *testing.T) {
	clock := fixedTime()
	now := func() time.Time { return clock }
	_, w, server := open(t, sandbox.Options{Transactions: 600, Now: now})
	w.lack(http.StatusNotFound, "transactions")
	_, h := newBooks(t).start(t, server, now)
	before, err := h.Latest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	clock = clock.Add(25 * time.Hour)
	after, err := h.Step(t.Context())
	if err != nil || after.Provenance != model.Estimated || after.Table == nil || after.Table.Len() < before.Table.Len() {
		t.Errorf("%v, %q, %+v", err, after.Provenance, after)
	}
}

// A generation that the customer deletes on the website was charged, and stays; with
// another account nothing stays.
func TestDeletedGenerationsStay(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 250, Now: fixedTime})
	w.lack(http.StatusNotFound, "transactions")
	b := newBooks(t)
	_, h := b.start(t, server, fixedTime)
	before := wholly(t, h)
	w.empty("/api/generations")
	if after := wholly(t, h); after.Table.Len() != before.Table.Len() {
		t.Errorf("%d rows of %d stay", after.Table.Len(), before.Table.Len())
	}
	w.empty("")
	_, w, other := open(t, sandbox.Options{Transactions: 60, Seed: 7, Now: fixedTime})
	w.lack(http.StatusNotFound, "transactions")
	session, h := b.start(t, other, fixedTime)
	if _, err := session.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := wholly(t, h); after.Table.Len() >= before.Table.Len() {
		t.Errorf("%d rows of another account stay", after.Table.Len())
	}
}

// Errors of the local copy are reported for a derived history too, together with those of
// the stored observations.
func TestADamagedCopyIsToldWhereTheHistoryIsDerived(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 150, Now: fixedTime})
	w.lack(http.StatusNotFound, "transactions")
	b := newBooks(t)
	damage := func(paths ...string) {
		t.Helper()
		for _, path := range paths {
			if err := os.WriteFile(path, bytes.Repeat([]byte("no copy "), 1000), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	copied := func(p history.Progress) bool { return strings.Contains(p.Notice, "The local copy was damaged") }

	damage(b.path)
	_, h := b.start(t, server, fixedTime)
	if progress, err := h.Load(t.Context()); err != nil || !copied(progress) {
		t.Errorf("loaded: %q, %v", progress.Notice, err)
	}
	if progress := wholly(t, h); progress.Notice != "" {
		t.Errorf("told again: %q", progress.Notice)
	}

	damage(b.path)
	_, h = b.start(t, server, fixedTime)
	if progress, err := h.Latest(t.Context()); err != nil || !copied(progress) {
		t.Errorf("the first refresh: %q, %v", progress.Notice, err)
	}
	wholly(t, h)

	notes, err := filepath.Glob(filepath.Join(b.folder, "balances-*.json"))
	if err != nil || len(notes) != 1 {
		t.Fatal(notes, err)
	}
	damage(append(notes, b.path)...)
	session, h := b.start(t, server, fixedTime)
	if _, err := session.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	if progress, err := h.Load(t.Context()); err != nil || !copied(progress) || !strings.Contains(progress.Notice, filepath.Base(notes[0])) {
		t.Errorf("both: %q, %v", progress.Notice, err)
	}
}
