// Package cache stores the local copy of an account: the server's last answers, each with
// the time it was fetched, and the history in sealed blocks. It holds only data that can be
// fetched again; other data is in package state.
//
// It does not depend on HTTP, on keys beyond their fingerprint, or on the contents of
// blocks, which package history defines. The caller says which ranges of rows are complete.
//
// The file is a bbolt database, opened and locked only while it is read or written, so that
// several programs share it; a program that cannot lock it within a fraction of a second
// gets [ErrBusy] and continues without. A kill at any instant leaves what was written
// before. A damaged file is detected before it can do harm ([Damaged]): its structure is
// checked before bbolt maps it, each value carries a checksum, each kind of row a sum over
// its blocks. It is set aside under a new name, and the next write begins a new one. A
// newer version's file is left alone ([Newer]).
package cache
