package cli_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/cli"
)

// TestClockAhead buys on a machine whose clock is 40 minutes ahead: an order with a
// payable page is resumed, and no second session is created.
func TestClockAhead(t *testing.T) {
	t.Parallel()
	for _, ahead := range []time.Duration{40 * time.Minute, -40 * time.Minute, 30 * time.Hour} {
		s := newTill(t, "")
		s.ahead.Store(int64(-ahead)) // the server's clock
		s.deps.Now = time.Now
		s.run("buy", "pack", "pack-s", "--yes", "--no-wait").with(0, "")
		s.run("orders").with(0, "\topen\t")
		s.browse = s.pay
		s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S", "going on with it")
		s.counts(1, 1)
	}
}

// TestPageOpenElsewhere asks about a payment page that was not opened here, before it
// creates another one; a script gets an error.
func TestPageOpenElsewhere(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	elsewhere, err := s.server.OpenElsewhere(model.Item{Kind: model.KindPack, Slug: "pack-s"})
	if err != nil {
		t.Fatal(err)
	}
	s.run("buy", "pack", "pack-s", "--yes").with(1, "", "A payment page for Pack S is open already that was not opened here. Nothing was bought.")
	s.run("buy", "pack", "pack-m", "--yes", "--no-wait").with(0, "") // another item is not affected
	if got := sessionOf(s.opened[0]); got == elsewhere {
		t.Fatal("the wrong page was opened")
	}
	s.browse = s.pay
	s.answer(strings.NewReader("y\n"), "buy", "pack", "pack-s").with(0, "✓ Pack S", "Go on with that one? [y/N]")
	if got := sessionOf(s.opened[1]); got != elsewhere {
		t.Errorf("%s was opened, not %s", got, elsewhere)
	}
	s.counts(2, 1)
	if _, err := s.server.OpenElsewhere(model.Item{Kind: model.KindPack, Slug: "pack-s"}); err != nil {
		t.Fatal(err)
	}
	s.answer(strings.NewReader("n\nn\n"), "buy", "pack", "pack-s").with(1, "", "Buy it? [y/N]", "Nothing was bought.")
	s.server.ExpireSession(s.openSession("pack-s"))
}

