package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
)

// kept gives the screen a real store of orders, which persists across its starts.
func kept(t *testing.T, account string, width, height int) *screen {
	t.Helper()
	s := newScreen(t, account, width, height)
	store, err := state.Open(t.TempDir(), state.Options{Now: s.now.Now})
	if err != nil {
		t.Fatal(err)
	}
	s.book = store.OrderStore("sandbox")
	return s
}

// again restarts the program after a kill.
func (s *screen) again() {
	s.t.Helper()
	s.hold = nil
	s.start()
	s.begin()
}

// orders are the states of the stored orders, newest first.
func (s *screen) orders() []model.OrderState {
	s.t.Helper()
	opened, err := s.session(s.server.Key())
	if err != nil {
		s.t.Fatal(err)
	}
	defer opened.Close()
	account, err := opened.Source.Account(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	found, err := s.book.ListByAccount(account.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	var states []model.OrderState
	for _, order := range found {
		states = append(states, order.State)
	}
	return states
}

func (s *screen) wantOrders(want ...model.OrderState) {
	s.t.Helper()
	if got := s.orders(); fmt.Sprint(got) != fmt.Sprint(want) {
		s.t.Errorf("orders %v are kept, want %v", got, want)
	}
}

// madeSession reports whether a message is the response to creating a session.
func madeSession(msg tea.Msg) bool {
	return strings.Contains(fmt.Sprintf("%#v", msg), "purchase.SessionCreated{")
}

// TestKilledAnywhere kills the program at each step of an order and restarts it: there
// is one session and one payment, and the end is announced.
func TestKilledAnywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("kills the program again and again")
	}
	t.Parallel()
	steps := map[string]func(s *screen){
		"before the answer": func(s *screen) {
			s.hold = madeSession
			s.press("b", "enter", "enter")
			if len(s.held) == 0 {
				s.t.Fatal("no answer was held back")
			}
		},
		"between writing it down and the request": func(s *screen) {
			s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
				return r.Method == http.MethodPost && jsonError(http.StatusBadGateway, "gone")(w, r)
			}
			s.press("b", "enter", "enter")
			s.sessions(0, 0)
			s.faults.serve = nil
		},
		"while the page is open":  func(s *screen) { s.press("b", "enter", "enter") },
		"after leaving the panel": func(s *screen) { s.press("b", "enter", "enter", "esc") },
		"after paying": func(s *screen) {
			s.press("b", "enter", "enter")
			s.post(s.opened[0], "/pay")
		},
	}
	for name, step := range steps {
		t.Run(name, func(t *testing.T) {
			s := kept(t, "", 80, 24).begin()
			step(s)
			s.again()
			if s.server.Stats().Payments == 0 {
				s.sees("Your order of Pack S is still open until")
				s.press("b")
				s.sees("Buying Pack S")
				s.press("o")
				s.post(s.opened[0], "/pay")
				s.fire(3 * time.Second)
			}
			s.sees("✓ Pack S: 500 credits arrived.")
			s.sees("11,495 → 11,995")
			s.sessions(1, 1)
			s.wantOrders(model.OrderFulfilled)
			s.again()
			s.misses("arrived") // it is announced once
			s.press("7")
			s.sessions(1, 1)
		})
	}
}

// TestTwoWindows confirms the same pack in two windows: one order, one session.
func TestTwoWindows(t *testing.T) {
	t.Parallel()
	s := kept(t, "", 80, 24).begin()
	s.press("b", "enter")
	first := s.app
	s.start()
	s.begin().press("b", "enter")
	s.press("enter")
	second := s.app
	s.app = first
	s.press("enter")
	s.sees("Waiting for the credits to arrive")
	s.sessions(1, 0)
	s.post(s.url(), "/pay")
	s.fire(5 * time.Second)
	s.sees("✓ Pack S: 500 credits arrived.")
	s.app = second
	s.send(tea.BlurMsg{})
	s.send(tea.FocusMsg{})
	s.fire(10 * time.Second)
	s.sees("✓ Pack S: 500 credits arrived.")
	s.sessions(1, 1)
	s.wantOrders(model.OrderFulfilled)
}

