package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// keptIn gives the screen a store of orders in a folder of the test.
func keptIn(t *testing.T, options sandbox.Options, width, height int) (s *screen, file string) {
	t.Helper()
	dir := t.TempDir()
	s = screenWith(t, options, width, height)
	store, err := state.Open(dir, state.Options{Now: s.now.Now})
	if err != nil {
		t.Fatal(err)
	}
	s.book = store.OrderStore("sandbox")
	return s, filepath.Join(dir, "orders.json")
}

// TestPageOpenElsewhere asks about a page that was not opened here before it creates
// another one.
func TestPageOpenElsewhere(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		begun := func() *screen {
			s := kept(t, "", width, height).begin()
			if _, err := s.server.OpenElsewhere(model.Item{Kind: model.KindPack, Slug: "pack-s"}); err != nil {
				t.Fatal(err)
			}
			s.press("b", "enter")
			s.sees("A payment page for Pack S is open already")
			return s
		}
		s := begun()
		page := s.text()
		s.press("enter")
		s.sees("credits to arrive")
		s.sessions(1, 0)
		s.post(s.opened[0], "/pay")
		s.fire(2 * time.Second)
		s.sees("✓ Pack S: 500 credits arrived.")
		s.sessions(1, 1)
		s.wantOrders(model.OrderFulfilled)

		s = begun()
		s.press("n")
		s.sees("Buy Pack S?")
		s.press("enter")
		s.sees("credits to arrive")
		s.sessions(2, 0)

		s = begun()
		s.press("esc")
		s.misses("open already")
		s.press("b")
		s.misses("open already") // nothing is under way
		s.sessions(1, 0)
		goldenWithoutTabs(t, page)
	})
}

// TestOnePlanAtATime rejects a second order for a plan while one is open, and allows it
// by cancelling that one.
func TestOnePlanAtATime(t *testing.T) {
	t.Parallel()
	s := kept(t, "", 80, 24).begin()
	if _, err := s.server.OpenElsewhere(model.Item{Kind: model.KindPlan, Slug: "creator", Interval: model.Yearly}); err != nil {
		t.Fatal(err)
	}
	s.press("4", "right", "enter", "enter")
	s.sees("A payment page for Creator is open already")
	s.sees("An account has one plan at a time.")
	s.misses("another one beside it")
	s.press("n")
	s.sees("is open already")
	s.press("x")
	s.sees("Buy Pro?")
	s.press("enter")
	s.sees("Waiting for the credits")
	s.sessions(2, 0)
}

// TestClockAheadInDashboard ends no order early on a machine whose clock is ahead, and
// creates no second session.
func TestClockAheadInDashboard(t *testing.T) {
	t.Parallel()
	s := kept(t, "", 80, 24)
	behind := func(w http.ResponseWriter, r *http.Request) bool { // the server's clock, 40 minutes behind
		recorder := httptest.NewRecorder()
		s.faults.next.ServeHTTP(recorder, r)
		for name, values := range recorder.Header() {
			w.Header()[name] = values
		}
		w.Header().Set("Date", s.now.Now().Add(-40*time.Minute).Format(http.TimeFormat))
		text := recorder.Body.String()
		if strings.HasPrefix(r.URL.Path, "/api/checkout") { // it lives for 30 minutes, by that clock
			for _, end := range []string{"13:34", "14:34"} {
				text = strings.ReplaceAll(text, end+":00.000Z", "12:54:00.000Z")
			}
		}
		w.WriteHeader(recorder.Code)
		_, _ = w.Write([]byte(text))
		return true
	}
	s.faults.serve = behind
	s.begin().press("b", "enter", "enter")
	s.sees("Waiting for the credits to arrive")
	for range 20 {
		s.fire(time.Minute)
	}
	s.sees("Waiting for the credits to arrive")
	s.again()
	s.sees("Your order of Pack S is still open until")
	s.press("b")
	s.sees("Buying Pack S")
	s.sessions(1, 0)
	s.wantOrders(model.OrderOpened)
}

