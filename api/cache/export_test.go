package cache

import "go.etcd.io/bbolt"

// Seal is how a version of the program seals a value.
func Seal(bucket string, key, value []byte) []byte { return seal(bucket, key, value) }

// While does something with the file while it is open and mapped, then reads all
// of it.
func (s *Store) While(kind Kind, do func()) error {
	return s.view(func(tx *bbolt.Tx) error {
		do()
		sc := scan{store: s, kind: kind}
		for !sc.done {
			if err := sc.batch(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// Sips makes readers read so many bytes under one lock.
func (s *Store) Sips(bytes int) *Store {
	s.batch = bytes
	return s
}
