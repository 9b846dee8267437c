package cache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/rogpeppe/go-internal/robustio"
	"go.etcd.io/bbolt"
)

// Info describes the contents and files of a store.
type Info struct {
	Path        string
	Exists      bool
	Size        int64          // of the file, in bytes
	Rows        map[Kind]int64 // number of rows of each kind
	Newest      time.Time      // when the latest of its snapshots was fetched; zero without any
	Oldest      time.Time      // and the earliest
	Quarantined []string       // paths of quarantined damaged stores, the oldest first
}

// Info returns the description of the store. If the store cannot be read, it returns the
// rest with the error.
func (s *Store) Info() (Info, error) {
	info := Info{Path: s.path, Rows: map[Kind]int64{}}
	if file, err := os.Lstat(s.path); err == nil {
		info.Exists, info.Size = true, file.Size()
	}
	err := s.view(func(tx *bbolt.Tx) error {
		err := tx.Bucket([]byte(kindBucket)).ForEach(func(key, _ []byte) error {
			state, err := s.readState(tx, Kind(key))
			info.Rows[Kind(key)] = state.Rows
			return err
		})
		if err != nil {
			return err
		}
		return tx.Bucket([]byte(snapshotBucket)).ForEach(func(key, sealed []byte) error {
			snapshot, ok := parseSnapshot(key, sealed)
			if !ok {
				return s.damagedValue("a snapshot")
			}
			at := snapshot.fetchedAt
			if info.Newest.Before(at) {
				info.Newest = at
			}
			if info.Oldest.IsZero() || at.Before(info.Oldest) {
				info.Oldest = at
			}
			return nil
		})
	})
	info.Quarantined = s.quarantined()
	if errors.Is(err, errAbsent) {
		err = nil
	}
	return info, err
}

// Clear removes the store, including that of a newer version, and the quarantined damaged
// ones. It is called on request and on signing out.
func (s *Store) Clear() error {
	if _, err := os.Lstat(filepath.Dir(s.path)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	unlock, err := s.lock(true)
	if err != nil {
		return err
	}
	defer unlock()
	s.remember(nil)
	var failed []error
	for _, path := range slices.Concat([]string{s.path, s.path + ".new"}, s.quarantined(), s.turns()) {
		if err := robustio.RemoveAll(path); err != nil {
			failed = append(failed, err)
		}
	}
	if err := errors.Join(failed...); err != nil {
		return &Unusable{s.path, err}
	}
	return nil
}
