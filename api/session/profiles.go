package session

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/cache"
)

// Profile is one account that this person can open.
type Profile struct {
	auth.Profile
	Host     string
	Exported bool // it is not kept: it is the environment's key
	Used     bool // it is the one that the door leads to
	// What [Manager.Profiles] finds out besides:
	Where   string // is its key, for people; empty for nowhere
	Problem string // why that could not be found out, if so
}

// Profile is the name of the door's profile, "" for the default one.
func (d *Manager) Profile() string {
	if d.options.Profile == auth.DefaultProfile {
		return ""
	}
	return d.options.Profile
}

// KeyExported reports whether the door leads to the account of an exported key.
func (d *Manager) KeyExported() bool {
	return d.options.Profile == "" && isExported(d.options.Env)
}

// isExported reports whether an environment has a key.
func isExported(env func(string) string) bool {
	return env != nil && strings.TrimSpace(env(auth.EnvKey)) != ""
}

// Count is how many profiles there are, the default one counted.
func (d *Manager) Count() int { return 1 + len(d.known.Named()) }

// overridden is the profile that an exported key takes precedence over, where its own key is another,
// and at the file where that is the service's own. The file needs no keyring to be
// looked at; a key that the list does not know and only a keyring has is not found.
func (d *Manager) overridden(key auth.Key) (name, at string) {
	if key.Source != auth.FromEnvironment {
		return "", ""
	}
	if kept := d.choice.OverriddenProfile; kept.Name != "" {
		if cache.Fingerprint(hostOf(kept.API), key.Reveal()) == kept.Fingerprint {
			return "", ""
		}
		return kept.Name, ""
	}
	if other := d.keys.ServiceKey(); !d.requested.Ephemeral && !other.IsZero() && !other.Equal(key) {
		return auth.DefaultProfile, other.Where
	}
	return "", ""
}

