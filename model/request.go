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

// WithInteractive marks a context as a person's own request: what is fetched with it goes
// before the work of the background.
func WithInteractive(ctx context.Context) context.Context {
	return context.WithValue(ctx, interactiveKey{}, true)
}

// IsInteractive reports whether a context is marked by [WithInteractive].
func IsInteractive(ctx context.Context) bool { return ctx.Value(interactiveKey{}) != nil }

// WithForceRefresh marks a context as a refresh by hand: a person's own request, which also asks
// again for what a server was found not to offer.
func WithForceRefresh(ctx context.Context) context.Context {
	return context.WithValue(WithInteractive(ctx), forceRefreshKey{}, true)
}

// IsForceRefresh reports whether a context is marked by [WithForceRefresh].
func IsForceRefresh(ctx context.Context) bool { return ctx.Value(forceRefreshKey{}) != nil }

// WithRefreshID marks a context as of one round of requests, with a number that is not
// zero: what several of a round ask for is asked for once.
func WithRefreshID(ctx context.Context, round int64) context.Context {
	return context.WithValue(ctx, refreshIDKey{}, round)
}

// RefreshID is the number of a context's round, zero for none.
func RefreshID(ctx context.Context) int64 {
	round, _ := ctx.Value(refreshIDKey{}).(int64)
	return round
}

// OnWait makes a context whose owner is told, from any goroutine, when a request stands
// still until an instant, as the server asked for.
func OnWait(ctx context.Context, tell func(until time.Time)) context.Context {
	return context.WithValue(ctx, onWaitKey{}, tell)
}

// NotifyWait tells the owner of a context, if they want to know, of a wait that begins.
func NotifyWait(ctx context.Context, until time.Time) {
	if tell, ok := ctx.Value(onWaitKey{}).(func(time.Time)); ok {
		tell(until)
	}
}

// Step is what a call waits for.
type Step int

// What may take a while.
const (
	StepServer  Step = iota + 1 // the API
	StepKeyring                 // the system's keyring, which may ask the person to unlock it
)

// OnStep makes a context whose owner is told, from any goroutine, what is waited for from
// then on.
func OnStep(ctx context.Context, tell func(step Step)) context.Context {
	return context.WithValue(ctx, onStepKey{}, tell)
}

// NotifyStep tells the owner of a context, if they want to know, what is waited for now.
func NotifyStep(ctx context.Context, step Step) {
	if tell, ok := ctx.Value(onStepKey{}).(func(Step)); ok {
		tell(step)
	}
}

// Sleep lets time pass, or returns the error of ctx.
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
