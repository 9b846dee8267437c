package cache

import (
	"encoding/json"

	"go.etcd.io/bbolt"
)

// schema is the version of what stands in the file. In the first one, blocks of the
// history knew no estimated rows; what it has is read as it is, and the first write
// makes it one of this version, which older programs leave alone.
const (
	schema      = 2
	firstSchema = 1
)

// The buckets. That of the schema, its key and how it is sealed stay as they are
// in every version to come, as it is by them that versions know each other.
const (
	schemaBucket   = "schema"
	schemaKey      = "schema"
	snapshotBucket = "snapshots"
	kindBucket     = "kinds" // what is known of each kind of rows
)

type schemaRecord struct {
	Version int `json:"version"`
}

// writeSchema makes the buckets of a new store.
func writeSchema(tx *bbolt.Tx) error {
	for _, name := range []string{schemaBucket, snapshotBucket, kindBucket} {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	return putSchema(tx)
}

func putSchema(tx *bbolt.Tx) error {
	text, err := json.Marshal(schemaRecord{schema})
	if err != nil {
		return err
	}
	return tx.Bucket([]byte(schemaBucket)).Put([]byte(schemaKey), seal(schemaBucket, []byte(schemaKey), text))
}

// checkSchema reports whether the store can be read and written: *[Newer],
// *[Damaged], or nil. Where it is about to be written, it becomes one of this version.
func (s *Store) checkSchema(tx *bbolt.Tx) error {
	bucket := tx.Bucket([]byte(schemaBucket))
	if bucket == nil {
		return &Damaged{Path: s.path, Why: "it is another program's"}
	}
	text, ok := unseal(schemaBucket, []byte(schemaKey), bucket.Get([]byte(schemaKey)))
	var record schemaRecord
	if !ok || json.Unmarshal(text, &record) != nil || record.Version < firstSchema {
		return &Damaged{Path: s.path, Why: "its version cannot be read"}
	}
	if record.Version > schema {
		return &Newer{Path: s.path, Version: record.Version}
	}
	if tx.Bucket([]byte(snapshotBucket)) == nil || tx.Bucket([]byte(kindBucket)) == nil {
		return &Damaged{Path: s.path, Why: "parts of it are missing"}
	}
	if record.Version < schema && tx.Writable() {
		return putSchema(tx)
	}
	return nil
}

// damagedValue says which value does not have its checksum.
func (s *Store) damagedValue(what string) error {
	return &Damaged{Path: s.path, Why: what + " does not have its checksum"}
}
