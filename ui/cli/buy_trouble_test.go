package cli_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/cli"
)

// TestAnswersLost repeats an order whose responses are lost with the same key.
func TestAnswersLost(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = s.pay
	left := 3
	s.answering(func(x *exchange) {
		if left--; left >= 0 {
			x.lose()
		}
	})
	s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S", "Asking again for the same order.")
	s.counts(1, 1)
}

// TestEveryAnswerLost gives up in the end, and the next command gets the session that
// was created.
func TestEveryAnswerLost(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.answering(func(x *exchange) { x.lose() })
	s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitNoServer, "", "The order of Pack S is kept: the same command goes on with it.")
	s.counts(1, 0)
	key := s.kept()[0].Key
	s.serve.Store(nil)
	s.browse = s.pay
	s.run("buy", "pack", "pack-s").with(0, "✓ Pack S", "going on with it")
	s.counts(1, 1)
	if again := s.kept(); len(again) != 1 || again[0].Key != key {
		t.Errorf("kept %+v", again)
	}
}

// TestWatchSurvivesTrouble keeps waiting while every second response is lost.
func TestWatchSurvivesTrouble(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	asked := 0
	s.browse = func(page model.URL) {
		fails := func(x *exchange) {
			if strings.HasPrefix(x.r.URL.Path, "/api/checkout/") {
				if asked++; asked == 1 {
					s.pay(page)
				}
				if asked%2 == 1 {
					x.answer(http.StatusGatewayTimeout, `<html>`)
				}
			}
		}
		s.serve.Store(&fails)
	}
	s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S")
	s.counts(1, 1)
}

// TestWatchAfterSleep polls before it reports an order as unconfirmed, however late it
// is, and through polls that fail at first.
func TestWatchAfterSleep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		away func(s *till, page model.URL)
		code int
		says string
	}{
		"paid":   {(*till).pay, 0, "Pack S: 500 credits arrived"},
		"unpaid": {func(*till, model.URL) {}, cli.ExitEnded, "has expired. Nothing was paid."},
	} {
		t.Run(name, func(t *testing.T) {
			s, looks := newTill(t, ""), 0
			s.browse = func(page model.URL) {
				test.away(s, page)
				s.ahead.Store(int64(24 * time.Hour))
				fails := func(x *exchange) {
					if strings.HasPrefix(x.r.URL.Path, "/api/checkout/") {
						if looks++; looks <= 2 {
							x.answer(http.StatusBadRequest, `{"message":"out of order"}`)
						}
					}
				}
				s.serve.Store(&fails)
			}
			got := s.run("buy", "pack", "pack-s", "--yes")
			if got.code != test.code || !strings.Contains(got.out+got.errout, test.says) {
				t.Errorf("code %d\n%s\n%s", got.code, got.out, got.errout)
			}
		})
	}
}

// TestWatchThatCannotLook ends with the error that prevented polling, not with "not
// seen", and so does the next command.
func TestWatchThatCannotLook(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = func(model.URL) {
		s.ahead.Store(int64(time.Hour))
		fails := func(x *exchange) {
			if strings.HasPrefix(x.r.URL.Path, "/api/checkout/") {
				s.ahead.Add(int64(4 * time.Minute))
				x.answer(http.StatusBadGateway, `{"message":"out of order"}`)
			}
		}
		s.serve.Store(&fails)
	}
	s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitNoServer, "", "The order of Pack S is kept")
	store, err := state.Open(s.dir, state.Options{Now: s.deps.Now})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.OrderStore(s.host).Save(s.kept()[0].Apply(model.EventTimeUp)); err != nil {
		t.Fatal(err)
	}
	s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitNoServer, "", "The order of Pack S is kept")
	s.serve.Store(nil)
	s.browse = s.pay
	s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S", "has expired. Nothing was paid.")
}

