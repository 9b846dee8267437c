package app_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/apitest"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// TestWrongClock runs on a machine whose clock is years off: the figures arrive, a
// server's retry date is honoured by its distance from the server's clock, and the next
// attempt is not years away.
func TestWrongClock(t *testing.T) {
	t.Parallel()
	for _, years := range []int{-9, -1, 1, 9} {
		t.Run(fmt.Sprint(years), func(t *testing.T) {
			inWeather(t, apitest.Options{Generations: 20}, func(w *world) {
				w.drift.set(w.clock().AddDate(years, 0, 0).Sub(w.clock()))
				w.open(80, 24)
				w.sees(`1,000 credits.* live 14:04`)
				w.pass(30 * time.Second) // all prices are known
				w.weather.Break("", w.weather.Retry(429, 10*time.Minute))
				w.pass(2 * time.Minute)
				w.sees(`Too many requests\. Figures from 14:04\. Next try 14:15:\d\d \(r now\)`)
				w.asked()
				w.pass(8 * time.Minute)
				if count, list := w.asked(); count > 0 {
					t.Errorf("asked too early:\n%s", list)
				}
				w.weather.Mend()
				w.pass(2 * time.Minute)
				w.sees(`1,000 credits.* live 14:1`)
			})
		})
	}
}

// TestClockSetBack retries soon where the clock is corrected during a wait.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{}, func(w *world) {
		w.drift.set(3 * 365 * 24 * time.Hour)
		w.open(80, 24)
		w.weather.Break("", apitest.Fail(503, "600"))
		w.pass(2 * time.Minute)
		w.sees("The server failed")
		w.weather.Mend()
		w.drift.set(0)
		w.pass(2 * time.Minute)
		w.sees(`1,000 credits.* live 14:0`)
	})
}

// TestFromTheFuture shows generations dated after now, as the clocks of this machine
// and the server differ, without a negative age.
func TestFromTheFuture(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{}, func(w *world) {
		for _, ahead := range []time.Duration{time.Minute, 30 * time.Hour, 3 * 365 * 24 * time.Hour} {
			id := w.server.Add(apitest.Generation{
				Tool: "create-image", Payload: map[string]any{"model": "nano-banana"}, Cost: 4, CreatedAt: w.clock().Add(ahead),
			})
			w.server.Progress(id)
		}
		w.open(80, 24)
		for _, key := range paneKeys {
			w.press(key)
			w.misses(`[-−]\d+ (s|min|h|minute|hour|day)`)
		}
		w.press("1")
		w.sees("create-image")
	})
}

// TestAsleepInWeather wakes after a day, with the network down at first: yesterday's
// figures are marked, are replaced within about a minute, and nothing is requested
// twice.
func TestAsleepInWeather(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, after func(w *world) }{
		"good":             {func(*world) {}, func(*world) {}},
		"failed before":    {func(w *world) { w.weather.Break("", apitest.Fail(500, "")) }, func(w *world) { w.weather.Mend() }},
		"told to wait":     {func(w *world) { w.weather.Break("", apitest.Fail(429, "3000")) }, func(w *world) { w.weather.Mend() }},
		"offline at first": {func(*world) {}, func(w *world) { w.network.Down(apitest.NoRoute) }},
	} {
		t.Run(name, func(t *testing.T) {
			inWeather(t, apitest.Options{}, func(w *world) {
				w.open(80, 24)
				test.before(w)
				w.pass(20 * time.Minute)
				w.slept.set(24 * time.Hour)
				test.after(w)
				w.asked()
				if name == "offline at first" { // as networks are when a lid opens
					w.pass(70 * time.Second)
					w.sees(`No connection\. Figures from Nov 22\. Next try`)
					w.network.Up()
				}
				w.pass(2 * time.Minute)
				w.sees(`1,000 credits.* live 14:2\d`)
				if count, list := w.asked(); count > 12 {
					t.Errorf("%d requests after waking up:\n%s", count, list)
				}
			})
		})
	}
}

