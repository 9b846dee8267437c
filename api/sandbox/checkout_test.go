package sandbox

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

func (b *box) credits() model.Credits {
	b.t.Helper()
	return get[model.Account](b, "/api/account").Credits
}

// The same key and body, sent by fifty at once: one session.
func TestOneKeyMakesOneSession(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	ids := make([]string, 50)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			got := b.order("one", packM)
			ids[i] = read[model.Checkout](b, reply{status: http.StatusOK, body: got.body}, http.StatusOK).ID
		})
	}
	all.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("sessions %s and %s", id, ids[0])
		}
	}
	if n := b.Stats().SessionsCreated; n != 1 {
		t.Errorf("%d sessions were made", n)
	}
	if got := b.order("one", `{"kind":"pack","slug":"pack-s"}`); got.status != http.StatusConflict {
		t.Errorf("the key with another body: %d %s", got.status, got.body)
	}
	if open := get[struct{ Data []model.Checkout }](b, "/api/checkout?status=open").Data; len(open) != 1 || open[0].ID != ids[0] {
		t.Errorf("open: %+v", open)
	}
}

// Pay pressed from many tabs at once: the credits come once.
func TestManyTabsPayOnce(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	before := b.credits()
	session := b.opened("k", packM)
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			if got := b.press("/checkout/"+session.ID+"/pay", nil); got.status != http.StatusOK || !strings.Contains(got.body, "<h1>Paid</h1>") {
				t.Errorf("%d %s", got.status, got.body)
			}
		})
	}
	all.Wait()
	if got := b.credits(); got != before+2000*model.Credit || b.Stats().Payments != 1 {
		t.Errorf("%s became %s with %d payments", before, got, b.Stats().Payments)
	}
	paid := b.session(session.ID)
	row := b.history("&type=purchase")[0]
	if paid.Status != model.CheckoutComplete || paid.TransactionID != row.ID || row.CheckoutID != model.OptionalString(session.ID) || row.Payment.Amount != 1900 {
		t.Errorf("%+v and %+v", paid, row)
	}
	receipt := b.send(http.MethodGet, strings.TrimPrefix(string(row.Payment.ReceiptURL), b.URL()), "")
	if receipt.status != http.StatusOK || !strings.Contains(receipt.body, "$19.00") {
		t.Errorf("receipt: %d %s", receipt.status, receipt.body)
	}
	if got := read[model.Checkout](b, b.call(http.MethodPost, "/api/checkout/"+session.ID+"/cancel", ""), http.StatusOK); got.Status != model.CheckoutComplete {
		t.Errorf("canceled after the payment: %s", got.Status)
	}
}

// A session that was left can still be paid, one that was canceled or has
// expired cannot.
func TestSessionsEnd(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	before := b.credits()
	pay := func(id string, status int, says string) {
		t.Helper()
		if got := b.press("/checkout/"+id+"/pay", nil); got.status != status || !strings.Contains(got.body, says) {
			t.Errorf("%d, want %d with %q: %s", got.status, status, says, got.body)
		}
	}
	left := b.opened("left", packM)
	if got := b.press("/checkout/"+left.ID+"/leave", nil); !strings.Contains(got.body, "stays open until 14:33 UTC") {
		t.Errorf("left: %s", got.body)
	}
	canceled := b.opened("canceled", packM)
	for range 2 {
		if got := read[model.Checkout](b, b.call(http.MethodPost, "/api/checkout/"+canceled.ID+"/cancel", ""), http.StatusOK); got.Status != model.CheckoutCanceled {
			t.Errorf("canceled: %s", got.Status)
		}
	}
	pay(canceled.ID, http.StatusConflict, "was canceled")
	expired, forced := b.opened("expired", packM), b.opened("forced", packM)
	b.ExpireSession(forced.ID)
	pay(forced.ID, http.StatusConflict, "has expired")
	b.clock.move(30*time.Minute - time.Millisecond)
	pay(left.ID, http.StatusOK, "The credits are in your account")
	b.clock.move(time.Millisecond)
	pay(expired.ID, http.StatusConflict, "has expired")
	if got := b.session(expired.ID).Status; got != model.CheckoutExpired {
		t.Errorf("after 30 minutes: %s", got)
	}
	if got := b.credits(); got != before+2000*model.Credit || b.Stats().Payments != 1 || b.Stats().SessionsCreated != 4 {
		t.Errorf("%s became %s, %+v", before, got, b.Stats())
	}
}

// Credits that arrive late: the session is complete and names no transaction yet.
func TestCreditsArriveLate(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	before := b.credits()
	b.DelayCredits(time.Minute)
	session := b.opened("late", packM)
	b.press("/checkout/"+session.ID+"/pay", nil)
	if got := b.session(session.ID); got.Status != model.CheckoutComplete || got.TransactionID != "" || b.credits() != before {
		t.Errorf("at once: %+v, %s credits", got, b.credits())
	}
	elsewhere, err := b.BuyElsewhere("pack-m")
	if err != nil {
		t.Fatal(err)
	}
	b.clock.move(time.Minute)
	got := b.session(session.ID)
	if got.TransactionID == "" || b.credits() != before+4000*model.Credit || b.session(elsewhere).TransactionID == got.TransactionID {
		t.Errorf("after a minute: %+v, %s credits", got, b.credits())
	}
	if s := b.Stats(); s.SessionsCreated != 1 || s.Payments != 1 || s.Elsewhere != 1 {
		t.Errorf("%+v", s)
	}
}

