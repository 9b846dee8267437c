//go:build !windows && !darwin

package e2e

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
)

// shop is a machine for purchases, with a key, a browser, and the sandbox.
type shop struct {
	*machine
	desktop *desktop
	server  *sandbox.Server
}

func newShop(t *testing.T, o sandbox.Options) *shop {
	t.Helper()
	d := newDesktop(t)
	m, server := signedIn(t, o, d.env())
	return &shop{m, d, server}
}

// summary is the command line's output about the account.
type summary struct {
	Account      model.Account
	Subscription model.Subscription
}

func (s *shop) summary() (told summary) {
	s.t.Helper()
	s.decode(&told, "--json")
	return told
}

func (s *shop) credits() model.Credits {
	s.t.Helper()
	var balance struct{ Credits model.Credits }
	s.decode(&balance, "balance", "--json")
	return balance.Credits
}

func (s *shop) decode(into any, args ...string) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(s.run(0, args...)), into); err != nil {
		s.t.Fatal(err)
	}
}

// counts checks the sandbox's counts.
func (s *shop) counts(sessions, payments int) {
	s.t.Helper()
	if stats := s.server.Stats(); stats.SessionsCreated != sessions || stats.Payments != payments {
		s.t.Errorf("%d sessions and %d payments, want %d and %d", stats.SessionsCreated, stats.Payments, sessions, payments)
	}
}

// pays confirms the order on the screen and joins the payment page that opens.
func (s *shop) pays(w *window) *page {
	s.t.Helper()
	w.sees(`Due now[\s\S]*enter confirm`)
	w.press(enter)
	w.sees(`Buying [\s\S]*credits to arrive`)
	p := s.desktop.next(w.sees("(" + regexp.QuoteMeta(s.server.URL()) + `/checkout/cs_sandbox_[0-9a-f]{24})`))
	s.keeps("the browser's environment", p.read("env"))
	if strings.Contains(p.read("env"), auth.EnvKey) {
		s.t.Error("the browser knows the variable of the key")
	}
	return p
}

// TestBuyPack buys a pack from the start, through the payment in the browser, to its
// credits, on the screen and for scripts.
func TestBuyPack(t *testing.T) {
	t.Parallel()
	s := newShop(t, sandbox.Options{})
	before := s.credits()
	after := before + 2000*model.Credit
	w := s.open()
	w.sees(regexp.QuoteMeta(before.String()) + ` credits .*live`)
	w.press("b")
	w.sees(`PER \$1`)
	w.press("j")
	w.sees("▸ Pack M")
	w.press(enter)
	w.sees(`Balance +` + regexp.QuoteMeta(before.String()+" → "+after.String()))
	s.counts(0, 0)
	page := s.pays(w)
	s.counts(1, 0)
	w.press(enter, enter) // buys nothing more
	page.click("pay")
	page.heading("Paid")
	w.sees("✓ Pack M: 2,000 credits arrived")
	w.sees(regexp.QuoteMeta(before.String() + " → " + after.String()))
	w.press(escape)
	w.sees(regexp.QuoteMeta(after.String()) + ` credits .*live[^╭]*$`)
	w.press("q")
	w.ends(0)
	if now := s.credits(); now != after {
		t.Errorf("%s credits for scripts, want %s", now, after)
	}
	if rows := s.run(0, "transactions", "--type", "purchase", "--limit", "1"); !strings.Contains(rows, "Pack M") {
		t.Errorf("the newest purchase is %q", rows)
	}
	s.counts(1, 1)
}

// TestUpgradeThenYearly changes the one subscription twice.
func TestUpgradeThenYearly(t *testing.T) {
	t.Parallel()
	s := newShop(t, sandbox.Options{})
	before := s.summary()
	if before.Subscription.Plan != "creator" || before.Subscription.Interval != model.Monthly {
		t.Fatalf("the account begins with %s by the %s", before.Subscription.Plan, before.Subscription.Interval)
	}
	w := s.open()
	w.sees("Creator.*live")
	w.press("4")
	w.sees("Best for")
	w.press("l", enter)
	w.sees("An upgrade. It takes effect at once.")
	w.press(enter)
	page := s.pays(w)
	page.click("pay")
	page.heading("Paid")
	w.sees("✓ Pro: 12,000 credits arrived")
	w.press(escape)
	w.sees(`^[^\n]*Pro[^\n]*live[^╭]*$`)

	w.press("m")
	w.sees(`\$790`)
	w.press(enter)
	w.sees("The same plan, paid yearly")
	w.press(enter)
	page = s.pays(w)
	page.click("pay")
	page.heading("Paid")
	w.sees("✓ Pro: 12,000 credits arrived")
	w.press(escape)
	w.sees(`live[^╭]*$`)
	w.press("q")
	w.ends(0)

	now := s.summary()
	if now.Subscription.Plan != "pro" || now.Subscription.Interval != model.Yearly {
		t.Errorf("the account has %s by the %s", now.Subscription.Plan, now.Subscription.Interval)
	}
	if want := before.Account.Credits + 24_000*model.Credit; now.Account.Credits != want {
		t.Errorf("%s credits, want %s", now.Account.Credits, want)
	}
	s.counts(2, 2)
}

// TestLeaveThenCancel leaves the payment page, returns and cancels.
func TestLeaveThenCancel(t *testing.T) {
	t.Parallel()
	s := newShop(t, sandbox.Options{})
	before := s.credits()
	w := s.open()
	w.sees(`credits .*live`)
	w.press("b")
	w.sees(`PER \$1`)
	w.press(enter)
	page := s.pays(w)
	s.isOpened()
	w.press(focusOut)
	page.click("leave")
	page.heading("You left without paying")
	w.press(focusIn)
	w.sees("Not paid yet")
	w.press("x")
	w.sees("The order is cancelled. Nothing was paid")
	w.press(escape)
	w.sees(`live[^╭]*$`)
	w.press("q")
	w.ends(0)
	if now := s.credits(); now != before {
		t.Errorf("%s credits, want %s", now, before)
	}
	s.counts(1, 0)
}
