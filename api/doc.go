// Package api is the client of the service's HTTP API: one small method per
// endpoint, typed errors, retries of what may be repeated, and a rate limit.
//
// It says what a server answered and nothing more: where a server lacks an
// endpoint the caller is told ([model.NotSupported]) and package sync decides what
// stands in its place. It keeps nothing, and finds no key by itself (package
// auth does). Everything a server sends is cleaned and checked here, once: a text
// that reaches a caller is safe to show, and a value that reaches a caller was in
// the answer.
package api
