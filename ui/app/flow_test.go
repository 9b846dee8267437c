package app_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// get reads a page of the sandbox, as a browser does.
func (s *screen) get(address model.URL) string {
	s.t.Helper()
	answer, err := http.Get(string(address))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(page)
}

// post submits an action on a page of the sandbox, as a browser does.
func (s *screen) post(address model.URL, action string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, string(address)+action, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	at, err := url.Parse(s.server.URL())
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Origin", at.String())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.Copy(io.Discard, answer.Body)
	if answer.StatusCode >= 400 {
		s.t.Fatalf("%s%s: %s", address, action, answer.Status)
	}
}

// url is the address of the one open session at the sandbox.
func (s *screen) url() model.URL {
	s.t.Helper()
	client, err := api.New(api.Options{BaseURL: s.server.URL(), Key: s.server.Key(), Unlimited: true})
	if err != nil {
		s.t.Fatal(err)
	}
	defer client.Close()
	found, err := client.OpenCheckouts(s.t.Context())
	if err != nil || len(found) != 1 {
		s.t.Fatalf("open sessions: %v, %v", found, err)
	}
	return found[0].URL
}

// sessions checks the sandbox's own count.
func (s *screen) sessions(created, paid int) {
	s.t.Helper()
	if stats := s.server.Stats(); stats.SessionsCreated != created || stats.Payments != paid {
		s.t.Errorf("%d sessions and %d payments, want %d and %d", stats.SessionsCreated, stats.Payments, created, paid)
	}
}

// TestBuyPack buys a pack, from the list to the arrival of the credits.
func TestBuyPack(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "", width, height)
		s.press("b", "down", "enter")
		confirm := s.text()
		s.sees("Buy Pack M?")
		s.sees("11,495 → 13,495 credits")
		s.sessions(0, 0)
		s.press("enter", "enter") // twice is once
		waiting := s.text()
		s.sessions(1, 0)
		if len(s.opened) != 1 {
			t.Fatalf("opened %v", s.opened)
		}
		s.press("y")
		if want := string(s.opened[0]); !slices.Contains(s.copied, want) {
			t.Errorf("copied %q, want %q", s.copied, want)
		}
		s.post(s.opened[0], "/pay")
		s.fire(2 * time.Second)
		s.sees("✓ Pack M: 2,000 credits arrived.")
		s.sees("11,495 → 13,495 credits")
		arrived := s.text()
		s.sessions(1, 1)
		s.press("esc")
		s.sees("13,495 credits")
		goldenWithoutTabs(t, strings.Join([]string{confirm, waiting, arrived}, "\n"))
	})
}

// TestUpgrade changes to a plan, from the list to its start.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.press("4", "right", "enter")
	s.sees("Creator → Pro")
	s.sees("An upgrade. It takes effect at once.")
	s.press("enter")
	s.sees("Buy Pro?")
	s.press("enter")
	s.post(s.opened[0], "/pay")
	s.fire(2 * time.Second)
	s.sees("✓ Pro: 12,000 credits arrived.")
	s.press("esc", "1")
	s.sees("Pro, monthly.")
	s.sessions(1, 1)
}

// TestChanges compares the effect of choosing each plan, from several subscriptions,
// with golden screens.
func TestChanges(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"", "free", "past-due", "cancelled", "pending-downgrade"} {
		t.Run("from "+state, func(t *testing.T) {
			s := open(t, state, 80, 24)
			var b strings.Builder
			for range 4 {
				s.press("4", "left", "left", "left")
			}
			for range 4 {
				s.press("enter")
				b.WriteString(s.text() + "\n")
				s.press("esc", "right")
			}
			s.press("left", "left", "m", "enter") // the same plan by the year
			b.WriteString(s.text() + "\n")
			goldenWithoutTabs(t, b.String())
		})
	}
}

