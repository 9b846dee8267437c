package api_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/model"
)

// busiest is the largest number of instants within any minute.
func busiest(times []time.Time) int {
	most, first := 0, 0
	for last := range times {
		for times[last].Sub(times[first]) > time.Minute {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}

// clocked notes when requests arrive.
type clocked struct {
	mu    sync.Mutex
	times []time.Time
}

// busiest is the largest number of requests within any minute so far.
func (c *clocked) busiest() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return busiest(c.times)
}

func (c *clocked) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	c.times = append(c.times, time.Now())
	c.mu.Unlock()
	answers(200, account)(w, r)
}

func TestRateLimits(t *testing.T) {
	for _, test := range []struct {
		plan  string
		limit int
	}{{"", 60}, {"free", 60}, {"creator", 60}, {"galactic", 60}, {"pro", 200}, {"Pro", 200}} {
		t.Run(test.plan, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				for _, both := range []bool{false, true} {
					server := &clocked{}
					client, stop := bubbled(t, server)
					client.SetPlan(test.plan)
					time.Sleep(time.Minute) // idle, for the burst that it may save up
					ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
					var work sync.WaitGroup
					keepAsking := func(ctx context.Context) {
						for { // until the next place in the queue is past the deadline
							if _, err := client.Account(ctx); err != nil {
								return
							}
						}
					}
					for range 3 {
						work.Go(func() { keepAsking(api.Background(ctx)) })
						if both {
							work.Go(func() { keepAsking(api.WithPriority(api.Background(ctx))) })
						}
					}
					work.Wait()
					cancel()
					stop()
					limit := test.limit / 2
					if both {
						limit = test.limit
					}
					// Neither over the limit nor idle far below it.
					if most := server.busiest(); most > limit || most < limit*8/10 {
						t.Errorf("background and a person %v: %d GETs in a minute, limit %d", both, most, limit)
					}
				}
			})
		})
	}
}

func TestAPersonDoesNotStandBehindBackgroundWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, stop := bubbled(t, answers(200, account))
		defer stop()
		ctx, cancel := context.WithCancel(t.Context())
		var work sync.WaitGroup
		for range 50 {
			work.Go(func() { _, _ = client.Account(api.Background(ctx)) })
		}
		synctest.Wait() // the background share is used up and a queue stands
		start := time.Now()
		for range 5 {
			if _, err := client.Account(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if since(start) != 0 {
			t.Errorf("waited %s", since(start))
		}
		cancel()
		work.Wait()
	})
}

func TestQueueingEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, stop := bubbled(t, answers(200, account))
		defer stop()
		ctx, cancel := context.WithTimeout(api.Background(t.Context()), time.Second)
		defer cancel()
		var err error
		for err == nil {
			_, err = client.Account(ctx)
		}
		wantKind(t, err, model.RateLimited)
	})
}

func TestRepetitionsCountAgainstTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &clocked{}
		broken := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			server.ServeHTTP(httpDiscard{}, r)
			answers(503, `{"message":"Later."}`)(w, r)
		})
		client, stop := bubbled(t, broken)
		defer stop()
		ctx, cancel := context.WithTimeout(api.Background(t.Context()), 3*time.Minute)
		defer cancel()
		for kind := model.ServerFailed; kind == model.ServerFailed; {
			_, err := client.Account(ctx)
			kind = model.KindOf(err)
		}
		if most := server.busiest(); most > 30 {
			t.Errorf("%d GETs in a minute", most)
		}
	})
}

type httpDiscard struct{}

func (httpDiscard) Header() http.Header         { return http.Header{} }
func (httpDiscard) Write(p []byte) (int, error) { return len(p), nil }
func (httpDiscard) WriteHeader(int)             {}
