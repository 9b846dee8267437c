// Command studio-tui shows an Artificial Studio account in the terminal: balance,
// transactions, plans and credit packs, through to a paid checkout.
//
// This file is the composition root: it builds the pieces, joins them, and knows
// both sides of every interface between them. It holds no rule of its own.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/browser"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/session"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/api/surroundings"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/app"
	"github.com/studio-tui/studio-tui/ui/cli"
	"github.com/studio-tui/studio-tui/ui/data"
)

var (
	_ data.Source   = (*sync.Reader)(nil)
	_ data.Archive  = (*sync.History)(nil)
	_ cli.Source    = (*sync.Reader)(nil)
	_ data.Browser  = (*browser.Browser)(nil)
	_ data.Accounts = manager{}
	_ cli.Keys      = keyService{}
)

func main() { os.Exit(run()) }

func run() int {
	surroundings.Mend()
	env := auth.ConsumeEnv() // before anything is started that could inherit the key
	ctx, stop := untilSignal()
	defer stop()
	info, _ := debug.ReadBuildInfo()
	p := program{env: env, version: cli.Version(info), zone: surroundings.UnknownZone(), location: surroundings.Zone()}
	return cli.Run(ctx, p.deps(cli.SystemStreams(os.Environ())), os.Args[1:])
}

