package model

import "context"

type askedKey struct{}

// Asked marks a context as a person's own request: what is fetched with it goes
// before the work of the background, and asks again for what a server was found
// not to offer.
func Asked(ctx context.Context) context.Context { return context.WithValue(ctx, askedKey{}, true) }

// IsAsked reports whether a context is marked by [Asked].
func IsAsked(ctx context.Context) bool { return ctx.Value(askedKey{}) != nil }