// TestOpenBeyondItsEnd never ends an order whose session the server reports as open.
func TestOpenBeyondItsEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("lets hours pass")
	}
	t.Parallel()
	s := kept(t, "", 80, 24).begin()
	s.press("b", "enter", "enter")
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/api/checkout/") {
			return false
		}
		recorder := httptest.NewRecorder()
		s.faults.next.ServeHTTP(recorder, r)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(recorder.Code)
		_, _ = w.Write([]byte(strings.ReplaceAll(recorder.Body.String(), `"status":"expired"`, `"status":"open"`)))
		return true
	}
	for range 120 {
		s.fire(time.Minute)
	}
	s.misses("has expired")
	s.misses("has not been seen yet")
	s.wantOrders(model.OrderOpened)
}

// TestPaymentThatTakesAWhile watches a payment in progress, to its failure and to its
// credits.
func TestPaymentThatTakesAWhile(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, state := range []string{sandbox.StatePaymentFailed, sandbox.StatePaymentPending} {
		s := kept(t, state, 80, 24).begin()
		s.press("b", "enter", "enter")
		s.post(s.opened[0], "/pay")
		s.fire(2 * time.Second)
		s.sees("The payment of Pack S is under way. It can take days, and may still fail.")
		s.wantOrders(model.OrderPending)
		fmt.Fprintf(&b, "── %s ──\n%s\n", state, s.text())
		s.again()
		s.sees("The payment of Pack S is under way.")
		for range 60 {
			if s.fire(5 * time.Second); strings.Contains(s.text(), "Pack S failed") || strings.Contains(s.text(), "✓ Pack S") {
				break
			}
		}
		if state == sandbox.StatePaymentFailed {
			s.sees("The payment of Pack S failed. Nothing was bought.")
			s.wantOrders(model.OrderFailed)
		} else {
			s.sees("✓ Pack S: 500 credits arrived.")
			s.wantOrders(model.OrderFulfilled)
		}
	}
	goldenWithoutTabs(t, b.String())
}

// TestTrialChanges ends an order without credits by the subscription's change.
func TestTrialChanges(t *testing.T) {
	t.Parallel()
	s := kept(t, sandbox.StateTrialing, 80, 24).begin()
	s.sees("Creator (trial)")
	s.press("4", "right", "enter")
	s.sees("Creator (trial) → Pro")
	s.press("enter")
	s.sees("$0.00")
	s.press("enter")
	s.post(s.opened[0], "/pay")
	s.fire(2 * time.Second)
	s.fire(5 * time.Second)
	s.sees("✓ Pro is your plan now.")
	s.wantOrders(model.OrderFulfilled)
	s.press("esc", "1")
	s.sees("Pro (trial)")
}

// TestSubscriptionStates compares every subscription state with its golden screen, and
// checks that an unpaid one gets no promise and no further sale.
func TestSubscriptionStates(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, account := range []string{sandbox.StateTrialing, sandbox.StateUnpaid, sandbox.StateIncomplete, sandbox.StatePaused} {
		s := open(t, account, 120, 30)
		for _, pane := range []string{"1", "4", "7"} {
			s.press(pane)
			checkFrame(s)
			fmt.Fprintf(&b, "── %s, %s ──\n%s\n", account, pane, s.text())
			if account != sandbox.StateTrialing {
				s.misses("Renews")
				s.misses("renews")
				s.misses("Next charge")
				s.misses("Next credits")
			}
		}
		s.press("4", "right", "enter")
		if account != sandbox.StateTrialing {
			s.sees("No plan is sold on top of it.")
			s.press("enter")
			if len(s.opened) != 1 || !strings.Contains(string(s.opened[0]), "/portal/") {
				t.Errorf("%s: opened %v", account, s.opened)
			}
		}
		s.sessions(0, 0)
	}
	goldenWithoutTabs(t, b.String())
}

// TestLostOrders reports damage until it is acknowledged, and shows and watches the
// readable orders; a purchase asks first.
func TestLostOrders(t *testing.T) {
	t.Parallel()
	s, file := keptIn(t, sandbox.Options{Transactions: someRows}, 120, 40)
	s.begin().press("b", "enter", "enter", "esc", "5", "down", "down")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), "\n]", ",\n{\"host\":\"sandbox\"}\n]", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	s.again()
	s.sees("Earlier orders of this machine could not all be read")
	s.press("1")
	s.sees("Your account pane (7) says more.")
	s.press("b")
	s.sees("Buying Pack S") // it is watched
	s.press("x")
	s.sees("Nothing was paid")
	s.press("esc")
	s.press("5", "down", "enter")
	s.sees("Earlier orders of this machine could not all be read")
	s.sees("buy anyway")
	s.press("esc", "7")
	s.again()
	s.press("7")
	for range 60 {
		if strings.Contains(s.text(), "▸ I know") {
			break
		}
		s.press("down")
	}
	s.sees("▸ I know")
	s.press("enter", "1")
	s.misses("could not all be read")
	s.again()
	s.misses("could not all be read")
	s.press("5", "enter")
	s.sees("Buy Pack S?")
}

