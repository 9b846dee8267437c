package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/api/apitest"
)

// TestWeather makes the network and server fail for an hour, in each of several ways.
// The last good figures stay with their time, one line states the problem and the next
// attempt, which is kept, the server is not flooded, and everything recovers
// afterwards.
func TestWeather(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("lets hours pass")
	}
	rains := func(f apitest.Fault) func(w *world) { return func(w *world) { w.weather.Break("", f) } }
	for name, test := range map[string]struct {
		begin func(w *world)
		line  string // the problem
		state string // the problem in a word
		most  int    // requests in the hour
	}{
		"no route":           {func(w *world) { w.network.Down(apitest.NoRoute) }, "No connection", "offline", 0},
		"no name":            {func(w *world) { w.network.Down(apitest.NoName) }, "No connection", "offline", 0},
		"no resolver":        {func(w *world) { w.network.Down(apitest.NoResolver) }, "No connection", "offline", 0},
		"refused":            {func(w *world) { w.network.Down(apitest.Refused) }, "No connection", "offline", 0},
		"packets lost":       {func(w *world) { w.network.Lose() }, "No connection", "offline", 0},
		"reset":              {rains(apitest.Reset), "The connection broke off", "offline", 80},
		"silent":             {rains(apitest.Silent), "The server does not answer", "offline", 20},
		"too slow":           {rains(apitest.Slow(30 * time.Second)), "The server does not answer", "offline", 20},
		"cut in the body":    {rains(apitest.Cut), "The connection broke off", "offline", 80},
		"portal":             {rains(apitest.Portal), "A web page came instead of an answer", "offline", 20},
		"HTML 404":           {rains(apitest.Page(http.StatusNotFound)), "A web page came instead of an answer", "offline", 20},
		"redirect":           {rains(apitest.Redirect("https://login.example.com")), "The server's identity could not be checked", "stale", 20},
		"wrong types":        {rains(apitest.WrongTypes), "The answer was not understood", "stale", 20},
		"huge":               {rains(apitest.Huge), "The answer was not understood", "stale", 21},
		"500":                {rains(apitest.Fail(500, "")), "The server failed", "stale", 80},
		"502, a page":        {rains(apitest.Page(http.StatusBadGateway)), "The server failed", "stale", 80},
		"503, wait":          {rains(apitest.Fail(503, "600")), "The server failed", "stale", 12},
		"429":                {rains(apitest.Fail(429, "")), "Too many requests", "limited", 20},
		"429, wait a bit":    {rains(apitest.Fail(429, "20")), "Too many requests", "limited", 80},
		"429, wait long":     {rains(apitest.Fail(429, "600")), "Too many requests", "limited", 12},
		"429, wait for days": {rains(apitest.Fail(429, "999999")), "Too many requests", "limited", 5},
	} {
		t.Run(name, func(t *testing.T) {
			inWeather(t, apitest.Options{Generations: 40}, func(w *world) {
				w.open(80, 24)
				w.pass(10*time.Minute - time.Second)
				w.sees(`1,000 credits.* live 14:13`)
				w.misses("Figures from|As of")
				test.begin(w)
				w.weather.Forget()
				w.pass(2 * time.Minute)
				w.sees(`1,000 credits.* ` + test.state + ` 14:13`)
				w.saysWhatIsWrong(test.line)
				w.pass(58 * time.Minute)
				w.sees(`1,000 credits.* ` + test.state + ` 14:13`)
				if count, list := w.asked(); count > test.most {
					t.Errorf("%d requests in an hour, more than %d:\n%s", count, test.most, list)
				}
				if dials := w.network.Dials(); dials > 90 {
					t.Errorf("%d connections were tried", dials)
				}
				w.weather.Mend()
				w.network.Up()
				w.server.Change(50)
				w.pass(time.Hour)
				w.sees(`1,050 credits.* live 16:1\d`)
				w.misses(test.line)
			})
		})
	}
}

// saysWhatIsWrong checks the line on terminals of every width: with the times of the
// figures and of the next attempt, never truncated.
func (w *world) saysWhatIsWrong(what string) {
	w.t.Helper()
	for _, size := range sizes {
		w.update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		lines := strings.Split(w.text(), "\n")
		line := strings.TrimSpace(lines[len(lines)-2])
		whole := regexp.MustCompile(`^(.+\.) (Figures from|As of) 14:13\. (Next try \d\d:\d\d:\d\d \(r now\)|Next \d\d:\d\d:\d\d, r now|Trying again now)\.$`)
		found := whole.FindStringSubmatch(line)
		if found == nil || size[0] >= 80 && found[1] != what+"." {
			w.t.Errorf("at a width of %d the line is %q", size[0], line)
		}
	}
	w.update(tea.WindowSizeMsg{Width: 80, Height: 24})
}

