//go:build !windows && !darwin

package e2e

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
)

// The tests of orders. Each ends with a check of the counts: the sandbox has as many
// sessions as orders were confirmed, and as many payments as orders arrived.

const (
	packM = 2000 * model.Credit
	hour  = time.Hour
)

// choosesPackM navigates from the start to the confirmation of a pack.
func (w *window) choosesPackM() {
	w.m.t.Helper()
	w.sees(figures)
	w.press("b")
	w.sees(`PER \$1`)
	w.press("j")
	w.sees("▸ Pack M")
	w.press(enter)
	w.sees(`Due now[\s\S]*enter confirm`)
}

// arrives waits until the panel shows the arrival, with both balances.
func (w *window) arrives(before model.Credits) {
	w.m.t.Helper()
	w.sees("✓ Pack M: 2,000 credits arrived")
	w.sees(regexp.QuoteMeta(before.String() + " → " + (before + packM).String()))
}

// quits ends the program at once, from any screen.
func (w *window) quits() {
	w.m.t.Helper()
	w.press(interrupt)
	w.ends(0)
}

// orders are the stored orders, from the output for scripts.
func (s *shop) orders() []model.Order {
	s.t.Helper()
	var listing struct {
		Data []struct {
			model.Order
			Arrived *model.Credits `json:"credits"` // null for what it lacks
			After   *model.Credits `json:"balanceAfter"`
		}
	}
	s.decode(&listing, "orders", "--json")
	var orders []model.Order
	for _, order := range listing.Data {
		orders = append(orders, order.Order)
	}
	return orders
}

// isOpened waits until the program considers the page open: an opener has a moment to
// fail.
func (s *shop) isOpened() {
	s.t.Helper()
	until(s.t, func() error {
		if state := s.orders()[0].State; state != model.OrderOpened {
			return fmt.Errorf("the order is %s", state)
		}
		return nil
	})
}

// books checks the states of the stored orders, newest first, and the sandbox's counts,
// which follow from them, at the end of a test.
func (s *shop) books(states ...model.OrderState) {
	s.t.Helper()
	var found []model.OrderState
	sessions := map[string]bool{}
	arrived := 0
	for _, order := range s.orders() {
		found = append(found, order.State)
		sessions[order.SessionID] = true
		if order.State == model.OrderFulfilled {
			arrived++
		}
	}
	if !slices.Equal(found, states) || len(sessions) != len(states) {
		s.t.Errorf("the orders are %q in %d sessions, want %q", found, len(sessions), states)
	}
	s.counts(len(states), arrived)
}

// clock is the sandbox's clock: the time of day, and the time that a test has added.
type clock struct{ passed atomic.Int64 }

func (c *clock) now() time.Time       { return time.Now().Add(time.Duration(c.passed.Load())) }
func (c *clock) pass(d time.Duration) { c.passed.Add(int64(d)) }

// tab opens another tab of the same browser at an address.
func (p *page) tab(address string) *page {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // without a deadline, which would also be the tab's
		p.t.Fatal(err)
	}
	other := &page{t: p.t, ctx: ctx, here: p.here}
	limited, stop := context.WithTimeout(ctx, eventually)
	defer stop()
	if err := chromedp.Do(limited, chromedp.Navigate(address)); err != nil {
		p.t.Fatal(err)
	}
	other.tells("location.href + ' ' + document.readyState", address+" complete")
	return other
}

// address is the address of the payment page on the screen.
func (s *shop) address(w *window) string {
	s.t.Helper()
	return w.sees("(" + regexp.QuoteMeta(s.server.URL()) + `/checkout/cs_sandbox_[0-9a-f]{24})`)
}

// TestLeaveThenPay leaves the payment page and the panel, and pays from the order,
// which is still open.
func TestLeaveThenPay(t *testing.T) {
	t.Parallel()
	s := newShop(t, sandbox.Options{})
	before := s.credits()
	w := s.open()
	w.choosesPackM()
	first := s.pays(w)
	s.isOpened()
	w.press(focusOut)
	first.click("leave")
	first.heading("You left without paying")
	w.press(focusIn)
	w.sees("Not paid yet. The page is still open until")
	address := s.address(w)
	w.press(escape)
	w.sees(figuresOfPacks)
	w.press("b")
	w.sees("Not paid yet. The page is still open until")
	w.press("o")
	again := s.desktop.next(address)
	again.heading("Pay for Pack M")
	again.click("pay")
	again.heading("Paid")
	w.arrives(before)
	w.quits()
	s.books(model.OrderFulfilled)
}