// openSession is the id of the open session of a pack, which the test then counts as
// ended without an order.
func (s *till) openSession(slug string) string {
	s.t.Helper()
	client := s.client()
	defer client.Close()
	open, err := client.OpenCheckouts(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, session := range open {
		if session.Item.Slug == slug {
			s.strangers++
			return session.ID
		}
	}
	s.t.Fatalf("no session of %s is open: %v", slug, open)
	return ""
}

// TestOnePlanAtATime creates no second order for a plan while one is open; the user may
// cancel the open one first.
func TestOnePlanAtATime(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.run("upgrade", "pro", "--interval", "month", "--yes", "--no-wait").with(0, "")
	s.run("upgrade", "pro", "--interval", "year", "--yes").with(1, "", "The order of Pro is still open, and there is one plan at a time. Nothing was bought.")
	s.counts(1, 0)
	s.browse = s.pay
	s.answer(strings.NewReader("n\ny\ny\n"), "upgrade", "pro", "--interval", "year").with(0, "✓ Pro",
		"Go on with that one? [y/N]", "Cancel that one first? [y/N]", "The order of Pro is cancelled. Nothing was paid.", "Unused time of Creator")
	s.counts(2, 1)
}

// TestQuoteOfAnotherItem buys nothing where the quote is for another item (shared case:
// quote of another item).
func TestQuoteOfAnotherItem(t *testing.T) {
	t.Parallel()
	for name, quote := range map[string]string{
		"item":     `{"item":{"kind":"pack","slug":"pack-l","interval":null,"name":"Large","credits":12000},"dueNow":{"amount":600,"currency":"USD"},"tax":"included","effective":"now","effectiveAt":null,"nextCharge":null,"creditsNow":12000}`,
		"currency": `{"item":{"kind":"pack","slug":"pack-s","interval":null,"name":"Pack S","credits":500},"dueNow":{"amount":600,"currency":"EUR"},"tax":"included","effective":"now","effectiveAt":null,"nextCharge":null,"creditsNow":500}`,
	} {
		s := newTill(t, "")
		answers := func(x *exchange) {
			if x.r.URL.Path == "/api/quote" {
				x.answer(http.StatusOK, quote)
			}
		}
		s.serve.Store(&answers)
		s.run("buy", "pack", "pack-s", "--yes").with(1, "", "is not the one that was chosen: its "+name+" is", "Nothing was bought.")
		got := s.answer(strings.NewReader("y\ny\n"), "buy", "pack", "pack-s").with(1, "", "Nothing was bought.")
		if strings.Contains(got.errout, "[y/N]") {
			t.Errorf("it was asked about:\n%s", got.errout)
		}
		s.counts(0, 0)
	}
}

// TestYesIsForTheListedPrice lets a script buy only at the listed price and for the
// listed credits.
func TestYesIsForTheListedPrice(t *testing.T) {
	t.Parallel()
	for name, quote := range map[string]string{
		"price":   strings.Replace(sevenDollars, `"added"`, `"included"`, 1),
		"credits": strings.Replace(strings.Replace(sevenDollars, `700`, `600`, 1), `"creditsNow":500`, `"creditsNow":400`, 1),
	} {
		s := newTill(t, "")
		answers := func(x *exchange) {
			if x.r.URL.Path == "/api/quote" {
				x.answer(http.StatusOK, quote)
			}
		}
		s.serve.Store(&answers)
		s.run("buy", "pack", "pack-s", "--yes").with(1, "", "its "+name+" is")
		s.counts(0, 0)
		s.browse = s.pay
		s.answer(strings.NewReader("y\n"), "buy", "pack", "pack-s").with(0, "✓ Pack S")
	}
}

// TestSessionOfAnotherItem neither opens nor prints the page of another item.
func TestSessionOfAnotherItem(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.answering(func(x *exchange) {
		x.answer(http.StatusOK, `{"id":"cs_foreign","url":"`+s.server.URL()+`/checkout/cs_foreign","status":"open","paymentStatus":"unpaid","expiresAt":"2036-11-22T13:34:00.000Z","item":{"kind":"pack","slug":"pack-xl","name":"Pack XL"},"transactionId":null}`)
	})
	for _, flag := range []string{"--no-wait", "--print-url", "--json"} {
		s.run("buy", "pack", "pack-s", "--yes", flag).with(1, "", "a payment page for something else", "nothing was paid")
	}
	if len(s.opened) != 0 {
		t.Errorf("opened %v", s.opened)
	}
	for _, order := range s.kept() {
		if order.State != model.OrderCanceled || order.SessionID != "" || order.URL != "" {
			t.Errorf("kept %+v", order)
		}
	}
}

// TestRedirectedPost keeps the order where the response to its POST is a redirect, and
// prints nothing of the request; the next command continues with the same key.
func TestRedirectedPost(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	for _, target := range []string{"/moved", elsewhere.URL + "/api/checkout"} {
		s := newTill(t, "")
		s.answering(func(x *exchange) {
			x.sandbox.ServeHTTP(unheard{http.Header{}}, x.r)
			x.answered = true
			http.Redirect(x.w, x.r, target, http.StatusTemporaryRedirect)
		})
		got := s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitNoServer, "", "The server has a payment page open for it.", "The order of Pack S is kept: the same command goes on with it.")
		if strings.Contains(got.errout, "othing was sent") {
			t.Error(got.errout)
		}
		if order := s.kept()[0]; order.Done() {
			t.Errorf("kept %+v", order)
		}
		s.browse = s.pay
		s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S") // though the POST is still redirected
		s.counts(1, 1)
	}
}

// TestKeyInUse retries while the server processes the same request.
func TestKeyInUse(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = s.pay
	left := 2
	s.answering(func(x *exchange) {
		if left--; left >= 0 {
			x.answer(http.StatusConflict, `{"message":"in use","code":"idempotency_key_in_use"}`)
		}
	})
	s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S", "Asking again for the same order.")
	s.counts(1, 1)
	s = newTill(t, "")
	s.answering(func(x *exchange) { x.answer(http.StatusConflict, `{"message":"other","code":"idempotency_mismatch"}`) })
	s.run("buy", "pack", "pack-s", "--yes").with(1, "", "The order of Pack S is kept")
	s = newTill(t, "")
	s.answering(func(x *exchange) {
		x.answer(http.StatusConflict, `{"message":"you have it","code":"already_subscribed"}`)
	})
	s.run("upgrade", "pro", "--interval", "month", "--yes").with(1, "", "The account has this plan already")
	if order := s.kept()[0]; order.State != model.OrderCanceled {
		t.Errorf("kept %+v", order)
	}
}

// TestRowEndsIt ends with the ledger's row, whatever the session's state.
func TestRowEndsIt(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(x *exchange){
		"open for ever": func(x *exchange) {
			recorder := httptest.NewRecorder()
			x.sandbox.ServeHTTP(recorder, x.r)
			text := strings.NewReplacer(`"status":"complete"`, `"status":"open"`, `"paymentStatus":"paid"`, `"paymentStatus":"unpaid"`).Replace(recorder.Body.String())
			x.answer(recorder.Code, text)
		},
		"not known": func(x *exchange) { x.answer(http.StatusNotFound, `{"message":"Not found"}`) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newTill(t, "")
			s.browse = s.pay
			says := func(x *exchange) {
				if x.r.Method == http.MethodGet && strings.HasPrefix(x.r.URL.Path, "/api/checkout/") {
					answer(x)
				}
			}
			s.serve.Store(&says)
			s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S: 500 credits arrived.")
		})
	}
}