// TestNextTryIsKept retries at the stated time, and not before.
func TestNextTryIsKept(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{}, func(w *world) {
		w.open(80, 24)
		w.weather.Break("", apitest.Fail(500, ""))
		w.pass(90 * time.Second)
		for range 5 {
			at, err := time.ParseInLocation("15:04:05", w.sees(`Next try (\d\d:\d\d:\d\d)`), cet)
			if err != nil {
				w.t.Fatal(err)
			}
			now := w.clock().In(cet)
			next := time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), at.Second(), 0, cet)
			w.asked()
			w.pass(next.Sub(now) - time.Second)
			if count, list := w.asked(); count > 0 {
				t.Errorf("asked before %s:\n%s", next, list)
			}
			w.pass(6 * time.Second)
			if count, list := w.asked(); count != 4 {
				t.Errorf("the account is asked for 4 times from %s on, as GETs are repeated:\n%s", next, list)
			}
		}
	})
}

// TestTryNow retries at once on request, without delaying the next attempt.
func TestTryNow(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{}, func(w *world) {
		w.open(80, 24)
		w.weather.Break("", apitest.Fail(500, ""))
		w.pass(75 * time.Second)
		for range 3 {
			w.asked()
			w.press("r")
			w.sees("Trying again now")
			w.pass(5 * time.Second)
			if count, list := w.asked(); count != 4 {
				t.Errorf("r asks %d times:\n%s", count, list)
			}
			w.update(tea.BlurMsg{})
			w.update(tea.FocusMsg{})
			w.pass(5 * time.Second)
			w.sees("Next try")
		}
		w.asked()
		w.pass(31 * time.Second)
		if count, _ := w.asked(); count == 0 {
			t.Error("a person's tries have put off the next one")
		}
		w.weather.Mend()
		w.press("r")
		w.sees("live 14:")
		w.misses("Next try")
	})
}

// TestOneThingBroken refreshes the rest while one endpoint fails.
func TestOneThingBroken(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/api/account", "/api/generations"} {
		inWeather(t, apitest.Options{}, func(w *world) {
			w.open(80, 24)
			w.weather.Break(path, apitest.Fail(500, ""))
			w.pass(time.Hour)
			w.sees("The server failed. Figures from")
			w.asked()
			w.pass(time.Hour)
			worked := 0
			for _, r := range w.weather.Requests() {
				if r.Status == http.StatusOK {
					worked++
				}
			}
			if count, list := w.asked(); worked < 10 || count > 150 {
				t.Errorf("%s: %d requests in an hour, of which %d worked:\n%s", path, count, worked, list)
			}
		})
	}
}

// TestStartInWeather starts without figures under every network condition, states that,
// and shows them after recovery.
func TestStartInWeather(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(w *world){
		"no route": func(w *world) { w.network.Down(apitest.NoRoute) },
		"portal":   func(w *world) { w.weather.Break("", apitest.Portal) },
		"silent":   func(w *world) { w.weather.Break("", apitest.Silent) },
		"500":      func(w *world) { w.weather.Break("", apitest.Fail(500, "")) },
		"429":      func(w *world) { w.weather.Break("", apitest.Fail(429, "")) },
	} {
		t.Run(name, func(t *testing.T) {
			inWeather(t, apitest.Options{}, func(w *world) {
				begin(w)
				w.open(80, 24)
				w.pass(25 * time.Second)
				w.sees(`no figures yet`)
				w.sees(`No figures yet\. Next (try \d\d:\d\d:\d\d \(r now\)|\d\d:\d\d:\d\d, r now)`)
				w.pass(10 * time.Minute)
				w.weather.Mend()
				w.network.Up()
				w.pass(6 * time.Minute)
				w.sees(`1,000 credits.* live 14:`)
			})
		})
	}
}

// TestCopyInWeather shows the local copy where the server is unreachable, with its
// time, and recovers by itself.
func TestCopyInWeather(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{Generations: 10}, func(w *world) {
		w.keep()
		w.open(80, 24)
		w.sees(`1,000 credits.* live 14:04`)
		w.pass(30 * time.Second)
		w.network.Down(apitest.NoRoute)
		w.slept.set(26 * time.Hour)
		w.open(80, 24)
		w.pass(10 * time.Second)
		w.sees(`1,000 credits.* offline Nov 22`)
		w.sees(`No connection\. Figures from Nov 22\. Next try`)
		w.network.Up()
		w.pass(2 * time.Minute)
		w.sees(`1,000 credits.* live 16:`)
	})
}

// TestWeatherChanges states the present problem, not an earlier one.
func TestWeatherChanges(t *testing.T) {
	t.Parallel()
	inWeather(t, apitest.Options{}, func(w *world) {
		w.open(80, 24)
		for _, weather := range []struct {
			fault apitest.Fault
			line  string
		}{
			{apitest.Portal, "A web page came instead of an answer."},
			{apitest.Fail(500, ""), "The server failed."},
			{apitest.Fail(429, ""), "Too many requests."},
			{apitest.Silent, "The server does not answer."},
			{apitest.Reset, "The connection broke off."},
			{apitest.WrongTypes, "The answer was not understood."},
		} {
			w.weather.Break("", weather.fault)
			w.press("r")
			w.pass(30 * time.Second)
			w.sees(weather.line)
		}
	})
}
