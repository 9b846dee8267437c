package sync_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	gosync "sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
)

func TestMain(m *testing.M) {
	if os.Getenv(childStore) != "" {
		os.Exit(syncing())
	}
	goleak.VerifyTestMain(m)
}

// wire stands between a session and a real sandbox: it counts what is asked, and
// can lack endpoints as a server of today does.
type wire struct {
	mu    gosync.Mutex
	lacks map[string]int                 // path to status
	fails []string                       // calls that the server fails at, "METHOD path"
	asked map[string]int                 // "METHOD path"
	bare  bool                           // transactions have no descriptions
	none  string                         // the path of a list that is empty
	odd   map[string]func(string) string // path to what becomes of its answers
	off   time.Duration                  // by which the time of answers is wrong
}

// misdate makes answers tell a time that is wrong.
func (w *wire) misdate(by time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.off = by
}

// change makes other answers of those of a path.
func (w *wire) change(path string, to func(string) string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.odd == nil {
		w.odd = map[string]func(string) string{}
	}
	w.odd[path] = to
}

// empty makes a list of the server empty, "" for none.
func (w *wire) empty(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.none = path
}

// fail makes the server fail at some calls, and at no others.
func (w *wire) fail(calls ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fails = calls
}

// hideDescriptions leaves descriptions out of transactions.
func (w *wire) hideDescriptions() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bare = true
}

// total is how much was asked in all.
func (w *wire) total() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, calls := range w.asked {
		n += calls
	}
	return n
}

// calls is how often each call was made.
func (w *wire) calls() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.asked)
}

func (w *wire) lack(status int, paths ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lacks = map[string]int{}
	for _, path := range paths {
		w.lacks["/api/"+path] = status
	}
}

func (w *wire) count(call string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[call]
}

func (w *wire) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.asked[r.Method+" "+r.URL.Path]++
		status, odd := w.lacks[r.URL.Path], w.odd[r.URL.Path]
		if w.bare && r.URL.Path == "/api/transactions" {
			odd = func(text string) string { return described.ReplaceAllString(text, `"description":""`) }
		}
		if slices.Contains(w.fails, r.Method+" "+r.URL.Path) {
			status = http.StatusInternalServerError
		}
		empty, off := w.none == r.URL.Path, w.off
		w.mu.Unlock()
		if empty {
			_, _ = io.WriteString(out, `{"data":[],"pagination":{"total":0,"limit":100,"offset":0,"hasMore":false}}`)
			return
		}
		if status != 0 {
			out.Header().Set("Content-Type", "application/json")
			out.WriteHeader(status)
			_, _ = io.WriteString(out, `{"message":"Not here"}`)
			return
		}
		if odd == nil && off == 0 {
			next.ServeHTTP(out, r)
			return
		}
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		maps.Copy(out.Header(), answer.Header())
		out.Header().Del("Content-Length")
		if at, err := http.ParseTime(answer.Header().Get("Date")); err == nil {
			out.Header().Set("Date", at.Add(off).Format(http.TimeFormat))
		}
		out.WriteHeader(answer.Code)
		text := answer.Body.String()
		if odd != nil {
			text = odd(text)
		}
		_, _ = io.WriteString(out, text)
	})
}

var described = regexp.MustCompile(`"description":"(?:[^"\\]|\\.)*"`)

// fixedTime is a fixed time, so that what a test sees does not depend on when it runs.
func fixedTime() time.Time { return time.Date(2026, time.November, 22, 13, 4, 0, 0, time.UTC) }

func open(t *testing.T, options sandbox.Options) (*sync.Reader, *wire, *sandbox.Server) {
	t.Helper()
	w := &wire{asked: map[string]int{}}
	options.Wrap = w.wrap
	server, err := sandbox.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return sync.New(client), w, server
}

func TestFallbacksSayWhereTheyComeFrom(t *testing.T) {
	for _, status := range []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			s, w, _ := open(t, sandbox.Options{Transactions: 50})
			w.lack(status, "plans", "packs", "transactions", "subscription")
			ctx := t.Context()
			if plans, provenance, err := s.Plans(ctx); err != nil || provenance != model.Documented || len(plans) != 4 || len(plans[0].Prices) != 0 {
				t.Errorf("plans: %v, %v, %v", plans, provenance, err)
			}
			if packs, provenance, err := s.Packs(ctx); err != nil || provenance != model.Unsupported || len(packs) != 0 {
				t.Errorf("packs: %v, %v, %v", packs, provenance, err)
			}
			if page, provenance, err := s.Latest(ctx, 0); err != nil || provenance != model.Unsupported || len(page.Rows) != 0 || page.HasMore {
				t.Errorf("transactions: %v, %v, %v", page, provenance, err)
			}
			sub, provenance, err := s.Subscription(ctx)
			if err != nil || provenance != model.Estimated || sub.Plan != "creator" || sub.Status != "" || !sub.Subscribed() {
				t.Errorf("subscription: %+v, %v, %v", sub, provenance, err)
			}
		})
	}
}

