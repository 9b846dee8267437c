// Package state keeps what no server can give again: the orders under way and
// those that have ended, the balances and prices that the dashboard saw, and budgets. It
// lives in the person's state folder, apart from the local copy of the account, which may
// be cleared and rebuilt at any time and knows nothing of this.
//
// It keeps what it is given. What an order may become is the business of package
// model, when to ask and what to write that of its callers; it knows no server.
//
// Each file is one JSON document that is replaced as a whole: written beside,
// synced, renamed. There is the old one or the new one at any instant, one writer
// at a time, also among processes, and any number of readers who wait for nobody.
// Fields that this version does not know are carried along. A document of a newer
// layout is neither read nor touched ([*Newer]); one that is no document is set
// aside under a new name, never deleted, and named once ([*Damaged]).
package state
