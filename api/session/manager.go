package session

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/browser"
	"github.com/studio-tui/studio-tui/api/config"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// Options are the settings of a manager.
type Options struct {
	Target    account.Target
	Env       func(name string) string // what [auth.ConsumeEnv] returned
	UserAgent string
	Now       func() time.Time // the clock; default time.Now
	Log       *slog.Logger     // default none
	// Notice is a warning about this machine for the first session; empty for none.
	Notice string

	noticed *atomic.Bool // shared by the managers of all profiles
}

// Manager opens sessions with one API host under one profile. It is safe for
// concurrent use.
type Manager struct {
	options Options // as they were given
	env     func(name string) string
	choice  auth.Choice
	host    string
	keys    *auth.Store
	list    *auth.Profiles // nil for none
	known   auth.Index     // what the list had when the manager was made
	refused error          // why there is no list, if it cannot be read
	now     func() time.Time
}

// opened is a session on the way to be handed out.
type opened struct {
	account.Session
	source *sync.Reader
	key    auth.Key
}

// New makes the manager of the account that the target, the environment and the list of
// profiles choose ([auth.Index.Choose]). It returns an *[account.TargetError] for a base
// URL that no key may be sent to and for an invalid profile name, and an
// *[auth.RefusedFile] for a list that cannot be read, as it may name the intended account.
// It does not use the network or a keyring.
func New(o Options) (*Manager, error) {
	if o.noticed == nil {
		o.noticed = new(atomic.Bool)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	var list *auth.Profiles
	var known auth.Index
	var refused error
	if o.Target.Demo == nil {
		var err error
		list = auth.DefaultProfiles()
		switch known, err = list.Read(); {
		case err != nil && o.Target.IgnoreProfiles:
			list, refused = nil, err
		case err != nil:
			return nil, err
		}
	}
	choice := known.Choose(o.Target, !o.Target.StoredKeyOnly && isExported(o.Env))
	m, err := managerOf(o, o.Env, choice, list, known)
	if errors.Is(err, api.ErrBaseURL) && choice.Base == o.Target.APIURL { // its value is not repeated: it may be a key
		from := "STUDIO_TUI_API_URL"
		if o.Target.ByFlag {
			from = "--api-url"
		}
		err = fmt.Errorf("%s is %w", from, err)
	}
	if err != nil {
		return nil, &account.TargetError{Err: err}
	}
	m.refused = refused
	return m, nil
}

// managerOf makes the manager of an account that was chosen, with an environment of its own.
func managerOf(o Options, env func(string) string, choice auth.Choice, list *auth.Profiles, known auth.Index) (*Manager, error) {
	if _, err := api.New(api.Options{BaseURL: choice.Base}); err != nil {
		return nil, err
	}
	keys, err := auth.Default(choice.Base, choice.Profile, env)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(choice.Base)
	if err != nil {
		return nil, errors.New("the API's base URL is not an address")
	}
	return &Manager{options: o, env: env, choice: choice, host: base.Host, keys: keys, list: list, known: known, now: o.Now}, nil
}

// Browser is the browser for addresses of the manager's host, before there is a session.
func (m *Manager) Browser() account.Browser { return m.browser(m.choice.Base) }

func (m *Manager) browser(base string) *browser.Browser {
	return browser.New(model.URLPolicy{Base: base}, m.options.Env)
}

// Prices is the file of the prices entered for the manager's host, nil for the demo.
func (m *Manager) Prices() (host string, file account.PriceFile) {
	if m.options.Target.Demo != nil {
		return m.host, nil
	}
	return m.host, config.Prices(m.host)
}

// OpenSession opens a session with the first key found, without asking whether the service
// accepts it, or the demo where that is the target. It returns *[account.NoKeyError] where
// there is no key.
func (m *Manager) OpenSession(ctx context.Context) (account.Session, error) {
	if m.options.Target.Demo != nil {
		return m.Demo(ctx)
	}
	found, err := m.keys.Find(ctx)
	switch {
	case errors.Is(err, auth.ErrNone):
		looked := strings.Join(append([]string{m.searchedPlaces()}, found.Warnings...), ". ")
		return account.Session{}, &account.NoKeyError{Where: strings.TrimSuffix(looked, "."), Profiles: m.count(), Cause: err}
	case errors.Is(err, auth.ErrInvalidKey):
		return account.Session{}, &account.NoKeyError{Where: err.Error(), Profiles: m.count(), Cause: err}
	case err != nil:
		return account.Session{}, err
	}
	session, err := m.open(found.Key, append(found.Warnings, m.overriddenProfile(found.Key)...))
	if err != nil {
		return account.Session{}, err
	}
	m.recordProfile(found.Key, session)
	return m.keep(session), nil
}

// OpenImmediately opens a session if that does not have to wait: the demo, unless its
// history takes long to generate, or one with an exported key.
func (m *Manager) OpenImmediately(ctx context.Context) (account.Session, bool) {
	demo := m.options.Target.Demo
	if (demo != nil && demo.Transactions > 0) || (demo == nil && !m.keyExported()) {
		return account.Session{}, false
	}
	session, err := m.OpenSession(ctx)
	return session, err == nil
}

// searchedPlaces says where OpenSession looks for a key.
func (m *Manager) searchedPlaces() string {
	if m.choice.Profile != "" {
		return fmt.Sprintf("looked for profile %s of %s in the keyring and in studio-tui's own file", m.choice.Profile, m.host)
	}
	text := "looked in " + auth.EnvKey + ", in the keyring and in studio-tui's own file"
	if m.keys.Origin() == model.ProductionAPI {
		return text + ", and in ~/.artificial-studio/credentials.json"
	}
	return text + " for " + m.host
}

// SignIn checks a key with the service, stores it, and opens a session with it. A rejected
// key is not stored. It returns *[account.ConsentRequired] if only a file could store it
// and allowFile is false.
func (m *Manager) SignIn(ctx context.Context, text string, allowFile bool) (account.Session, error) {
	key, err := auth.NewKey(text, auth.Pasted, "pasted")
	if err != nil {
		return account.Session{}, err
	}
	if err := m.checkNameAvailable(ctx); err != nil {
		return account.Session{}, err
	}
	session, err := m.open(key, nil)
	if err != nil {
		return account.Session{}, err
	}
	return m.complete(ctx, session, key, allowFile)
}

// CanKeep checks before there is a key whether it could be stored, and returns the
// *[account.ConsentRequired] that SignIn would without allowFile.
func (m *Manager) CanKeep(ctx context.Context) error { return m.keys.CanSave(ctx) }

// complete asks the service whose key it is that a session was opened with, and keeps
// it. Where it fails the session holds no connection, and it may be tried again.
func (m *Manager) complete(ctx context.Context, session *opened, key auth.Key, allowFile bool) (_ account.Session, err error) {
	fail := func(err error) (account.Session, error) {
		session.Close()
		return account.Session{}, err
	}
	model.NotifyStep(ctx, model.StepServer)
	if session.Account, err = session.source.Account(model.WithInteractive(ctx)); err != nil {
		return fail(err)
	}
	kept, err := m.keys.Save(ctx, key, allowFile)
	if err != nil {
		return fail(err)
	}
	session.key, session.Warnings = kept.Key, kept.Warnings
	if m.options.Target.Profile == "" && m.profile() != "" && isExported(m.env) {
		session.Warnings = append(session.Warnings, auth.EnvKey+" is set, and is used before the key that was kept.")
	}
	m.recordProfile(kept.Key, session)
	return m.keep(session), nil
}

// open opens a session that keeps nothing yet.
func (m *Manager) open(key auth.Key, warnings []string) (*opened, error) {
	client, err := api.New(api.Options{
		BaseURL: m.choice.Base, Key: key.Reveal(), UserAgent: m.options.UserAgent, Log: m.options.Log,
		Unlimited: isSandbox(m.choice.Base, key), // one that has limits says so itself
	})
	if err != nil {
		return nil, err
	}
	passed, at := m.overridden(key)
	s := &opened{source: sync.New(client), key: key}
	s.Source, s.Orders, s.Browser, s.Close = s.source, state.DefaultOrderStore(m.host), m.browser(m.choice.Base), client.Close
	s.Warnings, s.Prices = warnings, config.Prices(m.host)
	s.Identity = account.Identity{
		Sandbox: isSandbox(m.choice.Base, key), Host: m.host, BaseURL: m.choice.Base, Profile: m.profile(), Profiles: m.count(),
		KeyExported: key.Source == auth.FromEnvironment, OverriddenProfile: passed, OverriddenKeyPath: at,
	}
	return s, nil
}

// handOut completes what people see of a session.
func (m *Manager) handOut(s *opened) account.Session {
	s.Identity.KeySource, s.Identity.KeyLast4, s.Accounts = s.key.Where, s.key.Last4(), m
	if m.options.Notice != "" && !m.options.noticed.Swap(true) {
		s.Warnings = append([]string{m.options.Notice}, s.Warnings...)
	}
	m.options.Log.Info("session", "host", s.Identity.Host, "key", s.key.Source, "sandbox", s.Identity.Sandbox)
	return s.Session
}

// Demo starts a sandbox in this process, on a free port of this machine, and opens a
// session with it. It reads no key, no keyring and no file of the user. Closing the session
// ends the sandbox.
func (m *Manager) Demo(context.Context) (account.Session, error) {
	options := sandbox.Options{Seed: 1, Now: m.now, Live: true, Events: true, SessionLife: sandbox.LongestSession}
	if demo := m.options.Target.Demo; demo != nil {
		options.State, options.Transactions, options.Events = demo.State, demo.Transactions, demo.Transactions == 0
	}
	server, err := sandbox.New(options)
	if err != nil {
		return account.Session{}, err
	}
	if err := server.Start(); err != nil {
		return account.Session{}, err
	}
	fail := func(err error) (account.Session, error) { return account.Session{}, errors.Join(err, server.Close()) }
	key, err := auth.NewKey(server.Key(), auth.FromSandbox, "the sandbox")
	if err != nil {
		return fail(err)
	}
	client, err := api.New(api.Options{BaseURL: server.URL(), Key: key.Reveal(), UserAgent: m.options.UserAgent, Log: m.options.Log, Unlimited: true, Now: m.now})
	if err != nil {
		return fail(err)
	}
	s := &opened{source: sync.New(client), key: key}
	s.source.KeepIn(nil, nil, m.now)
	rows := sync.NewHistory(s.source, nil, m.now)
	s.Source, s.Archive, s.Changes, s.Browser = s.source, rows, rows, m.browser(server.URL())
	s.Identity = account.Identity{Sandbox: true, Host: strings.TrimPrefix(server.URL(), "http://"), BaseURL: server.URL()}
	s.Close = func() { client.Close(); _ = server.Close() }
	return m.handOut(s), nil
}

// sandboxKeys begin like this; no key of the service does.
const sandboxKeys = "prod_sandbox_"

// isSandbox reports whether a key belongs to a sandbox that runs on this machine.
func isSandbox(base string, key auth.Key) bool {
	at, err := url.Parse(base)
	return err == nil && model.IsLoopback(at.Hostname()) && strings.HasPrefix(key.Reveal(), sandboxKeys)
}
