package api

import (
	"context"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// GETs a minute that the service allows a key (public-api: Rate limits).
const (
	freeLimit = 60
	proLimit  = 200
)

// budget keeps the GETs of one key under the documented limit. The limit counts
// over everything that uses the key, the customer's own programs too, so that
// background work gets half at most. The other half is for what a person asks
// for, who also takes what background work leaves.
type budget struct {
	interactive, background *rate.Limiter // both nil: no limit

	mu           sync.Mutex
	backoffUntil time.Time // until when the server wants no background work
}

func newBudget(unlimited bool) *budget {
	if unlimited {
		return &budget{}
	}
	limit, burst := share(freeLimit)
	// Made with their burst: one that is set later begins empty.
	return &budget{interactive: rate.NewLimiter(limit, burst), background: rate.NewLimiter(limit, burst)}
}

// share is half of a limit of GETs a minute. A limiter lets its burst and then
// its rate through, so both together must stay within it.
func share(perMinute int) (limit rate.Limit, burst int) {
	half := perMinute / 2
	burst = half / 3
	return rate.Limit(half-burst) / 60, burst
}

// set divides a limit of GETs a minute.
func (b *budget) set(perMinute int) {
	limit, burst := share(perMinute)
	for _, limiter := range []*rate.Limiter{b.interactive, b.background} {
		limiter.SetBurst(burst)
		limiter.SetLimit(limit)
	}
}

// wait takes a place for one GET, waiting for it where it must.
func (b *budget) wait(ctx context.Context) error {
	if b.interactive == nil {
		return ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if isBackground(ctx) {
		return b.background.Wait(ctx)
	}
	if b.interactive.Allow() || b.background.Allow() {
		return nil
	}
	return b.interactive.Wait(ctx)
}

const (
	// defaultPause follows a 429 that does not say for how long: limits count by the
	// minute.
	defaultPause = time.Minute
	// longestPause is how long a server is believed. It also ends a pause that was
	// begun by a clock that was wrong.
	longestPause = time.Hour
)

// setBackoff keeps background work from the server that has had enough, for as long as it
// says. A person's own request still goes out.
func (c *Client) setBackoff(r *reply) {
	if c.budget.interactive == nil {
		return
	}
	wait, said := retryAfter(r.header, c.now())
	if !said {
		wait = defaultPause
	}
	c.budget.mu.Lock()
	defer c.budget.mu.Unlock()
	c.budget.backoffUntil = c.now().Add(min(wait, longestPause))
}

// backoffUntil is until when background work has to wait, zero if it has not.
func (c *Client) backoffUntil() time.Time {
	c.budget.mu.Lock()
	defer c.budget.mu.Unlock()
	if left := c.budget.backoffUntil.Sub(c.now()); left <= 0 || left > longestPause {
		return time.Time{}
	}
	return c.budget.backoffUntil
}

// SetPlan chooses the rate limit by the account's plan: "pro" has its own, every
// other one, known or not, counts as free (public-api: Rate limits).
func (c *Client) SetPlan(plan string) {
	if c.budget.interactive == nil {
		return
	}
	if strings.EqualFold(plan, "pro") {
		c.budget.set(proLimit)
		return
	}
	c.budget.set(freeLimit)
}

type priority struct{}

// Background marks the calls of a context as background work, which has half of the rate
// limit.
func Background(ctx context.Context) context.Context {
	return context.WithValue(ctx, priority{}, true)
}

// WithPriority marks the calls of a context as a person's own action, which does not queue
// behind background work. That is the default.
func WithPriority(ctx context.Context) context.Context {
	return context.WithValue(ctx, priority{}, false)
}

func isBackground(ctx context.Context) bool {
	marked, _ := ctx.Value(priority{}).(bool)
	return marked
}