// TestWaysOut opens the portal for a downgrade and the contact page for Enterprise.
func TestWaysOut(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.press("4", "left", "enter", "enter")
	if len(s.opened) != 1 || !strings.Contains(string(s.opened[0]), "/portal/") {
		t.Errorf("a downgrade opened %v", s.opened)
	}
	if page := s.get(s.opened[0]); !strings.Contains(page, `value="starter" required checked`) {
		t.Errorf("the plan is not chosen in the portal:\n%s", page)
	}
	s.press("esc", "right", "right", "right", "enter", "enter")
	if len(s.opened) != 2 || s.opened[1] != model.PricingPage {
		t.Errorf("the contact opened %v", s.opened)
	}
	s.sessions(0, 0)
}

// TestNoBrowser shows the address where no browser can be opened.
func TestNoBrowser(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.noOpen = "There is no display here."
	s.press("b", "enter")
	s.sees("No browser opens here (There is no display here)")
	s.press("enter")
	s.sees("No browser was opened.")
	s.seesUnbroken(s.steady(string(s.url())))
	goldenWithoutTabs(t, s.text())
}

// TestLeaveOrder keeps watching an order whose panel was closed, and announces its end
// on every pane.
func TestLeaveOrder(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.press("b", "enter", "enter", "esc", "2")
	s.send(tea.BlurMsg{}) // losing the focus never pauses the watch
	s.post(s.opened[0], "/pay")
	s.fire(5 * time.Second)
	s.sees("✓ Pack S: 500 credits arrived. 11,495 → 11,995.")
	s.sessions(1, 1)
}

// TestOrderIsTold shows on the panes that an order is open in the background.
func TestOrderIsTold(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "", width, height)
		const waits = "Pack M ($19.00) waits for its payment."
		s.press("5", "down", "enter", "enter", "esc")
		s.sees(waits)
		s.press("1")
		s.sees(waits)
		s.press("b")
		s.sees("Buying Pack M")
	})
}

// TestBackAtOrder reopens the order with b, while it can still be paid.
func TestBackAtOrder(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.press("b", "enter", "enter", "esc", "1")
	s.send(tea.BlurMsg{})
	s.send(tea.FocusMsg{})
	s.press("b")
	s.sees("Not paid yet. The page is still open until 14:34: open it again (o) or cancel the order (x).")
	s.press("o")
	if len(s.opened) != 2 || s.opened[0] != s.opened[1] {
		t.Errorf("opened %v", s.opened)
	}
	s.press("esc", "5", "down", "enter") // another order has to wait
	s.sees("Buying Pack S")
	s.sessions(1, 0)
}

// TestBackBeforeOpened reopens the order before the browser has answered: its late
// answer changes nothing.
func TestBackBeforeOpened(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.hold = func(msg tea.Msg) bool { return strings.HasSuffix(fmt.Sprintf("%T", msg), "browserTried") }
	s.press("b", "enter", "enter")
	s.send(tea.BlurMsg{})
	s.send(tea.FocusMsg{})
	s.sees("Not paid yet. The page is still open until 14:34")
	s.hold = nil
	for _, msg := range s.held {
		s.send(msg)
	}
	s.sees("Not paid yet. The page is still open until 14:34")
	s.press("o")
	s.sees("The payment page is open in your browser")
}

// TestCancelOrder cancels the session on the server.
func TestCancelOrder(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.press("b", "enter", "enter", "x")
	s.sees("The order is cancelled. Nothing was paid")
	s.press("esc")
	s.sees("11,495 credits")
	s.sessions(1, 0)
}

// TestCancelAfterPaying cancels too late, after the payment.
func TestCancelAfterPaying(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.press("b", "enter", "enter")
	s.post(s.opened[0], "/pay")
	s.press("x")
	s.fire(2 * time.Second)
	s.sees("✓ Pack S: 500 credits arrived.")
	s.sessions(1, 1)
}

// TestOrderExpires reports the expiry, and that nothing was paid.
func TestOrderExpires(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.press("b", "enter", "enter")
	s.fire(31 * time.Minute)
	s.sees("The payment page has expired. Nothing was paid")
	s.sessions(1, 0)
}