// figuresOfPacks is the pane of packs without an overlay.
const figuresOfPacks = `live[^╭]*PER \$1[^╭]*$`

// TestPayFromTwoTabs presses the button of the same session twice.
func TestPayFromTwoTabs(t *testing.T) {
	t.Parallel()
	s := newShop(t, sandbox.Options{})
	before := s.credits()
	w := s.open()
	w.choosesPackM()
	one := s.pays(w)
	two := one.tab(s.address(w))
	two.heading("Pay for Pack M")
	two.click("pay")
	one.click("pay")
	one.heading("Paid")
	two.heading("Paid")
	w.arrives(before)
	w.quits()
	if now := s.credits(); now != before+packM {
		t.Errorf("%s credits, want %s", now, before+packM)
	}
	s.books(model.OrderFulfilled)
}

// TestCancelAfterPaying presses x after the payment, before the panel shows it: the
// order can no longer be cancelled.
func TestCancelAfterPaying(t *testing.T) {
	t.Parallel()
	clock, faults := &clock{}, &faults{}
	s := newShop(t, sandbox.Options{Now: clock.now, Wrap: faults.wrap})
	s.server.DelayCredits(hour)
	before := s.credits()
	w := s.open()
	w.choosesPackM()
	page := s.pays(w)
	w.sees("x cancel")
	release := faults.hold(looksAtSession)
	page.click("pay")
	page.heading("Paid")
	w.press("x")
	w.sees("The payment went through")
	release()
	clock.pass(hour)
	w.arrives(before)
	w.quits()
	s.books(model.OrderFulfilled)
}

// TestSessionExpires reports the expiry, and nothing is paid.
func TestSessionExpires(t *testing.T) {
	t.Parallel()
	s := newShop(t, sandbox.Options{})
	before := s.credits()
	w := s.open()
	w.choosesPackM()
	page := s.pays(w)
	s.server.ExpireSession(s.orders()[0].SessionID)
	w.sees("The payment page has expired. Nothing was paid")
	page.click("pay")
	page.heading("Nothing was charged")
	w.quits()
	if now := s.credits(); now != before {
		t.Errorf("%s credits, want %s", now, before)
	}
	s.books(model.OrderExpired)
}

// TestCreditsArriveLate waits for the credits of a payment, in this run and the next,
// and never reports a failure.
func TestCreditsArriveLate(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := newShop(t, sandbox.Options{Now: clock.now})
	s.server.DelayCredits(1000 * hour)
	before := s.credits()
	w := s.open()
	w.choosesPackM()
	page := s.pays(w)
	page.click("pay")
	page.heading("Paid")
	w.sees("The payment went through. Waiting for the credits to arrive")
	w.quits()
	if orders := s.orders(); len(orders) != 1 || !orders[0].Paid || orders[0].Done() {
		t.Errorf("the orders are %+v", orders)
	}
	s.counts(1, 1)

	w = s.open()
	w.opensOverview()
	w.sees("Pack M")
	w.press("b")
	w.sees("The payment went through. Waiting for the credits to arrive")
	clock.pass(1000 * hour)
	w.sees("✓ Pack M: 2,000 credits arrived")
	w.quits()
	if now := s.credits(); now < before+packM {
		t.Errorf("%s credits, had %s", now, before)
	}
	s.books(model.OrderFulfilled)
}

// TestOthersArriveMeanwhile distinguishes a renewal and an equal pack from the order:
// by the session, never by the amount.
func TestOthersArriveMeanwhile(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	s := newShop(t, sandbox.Options{Now: clock.now, SessionLife: 100 * 24 * hour})
	w := s.open()
	w.choosesPackM()
	page := s.pays(w)
	began := s.credits()
	if _, err := s.server.BuyElsewhere("pack-m"); err != nil {
		t.Fatal(err)
	}
	clock.pass(time.Until(s.summary().Subscription.NextCreditsAt.Add(time.Minute)))
	now := s.credits()
	if now <= began+packM {
		t.Fatalf("%s credits became %s: no renewal", began, now)
	}
	w.press(escape)
	w.sees(figuresOfPacks)
	w.press("r")
	w.sees(regexp.QuoteMeta(now.String()) + ` credits .*live`)
	w.press("b")
	w.sees(`Buying Pack M[\s\S]*still open until|Buying Pack M[\s\S]*open in your browser`)
	if orders := s.orders(); len(orders) != 1 || orders[0].Done() || orders[0].Paid {
		t.Errorf("the orders are %+v", orders)
	}
	page.click("pay")
	page.heading("Paid")
	w.arrives(now)
	w.quits()
	s.books(model.OrderFulfilled)
}