// overriddenProfile says which profile is not used, and why, where that is so.
func (d *Manager) overriddenProfile(key auth.Key) []string {
	switch passed, at := d.overridden(key); {
	case at != "":
		return []string{fmt.Sprintf("The key in %s is used, not the one in %s.", auth.EnvKey, at)}
	case passed != "":
		return []string{fmt.Sprintf("The key in %s is used, not profile %s.", auth.EnvKey, passed)}
	}
	if aside := d.choice.IgnoredProfile; aside.Name != "" {
		return []string{fmt.Sprintf("Profile %s is of %s and not used with %s.", aside.Name, hostOf(aside.API), d.host)}
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

// checkNameAvailable reports whether a key may be kept under the door's name: it is not that of a
// profile of another host, nor one that the list does not have and a key is kept under.
func (d *Manager) checkNameAvailable(ctx context.Context) error {
	name := d.Profile()
	if name == "" || d.list == nil {
		return nil
	}
	index, err := d.list.Read() // it may have changed since the door was made
	if err != nil {
		return err
	}
	known, ok := index.Find(name, d.options.BaseURL)
	switch {
	case ok && !auth.SameOrigin(known.API, d.options.BaseURL):
		return &auth.ProfileExists{Name: name, API: known.API}
	case ok:
		return nil
	}
	if held, err := d.keys.HasKey(ctx); err == nil && held { // what gives no answer takes no key either, or asks for its password
		return &auth.NameInUse{Name: name}
	}
	return ctx.Err()
}

// recordProfile writes down what is known of a kept key, where that is news. That it could not
// be is worth a warning: the key is kept all the same.
func (d *Manager) recordProfile(key auth.Key, session *Session) {
	if d.list == nil || (key.Source != auth.FromKeyring && key.Source != auth.FromFile) {
		return
	}
	profile := d.entry(d.keys.Profile(), d.options.BaseURL, key)
	if old, ok := d.known.Find(profile.Name, profile.API); ok && old.Fingerprint == profile.Fingerprint && old.Last4 == profile.Last4 {
		return
	}
	if err := d.list.Note(profile); err != nil {
		session.Warnings = append(session.Warnings, "The list of profiles could not be written: "+err.Error()+".")
		return
	}
	if index, err := d.list.Read(); err == nil {
		session.Profiles = 1 + len(index.Named())
	}
}

// entry is what the list has of a kept key.
func (d *Manager) entry(name, base string, key auth.Key) auth.Profile {
	return auth.Profile{
		Name: name, API: base, Last4: key.Last4(),
		Fingerprint: cache.Fingerprint(hostOf(base), key.Reveal()), AddedAt: d.now().UTC(),
	}
}

// signedOut writes down that the key is gone. A profile of a name stays, to sign in to
// again: nothing else takes its place by itself.
func (d *Manager) signedOut() error {
	if d.list == nil {
		return nil
	}
	known, ok := d.known.Find(d.keys.Profile(), d.options.BaseURL)
	switch {
	case !ok:
		return nil
	case known.Name == auth.DefaultProfile:
		return d.list.Remove(known.Name, known.API)
	}
	known.Last4, known.Fingerprint = "", ""
	return d.list.Note(known)
}

// reload is the same door with the list as it is now.
func (d *Manager) reload() (*Manager, error) {
	if d.list == nil {
		return nil, errors.New("the demo has no profiles")
	}
	return New(d.requested)
}

// ForProfile is the door of a profile, or with exported that of the environment's key. It
// returns [auth.ErrNoProfile] for a name that is not known.
func (d *Manager) ForProfile(name string, exported bool) (*Manager, error) {
	now, err := d.reload()
	if err != nil {
		return nil, err
	}
	base := now.requested.BaseURL
	plain := now.known.Choose(auth.Selection{Base: base, Exported: true}) // as with an exported key: no switch
	switch known, ok := now.known.Find(name, plain.Base); {
	case exported:
		return managerOf(now.requested, now.requested.Env, plain, now.list, now.known)
	case name == auth.DefaultProfile:
		return managerOf(now.requested, withoutKey(now.requested.Env), auth.Choice{Base: plain.Base}, now.list, now.known)
	case !ok:
		return nil, fmt.Errorf("%w: %q", auth.ErrNoProfile, name)
	default:
		return managerOf(now.requested, now.requested.Env, auth.Choice{Base: known.API, Profile: name}, now.list, now.known)
	}
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

// Known are the accounts that can be opened, as far as that is known without asking a
// keyring: the exported key where there is one, the default profile, and the others by
// name.
func (d *Manager) Known() ([]Profile, error) {
	now, err := d.reload()
	if err != nil {
		return nil, err
	}
	var all []Profile
	plain := now.known.Choose(auth.Selection{Base: now.requested.BaseURL, Exported: true})
	if env := now.requested.Env; env != nil {
		if key, err := auth.NewKey(env(auth.EnvKey), auth.FromEnvironment, auth.EnvKey); err == nil {
			all = append(all, Profile{
				Profile: auth.Profile{API: plain.Base, Last4: key.Last4()}, Host: hostOf(plain.Base), Exported: true, Where: auth.EnvKey, Used: d.KeyExported(),
			})
		}
	}
	standard, ok := now.known.Find(auth.DefaultProfile, plain.Base)
	if !ok {
		standard = auth.Profile{Name: auth.DefaultProfile, API: plain.Base}
	}
	for _, profile := range append([]auth.Profile{standard}, now.known.Named()...) {
		used := !d.KeyExported() && (profile.Name == d.keys.Profile())
		all = append(all, Profile{Profile: profile, Host: hostOf(profile.API), Used: used})
	}
	return all, nil
}

// Profiles is Known, with a look at where each key is. It waits for the keyring no
// longer than for one of them.
func (d *Manager) Profiles(ctx context.Context) ([]Profile, error) {
	all, err := d.Known()
	if err != nil {
		return nil, err
	}
	var looking sync.WaitGroup
	for i := range all {
		if !all[i].Exported {
			looking.Go(func() { d.checkAccount(ctx, &all[i]) })
		}
	}
	looking.Wait()
	return all, ctx.Err()
}

// checkAccount finds out where a profile's key is.
func (d *Manager) checkAccount(ctx context.Context, profile *Profile) {
	at, err := d.ForProfile(profile.Name, false)
	if err != nil {
		profile.Problem = err.Error()
		return
	}
	profile.Last4 = ""
	for _, place := range at.keys.Status(ctx) {
		switch {
		case place.Used:
			profile.Where, profile.Last4, profile.Problem = place.Where, place.Last4, place.Note
			return
		case place.Note != "" && profile.Problem == "":
			profile.Problem = place.Note
		}
	}
}