// TestPaymentThatTakesAWhile ends with the payment's failure, and warns of it while the
// payment is in progress.
func TestPaymentThatTakesAWhile(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.deps.Policy.Timeout = 50 * time.Millisecond
	s.server.PayLater(time.Hour, true)
	s.browse = s.pay
	s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitUnconfirmed, "", "is under way. It can take days, and may still fail.", "The same command goes on with it")
	told := s.run("buy", "pack", "pack-s", "--yes", "--json").with(cli.ExitUnconfirmed, `"outcome"`).outcome()
	if told.Outcome != "pending" || told.Order.State != model.OrderPending || told.Order.Paid {
		t.Errorf("told %+v", told)
	}
	s.run("orders").with(0, "\tpending\t")
	s.ahead.Store(int64(2 * time.Hour))
	s.run("orders").with(0, "\tfailed\t")
	s.counts(1, 0)

	s = newTill(t, "")
	s.server.PayLater(time.Nanosecond, true)
	s.browse = s.pay
	s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitEnded, "", "The payment of Pack S failed. Nothing was bought.")
	s = newTill(t, "")
	s.server.PayLater(20*time.Millisecond, false)
	s.browse = s.pay
	s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S")
}

// TestUpgradeAgain reports the arrived credits, as for a pack, where the command is
// repeated after the payment.
func TestUpgradeAgain(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	args := []string{"upgrade", "pro", "--interval", "month", "--yes"}
	s.run(append(args, "--no-wait")...).with(0, "")
	s.pay(s.opened[0])
	told := s.run(append(args, "--json")...).with(0, `"outcome": "arrived"`).outcome()
	if told.Order == nil || told.Order.Receipt == "" || told.Order.TransactionID == "" || told.Order.Charged.Amount == 0 {
		t.Errorf("told %+v", told.Order)
	}
	s.run(args...).with(0, "This is the plan you have, paid monthly.\n")
	s.counts(1, 1)
}

// TestTrialBringsNoCredits ends an order without credits by the subscription's change.
func TestTrialBringsNoCredits(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateTrialing)
	s.browse = s.pay
	s.answer(strings.NewReader("y\n"), "upgrade", "pro").with(0, "✓ Pro is your plan now.", "$0.00, tax included", "There was nothing to pay. Waiting for your plan to change")
	s.counts(1, 1)
}

// TestStalledSubscription sells no plan on top of an unpaid one.
func TestStalledSubscription(t *testing.T) {
	t.Parallel()
	for _, state := range []string{sandbox.StateUnpaid, sandbox.StateIncomplete, sandbox.StatePaused} {
		s := newTill(t, state)
		s.run("upgrade", "pro", "--interval", "month", "--yes").with(1, "", "Your subscription of Creator is "+state, "billing portal", "No plan is sold on top of it.")
		got := s.run().with(0, "status\t"+state, "billing portal")
		if strings.Contains(got.out, "next_") {
			t.Errorf("something is promised:\n%s", got.out)
		}
		s.browse = s.pay
		s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S")
	}
}

// TestChargedOtherwise prints the amount charged beside the quote (shared case), and
// several refunds with their number and sum.
func TestChargedOtherwise(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = s.pay
	refunds := 0
	rewrites := func(x *exchange) {
		if x.r.URL.Path != "/api/transactions" {
			return
		}
		if refunds > 0 && x.r.URL.Query().Get("type") == "purchase_refund" {
			order := s.kept()[0]
			var rows []string
			for i := range refunds {
				rows = append(rows, strings.NewReplacer("SEQ", string(rune('1'+i)), "OF", string(order.TransactionID)).Replace(
					`{"id":"refund-SEQ","seq":SEQ,"type":"purchase_refund","amount":-100,"balance":1,"description":"Refund","tool":null,"model":null,"generationId":null,"checkoutId":null,"refundOf":"OF","payment":{"amount":500,"currency":"EUR","receiptUrl":null},"createdAt":"2036-11-20T10:02:00.000Z"}`))
			}
			x.answer(http.StatusOK, `{"data":[`+strings.Join(rows, ",")+`],"pagination":{"total":2,"limit":100,"hasMore":false,"nextCursor":null}}`)
			return
		}
		recorder := httptest.NewRecorder()
		x.sandbox.ServeHTTP(recorder, x.r)
		x.answer(recorder.Code, strings.ReplaceAll(recorder.Body.String(), `"amount":600,"currency":"USD"`, `"amount":2261,"currency":"EUR"`))
	}
	s.serve.Store(&rewrites)
	s.run("buy", "pack", "pack-s", "--yes").with(0, "Charged €22.61 (quoted $6.00).")
	got := s.run("orders").with(0, "\t6.00\tUSD\tarrived\t")
	if fields := strings.Split(strings.TrimSuffix(got.out, "\n"), "\t"); len(fields) != 16 || strings.Join(fields[11:14], " ") != "22.61 EUR 0" {
		t.Errorf("fields %q", fields)
	}
	refunds = 2
	s.run("orders").with(0, "\t22.61\tEUR\t2\t10.00\tEUR\n")
	var listed struct {
		Data []struct {
			Charged model.Money
			Refunds model.Refunds
		}
	}
	if err := json.Unmarshal([]byte(s.run("orders", "--json").with(0, `"charged"`).out), &listed); err != nil {
		t.Fatal(err)
	}
	if got := listed.Data[0]; got.Charged.Amount != 2261 || got.Refunds.Count != 2 || got.Refunds.Credits != 200*model.Credit || got.Refunds.Money[0].Amount != 1000 {
		t.Errorf("%+v", got)
	}
}