// TestWatchLeavesAlone stops polling for the time of the server's Retry-After.
func TestWatchLeavesAlone(t *testing.T) {
	t.Parallel()
	for name, account := range map[string]string{"an order": "", "the website": sandbox.StateDocumented} {
		t.Run(name, func(t *testing.T) {
			s := newTill(t, account)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var looks atomic.Int64
			s.browse = func(model.URL) {
				fails := func(x *exchange) {
					if looks.Add(1) == 1 {
						time.AfterFunc(300*time.Millisecond, cancel) // polls are 20 ms apart otherwise
					}
					x.w.Header().Set("Retry-After", "600")
					x.answer(http.StatusTooManyRequests, `{"message":"slowly"}`)
				}
				s.serve.Store(&fails)
			}
			got := s.runAs(ctx, strings.NewReader("y\n"), []string{"buy", "pack", "pack-s"})
			got.with(cli.ExitInterrupted, "", "Too many requests.")
			if looks.Load() != 1 {
				t.Errorf("%d looks", looks.Load())
			}
		})
	}
}

// TestRefusedOrder ends an order that the server rejects: no session was created.
func TestRefusedOrder(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.answering(func(x *exchange) { x.answer(http.StatusConflict, `{"message":"The account has this already."}`) })
	s.run("buy", "pack", "pack-s", "--yes").with(1, "", "Nothing was bought.")
	if order := s.kept()[0]; order.State != model.OrderCanceled || order.SessionID != "" {
		t.Errorf("kept %+v", order)
	}
	s.serve.Store(nil)
	s.browse = s.pay
	s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S")
	s.counts(1, 1)
}

// TestForeignAddress opens no address that the rule rejects, and prints it only in the
// error.
func TestForeignAddress(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.answering(func(x *exchange) {
		x.answer(http.StatusOK, `{"id":"cs_foreign","url":"https://checkout.stripe.com.evil.example/pay","status":"open","expiresAt":"2026-11-22T13:34:00.000Z","item":{"kind":"pack","slug":"pack-s","name":"Pack S"},"transactionId":null}`)
	})
	for _, flag := range []string{"--no-wait", "--print-url", "--json"} {
		s.run("buy", "pack", "pack-s", "--yes", flag).with(1, "", "an address that is not opened. Nothing was paid.", `"https://checkout.stripe.com.evil.example/pay"`)
	}
	foreign := func(x *exchange) {
		if x.r.URL.Path == "/api/portal" {
			x.answer(http.StatusOK, `{"url":"https://billing.stripe.com@evil.example/"}`)
		}
	}
	s.serve.Store(&foreign)
	s.run("portal").with(1, "", "an address that is not opened. Nothing was changed.", "it carries credentials")
	if len(s.opened) != 0 {
		t.Errorf("opened %v", s.opened)
	}
}

// TestNoBrowserToBuy shows the address in full where no browser can be opened.
func TestNoBrowserToBuy(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.without = "There is no display here."
	got := s.run("buy", "pack", "pack-s", "--yes", "--no-wait").with(0, "", "No browser was opened (")
	if page := string(s.kept()[0].URL); !strings.Contains(got.errout, "  "+page+"\n") {
		t.Errorf("no %s:\n%s", page, got.errout)
	}
	s.run("portal").with(0, s.server.URL()+"/portal/", "No browser was opened (")
}

// TestUnwritableOrder begins nothing where the order cannot be stored.
func TestUnwritableOrder(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.alter = func(session *account.Session) { session.Orders = fullDisk{session.Orders} }
	s.run("buy", "pack", "pack-s", "--yes").with(1, "", "The order could not be written down, so nothing was begun and nothing is charged: no space left on device.")
	s.counts(0, 0)
}

// fullDisk is a store of orders that can only be read.
type fullDisk struct{ account.Orders }

func (fullDisk) Begin(o model.Order, _ ...string) (model.Order, error) {
	return o, errors.New("no space left on device")
}

// TestForeignOrders neither shows nor continues the order of another account.
func TestForeignOrders(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	store, err := state.Open(s.dir, state.Options{Now: s.deps.Now})
	if err != nil {
		t.Fatal(err)
	}
	theirs := model.Order{
		Key: "theirs", AccountID: "ffffffffffffffffffffffff", Item: model.Item{Kind: model.KindPack, Slug: "pack-s", Name: "Pack S"},
		State: model.OrderConfirmed, At: model.At(s.deps.Now()),
	}
	if _, err := store.OrderStore("sandbox").Begin(theirs); err != nil {
		t.Fatal(err)
	}
	s.run("orders").with(0, "", "No orders.")
	s.browse = s.pay
	got := s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S")
	if strings.Contains(got.errout, "still open") {
		t.Errorf("went on with another account's order:\n%s", got.errout)
	}
	s.counts(1, 1)
}