// TestOthersMeanwhile distinguishes the order's row from an equal pack bought
// elsewhere: by its session, not by its amount.
func TestOthersMeanwhile(t *testing.T) {
	t.Parallel()
	s := kept(t, "", 80, 24).begin()
	s.press("b", "enter", "enter")
	if _, err := s.server.BuyElsewhere("pack-s"); err != nil {
		t.Fatal(err)
	}
	s.fire(30 * time.Second)
	s.sees("Waiting for the credits to arrive")
	s.wantOrders(model.OrderOpened)
	s.post(s.opened[0], "/pay")
	s.fire(30 * time.Second)
	s.sees("✓ Pack S: 500 credits arrived.")
	s.sees("11,995 → 12,495")
	s.sessions(1, 1)
}

// TestLateCredits waits between the payment and its credits; after ten minutes it names
// the support address, and still detects them when they arrive.
func TestLateCredits(t *testing.T) {
	if testing.Short() {
		t.Skip("lets hours pass")
	}
	t.Parallel()
	s := kept(t, "", 80, 24).begin()
	s.server.DelayCredits(time.Hour)
	s.press("b", "enter", "enter")
	s.post(s.opened[0], "/pay")
	s.fire(2 * time.Second)
	s.sees("The payment went through. Waiting for the credits to arrive")
	for range 12 {
		s.fire(time.Minute)
	}
	s.sees("The payment of Pack S went through, and the credits have not arrived. Write to hi@artificialstudio.ai")
	s.sees("cs_sandbox_0123456789abcdef01234567")
	s.wantOrders(model.OrderUnconfirmed)
	s.press("esc")
	for range 60 {
		s.fire(time.Minute)
	}
	s.sees("11,995")
	s.wantOrders(model.OrderFulfilled)
	s.sessions(1, 1)
}

// TestAsleep wakes after a day with a checkout open: it polls before it decides.
func TestAsleep(t *testing.T) {
	t.Parallel()
	s := kept(t, "", 80, 24).begin()
	s.press("b", "enter", "enter")
	s.post(s.opened[0], "/pay")
	s.fire(24 * time.Hour)
	s.sees("✓ Pack S: 500 credits arrived.")
	s.wantOrders(model.OrderFulfilled)
}

// TestAnotherAccount neither shows nor watches the order of another account.
func TestAnotherAccount(t *testing.T) {
	t.Parallel()
	s := kept(t, "", 80, 24)
	order := model.Order{
		Key: "theirs", AccountID: "ffffffffffffffffffffffff", Item: model.Item{Kind: model.KindPack, Slug: "pack-s", Name: "Pack S"},
		State: model.OrderOpened, At: model.At(noon), SessionID: "cs_theirs", ExpiresAt: model.At(noon.Add(time.Hour)),
	}
	if _, err := s.book.Begin(order); err != nil {
		t.Fatal(err)
	}
	s.begin()
	s.misses("still open")
	s.press("b", "enter", "enter")
	s.sees("Waiting for the credits")
	s.sessions(1, 0)
	s.press("esc", "7")
	s.misses("cs_theirs")
}

// TestQuoteChanges asks again where the quote has changed a minute later.
func TestQuoteChanges(t *testing.T) {
	t.Parallel()
	s := kept(t, "", 80, 24).begin()
	s.press("b", "enter")
	s.now.Advance(2 * time.Minute)
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/quote" {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"item":{"kind":"pack","slug":"pack-s","name":"Pack S"},"dueNow":{"amount":700,"currency":"USD"},"tax":"added","effective":"now","effectiveAt":"2026-11-22T13:06:00.000Z","nextCharge":null,"creditsNow":500}`))
		return true
	}
	s.press("enter")
	s.sees("This has changed since it was shown.")
	s.sees("$7.00, tax is added on the payment page")
	s.sessions(0, 0)
	goldenWithoutTabs(t, s.text())
	s.press("enter")
	s.sees("Waiting for the credits")
	s.sessions(1, 0)
}

// TestUnwritable begins nothing where the order cannot be stored.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.book = fullDisk{}
	s.begin().press("b", "enter", "enter")
	s.sees("The order could not be written down, so nothing was begun and nothing is charged")
	s.sessions(0, 0)
}

type fullDisk struct{}

func (fullDisk) Begin(o model.Order, _ ...string) (model.Order, error) {
	return o, fmt.Errorf("no space left on device")
}

func (fullDisk) Save(o model.Order) (model.Order, error) {
	return o, fmt.Errorf("no space left on device")
}
func (fullDisk) MarkAnnounced(string) (bool, error)            { return true, nil }
func (fullDisk) Acknowledge() error                            { return nil }
func (fullDisk) ListByAccount(model.ID) ([]model.Order, error) { return nil, nil }

