package api_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// TestRetryAfterIsByTheServersClock waits as long as the server means, though this
// machine's clock is years before or behind it.
func TestRetryAfterIsByTheServersClock(t *testing.T) {
	for _, years := range []int{-7, 0, 7} {
		synctest.Test(t, func(t *testing.T) {
			server := &counted{}
			server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if server.n.Load() > 1 {
					answers(200, account)(w, r)
					return
				}
				now := time.Now().AddDate(years, 0, 0).UTC()
				w.Header().Set("Date", now.Format(http.TimeFormat))
				w.Header().Set("Retry-After", now.Add(40*time.Second).Format(http.TimeFormat))
				answers(429, `{"message":"Later."}`)(w, r)
			})
			client, stop := bubbled(t, server)
			defer stop()
			start := time.Now()
			if _, err := client.Account(t.Context()); err != nil || since(start) != 40*time.Second {
				t.Errorf("%d years off: waited %s: %v", years, since(start), detail(err))
			}
		})
	}
}

// TestBackgroundPausesAfterTooMany sends no work of the background while the server
// wants to be left alone, and a person's own request all the same.
func TestBackgroundPausesAfterTooMany(t *testing.T) {
	for name, test := range map[string]struct {
		after func() string
		pause time.Duration
	}{
		"as long as it says": {says("600"), 10 * time.Minute},
		"a minute":           {nil, time.Minute},
		"an hour at most":    {says("999999"), time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := failing(1, 429, test.after)
				client, stop := bubbled(t, server)
				defer stop()
				background := api.Background(t.Context())
				_, err := client.Account(background)
				wantKind(t, err, model.RateLimited)
				until := time.Now().Add(test.pause)
				time.Sleep(test.pause - time.Second)
				_, err = client.Account(background)
				if e := wantKind(t, err, model.RateLimited); !e.Until.Equal(until) || server.n.Load() != 1 {
					t.Errorf("%d requests, until %s, want %s", server.n.Load(), e.Until, until)
				}
				if _, err := client.Account(t.Context()); err != nil || server.n.Load() != 2 {
					t.Errorf("a person: %d requests, %v", server.n.Load(), err)
				}
				time.Sleep(time.Second)
				if _, err := client.Account(background); err != nil {
					t.Errorf("afterwards: %v", err)
				}
			})
		})
	}
}

// TestPauseOfAWrongClock does not wait for years where the clock was set back.
func TestPauseOfAWrongClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ahead := 5 * 365 * 24 * time.Hour
		client, stop := bubbled(t, failing(1, 429, says("600")), func(o *api.Options) {
			o.Now = func() time.Time { return time.Now().Add(ahead) }
		})
		defer stop()
		_, err := client.Account(api.Background(t.Context()))
		wantKind(t, err, model.RateLimited)
		ahead = 0
		if _, err := client.Account(api.Background(t.Context())); err != nil {
			t.Error(detail(err))
		}
	})
}
