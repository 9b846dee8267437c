package pane_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
	apisync "github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
)

// now is the clock of these tests, and cet the time zone of local days.
var (
	now = time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC)
	cet = time.FixedZone("CET", 3600)
)

// states caches the sandbox's accounts, each read once.
var states sync.Map

// accountOf is the state of one of the sandbox's accounts, read with the real client from the
// real server. Each call returns a copy.
func accountOf(t *testing.T, name string) *data.State {
	t.Helper()
	read, _ := states.LoadOrStore(name, sync.OnceValues(func() (data.State, error) {
		return readSandbox(sandbox.Options{State: name})
	}))
	return ownCopy(t, read)
}

// withoutBilling is the demo's account on a server that has only the public API.
func withoutBilling(t *testing.T) *data.State {
	t.Helper()
	read, _ := states.LoadOrStore("without billing", sync.OnceValues(func() (data.State, error) {
		return readSandbox(sandbox.Options{Wrap: publicOnly})
	}))
	s := ownCopy(t, read)
	s.Identity = account.Identity{
		Host: "api.artificialstudio.ai", BaseURL: model.ProductionAPI, KeySource: "ARTIFICIAL_STUDIO_API_KEY", KeyLast4: "a1b2",
	}
	return s
}

func ownCopy(t *testing.T, read any) *data.State {
	t.Helper()
	s, err := read.(func() (data.State, error))()
	if err != nil {
		t.Fatal(err)
	}
	s.Plans.Value, s.Packs.Value = slices.Clone(s.Plans.Value), slices.Clone(s.Packs.Value)
	return &s
}

// publicOnly answers billing endpoints as a server without them does.
func publicOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, path := range []string{"/api/plans", "/api/packs", "/api/subscription", "/api/transactions"} {
			if strings.HasPrefix(r.URL.Path, path) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusNotFound)
				_, _ = w.Write([]byte(`{"message": "Not found"}`))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// readSandbox starts a sandbox, reads all that the dashboard reads, and closes it.
func readSandbox(o sandbox.Options) (data.State, error) {
	o.Seed, o.Location, o.Now = 1, cet, func() time.Time { return now }
	server, err := sandbox.New(o)
	if err != nil {
		return data.State{}, err
	}
	if err = server.Start(); err != nil {
		return data.State{}, err
	}
	defer func() { _ = server.Close() }()
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true})
	if err != nil {
		return data.State{}, err
	}
	defer client.Close()
	return readState(context.Background(), apisync.New(client))
}

func readState(ctx context.Context, source *apisync.Reader) (data.State, error) {
	s := data.State{
		Identity: account.Identity{
			Sandbox: true, Host: "127.0.0.1:8787", BaseURL: "http://127.0.0.1:8787", KeySource: "the sandbox", KeyLast4: "a1b2",
		},
		Now: now, Location: cet, Opener: model.URLPolicy{Base: "http://127.0.0.1:8787"},
	}
	account, err := source.Account(ctx)
	if err != nil {
		return s, err
	}
	s.Account = found(account, model.Billed)
	subscription, from, err := source.Subscription(ctx)
	if err != nil {
		return s, err
	}
	s.Subscription = found(subscription, from)
	plans, from, err := source.Plans(ctx)
	if err != nil {
		return s, err
	}
	s.Plans = found(plans, from)
	packs, from, err := source.Packs(ctx)
	if err != nil {
		return s, err
	}
	s.Packs = found(packs, from)
	generations, err := source.Generations(ctx)
	if err != nil {
		return s, err
	}
	s.Generations = found(generations, model.Billed)
	page, from, err := source.Latest(ctx, 0)
	if err != nil {
		return s, err
	}
	builder := &history.Builder{}
	builder.Put(page.Rows...)
	digest, err := data.Summarize(ctx, history.Progress{Table: builder.Table(), Provenance: from, Total: page.Total, Whole: !page.HasMore}, now, cet)
	if err != nil {
		return s, err
	}
	s.History = found(digest, from)
	activity, err := insight.NewActivity(ctx, digest.Table.All(), nil, cet)
	if err != nil {
		return s, err
	}
	s.History.Value.Activity = activity
	budget, err := data.CheckBudget(data.DemoBudgets(), s.Account.Value.ID, activity, now)
	if err != nil {
		return s, err
	}
	s.Budget = found(budget, from)
	s.Visit = found(data.Visit{}, from)
	spending, err := insight.SpendingOf(ctx, digest.Progress, cet)
	if err != nil {
		return s, err
	}
	s.Spending = found(spending, from)
	catalogue, err := source.Catalogue(ctx)
	if err != nil {
		return s, err
	}
	costs, err := data.WorkOutCosts(ctx, catalogue, digest, now, cet)
	if err != nil {
		return s, err
	}
	costs.AsOf = now // the catalogue is read by the clock of the machine
	s.Costs = found(costs, from)
	search := data.NewestFirst()
	result, err := search.Run(ctx, digest.Table, data.SearchResult{}, cet)
	if err != nil {
		return s, err
	}
	s.SearchResult = found(result, from)
	return s, nil
}

// found is a resource that was read at the time of the tests.
func found[T any](value T, from model.Provenance) data.Resource[T] {
	return data.Resource[T]{Value: value, Loaded: true, Provenance: from, At: now}
}
