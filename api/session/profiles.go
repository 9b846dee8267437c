package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/model/account"
)

// profile is the name of the manager's profile, "" for the default one.
func (m *Manager) profile() string {
	if m.choice.Profile == auth.DefaultProfile {
		return ""
	}
	return m.choice.Profile
}

// keyExported reports whether the account is that of an exported key.
func (m *Manager) keyExported() bool {
	return m.choice.Profile == "" && isExported(m.env)
}

// isExported reports whether an environment has a key.
func isExported(env func(string) string) bool {
	return env != nil && strings.TrimSpace(env(auth.EnvKey)) != ""
}

// count is how many profiles there are, the default one counted.
func (m *Manager) count() int { return 1 + len(m.known.Named()) }

// overridden is the profile that an exported key takes precedence over, where its own key is another,
// and at the file where that is the service's own. The file needs no keyring to be
// looked at; a key that the list does not know and only a keyring has is not found.
func (m *Manager) overridden(key auth.Key) (name, at string) {
	if key.Source != auth.FromEnvironment {
		return "", ""
	}
	if kept := m.choice.OverriddenProfile; kept.Name != "" {
		if cache.Fingerprint(hostOf(kept.API), key.Reveal()) == kept.Fingerprint {
			return "", ""
		}
		return kept.Name, ""
	}
	if other := m.keys.ServiceKey(); m.options.Target.Demo == nil && !other.IsZero() && !other.Equal(key) {
		return auth.DefaultProfile, other.Where
	}
	return "", ""
}

// overriddenProfile says which profile is not used, and why, where that is so.
func (m *Manager) overriddenProfile(key auth.Key) []string {
	switch passed, at := m.overridden(key); {
	case at != "":
		return []string{fmt.Sprintf("The key in %s is used, not the one in %s.", auth.EnvKey, at)}
	case passed != "":
		return []string{fmt.Sprintf("The key in %s is used, not profile %s.", auth.EnvKey, passed)}
	}
	if aside := m.choice.IgnoredProfile; aside.Name != "" {
		return []string{fmt.Sprintf("Profile %s is of %s and not used with %s.", aside.Name, hostOf(aside.API), m.host)}
	}
	return nil
}

// hostOf is the host of a base URL that was checked before, with its port where it has
// one of its own.
func hostOf(base string) string {
	origin, err := auth.Origin(base)
	if err != nil {
		return base
	}
	_, host, _ := strings.Cut(origin, "://")
	return host
}

// checkNameAvailable reports whether a key may be kept under the manager's name: it is not that of a
// profile of another host, nor one that the list does not have and a key is kept under.
func (m *Manager) checkNameAvailable(ctx context.Context) error {
	name := m.profile()
	if name == "" || m.list == nil {
		return nil
	}
	index, err := m.list.Read() // it may have changed since the manager was made
	if err != nil {
		return err
	}
	known, ok := index.Find(name, m.choice.Base)
	switch {
	case ok && !auth.SameOrigin(known.API, m.choice.Base):
		return &auth.ProfileExists{Name: name, API: known.API}
	case ok:
		return nil
	}
	if held, err := m.keys.HasKey(ctx); err == nil && held { // what gives no answer takes no key either, or asks for its password
		return &auth.NameInUse{Name: name}
	}
	return ctx.Err()
}

// recordProfile stores the metadata of a stored key if they are new. Failing to do so is
// only a warning, as the key is stored.
func (m *Manager) recordProfile(key auth.Key, session *opened) {
	if m.list == nil || (key.Source != auth.FromKeyring && key.Source != auth.FromFile) {
		return
	}
	profile := m.entry(m.keys.Profile(), m.choice.Base, key)
	if old, ok := m.known.Find(profile.Name, profile.API); ok && old.Fingerprint == profile.Fingerprint && old.Last4 == profile.Last4 {
		return
	}
	if err := m.list.Note(profile); err != nil {
		session.Warnings = append(session.Warnings, "The list of profiles could not be written: "+err.Error()+".")
		return
	}
	if index, err := m.list.Read(); err == nil {
		session.Identity.Profiles = 1 + len(index.Named())
	}
}

// entry is what the list has of a kept key.
func (m *Manager) entry(name, base string, key auth.Key) auth.Profile {
	return auth.Profile{
		Name: name, API: base, Last4: key.Last4(),
		Fingerprint: cache.Fingerprint(hostOf(base), key.Reveal()), AddedAt: m.now().UTC(),
	}
}