// damage overwrites the file of orders.
func (s *till) damage(text string) {
	s.t.Helper()
	path := filepath.Join(s.dir, "orders.json")
	_ = os.Remove(path + ".previous")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// TestDamagedOrders is reported by every command that buys until it is acknowledged,
// and nothing is bought before the server's open sessions were checked and the user was
// asked.
func TestDamagedOrders(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.run("buy", "pack", "pack-s", "--yes", "--no-wait").with(0, "")
	lost := sessionOf(s.opened[0])
	s.strangers++ // its order is lost
	s.damage("\x00\x00")
	s.run("buy", "pack", "pack-m", "--yes").with(1, "", "Earlier orders of this machine could not all be read", "Nothing was bought, as an earlier order may still be open")
	s.run("upgrade", "pro", "--interval", "month", "--yes").with(1, "", "Earlier orders of this machine could not all be read")
	s.run("orders").with(1, "", "cannot be read")
	s.counts(1, 0)
	// The page that is still open is found on the server.
	s.run("buy", "pack", "pack-s", "--yes").with(1, "", "A payment page for Pack S is open already")
	s.answer(strings.NewReader("n\n"), "buy", "pack", "pack-m").with(1, "", "Buy anyway? [y/N]", "Nothing was bought.")
	s.browse = s.pay
	s.answer(strings.NewReader("y\ny\n"), "buy", "pack", "pack-m").with(0, "✓ Pack M", "Buy anyway? [y/N]", "Buy it? [y/N]")
	got := s.run("buy", "pack", "pack-l", "--yes").with(0, "✓ Pack L")
	if strings.Contains(got.errout, "could not all be read") {
		t.Errorf("it is told still:\n%s", got.errout)
	}
	s.strangers-- // the order is resumed now
	s.answer(strings.NewReader("y\n"), "buy", "pack", "pack-s").with(0, "✓ Pack S")
	if got := sessionOf(s.opened[len(s.opened)-1]); got != lost {
		t.Errorf("opened %s, not %s", got, lost)
	}
	s.damage("?")
	s.run("orders", "--acknowledge").with(0, "")
	s.run("orders").with(0, "", "No orders.")
	s.strangers += 3
}

// TestNewerOrders buys nothing where a newer version wrote the orders.
func TestNewerOrders(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s.damage(`{"version":99}`)
	s.run("buy", "pack", "pack-m", "--yes").with(1, "", "A newer version of studio-tui")
	s.answer(strings.NewReader("y\ny\n"), "buy", "pack", "pack-m").with(1, "", "nothing was begun and nothing is charged")
	s.run("orders", "--acknowledge").with(1, "", "A newer version of studio-tui")
	s.counts(0, 0)
	s.damage(`{"version":1,"orders":[]}`)
}

// TestExportedKeyOnWebsite asks before it opens the pricing page for a purchase, where
// the environment's key takes precedence over a profile.
func TestExportedKeyOnWebsite(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	s.alter = func(session *account.Session) { session.Identity.OverriddenProfile = "work" }
	s.answer(strings.NewReader("n\n"), "buy", "pack", "pack-m").with(1, "", "takes precedence over profile work", "Go on with the exported key? [y/N]", "Nothing was bought.")
	if len(s.opened) != 0 {
		t.Errorf("opened %v", s.opened)
	}
	s.elsewhere(func() (string, error) { return s.server.BuyElsewhere("pack-m") })
	s.answer(strings.NewReader("y\n"), "buy", "pack", "pack-m").with(0, "The balance rose by 2,000: ")
	s.answer(strings.NewReader(""), "buy", "pack", "pack-m", "--exported-key").with(0, "The balance rose by 2,000: ")
}
