package session

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model"
)

// Options say where a door leads.
type Options struct {
	BaseURL        string                   // of the API, as this run says it; empty for none
	ByFlag         bool                     // BaseURL was said on the command line
	Profile        string                   // as the person named it; empty for none
	Ephemeral      bool                     // no list of profiles is read or written, as of the demo
	IgnoreProfiles bool                     // a list of profiles that cannot be read is as none, see [Manager.ProfilesError]
	StoredKeyOnly  bool                     // the door is about the key that is kept, whether one is exported or not
	Demo           sandbox.Options          // of the sandbox that Demo starts
	Env            func(name string) string // what [auth.ConsumeEnv] returned
	UserAgent      string
	NoCache        bool             // no local copy is read or written
	Now            func() time.Time // the clock; default time.Now
}

// Manager opens sessions with one API host under one profile. It is safe for
// concurrent use.
type Manager struct {
	options   Options // BaseURL and Profile are those chosen
	requested Options // as they were given
	choice    auth.Choice
	host      string
	keys      *auth.Store
	list      *auth.Profiles // nil for none
	known     auth.Index     // what the list had when the door was made
	refused   error          // why there is no list, if it cannot be read
	now       func() time.Time
}

// Session is one signed-in account.
type Session struct {
	Source            *sync.Reader
	Archive           *sync.History
	Key               auth.Key
	Account           model.Account // as it was when signing in; zero otherwise
	BaseURL           string
	Host              string
	Profile           string
	Profiles          int                     // that there are, the default one counted
	KeyExported       bool                    // the key is the environment's
	OverriddenProfile string                  // the profile that the exported key takes precedence over, with another key; empty for none
	OverriddenKeyPath string                  // the file, for people, where that one's key is the service's own client's; empty else
	Sandbox           bool                    // the figures are made up
	Orders            *state.OrderStore       // nil: they are not kept, as of the demo
	Notes             *state.ObservationStore // likewise
	Warnings          []string                // sentences that a person should read, without any key
	close             func() error
}

// Close ends what the session started.
func (s *Session) Close() error { return s.close() }

// NoKey says that no key was found, and where it was looked for. Without wrapping
// [auth.ErrNone] it says that there is one that cannot be a key.
type NoKey struct {
	Searched string // for people: where, and what was in the way
	Profiles int    // that there are, the default one counted
	Cause    error
}

func (e *NoKey) Error() string { return "no API key was found: " + e.Searched }

// Unwrap gives the cause.
func (e *NoKey) Unwrap() error { return e.Cause }

// New makes a door to the account that the options, the environment and the list of
// profiles choose ([auth.Index.Choose]). It returns an error for a base URL that no key
// may be sent to, for a profile that is no name, and for a list that cannot be read: it
// may name the account that the person means. It asks nobody.
func New(o Options) (*Manager, error) {
	var list *auth.Profiles
	var known auth.Index
	var refused error
	if !o.Ephemeral {
		var err error
		list = auth.DefaultProfiles()
		switch known, err = list.Read(); {
		case err != nil && o.IgnoreProfiles:
			list, refused = nil, err
		case err != nil:
			return nil, err
		}
	}
	exported := !o.StoredKeyOnly && isExported(o.Env)
	choice := known.Choose(auth.Selection{Base: o.BaseURL, ByFlag: o.ByFlag, Profile: o.Profile, Exported: exported})
	door, err := managerOf(o, o.Env, choice, list, known)
	if err != nil {
		return nil, err
	}
	door.refused = refused
	return door, nil
}

// ProfilesError is why the door goes without the list of profiles, which it was told to where
// that cannot be read; nil where it has it. Without a name and an API host it leads to
// the default profile at the live service.
func (d *Manager) ProfilesError() error { return d.refused }

