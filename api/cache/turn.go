package cache

import (
	"path/filepath"

	"github.com/gofrs/flock"
)

// turnExtension is that of the files by which programs take turns.
const turnExtension = ".turn"

// turns are the files by which programs take turns with the store.
func (s *Store) turns() []string {
	found, _ := filepath.Glob(escapeGlob(s.path) + ".*" + turnExtension) // the pattern is sound
	return found
}

// TryTurn tries to take a lock for work that only one program at a time does for one store,
// such as reading a history from the server. mine is false while another program, or
// another [Store] of this one, holds it. done releases it, as does the end of the program.
// It creates a lock file beside the store's, and the folder.
func (s *Store) TryTurn(at string) (done func(), mine bool, err error) {
	if err := s.makeFolder(); err != nil {
		return nil, false, &Unusable{s.path, err}
	}
	lock := flock.New(s.path+"."+plain(at)+turnExtension, flock.SetPermissions(0o600))
	mine, err = lock.TryLock()
	if err != nil || !mine {
		_ = lock.Close()
		if err != nil {
			err = &Unusable{s.path, err}
		}
		return nil, false, err
	}
	return func() { _ = lock.Close() }, true, nil
}
