package account

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
)

// Target is the account that flags and environment variables select for a run.
type Target struct {
	APIURL  string // base URL; empty: the profile's, or the service's own
	ByFlag  bool   // APIURL was given on the command line, for this run alone
	Profile string // by a flag or a variable; empty: the active one
	Demo    *Demo  // nil: not the sandbox
	NoCache bool   // no local copy is read or written
	// IgnoreProfiles continues without the list of profiles if that cannot be read.
	IgnoreProfiles bool
	// StoredKeyOnly uses the stored key even if one is exported.
	StoredKeyOnly bool
}

// Demo chooses the embedded sandbox's account.
type Demo struct {
	State        string // one of the sandbox's states, or empty
	Transactions int    // rows of history; 0: as many as the account comes with
}

// Identity describes the account of a session and the key it is signed in with.
type Identity struct {
	Sandbox     bool   // the figures are made up
	Host        string // of the API, with its port where it has one of its own
	BaseURL     string
	Profile     string // empty: the default one
	Profiles    int    // number of profiles, including the default one; 0 for the demo
	KeyExported bool   // the key is the environment's
	// OverriddenProfile is the profile that the exported key takes precedence over, where
	// its key is another one: the user may expect it to be in use. Empty for none.
	OverriddenProfile string
	// OverriddenKeyPath is the file with the overridden profile's key, if that is the
	// service's own file; empty otherwise.
	OverriddenKeyPath string
	KeySource         string // for people: "keyring", "ARTIFICIAL_STUDIO_API_KEY", …
	KeyLast4          string // the last characters of the key, never more
}

// Profile is an account that this person can open: a kept key, or the exported one.
type Profile struct {
	Name      string // empty for the exported key
	Host      string // of the API
	BaseURL   string
	Last4     string // of the key, where known
	Exported  bool   // it is not kept: it is the environment's key
	Used      bool   // it is open now
	Active    bool   // it is used where no profile is named and no key is exported
	AddedAt   time.Time
	KeySource string // where its key is, for people; empty for nowhere, or where it was not looked up
	Problem   string // why its key could not be looked up, if so
}

// Standing is a profile's account figures with the time they were fetched.
type Standing struct {
	Account      history.Cached[model.Account]
	Subscription history.Cached[model.Subscription]
	Sandbox      bool // the server is the sandbox, as far as that was looked up: the figures are invented
}

// ProfileStanding is a profile with the known figures of its account, and the error that
// kept others from being fetched.
type ProfileStanding struct {
	Profile
	Standing
	Err error
}

// FolderCheck is one of the program's folders, and the error of writing in it.
type FolderCheck struct {
	Name   string // for people: "settings", "state", "local copy"
	Path   string // empty where the system has none
	Err    error
	Needed bool // also where nothing may be changed
}

// KeyStatus lists the places where the keys of a host and profile are looked up.
type KeyStatus struct {
	Host    string
	Profile string     // empty: the default one
	Places  []KeyPlace // in lookup order
}

// KeyPlace is one place where a key may be.
type KeyPlace struct {
	Where   string // for people
	Found   bool   // there is a usable key
	Used    bool   // it is the first one found
	Last4   string // of the key found
	Problem string // a sentence about a problem with the place, if any
}

// SignedOut is the result of signing out.
type SignedOut struct {
	Removed   []string // places that held a key and do not any more, for people
	Remaining []string // places with a key that this program may not remove
	Warnings  []string // sentences about keys that may be left
}

// LocalCopy describes the local copy of one account on this machine, identified by API host
// and key.
type LocalCopy struct {
	Path    string
	Size    int64     // in bytes
	Rows    int64     // of the history: transactions, and generations where those stand in for them
	Newest  time.Time // when the latest of its figures was fetched; zero if there are none
	Problem string    // why it cannot be read, if so
}

// Known is account data available for shell completion without the network or a keyring.
type Known struct {
	Plans    []model.Plan
	Packs    []model.Pack
	Tools    []model.Tool // with the models of those that were fetched
	Profiles []string     // names of the profiles
}