// managerOf makes a door to an account that was chosen, with an environment of its own.
func managerOf(said Options, env func(string) string, choice auth.Choice, list *auth.Profiles, known auth.Index) (*Manager, error) {
	o := said
	o.BaseURL, o.Profile, o.Env = choice.Base, choice.Profile, env
	if _, err := api.New(api.Options{BaseURL: o.BaseURL}); err != nil {
		return nil, err
	}
	keys, err := auth.Default(o.BaseURL, o.Profile, o.Env)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(o.BaseURL)
	if err != nil {
		return nil, errors.New("the API's base URL is not an address")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Manager{options: o, requested: said, choice: choice, host: base.Host, keys: keys, list: list, known: known, now: o.Now}, nil
}

// Keys is where the door's keys are kept.
func (d *Manager) Keys() *auth.Store { return d.keys }

// Host is the API's host, with its port where it has one of its own.
func (d *Manager) Host() string { return d.host }

// BaseURL is the API's base URL.
func (d *Manager) BaseURL() string { return d.options.BaseURL }

// OpenSession opens a session with the key that is found, without asking whether the
// service accepts it. It returns *[NoKey] where there is none.
func (d *Manager) OpenSession(ctx context.Context) (*Session, error) {
	found, err := d.keys.Find(ctx)
	switch {
	case errors.Is(err, auth.ErrNone):
		looked := strings.Join(append([]string{d.searchedPlaces()}, found.Warnings...), ". ")
		return nil, &NoKey{Searched: strings.TrimSuffix(looked, "."), Profiles: d.Count(), Cause: err}
	case errors.Is(err, auth.ErrInvalidKey):
		return nil, &NoKey{Searched: err.Error(), Profiles: d.Count(), Cause: err}
	case err != nil:
		return nil, err
	}
	session, err := d.open(found.Key, append(found.Warnings, d.overriddenProfile(found.Key)...))
	if err != nil {
		return nil, err
	}
	d.recordProfile(found.Key, session)
	return d.keep(session), nil
}

// searchedPlaces says where Enter looks for a key.
func (d *Manager) searchedPlaces() string {
	if d.options.Profile != "" {
		return fmt.Sprintf("looked for profile %s of %s in the keyring and in studio-tui's own file", d.options.Profile, d.host)
	}
	text := "looked in " + auth.EnvKey + ", in the keyring and in studio-tui's own file"
	if d.keys.Origin() == model.ProductionAPI {
		return text + ", and in ~/.artificial-studio/credentials.json"
	}
	return text + " for " + d.host
}

// SignIn asks the service whose key it is, keeps it, and opens a session with it.
// Nothing is kept of a key that the service does not accept. It returns
// *[auth.ConsentRequired] where only a file would keep it and allowFile is false.
func (d *Manager) SignIn(ctx context.Context, text string, allowFile bool) (*Session, error) {
	key, err := auth.NewKey(text, auth.Pasted, "pasted")
	if err != nil {
		return nil, err
	}
	if err := d.checkNameAvailable(ctx); err != nil {
		return nil, err
	}
	session, err := d.open(key, nil)
	if err != nil {
		return nil, err
	}
	return d.complete(ctx, session, key, allowFile)
}

// complete asks the service whose key it is that a session was opened with, and keeps
// it. Where it fails the session holds no connection, and it may be tried again.
func (d *Manager) complete(ctx context.Context, session *Session, key auth.Key, allowFile bool) (_ *Session, err error) {
	model.NotifyStep(ctx, model.StepServer)
	if session.Account, err = session.Source.Account(model.WithInteractive(ctx)); err != nil {
		return nil, errors.Join(err, session.Close())
	}
	kept, err := d.keys.Save(ctx, key, allowFile)
	if err != nil {
		return nil, errors.Join(err, session.Close())
	}
	session.Key, session.Warnings = kept.Key, kept.Warnings
	if d.requested.Profile == "" && d.Profile() != "" && isExported(d.options.Env) {
		session.Warnings = append(session.Warnings, auth.EnvKey+" is set, and is used before the key that was kept.")
	}
	d.recordProfile(kept.Key, session)
	return d.keep(session), nil
}

// open opens a session that keeps nothing yet.
func (d *Manager) open(key auth.Key, warnings []string) (*Session, error) {
	client, err := api.New(api.Options{
		BaseURL: d.options.BaseURL, Key: key.Reveal(), UserAgent: d.options.UserAgent,
		Unlimited: isSandbox(d.options.BaseURL, key), // one that has limits says so itself
	})
	if err != nil {
		return nil, err
	}
	passed, at := d.overridden(key)
	return &Session{
		Source: sync.New(client), Key: key, BaseURL: d.options.BaseURL, Host: d.host, Profile: d.Profile(),
		Profiles: 1 + len(d.known.Named()), KeyExported: key.Source == auth.FromEnvironment, OverriddenProfile: passed, OverriddenKeyPath: at,
		Sandbox: isSandbox(d.options.BaseURL, key), Warnings: warnings, Orders: state.DefaultOrderStore(d.host),
		close: func() error { client.Close(); return nil },
	}, nil
}

// Demo starts a sandbox in this process, on a free port of this machine, and
// opens a session with it. It reads no key, no keyring and no file of the
// person's. Closing the session ends the sandbox.
func (d *Manager) Demo() (*Session, error) {
	server, err := sandbox.New(d.options.Demo)
	if err != nil {
		return nil, err
	}
	if err := server.Start(); err != nil {
		return nil, err
	}
	fail := func(err error) (*Session, error) { return nil, errors.Join(err, server.Close()) }
	key, err := auth.NewKey(server.Key(), auth.FromSandbox, "the sandbox")
	if err != nil {
		return fail(err)
	}
	client, err := api.New(api.Options{
		BaseURL: server.URL(), Key: key.Reveal(), UserAgent: d.options.UserAgent, Unlimited: !d.options.Demo.RateLimits,
	})
	if err != nil {
		return fail(err)
	}
	source := sync.New(client)
	source.KeepIn(nil, nil, d.now)
	return &Session{
		Source: source, Archive: sync.NewHistory(source, nil, d.now), Key: key, BaseURL: server.URL(), Host: strings.TrimPrefix(server.URL(), "http://"),
		Sandbox: true,
		close:   func() error { client.Close(); return server.Close() },
	}, nil
}

// sandboxKeys begin like this; no key of the service does.
const sandboxKeys = "prod_sandbox_"

// isSandbox reports whether a key opens a sandbox that somebody runs on this machine.
func isSandbox(base string, key auth.Key) bool {
	at, err := url.Parse(base)
	return err == nil && model.IsLoopback(at.Hostname()) && strings.HasPrefix(key.Reveal(), sandboxKeys)
}
