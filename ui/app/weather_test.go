package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/api/documented"
)

// TestWeather lets an account's network and server go wrong for an hour, in every way
// that there is. The last good figures stay with their time, one line says what is
// wrong and when it is tried again, that is kept, the server is not stormed, and all
// is well again by itself afterwards.
func TestWeather(t *testing.T) {
	rains := func(f documented.Fault) func(w *world) { return func(w *world) { w.server.Break("", f) } }
	for name, weather := range map[string]struct {
		begin func(w *world)
		line  string // what is wrong
		state string // the same in a word
		most  int    // requests in the hour
	}{
		"no route":           {func(w *world) { w.network.Down(documented.NoRoute) }, "No connection", "offline", 0},
		"no name":            {func(w *world) { w.network.Down(documented.NoName) }, "No connection", "offline", 0},
		"no resolver":        {func(w *world) { w.network.Down(documented.NoResolver) }, "No connection", "offline", 0},
		"refused":            {func(w *world) { w.network.Down(documented.Refused) }, "No connection", "offline", 0},
		"packets lost":       {func(w *world) { w.network.Lose() }, "No connection", "offline", 0},
		"reset":              {rains(documented.Reset), "No connection", "offline", 80},
		"silent":             {rains(documented.Silent), "The server does not answer", "offline", 20},
		"too slow":           {rains(documented.Slow(30 * time.Second)), "The server does not answer", "offline", 20},
		"cut in the body":    {rains(documented.Cut), "No connection", "offline", 80},
		"portal":             {rains(documented.Portal), "A web page came instead of an answer", "offline", 20},
		"HTML 404":           {rains(documented.Page(http.StatusNotFound)), "A web page came instead of an answer", "offline", 20},
		"redirect":           {rains(documented.Redirect("https://login.example.com")), "The server's identity could not be checked", "stale", 20},
		"wrong types":        {rains(documented.WrongTypes), "The answer was not understood", "stale", 20},
		"huge":               {rains(documented.Huge), "The answer was not understood", "stale", 20},
		"500":                {rains(documented.Fail(500, "")), "The server failed", "stale", 80},
		"502, a page":        {rains(documented.Page(http.StatusBadGateway)), "The server failed", "stale", 80},
		"503, wait":          {rains(documented.Fail(503, "600")), "The server failed", "stale", 12},
		"429":                {rains(documented.Fail(429, "")), "Too many requests", "limited", 20},
		"429, wait a bit":    {rains(documented.Fail(429, "20")), "Too many requests", "limited", 80},
		"429, wait long":     {rains(documented.Fail(429, "600")), "Too many requests", "limited", 12},
		"429, wait for days": {rains(documented.Fail(429, "999999")), "Too many requests", "limited", 5},
	} {
		t.Run(name, func(t *testing.T) {
			inWeather(t, documented.Options{Generations: 40}, func(w *world) {
				w.open(80, 24)
				w.pass(10*time.Minute - time.Second)
				w.sees(`1,000 credits.* live 14:13`)
				w.misses("Figures from|As of")
				weather.begin(w)
				w.server.Forget()
				w.pass(2 * time.Minute)
				w.sees(`1,000 credits.* ` + weather.state + ` 14:13`)
				w.saysWhatIsWrong(weather.line)
				w.pass(58 * time.Minute)
				w.sees(`1,000 credits.* ` + weather.state + ` 14:13`)
				if count, list := w.asked(); count > weather.most {
					t.Errorf("%d requests in an hour, more than %d:\n%s", count, weather.most, list)
				}
				if dials := w.network.Dials(); dials > 90 {
					t.Errorf("%d connections were tried", dials)
				}
				w.server.Mend()
				w.network.Up()
				w.server.Change(50)
				w.pass(time.Hour)
				w.sees(`1,050 credits.* live 16:1\d`)
				w.misses(weather.line)
			})
		})
	}
}

// saysWhatIsWrong holds the line on terminals of every width: with the time of the
// figures and of the next try, whole.
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
