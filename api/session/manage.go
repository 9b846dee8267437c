package session

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/model/account"
)

// find gives a kept profile by its name, [account.ErrNoProfile] for none.
func (m *Manager) find(name string) (account.Profile, error) {
	all, err := m.Profiles(context.Background())
	if err != nil {
		return account.Profile{}, err
	}
	i := slices.IndexFunc(all, func(p account.Profile) bool { return p.Name == name && !p.Exported })
	if i < 0 {
		return account.Profile{}, fmt.Errorf("%w: %q", account.ErrNoProfile, name)
	}
	return all[i], nil
}

// SwitchProfile makes a profile the active one.
func (m *Manager) SwitchProfile(name string) (account.Profile, error) {
	profile, err := m.find(name)
	if err != nil {
		return profile, err
	}
	return profile, m.list.Switch(name)
}

// RenameProfile renames a profile, or names the default one. Its key moves within the kind
// of place where it is stored; the new entry exists before the old one is removed, so that
// a failure in the middle loses nothing.
func (m *Manager) RenameProfile(ctx context.Context, from, to string) error {
	if to == auth.DefaultProfile {
		return errors.New("the default profile is the one that has no name of its own")
	}
	if err := auth.CheckProfile(to); err != nil {
		return err
	}
	profile, err := m.find(from)
	if err != nil {
		return err
	}
	if taken, err := m.find(to); err == nil {
		return &auth.ProfileExists{Name: to, API: taken.BaseURL}
	}
	before, err := auth.Default(profile.BaseURL, from, nil)
	if err != nil {
		return err
	}
	after, err := auth.Default(profile.BaseURL, to, nil)
	if err != nil {
		return err
	}
	kept := before.StoredKeys(ctx)
	if len(kept) == 0 && from == auth.DefaultProfile {
		return errors.New("the default profile has no key that studio-tui keeps")
	}
	if profile.Last4 != "" && len(kept) == 0 { // a keyring that gives no answer, or a lost key
		return fmt.Errorf("the key of profile %s was not found, so nothing was renamed", from)
	}
	switch held, err := after.HasKey(ctx); {
	case err != nil:
		return fmt.Errorf("whether a key is kept as profile %s already could not be found out, so nothing was renamed: %w", to, err)
	case held:
		return &auth.NameInUse{Name: to}
	}
	if len(kept) > 0 {
		if _, err := after.Save(ctx, kept[0], kept[0].Source == auth.FromFile); err != nil {
			return err
		}
	}
	if profile.Last4 == "" && from == auth.DefaultProfile { // kept before there was a list
		if err := m.list.Note(m.entry(from, profile.BaseURL, kept[0])); err != nil {
			return err
		}
	}
	if err := m.list.Rename(from, profile.BaseURL, to); err != nil {
		return err
	}
	_, err = before.Delete(ctx)
	return errors.Join(err, m.moveRecord(profile.BaseURL, from, to))
}

// moveRecord takes what the first frame is found by along with a new name.
func (m *Manager) moveRecord(base, from, to string) error {
	old, err := managerOf(Options{Now: m.now}, nil, auth.Choice{Base: base, Profile: from}, m.list, m.known)
	if err != nil {
		return err
	}
	renamed, err := managerOf(Options{Now: m.now}, nil, auth.Choice{Base: base, Profile: to}, m.list, m.known)
	if err != nil {
		return err
	}
	return old.moveFingerprint(renamed)
}

// RemoveProfile removes a profile with its key and the local copy of its account. If it was
// the active one, the default one becomes active.
func (m *Manager) RemoveProfile(ctx context.Context, name string) (account.SignedOut, error) {
	profile, err := m.find(name)
	if err != nil {
		return account.SignedOut{}, err
	}
	at, err := m.forProfile(name, false)
	if err != nil {
		return account.SignedOut{}, err
	}
	removed, err := at.signOut(ctx)
	if err != nil {
		return removed, err
	}
	return removed, m.list.Remove(name, profile.BaseURL)
}