// noteSignedOut writes down that the key is gone. A profile of a name stays, to sign in to
// again: nothing else takes its place by itself.
func (m *Manager) noteSignedOut() error {
	if m.list == nil {
		return nil
	}
	known, ok := m.known.Find(m.keys.Profile(), m.choice.Base)
	switch {
	case !ok:
		return nil
	case known.Name == auth.DefaultProfile:
		return m.list.Remove(known.Name, known.API)
	}
	known.Last4, known.Fingerprint = "", ""
	return m.list.Note(known)
}

// reload is the same manager with the list as it is now.
func (m *Manager) reload() (*Manager, error) {
	if m.list == nil {
		return nil, errors.New("the demo has no profiles")
	}
	return New(m.options)
}

// forProfile is the manager of a profile, or with exported that of the environment's key. It
// returns [account.ErrNoProfile] for a name that is not known.
func (m *Manager) forProfile(name string, exported bool) (*Manager, error) {
	now, err := m.reload()
	if err != nil {
		return nil, err
	}
	plain := now.plainChoice()
	switch known, ok := now.known.Find(name, plain.Base); {
	case exported:
		return managerOf(now.options, now.options.Env, plain, now.list, now.known)
	case name == auth.DefaultProfile:
		return managerOf(now.options, withoutKey(now.options.Env), auth.Choice{Base: plain.Base}, now.list, now.known)
	case !ok:
		return nil, fmt.Errorf("%w: %q", account.ErrNoProfile, name)
	default:
		return managerOf(now.options, now.options.Env, auth.Choice{Base: known.API, Profile: name}, now.list, now.known)
	}
}

// plainChoice is the account of a run that names no profile, without a switch: as with an
// exported key.
func (m *Manager) plainChoice() auth.Choice {
	return m.known.Choose(account.Target{APIURL: m.options.Target.APIURL}, true)
}

// OpenProfile opens a session with a profile, or returns *[account.NoKeyError].
func (m *Manager) OpenProfile(ctx context.Context, profile account.Profile) (account.Session, error) {
	chosen, err := m.forProfile(profile.Name, profile.Exported)
	if err != nil {
		return account.Session{}, err
	}
	return chosen.OpenSession(ctx)
}

// withoutKey is an environment in which no key is exported.
func withoutKey(env func(string) string) func(string) string {
	return func(name string) string {
		if name == auth.EnvKey || env == nil {
			return ""
		}
		return env(name)
	}
}

// Profiles lists the accounts that can be opened, without asking a keyring: the exported
// key where there is one, the default profile, and the others by name.
func (m *Manager) Profiles(context.Context) ([]account.Profile, error) {
	now, err := m.reload()
	if err != nil {
		return nil, err
	}
	var all []account.Profile
	plain := now.plainChoice()
	if env := now.options.Env; env != nil {
		if key, err := auth.NewKey(env(auth.EnvKey), auth.FromEnvironment, auth.EnvKey); err == nil {
			all = append(all, account.Profile{
				Host: hostOf(plain.Base), BaseURL: plain.Base, Last4: key.Last4(), Exported: true, Used: m.keyExported(), KeySource: auth.EnvKey,
			})
		}
	}
	standard, ok := now.known.Find(auth.DefaultProfile, plain.Base)
	if !ok {
		standard = auth.Profile{Name: auth.DefaultProfile, API: plain.Base}
	}
	active := cmp.Or(now.known.Active, auth.DefaultProfile)
	for _, profile := range append([]auth.Profile{standard}, now.known.Named()...) {
		all = append(all, account.Profile{
			Name: profile.Name, Host: hostOf(profile.API), BaseURL: profile.API, Last4: profile.Last4, AddedAt: profile.AddedAt,
			Used: !m.keyExported() && profile.Name == m.keys.Profile(), Active: profile.Name == active,
		})
	}
	return all, nil
}

// CheckProfiles is Profiles with the place of each key. It waits for the keyring no longer
// than for one of them.
func (m *Manager) CheckProfiles(ctx context.Context) ([]account.Profile, error) {
	all, err := m.Profiles(ctx)
	if err != nil {
		return nil, err
	}
	var looking sync.WaitGroup
	for i := range all {
		if !all[i].Exported {
			looking.Go(func() { m.checkAccount(ctx, &all[i]) })
		}
	}
	looking.Wait()
	return all, ctx.Err()
}

// checkAccount finds out where a profile's key is.
func (m *Manager) checkAccount(ctx context.Context, profile *account.Profile) {
	at, err := m.forProfile(profile.Name, false)
	if err != nil {
		profile.Problem = err.Error()
		return
	}
	profile.Last4 = ""
	for _, place := range at.keys.Status(ctx) {
		switch {
		case place.Used:
			profile.KeySource, profile.Last4, profile.Problem = place.Where, place.Last4, place.Problem
			return
		case place.Problem != "" && profile.Problem == "":
			profile.Problem = place.Problem
		}
	}
}
