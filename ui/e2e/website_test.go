//go:build !windows && !darwin

package e2e

import (
	"regexp"
	"testing"

	"github.com/studio-tui/studio-tui/api/sandbox"
)

// TestBuyOnTheWebsite buys a pack on the website, for a server without checkout, and
// shows the change of the account.
func TestBuyOnTheWebsite(t *testing.T) {
	t.Parallel()
	s := newShop(t, sandbox.Options{State: sandbox.StateDocumented, Transactions: 400})
	before := s.credits()
	after := (before + packM).String()
	w := s.open()
	w.sees(regexp.QuoteMeta(before.String()) + ` credits .*live`)
	w.press("5")
	w.sees(`▸ Open the pricing page`) // the server's features are known
	w.press("b")
	w.sees(`On the website[\s\S]*open in your browser`)
	page := s.desktop.next(s.server.URL() + "/pricing")
	page.heading("Plans and credit packs")
	page.click("pack-m")
	page.heading("Pay for Pack M")
	page.click("pay")
	page.heading("Paid")
	w.sees(`The balance rose by 2,000: ` + regexp.QuoteMeta(before.String()+" → "+after))
	w.press(escape)
	w.sees(regexp.QuoteMeta(after) + ` credits .*live[^╭]*$`)
	w.press("q")
	w.ends(0)
	s.counts(1, 1)
	if orders := s.orders(); len(orders) != 0 {
		t.Errorf("orders %v", orders)
	}
}