// Upgrades happen at once, with the quote that stood before them. An account has one open
// session for a plan: making another ends the older one, and nothing is charged there.
func TestUpgradeOnce(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 100})
	before := b.credits()
	quote := get[model.Quote](b, "/api/quote?kind=plan&slug=pro&interval=month")
	pack := b.opened("pack", packM)
	older, one := b.opened("1", proMonth), b.opened("2", proMonth)
	if got := b.session(older.ID).Status; got != model.CheckoutExpired {
		t.Errorf("the older session is %s", got)
	}
	page := b.send(http.MethodGet, "/checkout/"+one.ID, "")
	for _, says := range []string{"$79.00", "12,000 now, and again each month", "December 22, 2026", "This changes your plan Creator at once"} {
		if !strings.Contains(page.body, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if got := b.press("/checkout/"+older.ID+"/pay", nil); got.status != http.StatusConflict || !strings.Contains(got.body, "Nothing was charged") {
		t.Errorf("the older: %d %s", got.status, got.body)
	}
	b.press("/checkout/"+one.ID+"/pay", nil)
	sub := get[model.Subscription](b, "/api/subscription")
	if sub.Plan != "pro" || !sub.CurrentPeriodStart.Equal(noon) || sub.NextCharge.Money != quote.NextCharge.Money || !sub.NextCharge.At.Equal(quote.NextCharge.At.Time) {
		t.Errorf("quoted %+v, have %+v", quote, sub)
	}
	if got := b.credits(); got != before+quote.CreditsNow || quote.CreditsNow != 12_000*model.Credit {
		t.Errorf("%s and %s are %s", before, quote.CreditsNow, got)
	}
	row := b.history("&type=subscription")[0]
	if row.CheckoutID != model.OptionalString(one.ID) || row.Payment.Money != quote.DueNow {
		t.Errorf("%+v", row)
	}
	if got := b.session(pack.ID).Status; got != model.CheckoutOpen {
		t.Errorf("the pack's session is %s", got)
	}
}

// What a Creator, paid by the month, may buy, and what not.
func TestWhatMayBeBought(t *testing.T) {
	for _, test := range []struct {
		state, body   string
		status, quote int
	}{
		{StateDemo, packM, 201, 200},
		{StateDemo, proMonth, 201, 200},
		{StateDemo, `{"kind":"plan","slug":"creator","interval":"year"}`, 201, 200},
		{StateDemo, `{"kind":"plan","slug":"creator","interval":"month"}`, 409, 409},
		{StateDemo, `{"kind":"plan","slug":"starter","interval":"month"}`, 409, 200},
		{StateDemo, `{"kind":"plan","slug":"enterprise","interval":"month"}`, 400, 400},
		{StateDemo, `{"kind":"plan","slug":"galactic","interval":"month"}`, 400, 400},
		{StateDemo, `{"kind":"plan","slug":"pro","interval":"week"}`, 400, 400},
		{StateDemo, `{"kind":"plan","slug":"pro"}`, 400, 400},
		{StateDemo, `{"kind":"pack","slug":"pack-m","interval":"month"}`, 400, 400},
		{StateDemo, `{"kind":"pack","slug":"creator"}`, 400, 400},
		{StateDemo, `{"kind":"boat","slug":"pack-m"}`, 400, 400},
		{StateFree, `{"kind":"plan","slug":"starter","interval":"year"}`, 201, 200},
		{StatePastDue, proMonth, 409, 200},
		{StatePastDue, packM, 201, 200},
		{StateCancelled, proMonth, 201, 200},
	} {
		b := serve(t, Options{Seed: 1, State: test.state, Transactions: 40})
		if got := b.order("k", test.body); got.status != test.status {
			t.Errorf("%q %s: %d, want %d: %s", test.state, test.body, got.status, test.status, got.body)
		}
		query := strings.NewReplacer(`{"`, "", `":"`, "=", `","`, "&", `"}`, "").Replace(test.body)
		if got := b.call(http.MethodGet, "/api/quote?"+query, ""); got.status != test.quote {
			t.Errorf("%q quote of %s: %d, want %d: %s", test.state, query, got.status, test.quote, got.body)
		}
		if want := map[bool]int{true: 1}[test.status == 201]; b.Stats().SessionsCreated != want {
			t.Errorf("%q %s made %d sessions", test.state, test.body, b.Stats().SessionsCreated)
		}
	}
}

func TestCheckoutRefusesWhatIsNoOrder(t *testing.T) {
	b := serve(t, Options{Seed: 1, Transactions: 20})
	if got := b.call(http.MethodPost, "/api/checkout", packM); got.status != 400 || !strings.Contains(got.body, "Idempotency-Key") {
		t.Errorf("without a key: %d %s", got.status, got.body)
	}
	for _, body := range []string{"", "null nothing", `{"kind":"pack","slug":"pack-m","price":1}`, `{"kind":5,"slug":"pack-m"}`, packM + packM} {
		if got := b.order("k", body); got.status != 400 {
			t.Errorf("%q: %d %s", body, got.status, got.body)
		}
	}
	for _, path := range []string{"/api/checkout/nothing", "/api/checkout/cs_sandbox_000000000000000000000000"} {
		if got := b.call(http.MethodGet, path, ""); got.status != 404 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if n := b.Stats().SessionsCreated; n != 0 {
		t.Errorf("%d sessions were made", n)
	}
}
