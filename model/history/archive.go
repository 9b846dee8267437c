package history

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Progress is the state of an account's history: the known rows and what is missing.
type Progress struct {
	Version    int64            // grows with each state of one archive, so that the newer of two can be identified
	Table      *Table           // the known rows; nil before any are known
	Provenance model.Provenance // of the rows; empty before any are known
	Total      int64            // number of rows that the server reported last; 0 for not known
	Whole      bool             // nothing is missing
	More       bool             // there is more to fetch: missing rows, or the prompts of known ones
	Details    int              // number of generations whose request is not known yet, as the list does not include it
	Soon       int              // how many of those are requested first
	Review     bool             // a known page is due to be compared with the server's
	AsOf       time.Time        // when the server last sent the newest rows; zero for not known
	Fresh      int64            // sequence number of the newest row known before, to recognize new rows; 0 for none
	Notice     string           // a sentence about the local copy to show once, or ""

	LeftOut     model.LeftOut      // rows that could not be read, and are not in the table
	Unreadable  []model.Unreadable // all of them
	Oddities    Oddities           // inconsistencies in the rows of a ledger, as far as it was read
	OldestFirst bool               // the server sent its newest page with the oldest row first
}

// Cached is one answer of the server as stored on this machine.
type Cached[T any] struct {
	Value      T
	Provenance model.Provenance
	At         time.Time // when the server sent it
	Has        bool      // there is a value
}

// Snapshot is the data in the local copy besides the history itself, for the first frame
// before any answer from the network.
type Snapshot struct {
	Account      Cached[model.Account]
	Subscription Cached[model.Subscription]
	Plans        Cached[[]model.Plan]
	Packs        Cached[[]model.Pack]
	Generations  Cached[[]model.Generation]  // the newest ones
	Newest       Cached[[]model.Transaction] // the newest rows of the history, newest first
	Total        int64                       // number of rows that the server had then; 0 for not known
}
