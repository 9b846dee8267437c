package api_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// failing answers with a status and a Retry-After the first n times, and then
// with an account.
func failing(n, status int, retryAfter func() string) *counted {
	c := &counted{}
	c.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.n.Load() > int64(n) {
			answers(200, account)(w, r)
			return
		}
		if retryAfter != nil {
			w.Header().Set("Retry-After", retryAfter())
		}
		answers(status, `{"message":"Later."}`)(w, r)
	})
	return c
}

func says(text string) func() string { return func() string { return text } }

func TestGETsAreRepeatedWithBackoff(t *testing.T) {
	for _, test := range []struct {
		name       string
		failures   int
		status     int
		retryAfter func() string
		jitter     float64
		waited     time.Duration
		requests   int64
		kind       model.ErrorKind // OtherError: none
	}{
		{"doubling", 3, 503, nil, 0, 3500 * time.Millisecond, 4, model.OtherError},
		{"with jitter", 3, 500, nil, 0.5, 2625 * time.Millisecond, 4, model.OtherError},
		{"three times at most", 9, 502, nil, 0, 3500 * time.Millisecond, 4, model.ServerFailed},
		{"seconds", 1, 429, says("20"), 0, 20 * time.Second, 2, model.OtherError},
		{"a minute", 1, 503, says("60"), 0, 60 * time.Second, 2, model.OtherError},
		{"zero seconds", 1, 429, says("0"), 0, 500 * time.Millisecond, 2, model.OtherError},
		{"a date", 1, 429, func() string { return time.Now().Add(30 * time.Second).UTC().Format(http.TimeFormat) }, 0, 30 * time.Second, 2, model.OtherError},
		{"a date gone by", 1, 429, says("Fri, 31 Dec 1999 23:59:59 GMT"), 0, 500 * time.Millisecond, 2, model.OtherError},
		{"nothing said", 1, 429, nil, 0, 0, 1, model.RateLimited},
		{"nonsense", 1, 429, says("soon"), 0, 0, 1, model.RateLimited},
		{"negative", 1, 429, says("-5"), 0, 0, 1, model.RateLimited},
		{"nonsense and failed", 1, 503, says("soon"), 0, 500 * time.Millisecond, 2, model.OtherError},
		{"longer than a minute", 1, 429, says("61"), 0, 0, 1, model.RateLimited},
		{"a far date", 1, 429, func() string { return time.Now().Add(time.Hour).UTC().Format(http.TimeFormat) }, 0, 0, 1, model.RateLimited},
		{"for ever", 1, 429, says("99999999999999999999999999"), 0, 0, 1, model.RateLimited},
		{"long and failed", 1, 503, says("3600"), 0, 0, 1, model.ServerFailed},
		{"not for 501", 1, 501, nil, 0, 0, 1, model.ServerFailed},
		{"not for 404", 1, 404, nil, 0, 0, 1, model.NotFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := failing(test.failures, test.status, test.retryAfter)
				client, stop := bubbled(t, server, func(o *api.Options) { o.Jitter = func() float64 { return test.jitter } })
				defer stop()
				start := time.Now()
				_, err := client.Account(t.Context())
				if test.kind == model.OtherError && err != nil {
					t.Fatal(detail(err))
				}
				if test.kind != model.OtherError {
					wantKind(t, err, test.kind)
				}
				if since(start) != test.waited || server.n.Load() != test.requests {
					t.Errorf("waited %s for %d requests, want %s for %d", since(start), server.n.Load(), test.waited, test.requests)
				}
			})
		})
	}
}

func TestLongRetryAfterIsToldAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, stop := bubbled(t, failing(1, 429, says("3600")))
		defer stop()
		_, err := client.Account(t.Context())
		if e := wantKind(t, err, model.RateLimited); !e.Until.Equal(time.Now().Add(time.Hour)) {
			t.Errorf("until %s, now %s", e.Until, time.Now())
		}
		client, stopFailing := bubbled(t, failing(1, 503, says("120")))
		defer stopFailing()
		_, err = client.Account(t.Context())
		e := wantKind(t, err, model.ServerFailed)
		if at := e.Until.Local().Format("15:04:05"); !e.Until.Equal(time.Now().Add(2*time.Minute)) || !strings.Contains(e.Sentence(), at) {
			t.Errorf("until %s: %s", e.Until, e.Sentence())
		}
	})
}

