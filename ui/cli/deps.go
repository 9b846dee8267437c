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

// Deps is what the commands work with. All fields are needed where nothing else is said.
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
	// Accounts opens and keeps the accounts of a target. It returns an
	// *[account.TargetError] for what is no target.
	Accounts func(target account.Target) (Accounts, error)
	// Config is the file of settings; nil: there is none.
	Config ConfigFile
	// Cache opens the local copies of this machine.
	Cache func() (Cache, error)
	// Schemas has the JSON Schemas of what commands print, a file each.
	Schemas fs.FS
	// Sandbox starts a sandbox on its own.
	Sandbox func(options SandboxOptions) (Sandbox, error)
	// Dashboard runs the interface until the person leaves it.
	Dashboard func(ctx context.Context, options DashboardOptions) error

	// Log has what OpenLog begins to write down, to a file of this path or, where it is empty,
	// to the usual one. nil: there is none.
	Log     *slog.Logger
	OpenLog func(path string, level slog.Level) error

	hint func(line string) string // see command; nil: as the line stands
}

// Accounts opens sessions of a target, signs in and out, and keeps the profiles of this
// machine. What is done to a profile returns an *[account.TargetError] for a name that is
// not known or not free.
type Accounts interface {
	account.Manager
	// Known is what this machine knows of the account, without asking anybody.
	Known() account.Known
	// LastAccount is the account as this machine knows it, without asking anybody.
	LastAccount() history.Cached[model.Account]
	// RefreshBehind runs the program with other arguments behind this one, one at a time.
	RefreshBehind(args []string) error
	// Browser opens addresses of the API's host, before there is a session.
	Browser() account.Browser
	// CanKeep returns the *[account.ConsentRequired] that SignIn would without allowFile,
	// before there is a key.
	CanKeep(ctx context.Context) error
	// SignOut removes the kept key.
	SignOut(ctx context.Context) (account.SignedOut, error)
	// Status looks into every place where a key may be. It reads no account.
	Status(ctx context.Context) (account.KeyStatus, error)
	// CheckProfiles is Profiles, with a look at where each key is. It reads no account.
	CheckProfiles(ctx context.Context) ([]account.Profile, error)
	// SwitchProfile makes one the profile that is used where nobody names one.
	SwitchProfile(name string) (account.Profile, error)
	RenameProfile(ctx context.Context, from, to string) error
	// RemoveProfile forgets one, with its key and its local copy.
	RemoveProfile(ctx context.Context, name string) (account.SignedOut, error)
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
	Target   account.Target
	Settings settings.Settings
	Every    time.Duration // between refreshes; 0: as usual
	Notice   string        // what is wrong with the settings, if so
	// Command is a command to run next ("login") as it is typed for the same account.
	Command func(line string) string
}
