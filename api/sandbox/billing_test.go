package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

// code is what a refusal says by code.
func code(t *testing.T, got reply) model.ConflictCode {
	t.Helper()
	var answer struct{ Code model.ConflictCode }
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil || got.status != http.StatusConflict {
		t.Errorf("%d %s, %v", got.status, got.body, err)
	}
	return answer.Code
}

// Conflicts say what they are about (billing-api: a 409 carries a code).
func TestConflictCodes(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	b.opened("one", packM)
	if got := code(t, b.order("one", `{"kind":"pack","slug":"pack-s"}`)); got != model.IdempotencyMismatch {
		t.Errorf("another body: %q", got)
	}
	have := `{"kind":"plan","slug":"creator","interval":"month"}`
	if got := code(t, b.order("two", have)); got != model.AlreadySubscribed {
		t.Errorf("the plan that the account has: %q", got)
	}
	if got := code(t, b.call(http.MethodGet, "/api/quote?kind=plan&slug=creator&interval=month", "")); got != model.AlreadySubscribed {
		t.Errorf("its quote: %q", got)
	}
}

// Keys are good for 24 hours, and sessions of a sandbox on its own are open as long.
func TestKeysAndSessionsLastADay(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 20, SessionLife: LongestSession})
	first := b.opened("k", packM)
	b.clock.move(24*time.Hour - time.Minute)
	if got := read[model.Checkout](b, b.order("k", packM), http.StatusOK); got.ID != first.ID || got.Status != model.CheckoutOpen {
		t.Errorf("a minute before: %+v", got)
	}
	if page := b.send(http.MethodGet, "/checkout/"+first.ID, ""); !strings.Contains(page.body, "open until 14:03 UTC.") {
		t.Error(page.body)
	}
	b.clock.move(2 * time.Minute)
	if again := b.opened("k", packM); again.ID == first.ID || b.session(first.ID).Status != model.CheckoutExpired {
		t.Errorf("a minute after: %+v", again)
	}
}

// A payment that is under way leaves a complete session unpaid; it brings its credits
// when it succeeds, and takes everything back when it fails.
func TestPaymentsThatTakeAWhile(t *testing.T) {
	for state, want := range map[string]struct {
		status  model.CheckoutStatus
		payment model.PaymentStatus
		brings  model.Credits
		paid    int
	}{
		StatePaymentPending: {model.CheckoutComplete, model.PaymentPaid, 2000 * model.Credit, 1},
		StatePaymentFailed:  {model.CheckoutFailed, model.PaymentUnpaid, 0, 0},
	} {
		b := serve(t, Options{Seed: 1, State: state, Transactions: 100})
		before := b.credits()
		session := b.opened("k", packM)
		if session.PaymentStatus != model.PaymentUnpaid {
			t.Errorf("open: %+v", session)
		}
		if got := b.press("/checkout/"+session.ID+"/pay", nil); !strings.Contains(got.body, "under way") {
			t.Errorf("%s: %s", state, got.body)
		}
		if got := b.session(session.ID); got.Status != model.CheckoutComplete || got.PaymentStatus != model.PaymentUnpaid || b.credits() != before {
			t.Errorf("%s, at once: %+v", state, got)
		}
		b.clock.move(asyncPayment)
		got := b.session(session.ID)
		if got.Status != want.status || got.PaymentStatus != want.payment || b.credits() != before+want.brings || b.Stats().Payments != want.paid {
			t.Errorf("%s, later: %+v, %s credits of %s", state, got, b.credits(), before)
		}
		if state == StatePaymentFailed {
			if again := b.press("/checkout/"+session.ID+"/pay", nil); again.status != http.StatusConflict {
				t.Errorf("paid again: %d", again.status)
			}
		}
	}
}

