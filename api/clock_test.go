package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api"
)

// The present is the server's where this machine's clock is wrong, and a page from
// something in between tells no time.
func TestNowIsTheServers(t *testing.T) {
	for name, c := range map[string]struct {
		ahead time.Duration
		body  string
		want  time.Duration
	}{
		"an hour ahead":      {time.Hour, account, time.Hour},
		"years behind":       {-70000 * time.Hour, account, -70000 * time.Hour},
		"a second ahead":     {time.Second, account, 0},
		"in a web page, 200": {time.Hour, `<html>`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)
			client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Date", now.Add(c.ahead).Format(http.TimeFormat))
				_, _ = w.Write([]byte(c.body))
			}), func(o *api.Options) { o.Now = func() time.Time { return now } })
			if _, err := client.Account(t.Context()); (err != nil) != (c.body == `<html>`) {
				t.Fatal(err)
			}
			if got := client.Now().Sub(now); got != c.want {
				t.Errorf("the server is %v ahead, want %v", got, c.want)
			}
		})
	}
}
