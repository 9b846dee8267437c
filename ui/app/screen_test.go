package app_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/app"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/settings"
)

// The tests' clock and zone.
var (
	noon = time.Date(2026, 11, 22, 13, 4, 0, 0, time.UTC)
	cet  = time.FixedZone("CET", 3600)
)

// screen is the program on a simulated terminal: a real sandbox and a real client
// behind it, commands run one after the other, timers fired by hand.
type screen struct {
	t          testing.TB
	cells      [2]int
	app        *app.App
	server     *sandbox.Server
	now        *clock
	faults     *faults
	key        string // what the client sends; the sandbox's own if empty
	timers     []timer
	opened     []model.URL
	openErr    error
	signIns    int    // how often a key was given
	noOpen     string // why there is no browser, if so
	copied     []string
	queue      []tea.Cmd
	quit       bool
	remembered bool              // there is a local copy of the last signed-in account
	local      *cache.Store      // the local copy, nil for none
	book       account.Orders    // of the sessions; the program's default if nil
	from       int               // number of the next idempotency key
	profiles   []account.Profile // the available profiles
	standings  map[string]account.Standing
	noProfiles error                   // why there are none, if so
	elsewhere  *sandbox.Server         // of another profile, the same as before if nil
	identity   func(*account.Identity) // alters that of the sessions; may be nil
	hold       func(tea.Msg) bool      // selects results to hold back
	held       []tea.Msg
	settings   *settings.Settings // nil: the defaults
	budgets    data.MemoryBudgets // kept across starts, as the state folder is
	visits     data.MemoryVisits
	prices     data.MemoryPrices
	chosen     account.Chosen
	findings   account.SeenFindings
}

type timer struct {
	after time.Duration
	msg   tea.Msg
}

type clock struct{ at atomic.Int64 }

func (c *clock) Now() time.Time          { return time.UnixMilli(c.at.Load()).UTC() }
func (c *clock) Advance(d time.Duration) { c.at.Add(d.Milliseconds()) }

// faults is the handler between the client and the sandbox that injects failures.
type faults struct {
	next  http.Handler // the sandbox itself
	serve func(w http.ResponseWriter, r *http.Request) (done bool)
}

func (f *faults) wrap(next http.Handler) http.Handler {
	f.next = next
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.serve != nil && (strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.URL.Path, "/auth/")) && f.serve(w, r) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