// untilSignal is a context that the first ending signal cancels, with a
// *[cli.SignalError] as its cause. A second one ends what does not listen to it.
func untilSignal() (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, cli.EndingSignals()...)
	go func() {
		defer signal.Stop(signals)
		select {
		case s := <-signals:
			cancel(&cli.SignalError{Signal: s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}

// wallClock is the time of the day alone. Times of [time.Now] are compared by a clock
// that stands still while a laptop sleeps: a price of yesterday would be a minute old.
func wallClock() time.Time { return time.Now().Round(0) }

// program is what every piece is built from.
type program struct {
	env     func(name string) string
	version string
	zone    string // what is wrong with the time zone, if so

	location *time.Location // this machine's zone
}

// deps are what the commands work with.
func (p program) deps(streams cli.Streams) cli.Deps {
	return cli.Deps{
		Streams:    streams,
		Env:        p.env,
		Now:        wallClock,
		Location:   p.location,
		Version:    p.version,
		NewKey:     rand.Text,
		DemoStates: sandbox.States,
		Open:       p.open,
		Keys:       p.keys,
		Profiles:   p.profiles,
		Cache:      p.copies,
		Known:      p.knownNames,
		Sandbox:    p.sandbox,
		Dashboard:  p.dashboard,
	}
}

// manager is where a target's sessions come from.
func (p program) manager(target cli.Target) (manager, error) {
	return p.managerWith(target, func(*session.Options) {})
}

func (p program) managerWith(target cli.Target, more func(*session.Options)) (manager, error) {
	options := session.Options{
		BaseURL: target.APIURL, ByFlag: target.ByFlag, Profile: target.Profile, Ephemeral: target.Demo != nil, IgnoreProfiles: target.IgnoreProfiles, Env: p.env, UserAgent: "studio-tui/" + p.version,
		Demo: sandbox.Options{Seed: 1, Live: true, SessionLife: sandbox.LongestSession}, NoCache: target.NoCache, Now: wallClock,
	}
	if target.Demo != nil {
		options.Demo.State, options.Demo.Transactions = target.Demo.State, target.Demo.Transactions
	}
	more(&options)
	way, err := session.New(options)
	var refused *auth.RefusedFile
	switch {
	case errors.As(err, &refused):
		return manager{}, err
	case err != nil:
		return manager{}, &cli.UsageError{Err: err}
	}
	return manager{Manager: way, env: p.env, target: target, first: &firstWarning{warning: p.zone}}, nil
}

// open opens the account of a command.
func (p program) open(ctx context.Context, target cli.Target) (cli.Session, error) {
	d, err := p.manager(target)
	if err != nil {
		return cli.Session{}, err
	}
	opened, err := d.openAccount(ctx)
	if err != nil {
		return cli.Session{}, err
	}
	session := cli.Session{
		Source: opened.Source, Orders: &data.MemoryOrders{}, Budgets: data.DemoBudgets(), Browser: browser.New(model.URLPolicy{Base: opened.BaseURL}, p.env),
		Archive: opened.Archive, Identity: identity(opened), Warnings: d.first.with(opened.Warnings), Close: func() { _ = opened.Close() },
	}
	if opened.Orders != nil {
		session.Orders = opened.Orders
	}
	if opened.Notes != nil {
		session.Budgets = opened.Notes
	}
	return session, nil
}

func (p program) keys(target cli.Target) (cli.Keys, error) {
	plain, err := p.manager(target)
	if err != nil {
		return nil, err
	}
	kept, err := p.managerWith(target, func(o *session.Options) { o.StoredKeyOnly = true })
	return keyService{kept, plain}, err
}

func (p program) copies() (cli.Cache, error) {
	copies, err := session.OpenLocalCopies()
	return copyService{copies}, err
}

// knownNames is what can be completed for a target.
func (p program) knownNames(target cli.Target) (k cli.Known) {
	if target.Demo != nil {
		return cli.Known{Plans: sandbox.Plans(), Packs: sandbox.Packs()}
	}
	d, err := p.manager(target)
	if err != nil {
		return k
	}
	profiles, _ := d.Manager.Known()
	for _, profile := range profiles {
		if !profile.Exported {
			k.Profiles = append(k.Profiles, profile.Name)
		}
	}
	if snapshot, ok := d.HasLocalCopy(); ok {
		k.Plans, k.Packs = snapshot.Plans.Value, snapshot.Packs.Value
	}
	return k
}

// dashboard runs the interface.
func (p program) dashboard(ctx context.Context, options cli.DashboardOptions) error {
	d, err := p.manager(options.Target)
	if err != nil {
		return err
	}
	debug.SetGCPercent(-1) // collecting some megabytes would take from the first frame's time
	return reported(app.Run(ctx, app.Options{
		Accounts: d, Early: d.openImmediately, LastSnapshot: d.lastSnapshot, Browser: browser.New(model.URLPolicy{Base: d.BaseURL()}, p.env), Now: wallClock, Location: p.location,
		NewKey: rand.Text, FPS: options.FPS, Every: options.Every, Command: options.Command,
		OnHistorySize: func(bytes int) { debug.SetMemoryLimit(memoryLimit(int64(bytes))) },
		OnFirstFrame:  func() { debug.SetGCPercent(100) },
	}))
}

// reported writes a crash of the dashboard to the state folder, and says where it is.
func reported(err error) error {
	var crash *app.Crash
	if !errors.As(err, &crash) {
		return err
	}
	dir, failed := state.DefaultDir()
	if failed == nil {
		var path string
		if path, failed = state.WriteCrash(dir, wallClock(), fmt.Sprintf("panic: %v\n\n%s", crash.Value, crash.Stack)); failed == nil {
			return fmt.Errorf("%w. What happened is in %s: please report it with that file. Open orders are kept", err, path)
		}
	}
	return fmt.Errorf("%w. It could not be written down (%w):\n%s", err, failed, crash.Stack)
}

// memoryLimit is from how many bytes on memory is collected at once, with a history of
// so many: a sort takes an eighth of them for a moment, and the rest of the program
// less than 20 MiB. As columns hold no pointers, collecting often costs little.
func memoryLimit(history int64) int64 { return history + history/8 + 20<<20 }

func (p program) sandbox(options cli.SandboxOptions) (cli.Sandbox, error) {
	server, err := sandbox.New(sandbox.Options{
		Addr: options.Addr, Seed: options.Seed, Transactions: options.Transactions, State: options.State,
		RateLimits: options.RateLimits, Live: true, SessionLife: sandbox.LongestSession,
	})
	if err != nil {
		return nil, err
	}
	return server, server.Start()
}

// manager opens sessions of one target, as the dashboard wants them.
type manager struct {
	*session.Manager
	env    func(name string) string
	target cli.Target
	first  *firstWarning // shared with the doors to other profiles
}

// firstWarning is what is wrong with this machine, to be told once.
type firstWarning struct {
	warning string
	told    atomic.Bool
}

// with adds it to the warnings of the first session.
func (m *firstWarning) with(warnings []string) []string {
	if m.warning == "" || m.told.Swap(true) {
		return warnings
	}
	return append([]string{m.warning}, warnings...)
}

// openAccount opens the account that the command line chose.
func (d manager) openAccount(ctx context.Context) (*session.Session, error) {
	if d.target.Demo != nil {
		return d.Manager.Demo()
	}
	opened, err := d.Manager.OpenSession(ctx)
	return opened, translateError(err)
}

// openImmediately opens the session that waits for nobody: the demo, unless its history takes
// a while to make up, or one whose key the environment has.
func (d manager) openImmediately(ctx context.Context) (data.Session, bool) {
	if d.target.Demo != nil && d.target.Demo.Transactions > 0 {
		return data.Session{}, false
	}
	if d.target.Demo == nil && !d.KeyExported() {
		return data.Session{}, false
	}
	opened, err := d.OpenSession(ctx)
	return opened, err == nil
}

// lastSnapshot is what this machine has of the account whose key is in the keyring.
func (d manager) lastSnapshot() (history.Snapshot, data.Identity, bool) {
	if d.target.Demo != nil {
		return history.Snapshot{}, data.Identity{}, false
	}
	snapshot, ok := d.LastSnapshot()
	return snapshot, data.Identity{Host: d.Host(), BaseURL: d.BaseURL(), Profile: d.Profile(), Profiles: d.Count()}, ok
}

func (d manager) OpenSession(ctx context.Context) (data.Session, error) {
	return d.toUISession(d.openAccount(ctx))
}

func (d manager) SignIn(ctx context.Context, key string, allowFile bool) (data.Session, error) {
	return d.toUISession(d.Manager.SignIn(ctx, key, allowFile))
}

func (d manager) Demo(context.Context) (data.Session, error) { return d.toUISession(d.Manager.Demo()) }

func (d manager) toUISession(s *session.Session, err error) (data.Session, error) {
	if err != nil {
		return data.Session{}, translateError(err)
	}
	opened := data.Session{
		Source: s.Source, Archive: s.Archive, Identity: identity(s), Browser: browser.New(model.URLPolicy{Base: s.BaseURL}, d.env),
		Warnings: d.first.with(s.Warnings), Accounts: d, Close: func() { _ = s.Close() },
	}
	if s.Orders != nil {
		opened.Orders = s.Orders
	}
	return opened, nil
}

// keyService is a door's keys as the commands want them: what is kept and forgotten is so
// whether a key is exported or not.
type keyService struct {
	manager
	exported manager // with an exported key, if there is one
}

func (k keyService) SignIn(ctx context.Context, key string, allowFile bool) (cli.SignedIn, error) {
	return toCLIResult(k.Manager.SignIn(ctx, key, allowFile))
}

func toCLIResult(opened *session.Session, err error) (cli.SignedIn, error) {
	if err != nil {
		return cli.SignedIn{}, translateError(err)
	}
	return cli.SignedIn{Account: opened.Account, Profile: opened.Profile, Where: opened.Key.Where, Warnings: opened.Warnings}, opened.Close()
}

func (k keyService) CanKeep(ctx context.Context) error { return translateError(k.Keys().CanSave(ctx)) }

func (k keyService) SignOut(ctx context.Context) (cli.SignedOut, error) {
	removed, err := k.Manager.SignOut(ctx)
	out := signedOut(removed)
	if why := k.ProfilesError(); why != nil {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%v. The key of profile %s at %s was looked for. Others: studio-tui logout --profile NAME --api-url URL.", why, k.Keys().Profile(), k.Host()))
	}
	return out, err
}

func (k keyService) Status(ctx context.Context) (cli.KeyStatus, error) {
	status := cli.KeyStatus{Host: k.exported.Host(), Profile: k.exported.Profile()}
	for _, place := range k.exported.Keys().Status(ctx) {
		status.Places = append(status.Places, cli.KeyPlace{
			Where: place.Where, Found: place.Found, Used: place.Used, Last4: place.Last4, Problem: place.Note,
		})
	}
	return status, ctx.Err()
}

// copyService is the local copies as the commands want them.
type copyService struct{ session.LocalCopies }

func (c copyService) List(ctx context.Context) ([]cli.CachedAccount, error) {
	list, err := c.LocalCopies.List(ctx)
	var found []cli.CachedAccount
	for _, kept := range list {
		found = append(found, cli.CachedAccount(kept))
	}
	return found, err
}

// translateError makes api's words about keys those that ui knows.
func translateError(err error) error {
	var taken *auth.ProfileExists
	var held *auth.NameInUse
	switch {
	case errors.Is(err, auth.ErrNoProfile):
		return &cli.UsageError{Err: err, See: cli.SeeProfiles}
	case errors.As(err, &taken), errors.As(err, &held), errors.Is(err, auth.ErrProfile):
		return &cli.UsageError{Err: err}
	}
	var none *session.NoKey
	var consent *auth.ConsentRequired
	switch {
	case errors.As(err, &none):
		return &data.NoKeyError{Where: none.Searched, Profiles: none.Profiles}
	case errors.As(err, &consent):
		return &data.ConsentRequired{Path: consent.File}
	}
	return err
}

func identity(s *session.Session) data.Identity {
	return data.Identity{
		Sandbox: s.Sandbox, Host: s.Host, BaseURL: s.BaseURL, Profile: s.Profile,
		Profiles: s.Profiles, KeyExported: s.KeyExported, OverriddenProfile: s.OverriddenProfile, OverriddenKeyPath: s.OverriddenKeyPath,
		KeySource: s.Key.Where, KeyLast4: s.Key.Last4(),
	}
}