func TestFreeAccountWithoutSubscriptionEndpoint(t *testing.T) {
	s, w, _ := open(t, sandbox.Options{State: sandbox.StateFree})
	w.lack(http.StatusNotFound, "subscription")
	sub, provenance, err := s.Subscription(t.Context())
	if err != nil || provenance != model.Estimated || sub.Subscribed() || sub.Status != model.StatusNone {
		t.Errorf("%+v, %v, %v", sub, provenance, err)
	}
}

func TestLackingIsRememberedUntilAPersonAsks(t *testing.T) {
	s, w, _ := open(t, sandbox.Options{Transactions: 50})
	w.lack(http.StatusNotFound, "packs")
	for range 3 {
		if _, provenance, err := s.Packs(t.Context()); err != nil || provenance != model.Unsupported {
			t.Fatal(provenance, err)
		}
	}
	if n := w.count("GET /api/packs"); n != 1 {
		t.Errorf("asked %d times for what is known to be lacking", n)
	}
	w.lack(0)
	if _, provenance, _ := s.Packs(model.WithInteractive(t.Context())); provenance != model.Unsupported {
		t.Errorf("a start asks again: %v", provenance)
	}
	packs, provenance, err := s.Packs(model.WithForceRefresh(t.Context()))
	if err != nil || provenance != model.Billed || len(packs) == 0 {
		t.Errorf("a person's refresh: %v, %v, %v", packs, provenance, err)
	}
	if _, provenance, _ := s.Packs(t.Context()); provenance != model.Billed {
		t.Errorf("the background still believes it lacking: %v", provenance)
	}
}

func TestFailuresAreNoFallbacks(t *testing.T) {
	s, w, _ := open(t, sandbox.Options{Transactions: 50})
	w.lack(http.StatusInternalServerError, "plans", "packs", "transactions", "subscription")
	ctx := t.Context()
	_, _, plans := s.Plans(ctx)
	_, _, packs := s.Packs(ctx)
	_, _, rows := s.Latest(ctx, 0)
	_, _, sub := s.Subscription(ctx)
	for what, err := range map[string]error{"plans": plans, "packs": packs, "transactions": rows, "subscription": sub} {
		if model.KindOf(err) != model.ServerFailed {
			t.Errorf("%s: %v, want the server's failure", what, err)
		}
	}
}

// POSTs are never tried to find out what a server offers.
func TestNothingIsBoughtWherePlansAreNotServed(t *testing.T) {
	s, w, _ := open(t, sandbox.Options{Transactions: 50})
	w.lack(http.StatusNotFound, "plans")
	ctx := model.WithInteractive(t.Context())
	pack := model.Item{Kind: model.KindPack, Slug: "pack-s"}
	_, quote := s.Quote(ctx, pack)
	_, order := s.CreateCheckout(ctx, pack, "one")
	_, portal := s.Portal(ctx, "")
	for what, err := range map[string]error{"quote": quote, "checkout": order, "portal": portal} {
		if model.KindOf(err) != model.NotSupported {
			t.Errorf("%s: %v, want not offered", what, err)
		}
	}
	for _, call := range []string{"GET /api/quote", "POST /api/checkout", "POST /api/portal"} {
		if n := w.count(call); n != 0 {
			t.Errorf("%s was tried %d times", call, n)
		}
	}
}