// TestWaitsAreTold checks that the callback of a context is called with the end of a wait
// that the server asked for.
func TestWaitsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, stop := bubbled(t, failing(1, 429, says("20")))
		defer stop()
		var told []time.Time
		start := time.Now()
		ctx := model.OnWait(t.Context(), func(until time.Time) { told = append(told, until) })
		if _, err := client.Account(ctx); err != nil {
			t.Fatal(err)
		}
		if len(told) != 1 || told[0].Sub(start) != 20*time.Second {
			t.Errorf("told %v, beginning at %v", told, start)
		}
	})
}

func TestPOSTsAreSentOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := failing(100, 503, says("1"))
		client, stop := bubbled(t, server)
		defer stop()
		ctx := t.Context()
		for _, send := range []func() error{
			func() error { _, err := client.CreatePortal(ctx, ""); return err },
			func() error { _, err := client.CancelCheckout(ctx, "cs_1"); return err },
			func() error { _, err := client.Run(ctx, api.Run{Tool: "create-image"}); return err },
			func() error { _, err := client.StartDevice(ctx); return err },
			func() error {
				_, err := client.CreateCheckout(ctx, model.Item{Kind: model.KindPack, Slug: "pack-m"}, "order-1")
				return err
			},
		} {
			before := server.n.Load()
			wantKind(t, send(), model.ServerFailed)
			if sent := server.n.Load() - before; sent != 1 {
				t.Errorf("sent %d times", sent)
			}
		}
	})
}

func TestBrokenConnectionsAreAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &counted{}
		server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch server.n.Load() {
			case 1:
				panic(http.ErrAbortHandler) // before the header
			case 2:
				w.Header().Set("Content-Length", "900") // and in the body
				_, _ = w.Write([]byte(account[:20]))
				panic(http.ErrAbortHandler)
			}
			answers(200, account)(w, r)
		})
		client, stop := bubbled(t, server)
		defer stop()
		if _, err := client.Account(t.Context()); err != nil || server.n.Load() != 3 {
			t.Errorf("%d requests: %v", server.n.Load(), err)
		}
	})
}

func TestSilentServerTimesOut(t *testing.T) {
	silent := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	dripping := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte(" "))
			_ = http.NewResponseController(w).Flush()
			select {
			case <-time.After(time.Second):
			case <-r.Context().Done():
			}
		}
	})
	for name, handler := range map[string]http.Handler{"silent": silent, "dripping": dripping} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &counted{Handler: handler}
				client, stop := bubbled(t, server)
				defer stop()
				start := time.Now()
				_, err := client.Account(t.Context())
				wantKind(t, err, model.TimedOut)
				if since(start) != 20*time.Second || server.n.Load() != 1 {
					t.Errorf("%d requests in %s", server.n.Load(), since(start))
				}
				_, err = client.CreatePortal(t.Context(), "")
				wantKind(t, err, model.TimedOut)
			})
		})
	}
}

func TestContextsEndTheWaitBetweenAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, stop := bubbled(t, failing(9, 429, says("50")))
		defer stop()
		start := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		if _, err := client.Account(ctx); !errors.Is(err, context.Canceled) || since(start) != 3*time.Second {
			t.Errorf("after %s: %v", since(start), err)
		}
		start = time.Now()
		ctx, cancel = context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		_, err := client.Account(ctx)
		wantKind(t, err, model.TimedOut)
		if !errors.Is(err, context.DeadlineExceeded) || since(start) != 4*time.Second {
			t.Errorf("after %s: %v", since(start), err)
		}
	})
}
