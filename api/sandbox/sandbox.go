// Package sandbox is an API server for trying the dashboard, or developing against the API,
// without an account: a real HTTP server on a loopback port that serves the documented
// endpoints and the billing ones over a real ledger, in which the rules of credits hold
// under concurrent requests.
//
// The account in it, its past and the prices are made up, from a seed: the same seed and
// clock give the same account. No card is charged and nothing leaves the machine. It does
// not model the internals of the service, and only the demo and the tests depend on it.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Options describe the account and how to serve it. The zero value is the demo account on a
// free port, with the real clock and no activity.
type Options struct {
	Addr         string           // loopback host and port; "127.0.0.1:0" if empty
	Seed         uint64           // for all generated data
	Now          func() time.Time // the clock; time.Now if nil
	Transactions int              // rows of the history; 0 for the demo's own number, about 4,000
	State        string           // one of States, or "" for the demo account
	Live         bool             // the customer goes on working while the sandbox runs
	RateLimits   bool             // answer 429 past the documented limits
	Location     *time.Location   // of the customer's working hours; time.Local if nil
	SessionLife  time.Duration    // of a checkout session; 30 minutes if 0
	CreditsDelay time.Duration    // between a payment and its credits
	// PricesByInput makes the customer also run models with prices that depend on inputs,
	// and others with units that no input counts.
	PricesByInput bool
	// Events adds notable events to the demo account's past: a spree, a price increase, a
	// model that fails often.
	Events     bool
	NoPayloads bool // lists of generations do not include payloads
	// Wrap wraps the server's handler, for tests that inject faults.
	Wrap func(http.Handler) http.Handler
}

// Stats counts operations since the sandbox began, without its generated past.
type Stats struct {
	SessionsCreated int // checkout sessions, not requests for them
	Payments        int // sessions paid
	Runs            int // generations accepted by POST /api/run
	Refunds         int // of failed generations
	Elsewhere       int // purchases by BuyElsewhere and SubscribeElsewhere, which the other counts exclude
}

// Server is a running sandbox. Its methods may be called from any goroutine.
type Server struct {
	options Options
	key     string
	now     func() time.Time

	mu      sync.Mutex
	account *account
	limits  limits
	devices devices

	listener net.Listener
	server   *http.Server
	served   chan error
}

// New returns a sandbox with its account; Start serves it. It returns an error for an
// unknown state and for an address that is not on loopback.
func New(o Options) (*Server, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Location == nil {
		o.Location = time.Local
	}
	if o.SessionLife == 0 {
		o.SessionLife = 30 * time.Minute
	}
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return nil, fmt.Errorf("address of the sandbox: %w", err)
	}
	if !model.IsLoopback(host) {
		return nil, fmt.Errorf("the sandbox serves this machine only: %q is not a loopback address", o.Addr)
	}
	if o.Transactions < 0 || o.Transactions > 5_000_000 {
		return nil, fmt.Errorf("the sandbox makes up to 5,000,000 transactions, not %d", o.Transactions)
	}
	a, err := newAccount(o, o.Now())
	if err != nil {
		return nil, err
	}
	a.delay = o.CreditsDelay
	random := rand.New(rand.NewPCG(o.Seed, mulA^mulB))
	return &Server{
		options: o, key: fmt.Sprintf("prod_sandbox_%016x", random.Uint64()), now: o.Now, account: a,
		devices: devices{random: random},
	}, nil
}

// Start listens and serves until Close.
func (s *Server) Start() error {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", s.options.Addr)
	if err != nil {
		return fmt.Errorf("start the sandbox: %w", err)
	}
	s.listener = listener
	s.server = &http.Server{
		Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
	}
	s.served = make(chan error, 1)
	go func() { s.served <- s.server.Serve(listener) }()
	return nil
}

// Close stops serving. Requests in progress have a short time to end.
func (s *Server) Close() error {
	if s.server == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err := s.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.server.Close()
	}
	if served := <-s.served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	s.server = nil
	return err
}

// URL is the base URL, without a slash at the end. It is known once started.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Key is the API key of the account. It is valid for this sandbox only.
func (s *Server) Key() string { return s.key }

// Stats returns the counts so far.
func (s *Server) Stats() Stats {
	var stats Stats
	s.do(func(a *account, _ time.Time) { stats = a.stats })
	return stats
}

// do gives a function the account as it is now, alone.
func (s *Server) do(f func(a *account, now time.Time)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now().Truncate(time.Millisecond)
	s.account.advance(now)
	f(s.account, now)
}

// Tick processes everything that is due by the clock. Every request does so too; tests that
// move the clock can call it at a certain point.
func (s *Server) Tick() { s.do(func(*account, time.Time) {}) }

// ExpireSession expires a checkout session.
func (s *Server) ExpireSession(id string) {
	s.do(func(a *account, now time.Time) {
		if session, ok := a.findSession(id); ok && session.expires.After(now) {
			session.expires = now
		}
	})
}

// PayLater delays the outcome of payments from now on: after that they succeed, or fail.
func (s *Server) PayLater(after time.Duration, fails bool) {
	s.do(func(a *account, _ time.Time) { a.later = laterPayment{after, fails} })
}

// OpenElsewhere opens a session as the website would, and returns its id.
func (s *Server) OpenElsewhere(item model.Item) (session string, err error) {
	s.do(func(a *account, now time.Time) {
		made, no := a.open(item, fmt.Sprintf("elsewhere-%d", len(a.sessions)), now)
		if no != nil {
			err = no
			return
		}
		session = made.id
	})
	return session, err
}

// DelayCredits sets the delay between payments from now on and their credits. Earlier
// payments keep their own delay.
func (s *Server) DelayCredits(delay time.Duration) {
	s.do(func(a *account, _ time.Time) { a.delay = delay })
}

// BuyElsewhere buys a pack as another window or the website would, at once, and returns the
// id of its session.
func (s *Server) BuyElsewhere(pack string) (session string, err error) {
	return s.payElsewhere(model.Item{Kind: model.KindPack, Slug: pack})
}

// SubscribeElsewhere subscribes to a plan likewise, paid by the month.
func (s *Server) SubscribeElsewhere(plan string) (session string, err error) {
	return s.payElsewhere(model.Item{Kind: model.KindPlan, Slug: plan, Interval: model.Monthly})
}

func (s *Server) payElsewhere(item model.Item) (session string, err error) {
	s.do(func(a *account, now time.Time) {
		stats := a.stats
		key := fmt.Sprintf("elsewhere-%d", len(a.sessions))
		made, no := a.open(item, key, now)
		if no == nil {
			no = a.pay(made, now)
		}
		if no != nil {
			err = no
			return
		}
		session = made.id
		a.stats = stats
		a.stats.Elsewhere++
	})
	return session, err
}
