package session

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/api/sync"
	"github.com/studio-tui/studio-tui/model/account"
)

// LocalCopies are the local copies of accounts in a folder, one for each API host and key.
// They can be listed and cleared without any key.
type LocalCopies struct{ dir string }

// OpenLocalCopies returns the local copies of the user on this machine. It returns an error
// if the system has no cache folder.
func OpenLocalCopies() (LocalCopies, error) {
	dir, err := cache.DefaultDir()
	return LocalCopies{dir}, err
}

// Dir is the folder of the copies.
func (c LocalCopies) Dir() string { return c.dir }

// stores opens all of them, those that were set aside and have no successor too.
func (c LocalCopies) stores() ([]*cache.Store, error) {
	paths, err := cache.List(c.dir)
	if err != nil {
		return nil, err
	}
	aside, err := filepath.Glob(filepath.Join(c.dir, "*.db.damaged-*"))
	if err != nil {
		return nil, err
	}
	for _, path := range aside {
		path = path[:strings.LastIndex(path, ".damaged-")]
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	var all []*cache.Store
	for _, path := range paths {
		opened, err := cache.Open(path, cache.Options{})
		if err != nil {
			return nil, err
		}
		all = append(all, opened)
	}
	return all, nil
}

// List describes each copy.
func (c LocalCopies) List(ctx context.Context) ([]account.LocalCopy, error) {
	all, err := c.stores()
	if err != nil {
		return nil, err
	}
	var list []account.LocalCopy
	for _, kept := range all {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		info, err := kept.Info()
		is := account.LocalCopy{Path: info.Path, Size: info.Size, Rows: info.Rows[cache.Transactions] + info.Rows[cache.Generations], Newest: info.Newest}
		if err != nil {
			is.Problem = err.Error()
		}
		list = append(list, is)
	}
	return list, nil
}

// Clear removes the copies and returns their number. Data that cannot be fetched again is
// in package state and remains.
func (c LocalCopies) Clear(ctx context.Context) (removed int, err error) {
	all, err := c.stores()
	if err != nil {
		return 0, err
	}
	for _, kept := range all {
		if ctx.Err() != nil {
			return removed, ctx.Err()
		}
		if err := kept.Clear(); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// store is the local copy of what a key opens, nil where there is no place for one.
func (m *Manager) store(key auth.Key) *cache.Store {
	dir, err := cache.DefaultDir()
	if err != nil {
		return nil
	}
	kept, err := cache.Open(cache.Locate(dir, m.host, cache.Fingerprint(m.host, key.Reveal())), cache.Options{})
	if err != nil {
		return nil
	}
	return kept
}

// Chosen is the store of dashboard choices for the accounts of the manager's host.
func (m *Manager) Chosen() account.Chosen { return state.DefaultObservationStore(m.host) }

// keep gives a session its history, kept where that is wanted, and hands it out.
func (m *Manager) keep(s *opened) account.Session {
	var local *sync.LocalCache
	if kept := m.store(s.key); kept != nil && !m.options.Target.NoCache {
		local = sync.NewLocalCache(kept, m.now)
	}
	notes := state.DefaultObservationStore(m.host)
	s.Budgets, s.Visits, s.Findings, s.Chosen = notes, notes, notes, notes
	s.source.KeepIn(local, notes, m.now)
	rows := sync.NewHistory(s.source, local, m.now)
	s.Archive, s.Changes = rows, rows
	m.remember(s.key)
	return m.handOut(s)
}

// Status describes every place where a key may be. It does not read the account.
func (m *Manager) Status(ctx context.Context) (account.KeyStatus, error) {
	return account.KeyStatus{Host: m.host, Profile: m.profile(), Places: m.keys.Status(ctx)}, ctx.Err()
}

// SignOut removes the stored keys and the local copies of their accounts. A key that the
// program may not remove, such as an exported one, remains; the local copy of its account
// is removed too.
func (m *Manager) SignOut(ctx context.Context) (account.SignedOut, error) {
	out, err := m.signOut(ctx)
	if m.refused != nil {
		out.Warnings = append(out.Warnings, fmt.Sprintf("%v. The key of profile %s at %s was looked for. Others: studio-tui logout --profile NAME --api-url URL.", m.refused, m.keys.Profile(), m.host))
	}
	if err != nil {
		return out, err
	}
	options := m.options
	options.Target.StoredKeyOnly = false
	left, err := New(options)
	if err != nil {
		return out, err
	}
	keys := []auth.Key{left.keys.ServiceKey()}
	if found, err := left.keys.Find(ctx); err == nil {
		keys = append(keys, found.Key)
		if !slices.Contains(out.Remaining, found.Key.Where) { // of a profile with a name it is another place than Delete looks at
			out.Remaining = append(out.Remaining, found.Key.Where)
		}
	}
	return out, errors.Join(ctx.Err(), left.clear(keys))
}

// signOut is SignOut with the keys that are kept alone.
func (m *Manager) signOut(ctx context.Context) (account.SignedOut, error) {
	keys := m.keys.StoredKeys(ctx)
	out, err := m.keys.Delete(ctx)
	if err := errors.Join(err, m.forget(), m.noteSignedOut()); err != nil {
		return out, err
	}
	return out, m.clear(keys)
}

// clear removes the local copies of what keys open.
func (m *Manager) clear(keys []auth.Key) error {
	for _, key := range keys {
		if key.IsZero() {
			continue
		}
		if kept := m.store(key); kept != nil {
			if err := kept.Clear(); err != nil {
				return err
			}
		}
	}
	return nil
}
