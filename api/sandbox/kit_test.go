package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"go.uber.org/goleak"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is when the tests take place.
var noon = time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)

// handClock is a clock that is moved by hand.
type handClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *handClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *handClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// box is a sandbox that is served, with the clock in hand. Everything that its
// API answers is held against the contract.
type box struct {
	*Server
	t     *testing.T
	clock *handClock
	web   *http.Client
}

func serve(t *testing.T, o Options) *box {
	t.Helper()
	b := &box{t: t, clock: &handClock{at: noon}}
	o.Now, o.Location, o.Wrap = b.clock.now, time.UTC, func(h http.Handler) http.Handler { return contracted(t, h) }
	server, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 100}
	b.Server, b.web = server, &http.Client{Transport: transport}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Error("close:", err)
		}
	})
	return b
}

// contract finds the operation of a request in api/openapi.yaml.
var contract = sync.OnceValues(func() (routers.Router, error) {
	document, err := openapi3.NewLoader().LoadFromData(api.Contract)
	if err != nil {
		return nil, err
	}
	document.Servers = nil
	// The validator takes a schema without a type to refuse null, which JSON
	// Schema does not.
	for _, open := range []string{"output", "error"} {
		document.Components.Schemas["Generation"].Value.Properties[open].Value.Type = &openapi3.Types{"null", "string", "object", "array", "number", "boolean"}
	}
	return legacy.NewRouter(document, openapi3.DisableExamplesValidation())
})

// contracted checks every answer of the API against the contract.
func contracted(t *testing.T, next http.Handler) http.Handler {
	router, err := contract()
	if err != nil {
		t.Fatal("contract:", err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := r.Clone(r.Context())
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		if route, path, err := router.FindRoute(asked); err == nil {
			err := openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
				RequestValidationInput: &openapi3filter.RequestValidationInput{Request: asked, PathParams: path, Route: route},
				Status:                 recorder.Code, Header: recorder.Header(),
				Body: io.NopCloser(bytes.NewReader(recorder.Body.Bytes())),
			})
			if err != nil {
				t.Errorf("%s %s answers against the contract: %v", r.Method, r.URL, err)
			}
		}
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes())
	})
}

// reply is an answer read to its end.
type reply struct {
	status int
	header http.Header
	body   string
}

// do sends a request with the headers of change.
func (b *box) send(method, path, body string, change ...func(*http.Request)) reply {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.URL()+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range change {
		c(r)
	}
	response, err := b.web.Do(r)
	if err != nil {
		b.t.Error(err)
		return reply{}
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Error(err)
	}
	return reply{response.StatusCode, response.Header, string(text)}
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// call uses the API with the key.
func (b *box) call(method, path, body string, change ...func(*http.Request)) reply {
	b.t.Helper()
	return b.send(method, path, body, append([]func(*http.Request){header("Authorization", b.Key())}, change...)...)
}

// get reads an answer of the API, which has to be 200.
func get[T any](b *box, path string) T {
	b.t.Helper()
	return read[T](b, b.call(http.MethodGet, path, ""), http.StatusOK)
}

func read[T any](b *box, answer reply, status int) T {
	b.t.Helper()
	var value T
	if answer.status != status {
		b.t.Fatalf("status %d, want %d: %s", answer.status, status, answer.body)
	}
	if err := json.Unmarshal([]byte(answer.body), &value); err != nil {
		b.t.Fatal(err)
	}
	return value
}

// press sends a form as a browser does from the sandbox's own page.
func (b *box) press(path string, values url.Values) reply {
	b.t.Helper()
	return b.send(http.MethodPost, path, values.Encode(), header("Content-Type", "application/x-www-form-urlencoded"),
		header("Sec-Fetch-Site", "same-origin"), header("Origin", b.URL()), header("Accept", "text/html"))
}

// order opens a checkout session.
func (b *box) order(key, body string) reply {
	b.t.Helper()
	return b.call(http.MethodPost, "/api/checkout", body, header("Idempotency-Key", key))
}

const (
	packM    = `{"kind":"pack","slug":"pack-m"}`
	proMonth = `{"kind":"plan","slug":"pro","interval":"month"}`
)

func (b *box) opened(key, body string) model.Checkout {
	b.t.Helper()
	return read[model.Checkout](b, b.order(key, body), http.StatusCreated)
}

func (b *box) session(id string) model.Checkout {
	b.t.Helper()
	return get[model.Checkout](b, "/api/checkout/"+id)
}

// history reads all transactions through the pages of the API, newest first.
func (b *box) history(query string) []model.Transaction {
	b.t.Helper()
	var rows []model.Transaction
	for cursor := ""; ; {
		page := get[transactionPage](b, "/api/transactions?limit=100"+query+"&cursor="+cursor)
		rows = append(rows, page.Data...)
		if !page.Pagination.HasMore {
			return rows
		}
		if cursor = page.Pagination.NextCursor; cursor == "" {
			b.t.Fatal("there is more, and no cursor to it")
		}
	}
}

type transactionPage struct {
	Data       []model.Transaction
	Pagination struct {
		Total      int
		HasMore    bool
		NextCursor string
	}
}

// allRows are an account's rows newest first, without the network.
func (a *account) allRows() []model.Transaction {
	rows := make([]model.Transaction, 0, len(a.ledger.rows))
	for i := len(a.ledger.rows) - 1; i >= 0; i-- {
		rows = append(rows, a.transaction(int32(i), ""))
	}
	return rows
}

// sound says what is wrong with a history, newest first, that ends at a balance:
// the sums, the order, and that failed generations are given back once, in full.
func sound(rows []model.Transaction, balance model.Credits) error {
	for i := range max(len(rows)-1, 0) {
		if row, before := rows[i], rows[i+1]; row.Seq != before.Seq+1 || row.Balance != before.Balance+row.Amount {
			return fmt.Errorf("row %d: balance %s after row %d with %s", row.Seq, row.Balance, before.Seq, before.Balance)
		}
	}
	if len(rows) > 0 && rows[0].Balance != balance {
		return fmt.Errorf("the account has %s and its last row %s", balance, rows[0].Balance)
	}
	known := map[model.ID]model.Transaction{}
	refunded := map[model.ID]bool{}
	for i := len(rows) - 1; i >= 0; i-- {
		row := rows[i]
		switch {
		case row.Balance < 0:
			return fmt.Errorf("row %d: balance %s", row.Seq, row.Balance)
		case i == len(rows)-1 && (row.Seq != 1 || row.Balance != row.Amount):
			return fmt.Errorf("the first row is %d with balance %s after %s", row.Seq, row.Balance, row.Amount)
		case i < len(rows)-1 && row.CreatedAt.Before(rows[i+1].CreatedAt.Time):
			return fmt.Errorf("row %d is older than the one before it", row.Seq)
		case (row.Type == model.TypeGeneration) != (row.Amount < 0):
			return fmt.Errorf("row %d: a %s of %s", row.Seq, row.Type, row.Amount)
		case known[row.ID].ID != "":
			return fmt.Errorf("row %d has the id of another", row.Seq)
		}
		known[row.ID] = row
		if row.Type != model.TypeRefund {
			continue
		}
		debit := known[row.RefundOf]
		if debit.Type != model.TypeGeneration || debit.Amount != -row.Amount || debit.GenerationID != row.GenerationID || refunded[debit.ID] {
			return fmt.Errorf("row %d gives back %s, which is %+v (refunded before: %v)", row.Seq, row.RefundOf, debit, refunded[debit.ID])
		}
		refunded[debit.ID] = true
	}
	return nil
}
