package cli_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/cli"
	"github.com/studio-tui/studio-tui/ui/message"
)

func TestBuyArrives(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = s.pay
	got := s.run("buy", "pack", "pack-m", "--yes")
	got.with(0, "✓ Pack M: 2,000 credits arrived. ", "mia@example.com (sandbox)", "Pack M, 2,000 credits", "$19.00 (USD)",
		"$19.00, tax included", "nothing, this is paid once", "no real account", string(s.opened[0]))
	s.counts(1, 1)
	order := s.kept()[0]
	if order.State != model.OrderFulfilled || !order.Announced || !strings.Contains(got.out, string(order.TransactionID)) {
		t.Errorf("kept %+v\n%s", order, got.out)
	}
	told := s.run("buy", "pack", "pack-m", "--yes", "--json").with(0, `"outcome": "arrived"`).outcome()
	if told.Order == nil || told.Order.Arrived == nil || *told.Order.Arrived != 2000*model.Credit || *told.Order.After-told.Order.Before != *told.Order.Arrived || !told.Sandbox {
		t.Errorf("told %+v", told)
	}
	s.counts(2, 2)
}

func TestUpgradeArrives(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = s.pay
	s.answer(strings.NewReader("yes\n"), "upgrade", "pro").with(0, "✓ Pro: 12,000 credits arrived.",
		"An upgrade. It takes effect at once.", "Pro, paid monthly, 12,000 credits a month", "$79.00 a month (USD)",
		"at once, when it is paid", "Priority access to new models", "Buy it? [y/N]")
	s.run("upgrade", "pro", "--interval", "month", "--yes").with(0, "This is the plan you have, paid monthly.\n")
	if told := s.run("upgrade", "pro", "--interval", "month", "--yes", "--json").with(0, "unchanged").outcome(); told.Order != nil {
		t.Errorf("told %+v", told)
	}
	s.run("upgrade", "pro", "--interval", "year", "--yes").with(0, "✓ Pro: 12,000 credits arrived.", "The same plan, paid yearly from now on.")
	s.counts(2, 2)
}

func TestNoIsNo(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	for _, typed := range []string{"n\n", "\n", "", "yess\n"} {
		s.answer(strings.NewReader(typed), "buy", "pack", "pack-m").with(1, "", "Buy it? [y/N]", "Nothing was bought.")
	}
	s.run("buy", "pack", "pack-m").with(2, "", "Pack M, 2,000 credits", "no terminal to ask at", "--yes")
	if len(s.kept()) != 0 {
		t.Error("an order was kept")
	}
	s.counts(0, 0)
}

// thinking is an input that advances the clock before each line.
type thinking struct {
	io.Reader
	before func()
}

func (r thinking) Read(p []byte) (int, error) { r.before(); return r.Reader.Read(p[:1]) }

// sevenDollars is a quote for Pack S that differs from the sandbox's.
const sevenDollars = `{"item":{"kind":"pack","slug":"pack-s","name":"Pack S"},"dueNow":{"amount":700,"currency":"USD"},"tax":"added","effective":"now","effectiveAt":"2026-11-22T13:06:00.000Z","nextCharge":null,"creditsNow":500}`

// TestQuoteIsShownAgain confirms after two minutes, while the price changes.
func TestQuoteIsShownAgain(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = s.pay
	dearer := func(x *exchange) {
		if x.r.URL.Path == "/api/quote" && s.ahead.Load() > 0 {
			x.answer(http.StatusOK, sevenDollars)
		}
	}
	s.serve.Store(&dearer)
	once := func() { s.ahead.CompareAndSwap(0, int64(2*time.Minute)) }
	s.answer(thinking{strings.NewReader("y\nn\n"), once}, "buy", "pack", "pack-s").with(1, "",
		"$6.00, tax included", "This has changed since it was shown.", "$7.00, tax is added on the payment page", "Nothing was bought.")
	s.counts(0, 0)
	s.ahead.Store(0)
	s.answer(thinking{strings.NewReader("y\ny\n"), once}, "buy", "pack", "pack-s").with(0, "✓ Pack S", "$7.00")
	s.counts(1, 1)
}

// slow is a stderr that takes two minutes to show a price, as a paged or suspended one
// may.
type slow struct {
	io.Writer
	ahead *atomic.Int64
}

func (w slow) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("Due now")) {
		w.ahead.Store(int64(2 * time.Minute))
	}
	return w.Writer.Write(p)
}

// TestYesIsForThePriceShown buys nothing without asking at another price than was
// shown.
func TestYesIsForThePriceShown(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	dearer := func(x *exchange) {
		if x.r.URL.Path == "/api/quote" && s.ahead.Load() > 0 {
			x.answer(http.StatusOK, sevenDollars)
		}
	}
	s.serve.Store(&dearer)
	var errout bytes.Buffer
	deps := s.deps
	deps.Streams = cli.Streams{In: strings.NewReader(""), Out: t.Output(), Err: slow{&errout, &s.ahead}}
	if code := cli.Run(t.Context(), deps, []string{"buy", "pack", "pack-s", "--yes"}); code != 1 {
		t.Errorf("exit code %d\n%s", code, &errout)
	}
	if !strings.Contains(errout.String(), "The price has changed since it was asked for. Nothing was bought.") {
		t.Errorf("said\n%s", &errout)
	}
	s.counts(0, 0)
}

