package cli

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
	"github.com/studio-tui/studio-tui/ui/data"
)

// Deps is what the commands work with. All fields but Pace are needed.
type Deps struct {
	Streams  Streams
	Env      func(name string) string
	Now      func() time.Time
	Location *time.Location
	Version  string // for --version

	// NewKey makes the idempotency key of an order.
	NewKey func() string
	// Policy is how orders are polled; the zero one is [model.OrderPolling].
	Policy model.PollPolicy
	// DemoStates are the accounts that the sandbox can open besides its usual one.
	DemoStates []string
	// Open opens the account that a command shows or buys for, or returns
	// *[data.NoKeyError].
	Open func(ctx context.Context, target Target) (Session, error)
	// Keys opens the place where keys are kept for a target.
	Keys func(target Target) (Keys, error)
	// Profiles opens the list of profiles, as a target sees it.
	Profiles func(target Target) (Profiles, error)
	// Cache opens the local copies of this machine.
	Cache func() (Cache, error)
	// Sandbox starts a sandbox on its own.
	Sandbox func(options SandboxOptions) (Sandbox, error)
	// Known is what this machine knows of a target's account, without asking anybody.
	Known func(target Target) Known
	// Dashboard runs the interface until the person leaves it.
	Dashboard func(ctx context.Context, options DashboardOptions) error

	hint func(line string) string // see command; nil: as the line stands
}

// Target is the account that a command is about.
type Target struct {
	APIURL  string // base URL; empty: the profile's, or the service's own
	ByFlag  bool   // APIURL was said on the command line
	Profile string // empty: the active one
	Demo    *Demo  // nil: not the sandbox
	NoCache bool   // without the local copy
	// IgnoreProfiles goes on without the list of profiles where that cannot be read.
	IgnoreProfiles bool
}

// Demo chooses the embedded sandbox's account.
type Demo struct {
	State        string // one of Deps.DemoStates, or empty
	Transactions int    // rows of history; 0: as many as the account comes with
}

// Session is one opened account.
type Session struct {
	Source   Source
	Orders   data.Orders
	Budgets  data.Budgets
	Browser  data.Browser
	Archive  data.Archive
	Identity data.Identity
	Warnings []string // sentences about the key, without it
	Close    func()   // may be nil
}

// Source is what the commands ask for.
type Source interface {
	data.Reader
	data.GenerationSource
	data.Catalogue
	data.CheckoutService
	// Search fetches the newest transactions of a type (empty: all) that are not
	// older than since (zero: all), limit of them at the most.
	Search(ctx context.Context, kind model.TransactionType, since time.Time, limit int) (model.Page, model.Provenance, error)
	// Catalogue is all tools with their models and prices, each read within a day.
	Catalogue(ctx context.Context) (insight.Catalogue, error)
	// Capabilities is what this server has of what servers may leave out, as far as that
	// was found out within a day.
	Capabilities() []model.Capability
}

// Keys is where API keys are kept for one host and profile.
type Keys interface {
	// SignIn asks the service whose key it is and keeps it. It returns
	// *[data.ConsentRequired] where that would take a file and allowFile is false.
	SignIn(ctx context.Context, key string, allowFile bool) (SignedIn, error)
	// CanKeep returns the *[data.ConsentRequired] that SignIn would without allowFile,
	// before there is a key.
	CanKeep(ctx context.Context) error
	// StartDevice begins a sign-in that is completed in the browser.
	StartDevice(ctx context.Context) (Device, error)
	// SignOut removes the kept key.
	SignOut(ctx context.Context) (SignedOut, error)
	// Status looks into every place where a key may be. It reads no account.
	Status(ctx context.Context) (KeyStatus, error)
}

// Device is a sign-in that waits for the browser.
type Device interface {
	data.DeviceFlow
	// SignIn keeps the key that Poll was given, like Keys.SignIn.
	SignIn(ctx context.Context, allowFile bool) (SignedIn, error)
	// Open hands the address to the browser, or says why there is none.
	Open(ctx context.Context) error
}

// SignedIn is what came of signing in.
type SignedIn struct {
	Account model.Account
	Profile string // that the key is kept for; empty: the default one
	Where   string // where the key is kept, for people
	// Warnings are sentences about what is kept elsewhere.
	Warnings []string
}

// SignedOut is what came of signing out.
type SignedOut struct {
	Removed   []string // places from which a key was removed
	Remaining []string // places with a key that is not this program's to remove
	Warnings  []string // sentences about keys that may be left
}

// KeyStatus is where keys are.
type KeyStatus struct {
	Host    string
	Profile string
	Places  []KeyPlace // in the order in which they are looked at
}

// KeyPlace is one place where a key may be.
type KeyPlace struct {
	Where   string // for people
	Found   bool
	Used    bool   // the first one found
	Last4   string // of the key found
	Problem string // why it could not be read, if so
}

// Sandbox is a running sandbox.
type Sandbox interface {
	URL() string
	Key() string
	Close() error
}

// SandboxOptions says which sandbox to run.
type SandboxOptions struct {
	Addr         string
	Seed         uint64
	Transactions int
	State        string
	RateLimits   bool
}

// DashboardOptions says how to open the interface.
type DashboardOptions struct {
	Target Target
	FPS    int           // frames a second, at most
	Every  time.Duration // between refreshes; 0: as usual
	// Command is a command to run next ("login") as it is typed for the same account.
	Command func(line string) string
}
