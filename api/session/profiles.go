package session

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/store"
)

// Profile is one account that this person can open.
type Profile struct {
	auth.Profile
	Host     string
	Exported bool // it is not kept: it is the environment's key
	Used     bool // it is the one that the door leads to
	// What [Door.Profiles] finds out besides:
	Where   string // is its key, for people; empty for nowhere
	Problem string // why that could not be found out, if so
}

// Profile is the name of the door's profile, "" for the default one.
func (d *Door) Profile() string {
	if d.options.Profile == auth.DefaultProfile {
		return ""
	}
	return d.options.Profile
}

// Exported reports whether the door leads to the account of an exported key.
func (d *Door) Exported() bool {
	return d.options.Profile == "" && isExported(d.options.Env)
}

// isExported reports whether an environment has a key.
func isExported(env func(string) string) bool {
	return env != nil && strings.TrimSpace(env(auth.EnvKey)) != ""
}

// Count is how many profiles there are, the default one counted.
func (d *Door) Count() int { return 1 + len(d.known.Named()) }

// passed is the profile that an exported key goes before, where its own key is another,
// and at the file where that is the service's own. The file needs no keyring to be
// looked at; a key that the list does not know and only a keyring has is not found.
func (d *Door) passed(key auth.Key) (name, at string) {
	if key.Source != auth.FromEnvironment {
		return "", ""
	}
	if kept := d.choice.Passed; kept.Name != "" {
		if store.Fingerprint(hostOf(kept.API), key.Reveal()) == kept.Fingerprint {
			return "", ""
		}
		return kept.Name, ""
	}
	if other := d.keys.ServiceKey(); !d.said.Alone && !other.IsZero() && !other.Equal(key) {
		return auth.DefaultProfile, other.Where
	}
	return "", ""
}

// passedOver says which profile is not used, and why, where that is so.
func (d *Door) passedOver(key auth.Key) []string {
	switch passed, at := d.passed(key); {
	case at != "":
		return []string{fmt.Sprintf("The key in %s is used, not the one in %s.", auth.EnvKey, at)}
	case passed != "":
		return []string{fmt.Sprintf("The key in %s is used, not profile %s.", auth.EnvKey, passed)}
	}
	if aside := d.choice.Aside; aside.Name != "" {
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

// free reports whether a key may be kept under the door's name: it is not that of a
// profile of another host, nor one that the list does not have and a key is kept under.
func (d *Door) free(ctx context.Context) error {
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
		return &auth.ProfileTaken{Name: name, API: known.API}
	case ok:
		return nil
	}
	if held, err := d.keys.Holds(ctx); err == nil && held { // what gives no answer takes no key either, or asks for its password
		return &auth.NameHeld{Name: name}
	}
	return ctx.Err()
}

// note writes down what is known of a kept key, where that is news. That it could not
// be is worth a warning: the key is kept all the same.
func (d *Door) note(key auth.Key, session *Session) {
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
func (d *Door) entry(name, base string, key auth.Key) auth.Profile {
	return auth.Profile{
		Name: name, API: base, Last4: key.Last4(),
		Fingerprint: store.Fingerprint(hostOf(base), key.Reveal()), AddedAt: d.now().UTC(),
	}
}

// signedOut writes down that the key is gone. A profile of a name stays, to sign in to
// again: nothing else takes its place by itself.
func (d *Door) signedOut() error {
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

// again is the same door with the list as it is now.
func (d *Door) again() (*Door, error) {
	if d.list == nil {
		return nil, errors.New("the demo has no profiles")
	}
	return New(d.said)
}

// At is the door of a profile, or with exported that of the environment's key. It
// returns [auth.ErrNoProfile] for a name that is not known.
func (d *Door) At(name string, exported bool) (*Door, error) {
	now, err := d.again()
	if err != nil {
		return nil, err
	}
	base := now.said.BaseURL
	plain := now.known.Choose(auth.Wanted{Base: base, Exported: true}) // as with an exported key: no switch
	switch known, ok := now.known.Find(name, plain.Base); {
	case exported:
		return doorOf(now.said, now.said.Env, plain, now.list, now.known)
	case name == auth.DefaultProfile:
		return doorOf(now.said, withoutKey(now.said.Env), auth.Choice{Base: plain.Base}, now.list, now.known)
	case !ok:
		return nil, fmt.Errorf("%w: %q", auth.ErrNoProfile, name)
	default:
		return doorOf(now.said, now.said.Env, auth.Choice{Base: known.API, Profile: name}, now.list, now.known)
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
func (d *Door) Known() ([]Profile, error) {
	now, err := d.again()
	if err != nil {
		return nil, err
	}
	var all []Profile
	plain := now.known.Choose(auth.Wanted{Base: now.said.BaseURL, Exported: true})
	if env := now.said.Env; env != nil {
		if key, err := auth.NewKey(env(auth.EnvKey), auth.FromEnvironment, auth.EnvKey); err == nil {
			all = append(all, Profile{
				Profile: auth.Profile{API: plain.Base, Last4: key.Last4()}, Host: hostOf(plain.Base), Exported: true, Where: auth.EnvKey, Used: d.Exported(),
			})
		}
	}
	standard, ok := now.known.Find(auth.DefaultProfile, plain.Base)
	if !ok {
		standard = auth.Profile{Name: auth.DefaultProfile, API: plain.Base}
	}
	for _, profile := range append([]auth.Profile{standard}, now.known.Named()...) {
		used := !d.Exported() && (profile.Name == d.keys.Profile())
		all = append(all, Profile{Profile: profile, Host: hostOf(profile.API), Used: used})
	}
	return all, nil
}

// Profiles is Known, with a look at where each key is. It waits for the keyring no
// longer than for one of them.
func (d *Door) Profiles(ctx context.Context) ([]Profile, error) {
	all, err := d.Known()
	if err != nil {
		return nil, err
	}
	var looking sync.WaitGroup
	for i := range all {
		if !all[i].Exported {
			looking.Go(func() { d.look(ctx, &all[i]) })
		}
	}
	looking.Wait()
	return all, ctx.Err()
}

// look finds out where a profile's key is.
func (d *Door) look(ctx context.Context, profile *Profile) {
	at, err := d.At(profile.Name, false)
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
