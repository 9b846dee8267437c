// Package cache is the local copy of an account: what the server said last, each
// thing with when it was fetched, and its history in sealed blocks. It holds only
// what the server can give again; what it cannot lives in package state.
//
// It knows nothing of HTTP, of keys beyond their fingerprint, and nothing of what
// is in a block: that is package history's. Which rows are whole it is told, and
// never guesses.
//
// The file is a bbolt database, opened and locked only while it is read or
// written, so that several programs share it; who cannot have it within a fraction
// of a second gets [ErrBusy] and goes on without. A kill at any instant leaves what
// was written before. A file that is damaged is found out before it can do harm
// ([Damaged]): its structure is checked before bbolt maps it, each value carries a
// checksum, each kind of row a sum over its blocks. It is set aside under a new name,
// and the next write begins a new one. A newer version's file is left alone
// ([Newer]).
package cache
