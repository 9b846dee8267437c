package sandbox

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// portal opens a visit to the billing portal and gives its path.
func (b *box) portal() string {
	b.t.Helper()
	return strings.TrimPrefix(string(read[model.Portal](b, b.call(http.MethodPost, "/api/portal", ""), http.StatusOK).URL), b.URL())
}

func (b *box) subscription() model.Subscription {
	b.t.Helper()
	return get[model.Subscription](b, "/api/subscription")
}

// A cancellation takes effect at the end of the paid period, can be taken back
// until then, and the credits stay (credits-and-pricing: "Can I cancel my
// subscription?").
func TestCancelAndResume(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	at := b.portal()
	if got := b.press(at+"/cancel", nil); !strings.Contains(got.body, "Resume Creator") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if s := b.subscription(); !s.CancelAtPeriodEnd || s.Plan != "creator" || s.NextCharge != nil || !s.NextCreditsAt.IsZero() {
		t.Errorf("cancelled: %+v", s)
	}
	b.press(at+"/resume", nil)
	if s := b.subscription(); s.CancelAtPeriodEnd || s.NextCharge == nil {
		t.Errorf("resumed: %+v", s)
	}
	b.press(at+"/cancel", nil)
	before := b.credits()
	b.clock.move(40 * 24 * time.Hour)
	if s := b.subscription(); s.Plan != "" || s.Status != model.StatusCanceled || b.credits() != before {
		t.Errorf("ended: %+v, %s credits of %s", s, b.credits(), before)
	}
	if got := get[model.Account](b, "/api/account").Plan; got != model.FreePlan {
		t.Errorf("the account's plan is %q", got)
	}
	if got := b.send(http.MethodGet, at, ""); got.status != http.StatusNotFound {
		t.Errorf("a visit of 40 days: %d", got.status)
	}
}

// A downgrade takes effect at the next cycle, at the lower price (billing-api,
// rule 6).
func TestDowngradeAtTheNextCycle(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	at := b.portal()
	for _, slug := range []string{"pro", "creator", "enterprise", "none", ""} {
		if got := b.press(at+"/downgrade", url.Values{"plan": {slug}}); got.status < 400 {
			t.Errorf("down to %q: %d", slug, got.status)
		}
	}
	b.press(at+"/downgrade", url.Values{"plan": {"starter"}})
	s := b.subscription()
	if s.Plan != "creator" || s.PendingPlan != "starter" || s.NextCharge.Amount != 900 {
		t.Errorf("pending: %+v", s)
	}
	before := b.credits()
	b.clock.move(s.CurrentPeriodEnd.Sub(noon))
	if s := b.subscription(); s.Plan != "starter" || s.PendingPlan != "" || b.credits() != before+1000*model.Credit {
		t.Errorf("after the cycle: %+v, %s became %s", s, before, b.credits())
	}
}

// The plan that was chosen before is chosen on the page, which otherwise leaves that to
// the customer.
func TestPortalOffersTheChosenPlan(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	if _, err := b.SubscribeElsewhere("pro"); err != nil {
		t.Fatal(err)
	}
	checked := regexp.MustCompile(`value="([a-z]+)"[^>]* checked`)
	for body, want := range map[string]string{
		"": "", "{}": "", `{"plan":"starter"}`: "starter", `{"plan":"creator"}`: "creator", `{"plan":"pro"}`: "", `{"plan":"none"}`: "",
	} {
		url := read[model.Portal](b, b.call(http.MethodPost, "/api/portal", body), http.StatusOK).URL
		page := b.send(http.MethodGet, strings.TrimPrefix(string(url), b.URL()), "").body
		if !strings.Contains(page, `value="starter"`) || !strings.Contains(page, `value="creator"`) {
			t.Fatalf("not every lower plan is offered:\n%s", page)
		}
		got := checked.FindAllStringSubmatch(page, -1)
		if want == "" && len(got) > 0 || want != "" && (len(got) != 1 || got[0][1] != want) {
			t.Errorf("with %s: chosen is %q, want %q", body, got, want)
		}
	}
}

// What is overdue can be paid, once; what stays unpaid ends.
func TestPastDueAndRecovery(t *testing.T) {
	b := serve(t, Options{Seed: 1, State: StatePastDue, Transactions: 100})
	s := b.subscription()
	if s.Status != model.StatusPastDue || s.CurrentPeriodEnd.After(noon) || !s.NextCharge.At.After(noon) {
		t.Errorf("past due: %+v", s)
	}
	before, at := b.credits(), b.portal()
	for range 3 {
		b.press(at+"/pay", nil)
	}
	if got := b.subscription(); got.Status != model.StatusActive || !got.CurrentPeriodStart.Equal(s.CurrentPeriodEnd.Time) || b.credits() != before+4000*model.Credit {
		t.Errorf("paid: %+v, %s became %s", got, before, b.credits())
	}

	unpaid := serve(t, Options{Seed: 1, State: StatePastDue, Transactions: 100})
	unpaid.clock.move(15 * 24 * time.Hour)
	if got := unpaid.subscription(); got.Status != model.StatusCanceled || unpaid.credits() != before {
		t.Errorf("unpaid: %+v, %s credits", got, unpaid.credits())
	}
}

// The website's pages stand in for billing endpoints that are not served: what is
// bought there arrives, and the account page leads to the portal.
func TestWebsiteSells(t *testing.T) {
	b := serve(t, Options{Seed: 1, State: StateDocumented, Transactions: 100})
	before := b.credits()
	got := b.press("/pricing", url.Values{"kind": {"pack"}, "slug": {"pack-m"}})
	pay := regexp.MustCompile(`/checkout/cs_sandbox_[0-9a-f]+/pay`).FindString(got.body) // the browser was sent on
	if pay == "" {
		t.Fatalf("choosing a pack: %d %s", got.status, got.body)
	}
	b.press(pay, nil)
	if got := b.credits(); got != before+2000*model.Credit {
		t.Errorf("%s became %s", before, got)
	}
	if got := b.press("/pricing", url.Values{"kind": {"plan"}, "slug": {"creator"}}); got.status != http.StatusConflict || !strings.Contains(got.body, "Plans and credit packs") {
		t.Errorf("the plan that the account has: %d", got.status)
	}
	if got := b.press("/pricing", url.Values{"kind": {"boat"}}); got.status < 400 {
		t.Errorf("a boat: %d", got.status)
	}
	if got := b.send(http.MethodGet, "/account", ""); !strings.Contains(got.body, "Billing portal") {
		t.Errorf("the account page: %d %s", got.status, got.header)
	}
}
