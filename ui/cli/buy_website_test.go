package cli_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/cli"
)

// toldOfSite is the output of a purchase on the website with --json.
type toldOfSite struct {
	Outcome string
	Order   *printedOrder
	URL     model.URL
	Seen    []string
}

func (e ended) site() (told toldOfSite) {
	e.t.Helper()
	if err := json.Unmarshal([]byte(e.out), &told); err != nil {
		e.t.Fatalf("%v\n%s", err, e.out)
	}
	return told
}

// pricing is the sandbox's own pricing page.
func (s *till) pricing() model.URL { return model.URL(s.server.URL() + "/pricing") }

// elsewhere buys on the website when its page is opened.
func (s *till) elsewhere(buy func() (string, error)) {
	s.browse = func(page model.URL) {
		if page != s.pricing() {
			s.t.Errorf("opened %s", page)
		}
		if _, err := buy(); err != nil {
			s.t.Error(err)
		}
	}
}

// TestBuyOnWebsite watches the account where only the website sells, and reports its
// changes, without an order.
func TestBuyOnWebsite(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	s.elsewhere(func() (string, error) { return s.server.BuyElsewhere("pack-m") })
	nobody := strings.NewReader("")
	got := s.answer(nobody, "buy", "pack", "pack-m").with(0, "The balance rose by 2,000: ", "sells nothing itself", string(s.pricing()), "is open in your browser")
	if strings.Contains(got.out+got.errout, "paid") || strings.Contains(got.out, "arrived") {
		t.Errorf("it claims a payment:\n%s%s", got.out, got.errout)
	}
	s.elsewhere(func() (string, error) { return s.server.SubscribeElsewhere("pro") })
	told := s.answer(nobody, "upgrade", "pro", "--json").with(0, `"outcome"`).site()
	if told.Outcome != "changed" || told.Order != nil || told.URL != s.pricing() || len(told.Seen) != 1 || !strings.HasPrefix(told.Seen[0], "Your plan is now Pro. The balance rose by 12,000: ") {
		t.Errorf("told %+v", told)
	}
	if orders := s.kept(); len(orders) != 0 {
		t.Errorf("kept %v", orders)
	}
	s.counts(0, 0)
}

// TestAccessibleOnWebsite buys where only the website sells, from the numbered list.
func TestAccessibleOnWebsite(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	s.elsewhere(func() (string, error) { return s.server.BuyElsewhere("pack-m") })
	s.answer(strings.NewReader("5\n2\n6\n"), "--accessible").with(0, "", "sold on the website. Open it?", "Nothing was bought.")
	if len(s.opened) != 0 {
		t.Errorf("opened %v", s.opened)
	}
	s.answer(strings.NewReader("5\n1\n6\n"), "--accessible").with(0, "The balance rose by 2,000: ", "is open in your browser")
	s.counts(0, 0)
}

// TestWebsiteIsNamed prints only the page without a terminal, and with flags for that.
func TestWebsiteIsNamed(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	page := string(s.pricing()) + "\n"
	nobody := strings.NewReader("")
	s.run("buy", "pack", "pack-m", "--yes").with(cli.ExitOther, page, "sells nothing itself. ", "Nothing was bought.")
	s.run("upgrade", "pro", "--interval", "month", "--yes", "--print-url").with(cli.ExitOther, page)
	s.answer(nobody, "buy", "pack", "pack-m", "--print-url").with(cli.ExitOther, page)
	if len(s.opened) != 0 {
		t.Errorf("opened %v", s.opened)
	}
	s.answer(nobody, "buy", "pack", "pack-m", "--no-wait").with(cli.ExitOther, page)
	if len(s.opened) != 1 {
		t.Errorf("opened %v", s.opened)
	}
	told := s.run("buy", "pack", "pack-m", "--yes", "--json").with(cli.ExitOther, `"outcome"`).site()
	if told.Outcome != "website" || told.URL != s.pricing() || told.Order != nil || len(told.Seen) != 0 {
		t.Errorf("told %+v", told)
	}
	s.counts(0, 0)
}

// atLook runs a function at the n-th poll of the account since the page was opened.
func (s *till) atLook(n int64, do func(x *exchange)) {
	var opened, looks atomic.Int64
	s.browse = func(model.URL) { opened.Store(1) }
	serve := func(x *exchange) {
		if x.r.URL.Path == "/api/account" && opened.Load() == 1 && looks.Add(1) == n {
			do(x)
		}
	}
	s.serve.Store(&serve)
}