// TestAsleepWithCheckout wakes after a day with a payment page left open: its session
// is polled once, the order is reported as expired or as paid, and polling stops.
func TestAsleepWithCheckout(t *testing.T) {
	t.Parallel()
	for _, paid := range []bool{false, true} {
		t.Run(fmt.Sprint("paid ", paid), func(t *testing.T) {
			inSandbox(t, sandbox.Options{Transactions: 200}, func(w *world) {
				w.open(80, 24)
				w.press("b", "enter", "enter")
				w.sees("Buying Pack S")
				w.pass(time.Minute)
				w.asked()
				w.slept.set(24 * time.Hour)
				if paid {
					w.slept.set(10 * time.Minute)
					w.payOpenSession()
					w.asked()
					w.slept.set(24 * time.Hour)
				}
				w.pass(20 * time.Second)
				if paid {
					w.sees("Pack S: 500 credits arrived")
				} else {
					w.sees("The payment page has expired. Nothing was paid")
				}
				w.pass(2 * time.Minute)
				looks := 0
				for _, r := range w.weather.Requests() {
					if strings.HasPrefix(r.Path, "/api/checkout/") {
						looks++
					}
				}
				if count, list := w.asked(); looks > 1 || count > 30 {
					t.Errorf("%d looks at the session:\n%s", looks, list)
				}
				if stats := w.sandbox.Stats(); stats.SessionsCreated != 1 {
					t.Errorf("%d sessions were made", stats.SessionsCreated)
				}
			})
		})
	}
}

// TestAsleepWithCheckoutOffline wakes after a day without a network at first, with a
// payment page left open: nothing is reported of the order before its session was
// polled, and then its outcome.
func TestAsleepWithCheckoutOffline(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		away func(w *world)
		says string
	}{
		"paid":   {(*world).payOpenSession, "Pack S: 500 credits arrived"},
		"unpaid": {func(*world) {}, "The payment page of Pack S has expired. Nothing was paid"},
	} {
		t.Run(name, func(t *testing.T) {
			inSandbox(t, sandbox.Options{Transactions: 200}, func(w *world) {
				w.open(80, 24)
				w.press("b", "enter", "enter")
				w.pass(time.Minute)
				w.slept.set(10 * time.Minute)
				test.away(w)
				w.slept.set(24 * time.Hour)
				w.network.Down(apitest.NoRoute)
				w.pass(70 * time.Second)
				w.misses("has not been seen")
				w.press("esc") // it is shown on every pane
				w.network.Up()
				w.passUntil(5*time.Minute, test.says)
			})
		})
	}
}

// TestUnseenIsNoLastWord polls an unconfirmed order again, and reports its outcome
// once.
func TestUnseenIsNoLastWord(t *testing.T) {
	if testing.Short() {
		t.Skip("lets hours pass")
	}
	t.Parallel()
	for name, test := range map[string]struct {
		becomes func(w *world)
		says    string
	}{
		"arrived": {(*world).payOpenSession, "Pack S: 500 credits arrived"},
		"expired": {func(w *world) { w.slept.set(24 * time.Hour) }, "The payment page of Pack S has expired. Nothing was paid"},
	} {
		t.Run(name, func(t *testing.T) {
			inSandbox(t, sandbox.Options{Transactions: 200}, func(w *world) {
				w.leaveUnseen()
				w.open(80, 24)
				w.pass(10 * time.Second)
				w.misses("Pack S:|of Pack S")
				test.becomes(w)
				w.passUntil(8*time.Minute, test.says)
				w.pass(time.Minute)
				w.misses(test.says)
				w.pass(20 * time.Minute)
				w.asked()
				w.pass(time.Hour)
				if _, list := w.asked(); strings.Contains(list, "/api/checkout/") {
					t.Errorf("its session is asked about still:\n%s", list)
				}
			})
		})
	}
}

// leaveUnseen stores an unconfirmed order of an earlier run, already reported.
func (w *world) leaveUnseen() {
	w.t.Helper()
	session, err := w.OpenSession(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	account, err := session.Source.Account(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	item := model.Item{Kind: model.KindPack, Slug: "pack-s", Name: "Pack S"}
	checkout, err := session.Source.CreateCheckout(w.t.Context(), item, "order-0")
	if err != nil {
		w.t.Fatal(err)
	}
	order := model.Order{Key: "order-0", AccountID: account.ID, Item: item, State: model.OrderConfirmed, At: model.At(w.clock())}
	order = order.ApplySession(checkout).Apply(model.EventTimeUp)
	order.Announced = true
	w.orders, w.opened = &data.MemoryOrders{}, []model.URL{checkout.URL}
	if _, err := w.orders.Save(order); err != nil {
		w.t.Fatal(err)
	}
}

// payOpenSession pays the one open session, as a browser does.
func (w *world) payOpenSession() {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, string(w.opened[0])+"/pay", nil)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Origin", w.base)
	browser := &http.Client{Transport: &http.Transport{DialContext: w.network.Dial, DisableKeepAlives: true}}
	answer, err := browser.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode >= 400 {
		w.t.Fatalf("paying: %s, %v", answer.Status, err)
	}
}

// TestCheckoutInWeather watches an order while the server fails, without flooding it,
// and reports the payment once it can be read again.
func TestCheckoutInWeather(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault apitest.Fault
		most  int // requests in a quarter of an hour
	}{
		"500":       {apitest.Fail(500, ""), 110},
		"429":       {apitest.Fail(429, ""), 40},
		"429, wait": {apitest.Fail(429, "120"), 30},
		"silent":    {apitest.Silent, 40},
		"portal":    {apitest.Portal, 40},
	} {
		t.Run(name, func(t *testing.T) {
			inSandbox(t, sandbox.Options{Transactions: 200}, func(w *world) {
				w.open(80, 24)
				w.press("b", "enter", "enter")
				w.pass(30 * time.Second)
				w.weather.Break("", test.fault)
				w.asked()
				w.pass(15 * time.Minute)
				w.sees("Buying Pack S")
				if count, list := w.asked(); count > test.most {
					t.Errorf("%d requests in a quarter of an hour, more than %d:\n%s", count, test.most, list)
				}
				w.weather.Mend()
				w.payOpenSession()
				w.pass(3 * time.Minute)
				w.sees("Pack S: 500 credits arrived")
			})
		})
	}
}

