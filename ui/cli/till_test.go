package cli_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"path"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/session"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/cli"
)

// till is a test environment for purchases on the command line: the program's own
// parts, a sandbox, a store of orders, and a scripted browser. At the end the counts
// must agree: a session for each order, a payment for each arrival.
type till struct {
	t         *testing.T
	server    *sandbox.Server
	account   model.ID
	dir       string                          // of the orders
	host      string                          // that they are stored for
	ahead     atomic.Int64                    // of the clock, in nanoseconds
	serve     atomic.Pointer[func(*exchange)] // answers in place of the sandbox, where it does
	deps      cli.Deps
	alter     func(*account.Session) // alters opened sessions; may be nil
	opened    []model.URL
	browse    func(model.URL) // the browser's action on an opened page
	without   string          // why there is no browser, if there is none
	strangers int             // sessions without a stored order, made by the test
}

// exchange is one request and its response.
type exchange struct {
	w        http.ResponseWriter
	r        *http.Request
	sandbox  http.Handler
	answered bool
}

func (x *exchange) answer(status int, body string) {
	x.answered = true
	x.w.Header().Set("Content-Type", "application/json")
	x.w.WriteHeader(status)
	_, _ = io.WriteString(x.w, body)
}

// lose forwards the request to the sandbox, and responds with an error.
func (x *exchange) lose() {
	x.sandbox.ServeHTTP(unheard{http.Header{}}, x.r)
	x.answer(http.StatusInternalServerError, `{"message":"lost"}`)
}

// unheard is a ResponseWriter that discards the response.
type unheard struct{ header http.Header }

func (u unheard) Header() http.Header         { return u.header }
func (u unheard) Write(b []byte) (int, error) { return len(b), nil }
func (u unheard) WriteHeader(int)             {}

func newTill(t *testing.T, demo string) *till {
	t.Helper()
	s := &till{t: t, dir: t.TempDir(), host: "sandbox"}
	now := func() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }
	options := sandbox.Options{Seed: 42, Location: time.UTC, State: demo, Now: now, Wrap: s.wrap}
	if demo == "" {
		options.Transactions = 300
	}
	var err error
	if s.server, err = sandbox.New(options); err != nil {
		t.Fatal(err)
	}
	if err := s.server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.server.Close() })
	client := s.client()
	found, err := client.Account(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.account = found.ID
	client.Close()
	t.Cleanup(s.checkBooks)
	env := map[string]string{auth.EnvKey: s.server.Key(), "STUDIO_TUI_API_URL": s.server.URL()}
	s.deps = cli.Deps{
		Env: func(name string) string { return env[name] }, Now: now, Location: time.UTC, NewKey: rand.Text, DemoStates: sandbox.States,
		Policy: model.PollPolicy{Initial: 5 * time.Millisecond, Max: 20 * time.Millisecond, Timeout: time.Minute},
	}
	s.deps.Accounts = func(target account.Target) (cli.Accounts, error) {
		target.NoCache = true // a reused port is another server
		accounts, err := session.New(session.Options{Target: target, Env: s.deps.Env})
		return tillAccounts{accounts, s}, err
	}
	return s
}

// tillAccounts opens sessions that store their orders in a till.
type tillAccounts struct {
	cli.Accounts
	till *till
}

func (a tillAccounts) OpenSession(ctx context.Context) (account.Session, error) {
	opened, err := a.Accounts.OpenSession(ctx)
	if err != nil {
		return opened, err
	}
	store, err := state.Open(a.till.dir, state.Options{Now: a.till.deps.Now})
	opened.Orders, opened.Browser = store.OrderStore(a.till.host), a.till
	if a.till.alter != nil {
		a.till.alter(&opened)
	}
	return opened, err
}

func (s *till) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{w: w, r: r, sandbox: next}
		if serve := s.serve.Load(); serve != nil {
			(*serve)(x)
		}
		if !x.answered {
			next.ServeHTTP(w, r)
		}
	})
}

// answering answers requests that create a session, in place of the sandbox.
func (s *till) answering(create func(x *exchange)) {
	serve := func(x *exchange) {
		if x.r.Method == http.MethodPost && x.r.URL.Path == "/api/checkout" {
			create(x)
		}
	}
	s.serve.Store(&serve)
}

// Open implements [account.Browser].
func (s *till) Open(_ context.Context, address model.URL) error {
	if s.without != "" {
		return &model.Error{Detail: s.without}
	}
	s.opened = append(s.opened, address)
	if s.browse != nil {
		s.browse(address)
	}
	return nil
}

