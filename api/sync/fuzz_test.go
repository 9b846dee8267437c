package sync_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model/history"
)

// answers are what a server says at some paths; it has no others.
type answers map[string]string

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	body, has := a[r.URL.Path]
	status := http.StatusOK
	if !has {
		status, body = http.StatusNotFound, `{"message":"Not found"}`
	}
	return &http.Response{
		Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

const (
	fuzzAccount     = `{"id":"a1","email":"a@b","credits":9,"plan":"free","createdAt":"2026-01-15T10:30:00.000Z"}`
	fuzzLedger      = `{"data":[{"id":"2","seq":2,"type":"generation","amount":-4,"balance":5,"createdAt":"2026-11-22T10:30:00.000Z"},{"id":"1","seq":1,"type":"bonus","amount":9,"balance":9,"createdAt":"2026-11-21T10:30:00.000Z"}],"pagination":{"total":2,"hasMore":false}}`
	fuzzGenerations = `{"data":[{"id":"1","status":"success","tool":"t","type":"image","payload":{"prompt":"p"},"createdAt":"2026-11-21T10:30:00.000Z"}],"pagination":{"total":1,"hasMore":false}}`
)

// wholeTable checks that what was read of a history can be counted on: rows in order, each
// once, and sums over all of them.
func wholeTable(t *testing.T, table *history.Table) {
	t.Helper()
	rows := rowsOf(table) // newest first
	for i := 1; i < len(rows); i++ {
		above, row := rows[i-1], rows[i]
		if row.Seq > above.Seq || (row.Seq == above.Seq && row.ID == above.ID) {
			t.Fatalf("row %d (%d %q) is not below %d %q", i, row.Seq, row.ID, above.Seq, above.ID)
		}
	}
	if table != nil && table.Sums().Rows != len(rows) {
		t.Fatalf("%d rows, the sums have %d", len(rows), table.Sums().Rows)
	}
}

// FuzzPages reads histories of any pages of transactions and generations. Reading ends, and
// what the local copy has is what was read.
func FuzzPages(f *testing.F) {
	f.Add(fuzzLedger, fuzzGenerations, true)
	f.Add(fuzzLedger, fuzzGenerations, false)
	f.Add(strings.ReplaceAll(fuzzLedger, `"hasMore":false`, `"hasMore":true,"nextCursor":"c"`), `{"data":[{}],"pagination":{}}`, true)
	f.Add(`{"data":[{"id":"1","seq":9223372036854775807,"type":"","amount":-9e12,"balance":9e12,"createdAt":"0001-01-01T00:00:00Z"},null,7],"pagination":{"hasMore":true,"nextCursor":""}}`, `[]`, true)
	f.Add("", strings.ReplaceAll(fuzzGenerations, `"hasMore":false`, `"hasMore":true`), false)
	f.Fuzz(func(t *testing.T, ledger, generations string, served bool) {
		server := answers{"/api/account": fuzzAccount, "/api/generations": generations}
		if served {
			server["/api/transactions"] = ledger
		}
		path := filepath.Join(t.TempDir(), "kept.db")
		read := func(steps int) *history.Table {
			client, err := api.New(api.Options{BaseURL: "http://127.0.0.1:1", Key: "prod_0123456789abcdef", Transport: server, Unlimited: true, Retries: -1})
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			kept, err := cache.Open(path, cache.Options{NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			local := sync.NewLocalCache(kept, time.Now)
			session := sync.New(client)
			session.KeepIn(local, nil, time.Now)
			h := sync.NewHistory(session, local, time.Now)
			progress, err := h.Load(context.Background())
			if steps > 0 {
				progress, err = h.Latest(context.Background())
			}
			for ; err == nil && progress.More && steps > 0; steps-- {
				progress, err = h.Step(context.Background())
			}
			if err != nil && err.Error() == "" {
				t.Error("an error without a text")
			}
			wholeTable(t, progress.Table)
			return progress.Table
		}
		table := read(5)
		if again := read(0); table != nil && again != nil && again.Len() > table.Len() {
			t.Errorf("%d rows were read, %d are in the copy", table.Len(), again.Len())
		}
	})
}

// FuzzSnapshots starts with a local copy whose snapshots are any JSON: it is read, or as
// good as none.
func FuzzSnapshots(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `[]`, `"x"`, `{"Value":{"credits":1},"Has":true}`, `{"top":-1,"cursor":"c","done":true}`,
		`{"total":-5,"owner":"a1","below":9223372036854775807,"asked":[{"From":5,"To":1}]}`, `{"offset":1e99}`,
	} {
		f.Add(seed)
	}
	names := []cache.Name{
		cache.AccountSnapshot, cache.SubscriptionSnapshot, cache.PlansSnapshot, cache.PacksSnapshot, cache.GenerationsSnapshot,
		cache.NewestSnapshot, cache.ToolsSnapshot, "prompts", "served", "leftout", "transactions", "generations",
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !json.Valid([]byte(text)) {
			return
		}
		kept, err := cache.Open(filepath.Join(t.TempDir(), "kept.db"), cache.Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if err := cache.WriteSnapshot(kept, name, json.RawMessage(text), time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		server := answers{"/api/account": fuzzAccount, "/api/transactions": fuzzLedger, "/api/generations": fuzzGenerations}
		client, err := api.New(api.Options{BaseURL: "http://127.0.0.1:1", Key: "prod_0123456789abcdef", Transport: server, Unlimited: true, Retries: -1})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		local := sync.NewLocalCache(kept, time.Now)
		session := sync.New(client)
		session.KeepIn(local, nil, time.Now)
		local.Snapshot()
		h := sync.NewHistory(session, local, time.Now)
		if progress, err := h.Load(t.Context()); err == nil {
			wholeTable(t, progress.Table)
		}
		progress, err := h.Latest(t.Context())
		for range 5 {
			if err != nil || !progress.More {
				break
			}
			progress, err = h.Step(t.Context())
		}
		if err != nil {
			t.Fatalf("with %s in the copy: %v", text, err)
		}
		if wholeTable(t, progress.Table); progress.Table.Len() != 2 {
			t.Errorf("with %s in the copy %d rows are read", text, progress.Table.Len())
		}
	})
}