// TestWebsiteWatchEnds ends the watch at its time limit, and on the user's request.
func TestWebsiteWatchEnds(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	nobody := strings.NewReader("")
	s.atLook(2, func(*exchange) { s.ahead.Store(int64(2 * time.Minute)) })
	s.answer(nobody, "buy", "pack", "pack-m").with(cli.ExitUnconfirmed, "", "Nothing was seen to change.")
	s.atLook(2, func(*exchange) { s.ahead.Store(int64(4 * time.Minute)) })
	told := s.answer(nobody, "buy", "pack", "pack-m", "--json").with(cli.ExitUnconfirmed, `"outcome"`).site()
	if told.Outcome != "website" {
		t.Errorf("told %+v", told)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s.browse = func(model.URL) { cancel() }
	s.runAs(ctx, nobody, []string{"buy", "pack", "pack-m"}).with(cli.ExitInterrupted, "", "Interrupted. What you do on the website is done there")
}

// TestWebsiteWatchThatCannotLook ends with the error where polls fail, and not because
// the machine slept.
func TestWebsiteWatchThatCannotLook(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	fails := func(step time.Duration, most int64) {
		var opened, asked atomic.Int64
		s.browse = func(model.URL) {
			opened.Store(1)
			if _, err := s.server.BuyElsewhere("pack-s"); err != nil {
				t.Error(err)
			}
		}
		serve := func(x *exchange) {
			if opened.Load() == 1 && asked.Add(1) <= most {
				s.ahead.Add(int64(step))
				x.answer(http.StatusBadGateway, `{"message":"out of order"}`)
			}
		}
		s.serve.Store(&serve)
	}
	nobody := strings.NewReader("")
	fails(24*time.Hour, 1)
	s.answer(nobody, "buy", "pack", "pack-s").with(0, "The balance rose by 500")
	fails(4*time.Minute, 1000)
	got := s.answer(nobody, "buy", "pack", "pack-s").with(cli.ExitNoServer, "", "The server failed.", "studio-tui balance shows")
	if strings.Contains(got.errout, "Nothing was seen") {
		t.Error(got.errout)
	}
}

// TestWebsiteWatchSinceBefore reports a purchase before the first successful poll, and
// that it may be a refund, as generations are unknown then.
func TestWebsiteWatchSinceBefore(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	var asked, opened atomic.Int64
	s.browse = func(model.URL) {
		opened.Store(1)
		if _, err := s.server.BuyElsewhere("pack-s"); err != nil {
			t.Error(err)
		}
	}
	serve := func(x *exchange) {
		switch n := asked.Add(1); {
		case opened.Load() == 0 && x.r.URL.Path == "/api/generations":
			x.answer(http.StatusBadRequest, `{"message":"out of order"}`)
		case opened.Load() == 1 && n > 30:
			s.ahead.Store(int64(2 * time.Minute))
		}
	}
	s.serve.Store(&serve)
	s.answer(strings.NewReader(""), "buy", "pack", "pack-s").with(cli.ExitUnconfirmed, "", "Since ", " the balance rose by 500: ", "this server does not say.", "Nothing more was seen")
}

// TestWebsiteWatchGoesOn continues after a server error.
func TestWebsiteWatchGoesOn(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	s.atLook(1, func(x *exchange) {
		x.answer(http.StatusBadRequest, `{"message":"out of order"}`)
		if _, err := s.server.BuyElsewhere("pack-s"); err != nil {
			t.Error(err)
		}
	})
	s.answer(strings.NewReader(""), "buy", "pack", "pack-s").with(0, "The balance rose by 500", "out of order")
}

// TestWebsiteWatchSeesGenerations does not count the cost of a generation as a
// purchase.
func TestWebsiteWatchSeesGenerations(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	client := s.client()
	defer client.Close()
	s.atLook(1, func(*exchange) {
		image := api.Run{Tool: "create-image", Input: map[string]any{"model": "nano-banana", "prompt": "a lighthouse"}}
		if _, err := client.Run(context.WithoutCancel(t.Context()), image); err != nil {
			t.Error(err)
		}
		if _, err := s.server.BuyElsewhere("pack-s"); err != nil {
			t.Error(err)
		}
	})
	s.answer(strings.NewReader(""), "buy", "pack", "pack-s").with(0, "The balance rose by about 500 besides what generations cost: ")
}

// TestPortalOnWebsite opens the account page in place of the portal.
func TestPortalOnWebsite(t *testing.T) {
	t.Parallel()
	s := newTill(t, sandbox.StateDocumented)
	s.run("portal").with(0, s.server.URL()+"/account"+"\n", "no billing portal of its own", "is open in your browser")
	got := s.run("portal", "--json", "--print-url").with(0, `"page": "account"`)
	if !strings.Contains(got.out, s.server.URL()+"/account") || len(s.opened) != 1 {
		t.Errorf("%s, opened %v", got.out, s.opened)
	}
	newTill(t, "").run("portal", "--json", "--print-url").with(0, `"page": "portal"`)
}
