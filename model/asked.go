package model

import (
	"context"
	"time"
)

type (
	askedKey struct{}
	anewKey  struct{}
	roundKey struct{}
	waitsKey struct{}
	stepsKey struct{}
)

// Asked marks a context as a person's own request: what is fetched with it goes
// before the work of the background.
func Asked(ctx context.Context) context.Context { return context.WithValue(ctx, askedKey{}, true) }

// IsAsked reports whether a context is marked by [Asked].
func IsAsked(ctx context.Context) bool { return ctx.Value(askedKey{}) != nil }

// Anew marks a context as a refresh by hand: a person's own request, which also asks
// again for what a server was found not to offer.
func Anew(ctx context.Context) context.Context {
	return context.WithValue(Asked(ctx), anewKey{}, true)
}

// IsAnew reports whether a context is marked by [Anew].
func IsAnew(ctx context.Context) bool { return ctx.Value(anewKey{}) != nil }

// InRound marks a context as of one round of requests, with a number that is not
// zero: what several of a round ask for is asked for once.
func InRound(ctx context.Context, round int64) context.Context {
	return context.WithValue(ctx, roundKey{}, round)
}

// Round is the number of a context's round, zero for none.
func Round(ctx context.Context) int64 {
	round, _ := ctx.Value(roundKey{}).(int64)
	return round
}

// Waits makes a context whose owner is told, from any goroutine, when a request stands
// still until an instant, as the server asked for.
func Waits(ctx context.Context, tell func(until time.Time)) context.Context {
	return context.WithValue(ctx, waitsKey{}, tell)
}

// TellOfWait tells the owner of a context, if they want to know, of a wait that begins.
func TellOfWait(ctx context.Context, until time.Time) {
	if tell, ok := ctx.Value(waitsKey{}).(func(time.Time)); ok {
		tell(until)
	}
}

// Step is who is waited for.
type Step int

// Those who may take a while.
const (
	StepServer  Step = iota + 1 // the API
	StepKeyring                 // the system's keyring, which may ask the person to unlock it
)

// Steps makes a context whose owner is told, from any goroutine, who is waited for from
// then on.
func Steps(ctx context.Context, tell func(step Step)) context.Context {
	return context.WithValue(ctx, stepsKey{}, tell)
}

// TellOfStep tells the owner of a context, if they want to know, who is waited for now.
func TellOfStep(ctx context.Context, step Step) {
	if tell, ok := ctx.Value(stepsKey{}).(func(Step)); ok {
		tell(step)
	}
}
