package history

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Progress is a state of an account's history: what of it is known, and how far
// that goes.
type Progress struct {
	Version    int64            // grows with each state of one archive, so that the newer of two is known
	Table      *Table           // what is known; nil before anything is
	Provenance model.Provenance // of the rows; empty before anything is known
	Total      int64            // rows that the server has, as it said last; 0 for not known
	Whole      bool             // nothing is missing
	More       bool             // there is more to fetch: rows that are missing, or the prompts of those that are there
	Details    int              // generations of which it is not known yet what was asked for, as the list does not say
	Soon       int              // of those, how many are asked for before others
	Review     bool             // a page of what is known is due to be compared with the server's
	AsOf       time.Time        // when the server last gave the newest rows; zero for not known
	Fresh      int64            // sequence number of the newest row known before, so that what is new can be told; 0 for none
	Notice     string           // a sentence about the local copy that a person should read, once, or ""

	LeftOut     model.LeftOut      // rows that could not be read, and are not in the table
	Unreadable  []model.Unreadable // all of them
	Oddities    Oddities           // what does not fit in the rows of a ledger, as far as it was read
	OldestFirst bool               // the server gave its newest page with the oldest row first
}

// Cached is one thing as a server said it, kept on this machine.
type Cached[T any] struct {
	Value      T
	Provenance model.Provenance
	At         time.Time // when the server said it
	Has        bool      // it is there at all
}

// Snapshot is what the local copy has besides the history itself: what a first
// frame is drawn from, before any network answer.
type Snapshot struct {
	Account      Cached[model.Account]
	Subscription Cached[model.Subscription]
	Plans        Cached[[]model.Plan]
	Packs        Cached[[]model.Pack]
	Generations  Cached[[]model.Generation]  // the newest
	Newest       Cached[[]model.Transaction] // the newest rows of the history, newest first
	Total        int64                       // rows that the server had then; 0 for not known
}