// Available implements [account.Browser].
func (s *till) Available() (bool, string) { return s.without == "", s.without }

// ended is the result of a command.
type ended struct {
	t           *testing.T
	code        int
	out, errout string
}

// run runs a command without a terminal.
func (s *till) run(args ...string) ended { s.t.Helper(); return s.runAs(s.t.Context(), nil, args) }

// answer runs a command on a terminal with typed input.
func (s *till) answer(typed io.Reader, args ...string) ended {
	s.t.Helper()
	return s.runAs(s.t.Context(), typed, args)
}

func (s *till) runAs(ctx context.Context, typed io.Reader, args []string) ended {
	s.t.Helper()
	var out, errout bytes.Buffer
	deps := s.deps
	deps.Streams = cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errout}
	if typed != nil {
		deps.Streams.In, deps.Streams.InTTY = typed, true
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	code := cli.Run(ctx, deps, args)
	if strings.Contains(out.String()+errout.String(), s.server.Key()) {
		s.t.Error("the key was written")
	}
	return ended{s.t, code, out.String(), errout.String()}
}

// with checks the exit code and the texts in stdout and stderr.
func (e ended) with(code int, out string, errout ...string) ended {
	e.t.Helper()
	if e.code != code {
		e.t.Errorf("exit code %d, want %d", e.code, code)
	}
	if !strings.Contains(e.out, out) || (out == "" && e.out != "") {
		e.t.Errorf("stdout has no %q", out)
	}
	for _, want := range errout {
		if !strings.Contains(e.errout, want) {
			e.t.Errorf("stderr has no %q", want)
		}
	}
	if e.t.Failed() {
		e.t.Fatalf("stdout:\n%s\nstderr:\n%s", e.out, e.errout)
	}
	return e
}

// printedOrder is an order as commands print it, with null for what it lacks.
type printedOrder struct {
	model.Order
	Arrived *model.Credits `json:"credits"`
	After   *model.Credits `json:"balanceAfter"`
}

// outcome is the output of a command with --json.
func (e ended) outcome() (told struct {
	Outcome string
	Order   *printedOrder
	Sandbox bool
},
) {
	e.t.Helper()
	if err := json.Unmarshal([]byte(e.out), &told); err != nil {
		e.t.Fatalf("%v\n%s", err, e.out)
	}
	return told
}

// pay pays on a page, as a browser does.
func (s *till) pay(address model.URL) {
	t := s.t
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, string(address)+"/pay", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", req.URL.Scheme+"://"+req.URL.Host)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode >= 400 {
		t.Fatalf("%s/pay: %s", address, answer.Status)
	}
}

func (s *till) client() *api.Client {
	s.t.Helper()
	client, err := api.New(api.Options{BaseURL: s.server.URL(), Key: s.server.Key(), Unlimited: true})
	if err != nil {
		s.t.Fatal(err)
	}
	return client
}

// counts checks the sandbox's counts.
func (s *till) counts(sessions, payments int) {
	s.t.Helper()
	if stats := s.server.Stats(); stats.SessionsCreated != sessions || stats.Payments != payments {
		s.t.Errorf("%d sessions and %d payments, want %d and %d", stats.SessionsCreated, stats.Payments, sessions, payments)
	}
}

// kept are the stored orders, newest first.
func (s *till) kept() []model.Order {
	s.t.Helper()
	store, err := state.Open(s.dir, state.Options{Now: s.deps.Now})
	if err != nil {
		s.t.Fatal(err)
	}
	orders, err := store.OrderStore(s.host).ListByAccount(s.account)
	if err != nil {
		s.t.Fatal(err)
	}
	return orders
}

// checkBooks compares the stored orders with the sandbox's counts.
func (s *till) checkBooks() {
	sessions := map[string]bool{}
	for _, order := range s.kept() {
		if order.SessionID != "" && !strings.HasPrefix(order.SessionID, "cs_foreign") {
			sessions[order.SessionID] = true
		}
	}
	if stats := s.server.Stats(); stats.SessionsCreated != len(sessions)+s.strangers {
		s.t.Errorf("%d sessions were created for %d orders and %d strangers", stats.SessionsCreated, len(sessions), s.strangers)
	}
}

// sessionOf is the id of a page's session.
func sessionOf(address model.URL) string { return path.Base(string(address)) }
