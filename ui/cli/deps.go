package cli

import (
	"context"
	"io/fs"
	"log/slog"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/settings"
)

// Deps is the dependencies of the commands. All fields are required unless stated
// otherwise.
type Deps struct {
	Streams  Streams
	Env      func(name string) string
	Now      func() time.Time
	Location *time.Location
	Version  string // for --version

	// NewKey makes the idempotency key of an order.
	NewKey func() string
	// Policy is the polling policy of orders; the zero one is [model.OrderPolling].
	Policy model.PollPolicy
	// DemoStates are the further accounts that the sandbox can open.
	DemoStates []string
	// Accounts opens and stores the accounts of a target. It returns an
	// *[account.TargetError] for an invalid target.
	Accounts func(target account.Target) (Accounts, error)
	// Config is the configuration file; nil: there is none.
	Config ConfigFile
	// Cache opens the local copies.
	Cache func() (Cache, error)
	// CheckFolders tries to write in each of the program's folders.
	CheckFolders func() []account.FolderCheck
	// Schemas has the JSON Schemas of the commands' output, a file each.
	Schemas fs.FS
	// Sandbox starts a stand-alone sandbox server.
	Sandbox func(options SandboxOptions) (Sandbox, error)
	// Dashboard runs the dashboard until the user quits.
	Dashboard func(ctx context.Context, options DashboardOptions) error

	// Log is the logger. OpenLog begins to log to a file of a path or, where that is
	// empty, to the default one. nil: there is none.
	Log     *slog.Logger
	OpenLog func(path string, level slog.Level) error

	hint       func(line string) string // see command; nil: the line unchanged
	comparePer int64                    // plans and packs are compared by so many major units at the least
	lowBalance model.Credits            // a balance below it is low
	readOnly   bool                     // commands that could buy, change or sign out are refused, and not offered
}

// Accounts opens sessions of a target, signs in and out, and manages the local
// profiles. Methods that change a profile return an *[account.TargetError] for a name
// that is unknown or already taken.
type Accounts interface {
	account.Manager
	// Known is the local data about the account; it makes no request.
	Known() account.Known
	// LastAccount is the local copy of the account; it makes no request.
	LastAccount() history.Cached[model.Account]
	// Prices is the file of the prices entered for the API host, whether or not there is a
	// key; nil for the demo.
	Prices() (host string, file account.PriceFile)
	// RefreshBehind starts the program with other arguments in the background, one
	// process at a time.
	RefreshBehind(args []string) error
	// Browser opens addresses of the API's host, before there is a session.
	Browser() account.Browser
	// CanKeep returns the *[account.ConsentRequired] that SignIn would without
	// allowFile, before there is a key.
	CanKeep(ctx context.Context) error
	// SignOut removes the stored key.
	SignOut(ctx context.Context) (account.SignedOut, error)
	// Status checks every place where a key may be stored. It makes no request.
	Status(ctx context.Context) (account.KeyStatus, error)
	// CheckProfiles is Profiles, with a check where each key is stored. It makes no
	// request.
	CheckProfiles(ctx context.Context) ([]account.Profile, error)
	// SwitchProfile makes a profile the default.
	SwitchProfile(name string) (account.Profile, error)
	RenameProfile(ctx context.Context, from, to string) error
	// RemoveProfile removes a profile, with its key and its local copy.
	RemoveProfile(ctx context.Context, name string) (account.SignedOut, error)
}

// Sandbox is a running sandbox.
type Sandbox interface {
	URL() string
	Key() string
	Close() error
}

// SandboxOptions are the options of a sandbox server.
type SandboxOptions struct {
	Addr         string
	Seed         uint64
	Transactions int
	State        string
	RateLimits   bool
}

// DashboardOptions are the options for opening the dashboard.
type DashboardOptions struct {
	Target   account.Target
	Settings settings.Settings
	Every    time.Duration // between refreshes; 0: the default
	Notice   string        // an error in the settings, if any
	// Command returns a command to run next ("login") as it is typed for the same
	// account.
	Command func(line string) string
}
