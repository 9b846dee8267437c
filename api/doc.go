// Package api is the client of the service's HTTP API: one small method per endpoint, typed
// errors, retries of repeatable requests, and a rate limit.
//
// It returns a server's answers unchanged in meaning: for a missing endpoint the error is
// [model.NotSupported], and package sync decides on a substitute. It stores nothing, and
// package auth provides the key. Every answer is sanitized and checked here, once: texts
// returned to a caller are safe to display, and values were present in the answer.
package api