// TestExportedKeyAsksOnWebsite asks before it opens the pricing page for a purchase.
func TestExportedKeyAsksOnWebsite(t *testing.T) {
	t.Parallel()
	s := newScreen(t, sandbox.StateDocumented, 80, 24)
	s.identity = func(id *account.Identity) {
		id.KeyExported, id.OverriddenProfile, id.KeySource = true, "work", "ARTIFICIAL_STUDIO_API_KEY"
	}
	s.begin()
	s.press("b")
	s.sees("Open the pricing page?")
	s.sees("takes precedence over profile work")
	s.press("o", "enter")
	if len(s.opened) != 0 {
		t.Fatalf("opened %v", s.opened)
	}
	s.press("esc", "4", "right", "enter", "enter")
	s.sees("Open the pricing page?")
	page := s.text()
	s.press("E")
	if len(s.opened) != 1 || !strings.HasSuffix(string(s.opened[0]), "/pricing") {
		t.Errorf("opened %v", s.opened)
	}
	s.sees("On the website")
	goldenWithoutTabs(t, page)
}

// TestChargedAndRefunded shows the amount charged beside the quote, and all refunds of
// a purchase with their number and sum.
func TestChargedAndRefunded(t *testing.T) {
	t.Parallel()
	s := kept(t, "", 100, 40)
	refunded := false
	s.faults.serve = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/transactions" {
			return false
		}
		recorder := httptest.NewRecorder()
		s.faults.next.ServeHTTP(recorder, r)
		text := strings.ReplaceAll(recorder.Body.String(), `"amount":600,"currency":"USD"`, `"amount":2261,"currency":"EUR"`)
		if refunded && r.URL.Query().Get("cursor") == "" {
			text = withRefunds(text)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(recorder.Code)
		_, _ = w.Write([]byte(text))
		return true
	}
	s.begin().press("b", "enter", "enter")
	s.post(s.opened[0], "/pay")
	s.fire(2 * time.Second)
	s.sees("✓ Pack S: 500 credits arrived.")
	s.sees("Charged €22.61 (quoted $6.00).")
	refunded = true
	s.press("esc", "r", "7")
	for range 60 {
		if strings.Contains(s.text(), "▸ Nov 22 14:04") {
			break
		}
		s.press("down")
	}
	s.sees("Pack S €22.61 (quoted $6.00) arrived, 2 refunds, €10.00")
	s.press("enter")
	s.sees("Charged €22.61")
	s.sees("Quoted $6.00")
	s.sees("2 refunds, €10.00")
	s.press("esc", "2", "down", "down", "enter")
	s.sees("Refunded 2 refunds, €10.00")
	goldenWithoutTabs(t, s.text())
}

// withRefunds puts two partial refunds of the newest row in front of a page of rows.
func withRefunds(page string) string {
	at := strings.Index(page, `{"id":"`)
	id, rest := page[at+7:], page[at:]
	id = id[:strings.Index(id, `"`)]
	var seq, balance int
	field := func(name string) string {
		text := rest[strings.Index(rest, `"`+name+`":`)+len(name)+3:]
		return text[:strings.IndexAny(text, ",}.")]
	}
	_, _ = fmt.Sscan(field("seq"), &seq)
	_, _ = fmt.Sscan(field("balance"), &balance)
	var rows []string
	for i := 2; i > 0; i-- {
		rows = append(rows, fmt.Sprintf(`{"id":"refund-%d","seq":%d,"type":"purchase_refund","amount":-100,"balance":%d,"description":"Partial refund","tool":null,"model":null,"generationId":null,"checkoutId":null,"refundOf":"%s","payment":{"amount":-500,"currency":"EUR","receiptUrl":null},"createdAt":"2026-11-22T13:04:%02d.000Z"}`,
			i, seq+i, balance-100*i, id, 10+i))
	}
	return page[:at] + strings.Join(rows, ",") + "," + rest
}
