package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// visiting is the program on a server that sells nothing itself, with the pricing page
// open.
func visiting(t *testing.T, width, height int) *screen {
	t.Helper()
	s := open(t, sandbox.StateDocumented, width, height)
	s.press("b")
	s.send(tea.BlurMsg{}) // the browser has the focus
	if len(s.opened) != 1 || string(s.opened[0]) != s.server.URL()+"/pricing" {
		t.Fatalf("opened %v", s.opened)
	}
	return s
}

func (s *screen) buyOnSite(pack string) {
	s.t.Helper()
	if _, err := s.server.BuyElsewhere(pack); err != nil {
		s.t.Fatal(err)
	}
}

// watched advances the clock in steps of the shortest poll interval.
func (s *screen) watched(d time.Duration) {
	s.t.Helper()
	for range int(d / (5 * time.Second)) {
		s.fire(5 * time.Second)
	}
}

// TestVisitScreens compares the watch of a visit, from its start to its ends, with
// golden screens.
func TestVisitScreens(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		var b strings.Builder
		shot := func(s *screen, name string) {
			checkFrame(s)
			fmt.Fprintf(&b, "── %s ──\n%s\n", name, s.text())
		}
		s := visiting(t, width, height)
		shot(s, "opened")
		s.buyOnSite("pack-m")
		s.watched(20 * time.Second)
		shot(s, "a pack")
		if _, err := s.server.SubscribeElsewhere("pro"); err != nil {
			t.Fatal(err)
		}
		s.watched(20 * time.Second)
		shot(s, "a plan")
		s.watched(3 * time.Minute)
		shot(s, "over")
		s = visiting(t, width, height)
		s.watched(31 * time.Minute)
		shot(s, "nothing seen")
		s = open(t, sandbox.StateDocumented, width, height)
		s.noOpen = "There is no display here."
		s.press("b")
		shot(s, "no browser")
		s = open(t, sandbox.StateDocumented, width, height)
		s.press("4", "right", "enter")
		shot(s, "choosing a plan")
		s.press("enter")
		shot(s, "its page")
		s.press("esc", "7", "p")
		shot(s, "no portal")
		goldenWithoutTabs(t, b.String())
	})
}

// TestVisitReports reports observed changes, never that something was paid, and creates
// no order.
func TestVisitReports(t *testing.T) {
	t.Parallel()
	s := visiting(t, 80, 24)
	s.buyOnSite("pack-m")
	s.watched(15 * time.Second)
	s.sees("The balance rose by 2,000: 9,583.3 → 11,583.3.")
	s.sees("11,583.3 credits")
	s.misses("paid")
	s.misses("arrived")
	s.press("esc")
	s.sessions(0, 0)
	s.press("7")
	s.misses("ORDERS")
}

// TestVisitIsTold announces a change on every pane, once, and the end of watching.
func TestVisitIsTold(t *testing.T) {
	t.Parallel()
	s := visiting(t, 80, 24)
	s.press("esc", "2")
	s.buyOnSite("pack-m")
	s.watched(15 * time.Second)
	s.sees("The balance rose by 2,000: 9,583.3 → 11,583.3.")
	s.press("b")
	s.sees("On the website")
	s.sees("14:04 The balance rose by 2,000")
	if len(s.opened) != 1 {
		t.Errorf("showing it again opened %v", s.opened)
	}
	s.press("esc")
	s.watched(150 * time.Second)
	s.sees("no longer watched")
	s.send(tea.FocusMsg{}) // it stays until it can be read
	s.sees("no longer watched")
	s.fire(8 * time.Second)
	s.misses("no longer watched")
}

// TestVisitAndGenerations counts neither a refund nor a debit as a purchase.
func TestVisitAndGenerations(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.StateDocumented, 80, 24)
	s.generate(runFailing)
	s.press("r", "b")
	s.watched(time.Minute) // it fails, and is refunded
	s.sees("9,583.3 credits")
	s.misses("rose")
	s.misses("higher")
	s.generate(runVideo)
	s.generate(runFailing)
	s.watched(time.Minute)
	s.sees("9,553.3 credits")
	s.misses("rose")
	s.misses("higher")
	s.generate(runImage)
	s.buyOnSite("pack-s")
	s.watched(20 * time.Second)
	s.sees("The balance rose by")
	s.sees("500")
}

// TestVisitWithoutPrices states that the cause is unclear where a price is unknown.
func TestVisitWithoutPrices(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.StateDocumented, 80, 24)
	s.generate(runFailing)
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		return strings.HasPrefix(r.URL.Path, "/api/tools/") && jsonError(http.StatusNotFound, "Tool not found")(w, r)
	}
	s.press("r", "b")
	s.watched(time.Minute)
	s.sees("The balance rose by 30: 9,553.3 → 9,583.3. That may be the refund of a failed generation; this server does not say.")
}

// TestVisitAsleep polls before it decides that watching is over.
func TestVisitAsleep(t *testing.T) {
	t.Parallel()
	s := visiting(t, 80, 24)
	s.buyOnSite("pack-m")
	s.fire(24 * time.Hour)
	s.sees("The balance rose by 2,000: 9,583.3 → 11,583.3.")
}

// TestVisitAsleepOffline does not report that nothing changed where no poll succeeded:
// it polls first, though the network recovers only later.
func TestVisitAsleepOffline(t *testing.T) {
	t.Parallel()
	s := visiting(t, 80, 24)
	s.buyOnSite("pack-m")
	s.faults.serve = jsonError(http.StatusBadGateway, "out of order")
	s.fire(24 * time.Hour)
	s.sees("Your account is looked at once more when that works again.")
	s.misses("Nothing was seen")
	s.faults.serve = nil
	s.fire(2 * time.Minute)
	s.sees("The balance rose by 2,000: 9,583.3 → 11,583.3.")
}

