package app_test

import (
	"fmt"
	"strings"
	"testing"
)

// fill types into the fields of a card, one after the other, and saves it.
func (s *screen) fill(fields ...string) {
	for i, text := range fields {
		if i > 0 {
			s.press("tab")
		}
		s.press("ctrl+u")
		s.typed(text)
	}
	s.press("enter")
}

// enterPrices enters the prices of a plan and of two packs, as on the pricing page.
func enterPrices(s *screen) {
	s.press("4", "h", "h", "h", "h", "l", "e")
	s.fill("29", "290", "USD", "4000")
	s.press("5", "e")
	s.fill("pack-s", "9.5", "USD", "1000")
	s.press("e")
	s.fill("pack-l", "39", "USD", "5000")
}

// TestEnteredPrices shows entered prices wherever prices are compared, marked as such.
func TestEnteredPrices(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "documented", width, height)
		var b strings.Builder
		show := func(name string, keys ...string) {
			s.press(keys...)
			checkFrame(s)
			fmt.Fprintf(&b, "── %s ──\n%s\n", name, s.text())
		}
		show("the card of a plan", "4", "right", "e")
		show("not understood", "x", "enter")
		s.press("esc")
		enterPrices(s)
		show("packs", "1", "5")
		show("the card of a pack", "e")
		show("plans", "esc", "4")
		show("scrolled", "down", "down", "down", "down", "down", "down")
		show("by the year", "m")
		s.press("w")
		s.typed("5000")
		show("what if")
		goldenWithoutTabs(t, b.String())
	})
}

// TestEnteredPricesBuyNothing tries every way to a checkout: with entered prices there
// is none.
func TestEnteredPricesBuyNothing(t *testing.T) {
	t.Parallel()
	s := open(t, "documented", 140, 40)
	enterPrices(s)
	for range 3 { // plans below and above that of the account
		s.press("4", "l", "e")
		s.fill("99", "990", "USD", "15000")
	}
	s.press("h", "h", "h", "h", "e")
	s.fill("9", "90", "USD", "1000")
	s.sees("$29")
	for range 4 {
		for range 2 { // monthly and yearly
			s.press("enter")
			s.misses("go on to the confirmation")
			s.press("enter", "enter", "esc", "esc", "4", "m")
		}
		s.press("l")
	}
	s.press("5")
	s.sees("Pack l")
	for range 2 {
		s.press("enter", "enter", "esc", "esc", "5", "down")
	}
	s.press("b", "enter", "enter", "esc", "esc")
	s.press(":")
	s.typed("buy")
	s.press("enter", "enter", "esc", "esc")
	s.sessions(0, 0)
}

// TestEnteredPricesLast keeps entered prices across starts, removes them where they are
// cleared, and leaves an unreadable file unchanged.
func TestEnteredPricesLast(t *testing.T) {
	t.Parallel()
	s := open(t, "documented", 140, 40)
	enterPrices(s)
	s.start()
	s.begin()
	s.press("4")
	s.sees("$29 ")
	s.sees("on Nov 22")
	s.press("5")
	s.sees("Pack l: 5,000 credits for $39.00, entered by you on Nov 22.")
	s.press("g", "e")
	s.fill("pack-s", "", "USD", "")
	s.sees("The price is forgotten")
	s.misses("Pack s")
	s.press("7", "G")
	s.sees("prices entered by you on Nov 22")

	s.press("5")
	text := "[packs.pack-m]\nprise = 3\n"
	if err := s.prices.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	s.press("e")
	s.fill("pack-x", "1", "USD", "2")
	s.sees("prise")
	if kept, _ := s.prices.Read(); string(kept) != text {
		t.Errorf("the file became %s", kept)
	}
}

// TestServerPricesHold reports once how the server's own prices differ from the entered
// ones.
func TestServerPricesHold(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 140, 40)
	if err := s.prices.Write([]byte("[plans.creator]\nmonthly = 25\ncurrency = \"USD\"\nentered = 2026-11-20\n[packs.pack-m]\nprice = 19\ncurrency = \"USD\"\ncredits = 2000\n")); err != nil {
		t.Fatal(err)
	}
	s.begin()
	s.sees("The server has its own prices now, and those apply. Creator, monthly, is $29.00")
	s.misses("Pack m is")
	s.press("4")
	s.sees("$29 ")
	s.misses("Entered by you")
	s.misses("e enter a price")
	s.press("e")
	s.misses("Price of")
	s.start()
	s.begin()
	s.press("4")
	s.sees("$29 ")
	s.misses("those hold")
}
