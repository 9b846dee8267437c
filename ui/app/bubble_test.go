package app_test

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/apitest"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/app"
	"github.com/studio-tui/studio-tui/ui/data"
)

// world is the program in a synctest bubble, where hours pass at once: the real client
// with its timeouts, rate limit and retries, a network in memory, and a server of the
// documented API. Time passes only in [world.pass].
type world struct {
	account.Manager // for methods that no test calls
	t               *testing.T
	app             *app.App
	weather         *apitest.Weather
	server          *apitest.Server // nil: the sandbox is behind the simulated network
	sandbox         *sandbox.Server
	network         *apitest.Network
	base            string
	key             string
	drift           offset        // error of the program's clock
	slept           offset        // time during which the machine slept, without any timer firing
	start           time.Duration // from the bubble's clock to the tests' start time
	results         chan tea.Msg
	local           *cache.Store
	notes           sync.ObservationStore
	every           time.Duration
	orders          account.Orders // of earlier runs; nil for none
	opened          []model.URL
	timers          int
	quit            bool
}

// inWeather runs a test in a bubble, on a server of the documented API.
func inWeather(t *testing.T, o apitest.Options, test func(w *world)) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		o.Seed, o.Now = 1, w.clock
		w.server = apitest.New(o)
		w.weather, w.key, w.base = w.server.Weather, w.server.Key(), "http://localhost"
		w.server.ServeOn(w.network)
		defer func() { _ = w.server.Close() }()
		test(w)
	})
}

// inSandbox runs a test in a bubble, on the sandbox with its documented limits. It
// listens outside the bubble, which gives it its address, and receives requests inside.
func inSandbox(t *testing.T, o sandbox.Options, test func(w *world)) {
	var inside *world
	var handler http.Handler
	o.Seed, o.Location, o.RateLimits = 1, cet, true
	o.Now = func() time.Time {
		if inside == nil {
			return noon
		}
		return inside.clock()
	}
	o.Wrap = func(next http.Handler) http.Handler { handler = next; return next }
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		inside = w
		w.weather, w.sandbox = apitest.NewWeather(w.clock), server
		w.key, w.base = server.Key(), server.URL()
		serving := &http.Server{Handler: w.weather.Wrap(handler)}
		go func() { _ = serving.Serve(w.network) }()
		defer func() { _ = serving.Close() }()
		test(w)
	})
}

func newWorld(t *testing.T) *world {
	return &world{t: t, network: apitest.NewNetwork(), results: make(chan tea.Msg), start: time.Until(noon)}
}

// clock is the true time, and now the program's.
func (w *world) clock() time.Time { return time.Now().Add(w.start + w.slept.get()).Round(0).UTC() }
func (w *world) now() time.Time   { return w.clock().Add(w.drift.get()) }

// offset is a difference between clocks, safe for concurrent use.
type offset struct{ by atomic.Int64 }

func (o *offset) get() time.Duration  { return time.Duration(o.by.Load()) }
func (o *offset) set(d time.Duration) { o.by.Store(int64(d)) }

