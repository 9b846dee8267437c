package model

import (
	"context"
	"time"
)

type (
	interactiveKey  struct{}
	forceRefreshKey struct{}
	refreshIDKey    struct{}
	onWaitKey       struct{}
	onStepKey       struct{}
)

// WithInteractive marks a context as a person's own request, which precedes background
// requests.
func WithInteractive(ctx context.Context) context.Context {
	return context.WithValue(ctx, interactiveKey{}, true)
}

// IsInteractive reports whether a context is marked by [WithInteractive].
func IsInteractive(ctx context.Context) bool { return ctx.Value(interactiveKey{}) != nil }

// WithForceRefresh marks a context as a refresh by hand: a person's own request, which also
// tries again the endpoints that the server was found to lack.
func WithForceRefresh(ctx context.Context) context.Context {
	return context.WithValue(WithInteractive(ctx), forceRefreshKey{}, true)
}

// IsForceRefresh reports whether a context is marked by [WithForceRefresh].
func IsForceRefresh(ctx context.Context) bool { return ctx.Value(forceRefreshKey{}) != nil }

// WithRefreshID marks a context as part of one round of requests with a number other than
// zero: within a round, the same data is requested once.
func WithRefreshID(ctx context.Context, round int64) context.Context {
	return context.WithValue(ctx, refreshIDKey{}, round)
}

// RefreshID is the number of a context's round, zero for none.
func RefreshID(ctx context.Context) int64 {
	round, _ := ctx.Value(refreshIDKey{}).(int64)
	return round
}

// OnWait returns a context with a callback that runs, on any goroutine, when a request has
// to wait until an instant, as the server asked.
func OnWait(ctx context.Context, tell func(until time.Time)) context.Context {
	return context.WithValue(ctx, onWaitKey{}, tell)
}

// NotifyWait calls a context's [OnWait] callback, if it has one, when a wait begins.
func NotifyWait(ctx context.Context, until time.Time) {
	if tell, ok := ctx.Value(onWaitKey{}).(func(time.Time)); ok {
		tell(until)
	}
}

// Step is what a call is waiting for.
type Step int

// What may take a while.
const (
	StepServer  Step = iota + 1 // the API
	StepKeyring                 // the system's keyring, which may ask the person to unlock it
)

// OnStep returns a context with a callback that runs, on any goroutine, when a call begins
// to wait for a step.
func OnStep(ctx context.Context, tell func(step Step)) context.Context {
	return context.WithValue(ctx, onStepKey{}, tell)
}

// NotifyStep calls a context's [OnStep] callback, if it has one, with the present step.
func NotifyStep(ctx context.Context, step Step) {
	if tell, ok := ctx.Value(onStepKey{}).(func(Step)); ok {
		tell(step)
	}
}

// Sleep waits for a duration, or returns the error of ctx.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