// A trial is due nothing before its end, and a change of plan during it brings no row:
// its session is complete without a payment.
func TestTrial(t *testing.T) {
	b := serve(t, Options{Seed: 1, State: StateTrialing})
	sub := get[model.Subscription](b, "/api/subscription")
	if sub.Status != model.StatusTrialing || sub.Plan != "creator" || sub.NextCharge == nil || !sub.NextCharge.At.Equal(sub.CurrentPeriodEnd.Time) {
		t.Errorf("%+v", sub)
	}
	before := b.credits()
	quote := get[model.Quote](b, "/api/quote?kind=plan&slug=pro&interval=month")
	if quote.DueNow.Amount != 0 || quote.CreditsNow != 0 || quote.NextCharge.Amount != 7900 || !quote.NextCharge.At.Equal(sub.CurrentPeriodEnd.Time) {
		t.Errorf("%+v", quote)
	}
	session := b.opened("k", proMonth)
	b.press("/checkout/"+session.ID+"/pay", nil)
	if got := b.session(session.ID); got.Status != model.CheckoutComplete || got.PaymentStatus != model.PaymentNone || got.TransactionID != "" {
		t.Errorf("%+v", got)
	}
	after := get[model.Subscription](b, "/api/subscription")
	if after.Plan != "pro" || after.Status != model.StatusTrialing || !after.CurrentPeriodEnd.Equal(sub.CurrentPeriodEnd.Time) || b.credits() != before {
		t.Errorf("%+v, %s credits of %s", after, b.credits(), before)
	}
	b.clock.move(sub.CurrentPeriodEnd.Sub(noon))
	ended := get[model.Subscription](b, "/api/subscription")
	row := b.history("&type=subscription")[0]
	if ended.Status != model.StatusActive || row.Payment == nil || row.Payment.Amount != 7900 || b.credits() != before+12_000*model.Credit {
		t.Errorf("after the trial: %+v, %+v", ended, row)
	}
}

// A subscription that brings nothing says so by its status; no plan is sold on top, and
// the portal settles it.
func TestStalledSubscriptions(t *testing.T) {
	for state, plan := range map[string]string{StateUnpaid: "creator", StatePaused: "creator", StateIncomplete: model.FreePlan} {
		b := serve(t, Options{Seed: 1, State: state, Transactions: 60})
		sub := get[model.Subscription](b, "/api/subscription")
		if string(sub.Status) != state || sub.Plan != "creator" || sub.NextCharge == nil || sub.NextCreditsAt.IsZero() {
			t.Errorf("%s: %+v", state, sub) // dates and all, as a server may send them
		}
		if got := get[model.Account](b, "/api/account").Plan; got != plan {
			t.Errorf("%s: the account's plan is %q", state, got)
		}
		if got := b.order("k", proMonth); got.status != http.StatusConflict {
			t.Errorf("%s: a plan is sold on top: %d", state, got.status)
		}
		b.opened("pack", packM)
		before := b.credits()
		b.clock.move(90 * 24 * time.Hour)
		if b.credits() != before {
			t.Errorf("%s: credits came", state)
		}
		at := b.portal()
		if page := b.send(http.MethodGet, at, ""); !strings.Contains(page.body, "Pay $29.00") || !strings.Contains(page.body, state) {
			t.Errorf("%s: the portal says %s", state, page.body)
		}
		b.press(at+"/pay", nil)
		if got := get[model.Subscription](b, "/api/subscription"); got.Status != model.StatusActive || b.credits() != before+4000*model.Credit {
			t.Errorf("%s, paid: %+v", state, got)
		}
	}
	b := serve(t, Options{Seed: 1, State: StateUnpaid, Transactions: 60})
	b.press(b.portal()+"/cancel", url.Values{})
	if got := b.subscription(); got.Status != model.StatusCanceled {
		t.Errorf("cancelled: %+v", got)
	}
}

// Whatever changes of plan follow each other, and whenever: the lines of a quote add up
// to what is due, nothing is charged below zero, and what was given back as credit is
// used up before anything else is paid.
func TestProration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := noon
		a, err := newAccount(Options{Seed: 1, State: StateDemo, Transactions: 40, Location: time.UTC, SessionLife: LongestSession}, now)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rapid.IntRange(1, 6).Draw(t, "changes") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(400*24*time.Hour)).Draw(t, "passes")))
			a.advance(now)
			item := model.Item{Kind: model.KindPack, Slug: "pack-s"}
			if rapid.Bool().Draw(t, "plan") {
				item = model.Item{
					Kind: model.KindPlan, Slug: rapid.SampledFrom([]string{"creator", "pro"}).Draw(t, "slug"),
					Interval: rapid.SampledFrom([]model.Interval{model.Monthly, model.Yearly}).Draw(t, "interval"),
				}
			}
			quote, no := a.mayBuy(item, now)
			if no != nil {
				continue
			}
			if quote.DueNow.Amount < 0 || quote.Lines != nil && !quote.Itemized() {
				t.Fatalf("%+v", quote)
			}
			if used := quote.AccountCredit; used != nil && used.Amount < a.credit.Amount && quote.DueNow.Amount > 0 {
				t.Fatalf("%s are due with %s of credit left", quote.DueNow, a.credit)
			}
			s, no := a.open(item, "key-"+string(rune('a'+i)), now)
			if no == nil {
				no = a.pay(s, now)
			}
			if no != nil || a.credit.Amount < 0 {
				t.Fatalf("%v, credit %s", no, a.credit)
			}
		}
	})
}
