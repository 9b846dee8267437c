package account

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Target is the account that a run is about, as flags and variables choose it.
type Target struct {
	APIURL  string // base URL; empty: the profile's, or the service's own
	ByFlag  bool   // APIURL was said on the command line, for this run alone
	Profile string // by a flag or a variable; empty: the active one
	Demo    *Demo  // nil: not the sandbox
	NoCache bool   // no local copy is read or written
	// IgnoreProfiles goes on without the list of profiles where that cannot be read.
	IgnoreProfiles bool
	// StoredKeyOnly is about the key that is kept, whether one is exported or not.
	StoredKeyOnly bool
}

// Demo chooses the embedded sandbox's account.
type Demo struct {
	State        string // one of the sandbox's states, or empty
	Transactions int    // rows of history; 0: as many as the account comes with
}

// Identity says whose account a session shows, and how it is signed in.
type Identity struct {
	Sandbox     bool   // the figures are made up
	Host        string // of the API, with its port where it has one of its own
	BaseURL     string
	Profile     string // empty: the default one
	Profiles    int    // that there are, the default one counted; 0 for the demo
	KeyExported bool   // the key is the environment's
	// OverriddenProfile is the profile that the exported key takes precedence over, with another key: its
	// owner may think that it is used. Empty for none.
	OverriddenProfile string
	// OverriddenKeyPath is the file that has that one's key, where it is the service's own; empty
	// else.
	OverriddenKeyPath string
	KeySource         string // for people: "keyring", "ARTIFICIAL_STUDIO_API_KEY", …
	KeyLast4          string // the last characters of the key, never more
}

// Profile is an account that this person can open: a kept key, or the exported one.
type Profile struct {
	Name      string // empty for the exported key
	Host      string // of the API
	BaseURL   string
	Last4     string // of the key, as far as that is known
	Exported  bool   // it is not kept: it is the environment's key
	Used      bool   // it is open now
	Active    bool   // it is used where nobody names one and no key is exported
	AddedAt   time.Time
	KeySource string // where its key is, for people; empty for nowhere, and where nobody looked
	Problem   string // why its key could not be looked for, if so
}

// Standing is how a profile's account stands: figures with the time as of which they are.
type Standing struct {
	Account      history.Cached[model.Account]
	Subscription history.Cached[model.Subscription]
}

// ProfileStanding is a profile with what is known of its account, and why that is no more.
type ProfileStanding struct {
	Profile
	Standing
	Err error
}

// KeyStatus is where the keys of a host and profile are.
type KeyStatus struct {
	Host    string
	Profile string     // empty: the default one
	Places  []KeyPlace // in the order in which they are looked at
}

// KeyPlace is one place where a key may be.
type KeyPlace struct {
	Where   string // for people
	Found   bool   // there is a usable key
	Used    bool   // it is the first one found
	Last4   string // of the key found
	Problem string // a sentence about trouble with the place, if so
}

// SignedOut is what came of signing out.
type SignedOut struct {
	Removed   []string // places that held a key and do not any more, for people
	Remaining []string // places with a key that is not this program's to remove
	Warnings  []string // sentences about keys that may be left
}

// LocalCopy is the copy of one account on this machine: of an API host and a key.
type LocalCopy struct {
	Path    string
	Size    int64     // in bytes
	Rows    int64     // of the history: transactions, and generations where those stand in for them
	Newest  time.Time // when the latest of its figures was fetched; zero for none
	Problem string    // why it cannot be read, if so
}

// Known is what this machine knows of an account without asking anybody, neither the
// network nor a keyring: what can be completed.
type Known struct {
	Plans    []model.Plan
	Packs    []model.Pack
	Tools    []model.Tool // with the models of those that were looked at
	Profiles []string     // their names
}
