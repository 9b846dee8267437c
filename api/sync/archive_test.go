package sync_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// keeping opens a session that keeps its answers at a path.
func keeping(t *testing.T, server *sandbox.Server, path string) (*sync.Reader, *sync.Archive) {
	t.Helper()
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	kept, err := cache.Open(path, cache.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	local := sync.NewLocalCache(kept, time.Now)
	s := sync.New(client)
	s.KeepIn(local, nil, time.Now)
	return s, sync.NewArchive(s, local, time.Now)
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestFirstFrameHasWhatTheServerSaidLast(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 300})
	path := filepath.Join(t.TempDir(), "kept.db")
	s, archive := keeping(t, server, path)
	if _, ok := archive.Snapshot(); ok {
		t.Error("a snapshot before anything was fetched")
	}
	ctx := t.Context()
	account, _ := s.Account(ctx)
	sub, _, _ := s.Subscription(ctx)
	plans, _, _ := s.Plans(ctx)
	packs, _, _ := s.Packs(ctx)
	generations, err := s.Generations(ctx)
	if err != nil {
		t.Fatal(err)
	}
	progress, err := finish(archive)
	if err != nil {
		t.Fatal(err)
	}
	_, again := keeping(t, server, path)
	snapshot, ok := again.Snapshot()
	if !ok {
		t.Fatal("no snapshot")
	}
	for what, is := range map[string][2]any{
		"account":      {snapshot.Account.Value, account},
		"subscription": {snapshot.Subscription.Value, sub},
		"plans":        {snapshot.Plans.Value, plans},
		"packs":        {snapshot.Packs.Value, packs},
		"generations":  {snapshot.Generations.Value, generations[:len(snapshot.Generations.Value)]},
		"newest":       {snapshot.Newest.Value, rowsOf(progress.Table)[:50]},
	} {
		if got, want := asJSON(t, is[0]), asJSON(t, is[1]); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	if !snapshot.Account.Has || snapshot.Account.Provenance != model.Billed || time.Since(snapshot.Account.At) > time.Minute {
		t.Errorf("the account is %+v", snapshot.Account)
	}
	if len(snapshot.Generations.Value) == 0 || snapshot.Total != int64(progress.Table.Len()) {
		t.Errorf("%d generations, total %d", len(snapshot.Generations.Value), snapshot.Total)
	}
	before := w.count("GET /api/transactions")
	if loaded, err := again.Load(ctx); err != nil || !loaded.Whole || loaded.Table.Len() != progress.Table.Len() {
		t.Errorf("loaded %+v, %v", loaded, err)
	}
	if w.count("GET /api/transactions") != before {
		t.Error("loading asked the server")
	}
	if latest, err := again.Latest(ctx); err != nil || !latest.Whole || w.count("GET /api/transactions") != before+1 {
		t.Errorf("with nothing new: %d requests, %v", w.count("GET /api/transactions")-before, err)
	}
}

// Against the real server: rows that are added while pages are read, limits, and
// programs that end.
func TestEndsWithTheSandboxsHistory(t *testing.T) {
	_, w, server := open(t, sandbox.Options{Transactions: 350})
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 12 {
		path := filepath.Join(t.TempDir(), "kept.db")
		s, archive := keeping(t, server, path)
		for range random.IntN(8) {
			switch random.IntN(6) {
			case 0:
				_, _ = archive.Latest(t.Context())
			case 1, 2:
				_, _ = archive.Step(t.Context())
			case 3:
				spend(t, server)
			case 4:
				w.lack(http.StatusTooManyRequests, "transactions")
				if _, err := archive.Latest(t.Context()); model.KindOf(err) != model.RateLimited {
					t.Fatalf("a limit: %v", err)
				}
				w.lack(0)
			case 5:
				s, archive = keeping(t, server, path)
			}
		}
		progress, err := finish(archive)
		if err != nil {
			t.Fatal(err)
		}
		all, _, err := s.Search(t.Context(), "", time.Time{}, 0)
		if err == nil {
			err = sameJSON(rowsOf(progress.Table), all.Rows)
		}
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
}

// spend starts a generation, which is a row.
func spend(t *testing.T, server *sandbox.Server) {
	t.Helper()
	body := strings.NewReader(`{"tool":"create-image","input":{"model":"flux-schnell","prompt":"a lighthouse"}}`)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL()+"/api/run", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", server.Key())
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if resp.StatusCode != http.StatusAccepted {
		t.Fatalf("a run: %s", resp.Status)
	}
}

func TestDamagedCopyIsToldOnceAndBuiltAgain(t *testing.T) {
	ledger := &fakeLedger{pageRows: 100}
	ledger.grow(700)
	path := filepath.Join(t.TempDir(), "kept.db")
	if _, err := finish(openArchive(t, ledger, path, time.Now)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Repeat([]byte("garbage "), 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	archive := openArchive(t, ledger, path, time.Now)
	archive.Snapshot()
	progress, err := archive.Load(t.Context())
	if err != nil || !strings.Contains(progress.Notice, "damaged") || !strings.Contains(progress.Notice, "set aside") {
		t.Fatalf("%q, %v", progress.Notice, err)
	}
	if progress, err = finish(archive); err != nil || progress.Notice != "" || progress.Table.Len() != 700 {
		t.Fatalf("%q, %v", progress.Notice, err)
	}
	if progress, err = openArchive(t, ledger, path, time.Now).Load(t.Context()); err != nil || !progress.Whole || progress.Table.Len() != 700 {
		t.Errorf("it was not built again: %+v, %v", progress, err)
	}
}

func TestUnusableCopyIsToldOnceAndDoneWithout(t *testing.T) {
	ledger := &fakeLedger{pageRows: 100}
	ledger.grow(250)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	archive := openArchive(t, ledger, filepath.Join(file, "kept.db"), time.Now)
	told := 0
	for range 3 {
		progress, err := archive.Latest(t.Context())
		if err != nil || progress.Table.Len() == 0 {
			t.Fatal(err)
		}
		if progress.Notice != "" {
			told++
		}
	}
	if progress, err := finish(archive); err != nil || progress.Table.Len() != 250 || told != 1 {
		t.Errorf("told %d times, %v", told, err)
	}
}

// A copy that somebody removes, as by signing out elsewhere, is not made again.
func TestRemovedCopyStaysAway(t *testing.T) {
	ledger := &fakeLedger{pageRows: 100}
	ledger.grow(250)
	path := filepath.Join(t.TempDir(), "kept.db")
	archive := openArchive(t, ledger, path, time.Now)
	if _, err := finish(archive); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	ledger.grow(10)
	progress, err := archive.Latest(t.Context())
	if _, gone := os.Stat(path); err != nil || progress.Table.Len() != 260 || gone == nil || progress.Notice != "" {
		t.Errorf("%d rows, %v, %v, %q", progress.Table.Len(), err, gone, progress.Notice)
	}
}

// A server that counts in its own way is not read again for ever.
func TestServerThatCountsDifferently(t *testing.T) {
	ledger := &fakeLedger{pageRows: 100, miscount: -3}
	ledger.grow(1000)
	archive := openArchive(t, ledger, filepath.Join(t.TempDir(), "kept.db"), time.Now)
	var progress history.Progress
	for range 5 {
		var err error
		if progress, err = finish(archive); err != nil {
			t.Fatal(err)
		}
	}
	if progress.Table.Len() != 1000 || ledger.calls > 40 {
		t.Errorf("%d rows, %d calls", progress.Table.Len(), ledger.calls)
	}
}
