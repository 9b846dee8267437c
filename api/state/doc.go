// Package state stores data that cannot be fetched again from a server: orders, observed
// balances and prices, budgets, visits, seen findings and choices. The files are in the
// user's state folder, apart from the local copy of the account, which may be cleared and
// rebuilt at any time.
//
// It has no rules of its own: package model defines the transitions of an order, and the
// callers decide what to request and to store. It does not depend on a server.
//
// Each file is one JSON document that is replaced as a whole: written beside, synced,
// renamed. At any instant either the old or the new document exists. There is one writer at
// a time, also among processes, and readers never wait. Unknown fields are preserved. A
// document of a newer layout is neither read nor touched ([*Newer]); an invalid one is
// quarantined under a new name, never deleted, and reported once ([*Damaged]).
package state