func TestBuying(t *testing.T) {
	s, w, server := open(t, sandbox.Options{Transactions: 50})
	ctx := model.WithInteractive(t.Context())
	pack := model.Item{Kind: model.KindPack, Slug: "pack-s"}
	quote, err := s.Quote(ctx, pack)
	if err != nil || quote.CreditsNow != 500*model.Credit {
		t.Fatalf("%+v, %v", quote, err)
	}
	first, err := s.CreateCheckout(ctx, pack, "one")
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.CreateCheckout(ctx, pack, "one")
	if err != nil || again.ID != first.ID {
		t.Errorf("the same key gave %v and %v, %v", first.ID, again.ID, err)
	}
	if seen, err := s.Checkout(ctx, first.ID); err != nil || seen.Status != model.CheckoutOpen {
		t.Errorf("%+v, %v", seen, err)
	}
	if gone, err := s.CancelCheckout(ctx, first.ID); err != nil || gone.Status != model.CheckoutCanceled {
		t.Errorf("%+v, %v", gone, err)
	}
	if portal, err := s.Portal(ctx, ""); err != nil || (model.URLPolicy{Base: server.URL()}).CheckURL(portal.URL) != nil {
		t.Errorf("%+v, %v", portal, err)
	}
	if n := w.count("GET /api/plans"); n != 1 {
		t.Errorf("asked %d times whether the server sells", n)
	}
}

func TestLatestMeetsWhatIsKnown(t *testing.T) {
	s, w, _ := open(t, sandbox.Options{Transactions: 1500})
	newest, _, err := s.Latest(t.Context(), 0)
	if err != nil || len(newest.Rows) != 100 || !newest.HasMore {
		t.Fatalf("%d rows, more: %v, %v", len(newest.Rows), newest.HasMore, err)
	}
	top := newest.Rows[0].Seq
	for _, test := range []struct {
		behind int64 // rows that came since
		pages  int
	}{{0, 1}, {99, 1}, {100, 1}, {101, 2}, {350, 4}, {999, 10}, {1400, 10}} {
		before := w.count("GET /api/transactions")
		page, provenance, err := s.Latest(t.Context(), top-test.behind)
		if err != nil || provenance != model.Billed {
			t.Fatal(provenance, err)
		}
		if got := w.count("GET /api/transactions") - before; got != test.pages {
			t.Errorf("%d rows behind: %d pages, want %d", test.behind, got, test.pages)
		}
		for i, row := range page.Rows {
			if row.Seq != top-int64(i) {
				t.Fatalf("%d rows behind: row %d has sequence number %d, want %d", test.behind, i, row.Seq, top-int64(i))
			}
		}
		if older, err := s.Older(t.Context(), page.NextCursor); err != nil || older.Rows[0].Seq != page.Rows[len(page.Rows)-1].Seq-1 {
			t.Errorf("%d rows behind: the next page does not follow: %v", test.behind, err)
		}
	}
}

func TestSearch(t *testing.T) {
	s, _, _ := open(t, sandbox.Options{Transactions: 450})
	ctx := context.Background()
	all, provenance, err := s.Search(ctx, "", time.Time{}, 0)
	if err != nil || provenance != model.Billed || int64(len(all.Rows)) != all.Total || all.HasMore || len(all.Rows) < 400 {
		t.Fatalf("%d of %d rows, more: %v, %v", len(all.Rows), all.Total, all.HasMore, err)
	}
	some, _, err := s.Search(ctx, "", time.Time{}, 250)
	if err != nil || len(some.Rows) != 250 || !some.HasMore {
		t.Errorf("%d rows, more: %v, %v", len(some.Rows), some.HasMore, err)
	}
	since := all.Rows[149].CreatedAt.Time
	found, _, err := s.Search(ctx, model.TypeRefund, since, 0)
	if err != nil {
		t.Fatal(err)
	}
	var want []model.ID
	for _, row := range all.Rows {
		if row.Type == model.TypeRefund && !row.CreatedAt.Before(since) {
			want = append(want, row.ID)
		}
	}
	if len(found.Rows) != len(want) {
		t.Fatalf("%d refunds, want %d", len(found.Rows), len(want))
	}
	for i, row := range found.Rows {
		if row.ID != want[i] {
			t.Errorf("row %d is %v, want %v", i, row.ID, want[i])
		}
	}
}

func TestRowsWithoutEndAreAnError(t *testing.T) {
	endless := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/api/transactions" {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"data":[],"pagination":{"total":9,"limit":100,"hasMore":true,"nextCursor":"again"}}`)
		})
	}
	server, err := sandbox.New(sandbox.Options{Transactions: 50, Wrap: endless})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: server.Key(), Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { client.Close(); _ = server.Close() }()
	s := sync.New(client)
	if _, _, err := s.Search(t.Context(), "", time.Time{}, 0); model.KindOf(err) != model.BadResponse {
		t.Errorf("search: %v", err)
	}
	if page, _, err := s.Latest(t.Context(), 5); err != nil || len(page.Rows) != 0 {
		t.Errorf("latest: %v, %v", page, err)
	}
}