func jsonError(status int, message string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"message":"` + message + `"}`))
		return true
	}
}

// newScreen starts a sandbox of a state and the program on it, before its first
// command.
func newScreen(t testing.TB, state string, width, height int) *screen {
	t.Helper()
	return screenWith(t, sandbox.Options{State: state, Transactions: someRows}, width, height)
}

// someRows is the length of the history in most tests: enough for the chart and some
// pages, and quick to read.
const someRows = 600

func screenWith(t testing.TB, options sandbox.Options, width, height int) *screen {
	t.Helper()
	s := &screen{t: t, cells: [2]int{width, height}, chosen: &data.MemoryChoices{}, findings: &data.MemoryFindings{}, now: &clock{}, faults: &faults{}}
	s.now.at.Store(noon.UnixMilli())
	options.Seed, options.Now, options.Location, options.Wrap = 1, s.now.Now, cet, s.faults.wrap
	server, err := sandbox.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	s.server = server
	s.start()
	return s
}

// start creates the program again, as another start or another window. The one before
// is abandoned, as by a kill.
func (s *screen) start() {
	s.timers, s.queue, s.held, s.opened = nil, nil, nil, nil
	s.app = app.New(s.t.Context(), app.Options{
		Accounts: s, Browser: s, Chosen: s.chosen, Now: s.now.Now, Location: cet, Settings: s.settings,
		Early: func(ctx context.Context) (account.Session, bool) {
			session, err := s.OpenSession(ctx)
			return session, err == nil && s.local != nil
		},
		LastSnapshot: func() (history.Snapshot, account.Identity, bool) {
			known := model.Account{ID: "earlier", Email: "mia@example.com", Credits: 777 * model.Credit}
			at := noon.Add(-64 * time.Minute)
			return history.Snapshot{Account: history.Cached[model.Account]{Value: known, At: at, Has: true, Provenance: model.Billed}}, account.Identity{}, s.remembered
		},
		NewKey: func() string { s.from++; return fmt.Sprintf("order-%d", s.from) },
		After: func(d time.Duration, msg tea.Msg) tea.Cmd {
			return func() tea.Msg { return timer{d, msg} }
		},
	})
	s.send(tea.WindowSizeMsg{Width: s.cells[0], Height: s.cells[1]})
}

// begin runs the program's first commands to their end.
func (s *screen) begin() *screen {
	s.queue = append(s.queue, s.app.Init())
	s.run()
	return s
}

// open starts with the account on screen.
func open(t testing.TB, state string, width, height int) *screen {
	t.Helper()
	return newScreen(t, state, width, height).begin()
}

// openWith starts with the account on screen and a configuration.
func openWith(t testing.TB, state, config string, width, height int) *screen {
	t.Helper()
	s := newScreen(t, state, width, height)
	s.set(config)
	s.start()
	return s.begin()
}

// set gives the next start a configuration.
func (s *screen) set(config string) {
	s.t.Helper()
	nothing := func(string) (string, bool) { return "", false }
	resolved, err := settings.Resolve(nothing, nothing, settings.Parse([]byte(config)))
	if err != nil || len(resolved.Problems) > 0 {
		s.t.Fatal(err, resolved.Problems)
	}
	s.settings = &resolved.Settings
}

// openWhole starts with the demo account and all of its history.
func openWhole(t testing.TB, width, height int) *screen {
	t.Helper()
	return screenWith(t, sandbox.Options{}, width, height).begin()
}

func (s *screen) session(key string) (account.Session, error) {
	client, err := api.New(api.Options{BaseURL: s.server.URL(), Key: key, Now: s.now.Now, Retries: -1, Unlimited: true})
	if err != nil {
		return account.Session{}, err
	}
	source := sync.New(client)
	var kept *sync.LocalCache
	if s.local != nil {
		kept = sync.NewLocalCache(s.local, s.now.Now)
	}
	source.KeepIn(kept, nil, s.now.Now)
	rows := sync.NewHistory(source, kept, s.now.Now)
	opened := account.Session{
		Source: source, Archive: rows, Changes: rows, Browser: s, Orders: s.book, Budgets: &s.budgets, Visits: &s.visits, Findings: s.findings, Prices: &s.prices, Chosen: s.chosen, Close: client.Close,
		Identity: account.Identity{
			Sandbox: true, BaseURL: s.server.URL(), Host: strings.TrimPrefix(s.server.URL(), "http://"),
			KeySource: "the sandbox", KeyLast4: s.server.Key()[len(s.server.Key())-4:],
		},
	}
	if s.identity != nil {
		s.identity(&opened.Identity)
	}
	return opened, nil
}

// OpenSession, SignIn and Demo make the screen an [account.Manager].
func (s *screen) OpenSession(context.Context) (account.Session, error) {
	if s.key == "none" {
		return account.Session{}, &account.NoKeyError{Where: "looked in ARTIFICIAL_STUDIO_API_KEY and in the keyring", Profiles: len(s.profiles)}
	}
	if s.key != "" {
		return s.session(s.key)
	}
	return s.session(s.server.Key())
}

func (s *screen) SignIn(ctx context.Context, key string, allowFile bool) (account.Session, error) {
	s.signIns++
	session, err := s.session(key)
	if err != nil {
		return session, err
	}
	if _, err := session.Source.Account(ctx); err != nil {
		return account.Session{}, err
	}
	if strings.HasPrefix(s.key, "none") && !allowFile {
		return account.Session{}, &account.ConsentRequired{Path: "~/.config/studio-tui/keys.json"}
	}
	return session, nil
}

// Profiles returns what the test set.
func (s *screen) Profiles(context.Context) ([]account.Profile, error) {
	if s.noProfiles != nil {
		return nil, s.noProfiles
	}
	return s.profiles, nil
}

// Standings returns the account of the open profile.
func (s *screen) Standings(ctx context.Context, ask bool) ([]account.ProfileStanding, error) {
	profiles, err := s.Profiles(ctx)
	var all []account.ProfileStanding
	for _, profile := range profiles {
		at := account.ProfileStanding{Profile: profile}
		if at.Account, at.Subscription = s.standings[profile.Name].Account, s.standings[profile.Name].Subscription; ask {
			at.Account.Value.Credits, at.Account.Has, at.Account.At = 42*model.Credit, true, s.now.Now()
		}
		all = append(all, at)
	}
	return all, err
}

func (s *screen) OpenProfile(_ context.Context, profile account.Profile) (account.Session, error) {
	if profile.Last4 == "" {
		return account.Session{}, &account.NoKeyError{}
	}
	if s.elsewhere != nil {
		s.server = s.elsewhere
	}
	return s.session(s.server.Key())
}

func (s *screen) Demo(context.Context) (account.Session, error) { return s.session(s.server.Key()) }

// Open and Available make the screen an [account.Browser].
func (s *screen) Open(_ context.Context, address model.URL) error {
	if err := (model.URLPolicy{Base: s.server.URL()}).CheckURL(address); err != nil {
		return err
	}
	if s.noOpen != "" {
		return errors.New(s.noOpen)
	}
	s.opened = append(s.opened, address)
	return s.openErr
}

func (s *screen) Available() (bool, string) { return s.noOpen == "", s.noOpen }

// send passes a message to the program and runs the commands that follow.
func (s *screen) send(msg tea.Msg) {
	s.t.Helper()
	if _, click := msg.(tea.MouseClickMsg); click { // of a person, who has seen the frame
		s.app.View()
		s.now.Advance(time.Second)
	}
	_, cmd := s.app.Update(msg)
	s.queue = append(s.queue, cmd)
	s.run()
}

// run runs commands until none is left. Timers are kept for [screen.fire].
func (s *screen) run() {
	s.t.Helper()
	for steps := 0; len(s.queue) > 0; steps++ {
		if steps > 2000 {
			s.t.Fatal("the program never comes to rest")
		}
		cmd := s.queue[0]
		s.queue = s.queue[1:]
		if cmd == nil {
			continue
		}
		s.take(cmd())
	}
}

func (s *screen) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		s.queue = append(s.queue, msg...)
	case tea.QuitMsg:
		s.quit = true
	case timer:
		s.timers = append(s.timers, msg)
	default:
		if text, ok := clipboard(msg); ok {
			s.copied = append(s.copied, text)
			return
		}
		if s.hold != nil && s.hold(msg) {
			s.held = append(s.held, msg)
			return
		}
		_, cmd := s.app.Update(msg)
		s.queue = append(s.queue, cmd)
	}
}

// clipboard detects the framework's clipboard message, whose type is not exported, by
// comparing it with one made for the purpose.
func clipboard(msg tea.Msg) (string, bool) {
	const probe = "probe"
	made := tea.SetClipboard(probe)()
	if sameType(msg, made) {
		return toString(msg), true
	}
	return "", false
}

// fire advances the clock and fires every waiting timer.
func (s *screen) fire(after time.Duration) {
	s.t.Helper()
	s.now.Advance(after)
	var due, later []timer
	for _, t := range s.timers {
		if t.after -= after; t.after <= 0 {
			due = append(due, t)
		} else {
			later = append(later, t)
		}
	}
	s.timers = later
	for _, t := range due {
		s.send(t.msg)
	}
}

// press presses keys by name: "enter", "esc", "down", or one character.
func (s *screen) press(keys ...string) {
	s.t.Helper()
	for _, name := range keys {
		s.send(keyPress(name))
	}
}

func keyPress(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
		"right": tea.KeyRight, "tab": tea.KeyTab, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "backspace": tea.KeyBackspace,
		"space": tea.KeySpace, "f1": tea.KeyF1,
	}
	switch code, ok := special[name]; {
	case ok:
		return tea.KeyPressMsg{Code: code}
	case name == "ctrl+c", name == "ctrl+u":
		return tea.KeyPressMsg{Code: rune(name[len(name)-1]), Mod: tea.ModCtrl}
	case name == "shift+tab":
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func (s *screen) size() [2]int { return s.cells }

// view is the screen with its colours.
func (s *screen) view() string { return s.steady(unplaced(s.app.View().Content)) }

// text is the screen without colours.
func (s *screen) text() string { return ansi.Strip(s.view()) }

// unplaced is a frame without the cursor movements to columns.
func unplaced(frame string) string { return column.ReplaceAllString(frame, "") }

var (
	column  = regexp.MustCompile(`\x{E0063}[\x{E0030}-\x{E0039}]+\x{E007F}`)
	port    = regexp.MustCompile(`127\.0\.0\.1:\d{4,5}`)
	session = regexp.MustCompile(`cs_sandbox_[0-9a-f]{24}`)
)

// steady replaces ports by a fixed one of the same length.
func (s *screen) steady(text string) string {
	text = port.ReplaceAllStringFunc(text, func(found string) string { return "127.0.0.1:" + strings.Repeat("9", len(found)-len("127.0.0.1:")) })
	return unscannable(session.ReplaceAllString(text, "cs_sandbox_0123456789abcdef01234567"))
}

var (
	codeEdge = regexp.MustCompile(`█{25,}`)
	codeRow  = regexp.MustCompile(`██▒+██|█{25,}|▀{25,}|─`) // and the rule of the header, which it may cover
)

// unscannable masks QR codes, which contain the port.
func unscannable(text string) string {
	size := utf8.RuneCountInString(codeEdge.FindString(text))
	if size == 0 {
		return text
	}
	row := regexp.MustCompile(fmt.Sprintf(`██[ ▀▄█]{%d}██`, size-4))
	return row.ReplaceAllStringFunc(text, func(found string) string {
		if !strings.ContainsAny(found, " ▀▄") {
			return found
		}
		return "██" + strings.Repeat("▒", size-4) + "██"
	})
}

// sees fails the test unless the screen has a text, spaces and line ends folded.
func (s *screen) sees(want string) {
	s.t.Helper()
	if !strings.Contains(fold(s.text()), fold(want)) {
		s.t.Errorf("the screen lacks %q:\n%s", want, s.text())
	}
}

// seesUnbroken is sees for an address or a path, which may be wrapped anywhere, also
// beside a QR code.
func (s *screen) seesUnbroken(want string) {
	s.t.Helper()
	screen := strings.ReplaceAll(fold(codeRow.ReplaceAllString(s.text(), "")), " ", "")
	if !strings.Contains(s.steady(screen), strings.ReplaceAll(want, " ", "")) {
		s.t.Errorf("the screen lacks %q:\n%s", want, s.text())
	}
}

// misses fails the test if the screen has a text.
func (s *screen) misses(text string) {
	s.t.Helper()
	if strings.Contains(fold(s.text()), fold(text)) {
		s.t.Errorf("the screen has %q:\n%s", text, s.text())
	}
}

var frames = strings.NewReplacer("│", " ", "┃", " ")

func fold(s string) string { return strings.Join(strings.Fields(frames.Replace(s)), " ") }