// keep adds a local copy.
func (w *world) keep() {
	kept, err := cache.Open(filepath.Join(w.t.TempDir(), "copy.db"), cache.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	w.local = kept
	folder, err := state.Open(w.t.TempDir(), state.Options{Now: w.now})
	if err != nil {
		w.t.Fatal(err)
	}
	w.notes = folder.ObservationStore("api.example.com")
}

// open starts the program, for the first time or again, and waits until it is idle.
func (w *world) open(width, height int) {
	w.t.Helper()
	ctx, stop := context.WithCancel(w.t.Context())
	w.t.Cleanup(stop)
	w.app = app.New(ctx, app.Options{
		Accounts: w, Now: w.now, Location: cet, Every: w.every, NewKey: func() string { return "order-1" },
		Early: func(ctx context.Context) (account.Session, bool) {
			session, err := w.OpenSession(ctx)
			return session, err == nil && w.local != nil
		},
		After: func(d time.Duration, msg tea.Msg) tea.Cmd {
			w.timers++
			d += time.Duration(w.timers) // no two fire at the same instant
			return func() tea.Msg {
				select {
				case <-time.After(d):
					return msg
				case <-ctx.Done():
					return nil
				}
			}
		},
	})
	w.app.EnterEarly()
	w.update(tea.WindowSizeMsg{Width: width, Height: height})
	w.run(w.app.Init())
	w.settle()
}

// inTurn serializes the calls of an archive so that the bubble detects the wait: its
// clock does not advance while a goroutine waits for a mutex, and the archive holds one
// while it waits for the rate limit.
type inTurn struct {
	account.Archive
	turn chan struct{}
}

func (a inTurn) Load(ctx context.Context) (history.Progress, error) {
	return a.do(ctx, a.Archive.Load)
}

func (a inTurn) Latest(ctx context.Context) (history.Progress, error) {
	return a.do(ctx, a.Archive.Latest)
}

func (a inTurn) Step(ctx context.Context) (history.Progress, error) {
	return a.do(ctx, a.Archive.Step)
}

func (a inTurn) do(ctx context.Context, call func(context.Context) (history.Progress, error)) (history.Progress, error) {
	a.turn <- struct{}{}
	defer func() { <-a.turn }()
	return call(ctx)
}

// OpenSession, SignIn and Demo make the world an [account.Manager].
func (w *world) OpenSession(context.Context) (account.Session, error) {
	transport := &http.Transport{DialContext: w.network.Dial, ResponseHeaderTimeout: 15 * time.Second, IdleConnTimeout: 90 * time.Second}
	client, err := api.New(api.Options{BaseURL: w.base, Key: w.key, Now: w.now, Transport: transport, Jitter: func() float64 { return 0 }})
	if err != nil {
		return account.Session{}, err
	}
	w.t.Cleanup(client.Close)
	source := sync.New(client)
	var kept *sync.LocalCache
	if w.local != nil {
		kept = sync.NewLocalCache(w.local, w.now)
	}
	source.KeepIn(kept, w.notes, w.now)
	return account.Session{
		Source: source, Orders: w.orders, Budgets: &data.MemoryBudgets{}, Visits: &data.MemoryVisits{}, Archive: inTurn{sync.NewHistory(source, kept, w.now), make(chan struct{}, 1)}, Browser: w, Close: client.Close,
		Identity: account.Identity{BaseURL: w.base, Host: "api.example.com", KeySource: "the keyring", KeyLast4: "cdef"},
	}, nil
}

func (w *world) SignIn(ctx context.Context, key string, _ bool) (account.Session, error) {
	w.key = key
	return w.OpenSession(ctx)
}

// Profiles returns none.
func (w *world) Profiles(context.Context) ([]account.Profile, error) { return nil, nil }

// Standings returns none.
func (w *world) Standings(context.Context, bool) ([]account.ProfileStanding, error) { return nil, nil }

func (w *world) Demo(ctx context.Context) (account.Session, error) { return w.OpenSession(ctx) }

// Open and Available make the world an [account.Browser].
func (w *world) Open(_ context.Context, address model.URL) error {
	w.opened = append(w.opened, address)
	return nil
}

func (w *world) Available() (bool, string) { return true, "" }

// run starts a command, and waits until it blocks before the next one starts, so that
// tests are deterministic.
func (w *world) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		select {
		case w.results <- cmd():
		case <-w.t.Context().Done():
		}
	}()
	synctest.Wait()
}

func (w *world) update(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			w.run(cmd)
		}
	case tea.QuitMsg:
		w.quit = true
	default:
		_, cmd := w.app.Update(msg)
		w.run(cmd)
	}
}

// settle waits until all goroutines are blocked.
func (w *world) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-w.results:
			w.update(msg)
		default:
			return
		}
	}
}

// pass advances the clock.
func (w *world) pass(d time.Duration) {
	for end := time.After(d); ; {
		select {
		case msg := <-w.results:
			w.update(msg)
		case <-end:
			w.settle()
			return
		}
	}
}

func (w *world) press(keys ...string) {
	for _, name := range keys {
		w.update(keyPress(name))
		w.settle()
	}
}

// passUntil advances the clock until the screen matches a pattern, up to a limit.
func (w *world) passUntil(most time.Duration, pattern string) {
	w.t.Helper()
	wanted := regexp.MustCompile(pattern)
	for range int(most / time.Second) {
		if wanted.MatchString(fold(w.text())) {
			return
		}
		w.pass(time.Second)
	}
	w.sees(pattern)
}

// text is the screen without colours.
func (w *world) text() string { return ansi.Strip(unplaced(w.app.View().Content)) }

// sees fails the test unless the screen matches a pattern, spaces folded, and returns
// the match of its first group.
func (w *world) sees(pattern string) string {
	w.t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(fold(w.text()))
	switch len(found) {
	case 0:
		w.t.Fatalf("at %s the screen lacks %q:\n%s", w.clock().In(cet).Format("15:04:05"), pattern, w.text())
	case 1:
		return ""
	}
	return found[1]
}

func (w *world) misses(pattern string) {
	w.t.Helper()
	if regexp.MustCompile(pattern).MatchString(fold(w.text())) {
		w.t.Errorf("at %s the screen has %q:\n%s", w.clock().In(cet).Format("15:04:05"), pattern, w.text())
	}
}

// asked is the number of requests since its last call, with a list of them.
func (w *world) asked() (count int, list string) {
	requests := w.weather.Requests()
	w.weather.Forget()
	var b strings.Builder
	for _, r := range requests {
		fmt.Fprintf(&b, "%s %s %s?%s %d\n", r.At.In(cet).Format("15:04:05"), r.Method, r.Path, r.Query, r.Status)
	}
	return len(requests), b.String()
}
