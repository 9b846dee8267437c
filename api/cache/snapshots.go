package cache

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"time"

	"go.etcd.io/bbolt"
)

// Name names a snapshot; an open set.
type Name string

// The snapshots that the dashboard keeps.
const (
	AccountSnapshot      Name = "account"
	SubscriptionSnapshot Name = "subscription"
	PlansSnapshot        Name = "plans"
	PacksSnapshot        Name = "packs"
	ToolsSnapshot        Name = "tools"
	NewestSnapshot       Name = "newest"      // the newest transactions, for the first frame
	GenerationsSnapshot  Name = "generations" // the newest generations
)

// Snapshots are the stored answers of the server, encoded, by name.
type Snapshots map[Name]raw

type raw struct {
	fetchedAt time.Time
	text      []byte
}

// Snapshots reads all snapshots at once, under one lock, for the first frame. Without a
// file there are none.
func (s *Store) Snapshots() (Snapshots, error) {
	all := Snapshots{}
	err := s.view(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(snapshotBucket)).ForEach(func(key, sealed []byte) error {
			snapshot, ok := parseSnapshot(key, sealed)
			if !ok {
				return s.damagedValue("a snapshot")
			}
			all[Name(key)] = snapshot
			return nil
		})
	})
	if errors.Is(err, errAbsent) {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	return all, nil
}

// parseSnapshot copies a snapshot out of the store.
func parseSnapshot(key, sealed []byte) (raw, bool) {
	copied := append([]byte(nil), sealed...)
	value, ok := unseal(snapshotBucket, key, copied)
	if !ok || len(value) < 8 {
		return raw{}, false
	}
	return raw{time.UnixMilli(int64(binary.LittleEndian.Uint64(value))).UTC(), value[8:]}, true
}

// FetchedAt is when a snapshot was fetched; zero for none.
func (all Snapshots) FetchedAt(name Name) time.Time { return all[name].fetchedAt }

// Get decodes a snapshot and returns it with the time it was fetched. ok is false if there
// is none that this version of the program understands, so that it has to be fetched again.
func Get[T any](all Snapshots, name Name) (value T, fetchedAt time.Time, ok bool) {
	snapshot, ok := all[name]
	if !ok || json.Unmarshal(snapshot.text, &value) != nil {
		var none T
		return none, time.Time{}, false
	}
	return value, snapshot.fetchedAt, true
}

// ReadSnapshot reads one snapshot; see [Get].
func ReadSnapshot[T any](s *Store, name Name) (value T, fetchedAt time.Time, ok bool, err error) {
	all, err := s.Snapshots()
	if err != nil {
		return value, time.Time{}, false, err
	}
	value, fetchedAt, ok = Get[T](all, name)
	return value, fetchedAt, ok, nil
}

// WriteSnapshot writes one snapshot. Several at once are cheaper in a [Batch].
func WriteSnapshot[T any](s *Store, name Name, value T, fetchedAt time.Time) error {
	var batch Batch
	if err := batch.Snapshot(name, value, fetchedAt); err != nil {
		return err
	}
	_, err := s.Write(&batch)
	return err
}
