//go:build !windows && !darwin

package e2e

import (
	"bytes"
	"context"
	"syscall"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/screenshots/terminal"
)

// dies kills the program, which cannot clean up.
func (w *window) dies() {
	w.m.t.Helper()
	if err := w.Signal(syscall.SIGKILL); err != nil {
		w.m.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.m.t.Context(), eventually)
	defer cancel()
	if _, err := w.Exit(ctx); err != nil {
		w.m.t.Fatal(err)
	}
}

// TestKilled kills the program at the two points where a session could be created a
// second time, and pays the one that the next run finds.
func TestKilled(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]*cut{
		"before the request": {has: make(chan struct{})},
		"before the answer":  {has: make(chan struct{}), answer: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(t, sandbox.Options{Wrap: c.wrap})
			before := s.credits()
			w := s.open()
			w.choosesPackM()
			w.press(enter)
			<-c.has
			w.dies()
			made := 0
			if c.answer {
				made = 1
			}
			s.counts(made, 0)

			w = s.open()
			w.sees("Your order of Pack M is still open until")
			s.counts(1, 0)
			w.press("b")
			w.sees("Buying Pack M")
			w.press("o")
			page := s.desktop.next(s.address(w))
			page.click("pay")
			page.heading("Paid")
			w.arrives(before)
			w.quits()
			s.books(model.OrderFulfilled)
		})
	}
}

// TestTwoWindows confirms the same pack in two dashboards at once: one order, one
// session, and both show its arrival.
func TestTwoWindows(t *testing.T) {
	t.Parallel()
	m := &meeting{both: make(chan struct{})}
	s := newShop(t, sandbox.Options{Wrap: m.wrap})
	before := s.credits()
	one, two := s.open(), s.open()
	one.choosesPackM()
	two.choosesPackM()
	one.press(enter)
	two.press(enter)
	address := s.address(one)
	if other := s.address(two); other != address {
		t.Errorf("one window shows %s, the other %s", address, other)
	}
	page := s.desktop.next(address)
	s.desktop.next(address) // each window opened it
	s.counts(1, 0)
	page.click("pay")
	page.heading("Paid")
	one.arrives(before)
	two.arrives(before)
	for _, w := range []*window{one, two} {
		w.quits()
	}
	s.books(model.OrderFulfilled)
}

// TestQuitAtEveryStep quits, restarts, and shows the outcome once.
func TestQuitAtEveryStep(t *testing.T) {
	t.Parallel()
	t.Run("confirmation", func(t *testing.T) {
		t.Parallel()
		s := newShop(t, sandbox.Options{})
		w := s.open()
		w.choosesPackM()
		w.quits()
		w = s.open()
		w.opensOverview()
		w.press("b")
		w.sees(figuresOfPacks) // no order is in progress
		w.quits()
		s.books()
	})
	for name, c := range map[string]struct {
		quit func(*window)
		paid bool // before it ends
	}{
		"page open": {quit: (*window).quits},
		"left the panel": {quit: func(w *window) {
			w.press(escape)
			w.sees(figuresOfPacks)
			w.press("q")
			w.ends(0)
		}},
		"paid": {paid: true, quit: func(w *window) {
			w.sees("The payment went through")
			w.quits()
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := &clock{}
			s := newShop(t, sandbox.Options{Now: clock.now})
			s.server.DelayCredits(hour)
			w := s.open()
			w.choosesPackM()
			page := s.pays(w)
			if c.paid {
				page.click("pay")
				page.heading("Paid")
			}
			c.quit(w)
			if !c.paid {
				w = s.open()
				w.sees("Your order of Pack M is still open until")
				w.quits()
				page.click("pay")
				page.heading("Paid")
			}
			clock.pass(hour)
			w = s.open()
			w.sees("✓ Pack M: 2,000 credits arrived")
			w.quits()
			s.isToldNoMore()
			s.books(model.OrderFulfilled)
		})
	}
}

// isToldNoMore starts once more, and checks that the outcome is not shown again.
func (s *shop) isToldNoMore() {
	s.t.Helper()
	w := s.openIn(terminal.Options{Cols: usual.cols, Rows: 3 * usual.rows}) // all of the pane
	w.opensOverview()
	w.press("7")
	w.sees(`ORDERS[\s\S]*Pack M`)
	if output := w.Output(); bytes.Contains(output, []byte("2,000 credits arrived")) {
		s.t.Errorf("it was told twice:\n%s", w.Screen().Text())
	}
	w.quits()
	for _, order := range s.orders() {
		if !order.Announced {
			s.t.Errorf("%+v was not told", order)
		}
	}
}