// TestLostAnswer repeats the order with the same key: the server created the session,
// and its response was lost.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	lose := true
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost && r.URL.Path == "/api/checkout" && lose {
			lose = false
			s.faults.next.ServeHTTP(discard{http.Header{}}, r.Clone(r.Context()))
			return jsonError(http.StatusInternalServerError, "lost")(w, r)
		}
		return false
	}
	s.press("b", "enter", "enter")
	s.sees("The payment page could not be made. Nothing was paid.")
	s.press("enter")
	s.sees("Waiting for the credits to arrive")
	s.sessions(1, 0)
}

// TestRefusedOrder ends an order that the server rejects: it was never begun.
func TestRefusedOrder(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.faults.serve = posting(jsonError(http.StatusConflict, "sold out"))
	s.press("b", "enter", "enter")
	s.sees("The order was refused, and nothing was paid.")
	s.press("esc", "enter")
	s.sees("Buy Pack S?")
	s.sessions(0, 0)
}

// foreign responds with an address that must not be opened.
func foreign(w http.ResponseWriter, _ *http.Request) bool {
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, `{"id":"cs_1","url":"https://checkout.stripe.com.evil.example/pay","status":"open","expiresAt":"2026-11-22T13:34:00.000Z","item":{"kind":"pack","slug":"pack-s","name":"Pack S"},"transactionId":null}`)
	return true
}

// TestForeignAddress opens no address that the rule rejects.
func TestForeignAddress(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.faults.serve = posting(foreign)
	s.press("b", "enter", "enter")
	s.sees("The server sent an address that is not opened")
	s.misses("Open this address")
	s.press("o", "y", "Q")
	if len(s.copied) != 0 {
		t.Errorf("copied %v", s.copied)
	}
	s.sees(`"https://checkout.stripe.com.evil.example/pay"`)
	if len(s.opened) != 0 {
		t.Errorf("opened %v", s.opened)
	}
}

// TestOfflineBuying rejects a purchase, and gives the reason.
func TestOfflineBuying(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	if err := s.server.Close(); err != nil {
		t.Fatal(err)
	}
	s.press("b", "enter", "enter")
	s.sees("No connection, so nothing can be bought now.")
	s.press("enter")
	s.sees("Buy Pack S?")
	goldenWithoutTabs(t, s.text())
}

// TestSignIn pastes a key on the welcome screen.
func TestSignIn(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.key = "none"
	s.begin()
	s.send(tea.PasteMsg{Content: "prod_wrong"})
	s.sees("••••••••••")
	s.misses("prod_wrong")
	s.press("enter")
	s.sees("The API key is missing or not accepted.")
	s.press("esc", "k")
	s.send(tea.PasteMsg{Content: s.server.Key()})
	s.press("enter")
	s.seesUnbroken("No keyring answered. The key can be kept in ~/.config/studio-tui/keys.json")
	asked := s.text()
	s.press("enter")
	s.sees("mia@example.com")
	s.misses(s.server.Key())
	goldenWithoutTabs(t, asked)
}

// TestKeyRevoked keeps the last figures under the sign-in screen, and keeps them
// afterwards for the same account only.
func TestKeyRevoked(t *testing.T) {
	t.Parallel()
	s := open(t, "", 80, 24)
	s.faults.serve = jsonError(http.StatusUnauthorized, "Invalid API key")
	s.fire(time.Minute)
	s.sees("Sign in again with a key from your API keys page.")
	s.sees("11,495 credits")
	goldenWithoutTabs(t, s.text())
	s.press("esc")
	s.misses("Sign in again with a key")
	s.sees("signed out")
	s.faults.serve = nil
	s.press("r")
	s.sees("live")
}

// TestDemoFromWelcome opens the sandbox from the welcome screen.
func TestDemoFromWelcome(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.key = "none"
	s.begin()
	s.press("d")
	s.sees("sandbox")
	s.sees("11,495 credits")
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}
