// Package session opens sessions: it joins a key, a client and what is asked
// through it, for one API host and profile, or for the embedded sandbox.
//
// It is the hallway of api and has no rules of its own: keys are the business of
// package auth, exchanges of package api, fallbacks of package sync.
package session