// TestQuoteStays confirms after two minutes at an unchanged price, without a second
// question.
func TestQuoteStays(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = s.pay
	once := func() { s.ahead.CompareAndSwap(0, int64(2*time.Minute)) }
	got := s.answer(thinking{strings.NewReader("y\n"), once}, "buy", "pack", "pack-s").with(0, "✓ Pack S")
	if asked := strings.Count(got.errout, "[y/N]"); asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestEndsWithoutPayment(t *testing.T) {
	t.Parallel()
	for want, end := range map[string]func(s *till, session string){
		"expired": func(s *till, session string) { s.server.ExpireSession(session) },
		"canceled": func(s *till, session string) {
			client := s.client()
			defer client.Close()
			if _, err := client.CancelCheckout(s.t.Context(), session); err != nil {
				s.t.Error(err)
			}
		},
	} {
		t.Run(want, func(t *testing.T) {
			s := newTill(t, "")
			s.browse = func(page model.URL) { end(s, sessionOf(page)) }
			s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitEnded, "", message.Outcome(model.OrderState(want))+". Nothing was paid.")
			told := s.run("buy", "pack", "pack-s", "--yes", "--json").with(cli.ExitEnded, want).outcome()
			if told.Outcome != want || told.Order == nil || told.Order.State != model.OrderState(want) {
				t.Errorf("told %+v", told)
			}
			s.counts(2, 0)
		})
	}
}

// TestEndedMeanwhile finds an order that ended while no process watched it: a new one
// may begin.
func TestEndedMeanwhile(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.run("buy", "pack", "pack-s", "--yes", "--no-wait").with(0, "", "The order of Pack S is open.")
	s.server.ExpireSession(sessionOf(s.opened[0]))
	s.browse = s.pay
	s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S", "has expired. Nothing was paid.")
	s.counts(2, 1)
}

// TestArrivedMeanwhile finds an order that was paid while no process watched it: it is
// reported, and nothing is bought.
func TestArrivedMeanwhile(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.run("buy", "pack", "pack-s", "--yes", "--no-wait").with(0, "")
	s.pay(s.opened[0])
	s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S", "has arrived")
	s.counts(1, 1)
}

// TestLateCredits reports an unconfirmed payment, asks before another purchase while it
// may arrive, and reports its arrival.
func TestLateCredits(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.deps.Policy.Timeout = 50 * time.Millisecond
	s.server.DelayCredits(time.Hour)
	s.browse = s.pay
	got := s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitUnconfirmed, "",
		"The payment went through.", "has not been seen yet. It may still arrive.", model.Support)
	if !strings.Contains(got.errout, s.kept()[0].SessionID+".") {
		t.Errorf("no reference:\n%s", got.errout)
	}
	s.run("buy", "pack", "pack-s", "--yes", "--json").with(cli.ExitUnconfirmed, `"outcome": "unseen"`)
	s.answer(strings.NewReader("n\n"), "buy", "pack", "pack-s").with(1, "", "has not been seen yet, and may still arrive", "[y/N]")
	s.run("orders").with(0, "\tunseen\t")
	s.counts(1, 1)
	s.ahead.Store(int64(2 * time.Hour))
	s.run("buy", "pack", "pack-s", "--yes").with(0, "✓ Pack S: 500 credits arrived.")
	s.run("orders").with(0, "\tarrived\t")
	s.counts(1, 1)
}

// TestNoWord gives up a session long past its end that the server no longer knows.
func TestNoWord(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = func(model.URL) {
		s.ahead.Store(int64(2 * time.Hour))
		forgets := func(x *exchange) {
			if strings.HasPrefix(x.r.URL.Path, "/api/checkout/") {
				x.answer(http.StatusNotFound, `{"message":"Not found"}`)
			}
		}
		s.serve.Store(&forgets)
	}
	s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitUnconfirmed, "", "has not been seen yet")
	s.counts(1, 0)
}

// TestOthersMeanwhile distinguishes the order from an equal pack bought elsewhere.
func TestOthersMeanwhile(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	s.browse = func(page model.URL) {
		if _, err := s.server.BuyElsewhere("pack-s"); err != nil {
			t.Error(err)
		}
		s.server.ExpireSession(sessionOf(page))
	}
	s.run("buy", "pack", "pack-s", "--yes").with(cli.ExitEnded, "", "expired")
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	s := newTill(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	s.browse = func(model.URL) { cancel() }
	s.runAs(ctx, nil, []string{"buy", "pack", "pack-s", "--yes"}).with(cli.ExitInterrupted, "", "Interrupted. The order of Pack S stays")
	s.browse = s.pay
	s.run("buy", "pack", "pack-s").with(0, "✓ Pack S", "is still open: going on with it.") // it was confirmed before, so there is no question
	if s.opened[0] != s.opened[1] {
		t.Errorf("opened %v", s.opened)
	}
	s.counts(1, 1)

	ctx, cancel = context.WithCancel(t.Context())
	typed, nobody := io.Pipe()
	defer func() { _ = nobody.Close() }()
	s.runAs(ctx, thinking{typed, cancel}, []string{"buy", "pack", "pack-s"}).with(cli.ExitInterrupted, "", "Interrupted. Nothing was bought.")
	s.counts(1, 1)
}