// TestVisitThatCannotLook ends once polls have failed for long, and states since when.
func TestVisitThatCannotLook(t *testing.T) {
	t.Parallel()
	for _, panel := range []bool{true, false} {
		s := visiting(t, 80, 24)
		s.watched(time.Minute)
		if !panel {
			s.press("esc")
		}
		s.faults.serve = jsonError(http.StatusBadGateway, "out of order")
		s.watched(38 * time.Minute)
		s.misses("no longer watched")
		s.watched(9 * time.Minute)
		s.sees("Your account could not be looked at since 14:05.")
		s.sees("no longer watched")
		s.misses("Nothing was seen")
	}
}

// TestVisitSinceBefore reports a purchase before the first successful poll, with the
// time of the figures that it is compared with.
func TestVisitSinceBefore(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.StateDocumented, 80, 24)
	s.faults.serve = jsonError(http.StatusBadGateway, "out of order")
	s.press("b")
	s.send(tea.BlurMsg{})
	s.watched(30 * time.Second)
	s.buyOnSite("pack-m")
	s.faults.serve = nil
	s.watched(time.Minute)
	s.sees("Since 14:04 the balance rose by 2,000: 9,583.3 → 11,583.3.")
}

// TestVisitLockedOut states that the account is no longer watched once the key is
// rejected, under the welcome that asks for another one.
func TestVisitLockedOut(t *testing.T) {
	t.Parallel()
	s := visiting(t, 80, 24)
	s.faults.serve = jsonError(http.StatusUnauthorized, "Invalid API key")
	s.watched(15 * time.Second)
	s.misses("On the website")
	s.press("esc")
	s.sees("Your account could not be looked at since 14:04. It is no longer watched")
	s.misses("are watched until")
}

// TestVisitPace polls rarely while nothing changes, at once when the focus returns, and
// never after the end.
func TestVisitPace(t *testing.T) {
	t.Parallel()
	s := visiting(t, 80, 24)
	s.watched(2 * time.Minute)
	asked := map[string]int{}
	s.faults.serve = func(_ http.ResponseWriter, r *http.Request) bool {
		asked[r.Method+" "+r.URL.Path]++
		return false
	}
	s.watched(time.Minute)
	if got := asked["GET /api/account"]; got < 3 || got > 5 || len(asked) != 1 {
		t.Errorf("a minute of watching asks %v", asked)
	}
	s.buyOnSite("pack-m")
	s.send(tea.FocusMsg{})
	s.sees("The balance rose by 2,000")
	s.press("x")
	s.misses("On the website")
	s.send(tea.BlurMsg{})
	s.fire(10 * time.Second)
	clear(asked)
	s.watched(time.Minute)
	if len(asked) != 0 {
		t.Errorf("asked after it was stopped: %v", asked)
	}
}

// TestVisitTrouble continues through failures, and states the problem.
func TestVisitTrouble(t *testing.T) {
	t.Parallel()
	s := visiting(t, 80, 24)
	s.faults.serve = jsonError(http.StatusInternalServerError, "out of order")
	s.watched(30 * time.Second)
	s.sees("The server failed.")
	s.faults.serve = nil
	s.buyOnSite("pack-m")
	s.watched(30 * time.Second)
	s.misses("The server failed.")
	s.sees("The balance rose by 2,000")
}

// TestPlansWithoutDates describes a change of plan without prices and dates that the
// server does not give, and links to the website.
func TestPlansWithoutDates(t *testing.T) {
	t.Parallel()
	s := open(t, sandbox.StateDocumented, 80, 24)
	s.press("4", "enter")
	s.sees("This is the plan you have. How it is paid, your account page on the website says.")
	s.press("enter", "esc", "left", "enter")
	s.sees("You keep Creator until the end of the billing period; Starter begins at the start of the next billing cycle. It is done on the website, in your browser.")
	s.misses("unknown")
	s.press("enter")
	s.sees("This server has no billing portal.")
	if len(s.opened) != 1 || string(s.opened[0]) != s.server.URL()+"/account" {
		t.Errorf("opened %v", s.opened)
	}
}

// TestPortalAsked shows that the portal is requested until the response arrives,
// whatever its outcome.
func TestPortalAsked(t *testing.T) {
	t.Parallel()
	for name, away := range map[string]func(s *screen){
		"no browser":      func(s *screen) { s.noOpen = "There is no display here." },
		"no portal there": func(s *screen) { s.faults.serve = jsonError(http.StatusNotFound, "Not found") },
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, "", 80, 24)
			away(s)
			s.press("7", "p")
			s.misses("Asking for the billing portal")
		})
	}
}

// TestNoticeStaysWithItsAccount removes a lasting notice together with its account.
func TestNoticeStaysWithItsAccount(t *testing.T) {
	t.Parallel()
	s := visiting(t, 80, 24)
	s.press("esc", "2")
	s.buyOnSite("pack-m")
	s.watched(15 * time.Second)
	s.sees("The balance rose by 2,000")
	s.faults.serve = jsonError(http.StatusUnauthorized, "Invalid API key")
	s.watched(15 * time.Second)
	s.sees("Sign in again")
	s.faults.serve = nil
	s.send(tea.PasteMsg{Content: s.server.Key()})
	s.press("enter")
	s.misses("Sign in again")
	s.misses("The balance rose")
}
