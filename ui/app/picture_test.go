package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// showsCode fails unless a whole QR code is on the screen, with its light margin.
func (s *screen) showsCode() {
	s.t.Helper()
	text := s.text()
	if !strings.Contains(text, strings.Repeat("█", 33)) || !strings.Contains(text, strings.Repeat("▀", 33)) {
		s.t.Errorf("no whole code is shown:\n%s", text)
	}
	if lines := strings.Split(text, "\n"); len(lines) != s.cells[1] {
		s.t.Errorf("the frame has %d lines in a terminal of %d", len(lines), s.cells[1])
	}
}

// TestQRCode shows the address of the payment page as a QR code in every terminal that
// is tall enough, with the address and the keys; others do not offer it.
func TestQRCode(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 20}, {80, 24}, {100, 30}, {140, 40}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			s := open(t, "", size[0], size[1])
			s.press("b", "enter", "enter")
			s.sees("Q QR code")
			s.press("Q")
			s.showsCode()
			s.sees("/checkout/cs_")
			s.sees("Q hide the code")
			s.sees("x cancel the order")
			s.press("y")
			s.sees("Copied the address of the payment page.")
			s.press("Q")
			s.misses("▀▀▀▀▀▀▀▀")
			s.sees("Q QR code")
			if size[1] > 20 {
				s.sees("The payment page is open in your browser")
			}
		})
	}
	low := open(t, "", 60, 18)
	low.press("b", "enter", "enter")
	low.misses("QR code")
	before := low.text()
	low.press("Q")
	if low.text() != before {
		t.Errorf("Q does something where a code has no room:\n%s", low.text())
	}
}

// TestQRCodeOfAVisit shows the page of the website as a QR code.
func TestQRCodeOfAVisit(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{60, 20}, {80, 24}} {
		s := screenWith(t, sandbox.Options{Transactions: someRows}, size[0], size[1])
		s.faults.serve = documentedOnly
		s.begin()
		s.press("b")
		s.sees("Q QR code")
		s.press("Q")
		if !strings.Contains(s.text(), strings.Repeat("█", 25)) {
			t.Errorf("no code is shown:\n%s", s.text())
		}
		s.sees("x stop watching")
		s.sees("pricing")
	}
}

// TestQRCodeByItself shows the QR code of a sign-in where no browser could be opened,
// with the rest of the text.
func TestQRCodeByItself(t *testing.T) {
	t.Parallel()
	s := newScreen(t, "", 80, 24)
	s.key, s.noOpen = "none", "there is no screen here"
	s.begin()
	s.press("b")
	s.sees("No browser was opened.")
	s.sees("o open again")
	s.sees("Q hide the code")
	checkFrame(s)
	s.press("Q")
	s.misses("▀▀▀▀▀▀▀▀")
	s.sees("No browser was opened (there is no screen here).")
}