// TestWebsiteInWeather watches the account during a purchase on the website while the
// server fails, without flooding it.
func TestWebsiteInWeather(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault apitest.Fault
		most  int // requests in ten minutes
	}{
		"500":       {apitest.Fail(500, ""), 100},
		"429, wait": {apitest.Fail(429, "120"), 20},
		"portal":    {apitest.Portal, 30},
	} {
		t.Run(name, func(t *testing.T) {
			inWeather(t, apitest.Options{}, func(w *world) {
				w.open(80, 24)
				w.press("b", "enter")
				w.pass(30 * time.Second)
				w.weather.Break("", test.fault)
				w.asked()
				w.pass(10 * time.Minute)
				if count, list := w.asked(); count > test.most {
					t.Errorf("%d requests in ten minutes, more than %d:\n%s", count, test.most, list)
				}
				w.weather.Mend()
				w.server.Change(500)
				w.pass(3 * time.Minute)
				w.sees("1,500 credits")
				if count, list := w.asked(); count > 40 {
					t.Errorf("%d requests in three minutes of good weather:\n%s", count, list)
				}
			})
		})
	}
}

// TestWebsiteToldHere promises to announce changes only as long as it watches.
func TestWebsiteToldHere(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{}, func(w *world) {
		w.open(80, 24)
		w.press("b", "enter")
		w.sees(`Changes are shown here\. Whether`)
		w.pass(32 * time.Minute)
		w.sees(`Nothing was seen until 14:34\..*usual\. Whether a payment was received`)
		w.misses("told here")
	})
}

// looksAtSubscription counts the subscription requests since the last [world.asked].
func (w *world) looksAtSubscription() (looks int, list string) {
	for _, r := range w.weather.Requests() {
		if strings.HasPrefix(r.Path, "/api/subscription") {
			looks++
		}
	}
	_, list = w.asked()
	return looks, list
}

// TestPortalInWeather polls the subscription rarely while the server fails, waits where
// the server asks for that, and announces a change once it can be read.
func TestPortalInWeather(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault apitest.Fault
		most  int // polls in a quarter of an hour, with refreshes
	}{
		"500":       {apitest.Fail(500, ""), 80},
		"429, wait": {apitest.Fail(429, "600"), 5},
		"silent":    {apitest.Silent, 30},
	} {
		t.Run(name, func(t *testing.T) {
			inSandbox(t, sandbox.Options{Transactions: 200}, func(w *world) {
				w.open(80, 24)
				w.press("7", "p")
				w.pass(10 * time.Second)
				w.weather.Break("", test.fault)
				w.asked()
				w.pass(14 * time.Minute)
				looks, list := w.looksAtSubscription()
				if looks > test.most {
					t.Errorf("%d looks at the subscription, more than %d:\n%s", looks, test.most, list)
				}
			})
		})
	}
}

// TestPortalGoesOn continues polling where the user refreshes during a poll.
func TestPortalGoesOn(t *testing.T) {
	t.Parallel()
	inSandbox(t, sandbox.Options{Transactions: 200}, func(w *world) {
		w.every = time.Hour
		w.open(80, 24)
		w.press("7", "p")
		w.pass(time.Second)
		w.weather.Break("/api/subscription", apitest.Slow(4*time.Second))
		w.pass(3 * time.Second)
		w.press("r")
		w.pass(10 * time.Second)
		w.weather.Mend()
		w.asked()
		w.pass(9 * time.Minute)
		if looks, list := w.looksAtSubscription(); looks < 15 {
			t.Errorf("%d looks at the subscription:\n%s", looks, list)
		}
	})
}
