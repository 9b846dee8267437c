// Package session opens sessions: it connects a key, a client and a reader for one API host
// and profile, or for the embedded sandbox.
//
// It has no rules of its own: package auth handles keys, package api requests, package sync
// fallbacks.
package session
