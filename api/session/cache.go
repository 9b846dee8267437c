package session

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/api/cache"
	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/api/sync"
)

// LocalCopies are the local copies of accounts in a folder, one for each API host
// and key. They can be looked at and emptied without any key.
type LocalCopies struct{ dir string }

// LocalCopy is one of them.
type LocalCopy struct {
	Path    string
	Size    int64     // in bytes
	Rows    int64     // of the history: transactions, and generations where those stand in for them
	Newest  time.Time // when the latest of its figures was fetched; zero for none
	Problem string    // why it cannot be read, if so
}

// OpenLocalCopies gives the local copies of this person on this machine. It returns an error
// where there is no place for any.
func OpenLocalCopies() (LocalCopies, error) {
	dir, err := cache.DefaultDir()
	return LocalCopies{dir}, err
}

// Dir is their folder.
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

// List looks at each.
func (c LocalCopies) List(ctx context.Context) ([]LocalCopy, error) {
	all, err := c.stores()
	if err != nil {
		return nil, err
	}
	var list []LocalCopy
	for _, kept := range all {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		info, err := kept.Info()
		is := LocalCopy{Path: info.Path, Size: info.Size, Rows: info.Rows[cache.Transactions] + info.Rows[cache.Generations], Newest: info.Newest}
		if err != nil {
			is.Problem = err.Error()
		}
		list = append(list, is)
	}
	return list, nil
}

// Clear removes them, and says how many there were. What cannot be fetched again lies
// elsewhere (package state) and stays.
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
func (d *Manager) store(key auth.Key) *cache.Store {
	dir, err := cache.DefaultDir()
	if err != nil {
		return nil
	}
	kept, err := cache.Open(cache.Locate(dir, d.host, cache.Fingerprint(d.host, key.Reveal())), cache.Options{})
	if err != nil {
		return nil
	}
	return kept
}

// keep gives a session its history, kept where that is wanted. It is for before the
// session is used.
func (d *Manager) keep(s *Session) *Session {
	var local *sync.LocalCache
	if kept := d.store(s.Key); kept != nil && !d.options.NoCache {
		local = sync.NewLocalCache(kept, d.now)
	}
	s.Notes = state.DefaultObservationStore(d.host)
	s.Source.KeepIn(local, s.Notes, d.now)
	s.Archive = sync.NewHistory(s.Source, local, d.now)
	d.remember(s.Key)
	return s
}

// SignOut removes the keys that are kept, and the local copies of what they open. A key
// that is not the program's to remove stays, as an exported one; the local copy of what
// it opens for this run goes too.
func (d *Manager) SignOut(ctx context.Context) (auth.Removed, error) {
	removed, err := d.signOut(ctx)
	if err != nil {
		return removed, err
	}
	said := d.requested
	said.StoredKeyOnly = false
	left, err := New(said)
	if err != nil {
		return removed, err
	}
	keys := []auth.Key{left.keys.ServiceKey()}
	if found, err := left.keys.Find(ctx); err == nil {
		keys = append(keys, found.Key)
		removed.Stays(found.Key)
	}
	return removed, errors.Join(ctx.Err(), left.clear(keys))
}

// signOut is SignOut with the keys that are kept alone.
func (d *Manager) signOut(ctx context.Context) (auth.Removed, error) {
	keys := d.keys.StoredKeys(ctx)
	removed, err := d.keys.Delete(ctx)
	if err := errors.Join(err, d.forget(), d.signedOut()); err != nil {
		return removed, err
	}
	return removed, d.clear(keys)
}

// clear removes the local copies of what keys open.
func (d *Manager) clear(keys []auth.Key) error {
	for _, key := range keys {
		if key.IsZero() {
			continue
		}
		if kept := d.store(key); kept != nil {
			if err := kept.Clear(); err != nil {
				return err
			}
		}
	}
	return nil
}