// TestPortal cancels through the portal, after the page about the consequences, and
// announces the change.
func TestPortal(t *testing.T) {
	t.Parallel()
	s := kept(t, "", 140, 40).begin()
	s.press("7")
	for range 12 {
		if strings.Contains(s.text(), "▸ Cancel the plan") {
			break
		}
		s.press("down")
	}
	s.press("enter")
	s.sees("You keep Creator and its benefits until Dec 1, and 11,495 credits stay")
	page := s.text()
	s.press("enter")
	if len(s.opened) != 1 {
		t.Fatalf("opened %v", s.opened)
	}
	s.post(s.opened[0], "/cancel")
	s.fire(5 * time.Second)
	s.sees("Creator is cancelled. You keep it until Dec 1, and your credits stay.")
	goldenWithoutTabs(t, page+"\n"+s.text())
}

// posting applies a fault only to requests that create sessions.
func posting(fault func(http.ResponseWriter, *http.Request) bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		return r.Method == http.MethodPost && r.URL.Path == "/api/checkout" && fault(w, r)
	}
}

// TestOrderScreens compares the states of an order at two widths, the list of orders
// and one record with golden screens.
func TestOrderScreens(t *testing.T) {
	if testing.Short() {
		t.Skip("draws many screens")
	}
	t.Parallel()
	for _, size := range [][2]int{{60, 16}, {120, 30}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			var b strings.Builder
			shot := func(s *screen, name string) { fmt.Fprintf(&b, "── %s ──\n%s\n", name, s.text()) }
			begun := func() *screen {
				s := kept(t, "", size[0], size[1]).begin()
				s.press("b", "enter")
				return s
			}
			s := begun()
			shot(s, "drafted")
			s.hold = madeSession
			s.press("enter")
			shot(s, "confirmed")
			s = begun()
			s.noOpen = "There is no display here."
			s.press("enter")
			shot(s, "created, no browser")
			s = begun()
			s.press("enter")
			shot(s, "opened")
			s.send(tea.BlurMsg{})
			s.send(tea.FocusMsg{})
			shot(s, "unpaid")
			s.press("x")
			shot(s, "canceled")
			s = begun()
			s.press("enter")
			s.fire(31 * time.Minute)
			shot(s, "expired")
			s = begun()
			s.server.DelayCredits(time.Hour)
			s.press("enter")
			s.post(s.opened[0], "/pay")
			s.fire(2 * time.Second)
			shot(s, "paid")
			for range 12 {
				s.fire(time.Minute)
			}
			shot(s, "not seen yet")
			s = begun()
			s.faults.serve = posting(jsonError(http.StatusConflict, "sold out"))
			s.press("enter")
			shot(s, "refused")
			s = begun()
			s.faults.serve = posting(jsonError(http.StatusBadGateway, "gone"))
			s.press("enter")
			shot(s, "no answer")
			s.press("x")
			shot(s, "given up")
			s = begun()
			s.faults.serve = posting(foreign)
			s.press("enter")
			shot(s, "foreign address")
			s = begun()
			s.faults.serve = posting(jsonError(http.StatusBadGateway, "gone"))
			s.press("enter")
			s.now.Advance(24 * time.Hour)
			s.again()
			shot(s, "too old to begin again")
			s = begun()
			s.press("enter")
			s.post(s.opened[0], "/pay")
			s.fire(2 * time.Second)
			shot(s, "arrived")
			s.press("esc", "7")
			for range 40 {
				if strings.Contains(s.text(), "▸ Nov 22 14:04") {
					break
				}
				s.press("down")
			}
			shot(s, "orders")
			s.press("enter")
			shot(s, "record")
			goldenWithoutTabs(t, b.String())
		})
	}
}

// TestPortalWithoutABefore compares with the first subscription read, where none was
// read when the portal was opened.
func TestPortalWithoutABefore(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		return strings.HasPrefix(r.URL.Path, "/api/subscription") && jsonError(http.StatusInternalServerError, "Failed")(w, r)
	}
	s.begin()
	s.press("p")
	s.faults.serve = nil
	s.fire(4 * time.Second)
	s.sees("Creator · renews Dec 1")
	s.misses("Your plan has changed")
}
