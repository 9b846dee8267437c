package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/robustio"
)

// keepAside is how many damaged stores are kept for whoever wants to know why.
const keepAside = 3

// rename renames also where a program that looks for viruses has the file open.
var rename = robustio.Rename

// setAside moves a damaged store out of the way. info is of the file that was
// found damaged: if another stands there by now, somebody was faster. The caller
// has the lock.
func (s *Store) setAside(damaged *Damaged, info fs.FileInfo) error {
	is, err := os.Lstat(s.path)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && info != nil && !os.SameFile(is, info)) {
		return damaged
	}
	s.remember(nil)
	stamp := s.o.Now().UTC().Format("20060102T150405Z")
	for i := range 1000 {
		aside := fmt.Sprintf("%s.damaged-%s-%03d", s.path, stamp, i)
		if _, err := os.Lstat(aside); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := rename(s.path, aside); err != nil {
			return errors.Join(damaged, err)
		}
		damaged.Aside = aside
		break
	}
	found := s.aside()
	for len(found) > keepAside {
		_ = robustio.RemoveAll(found[0])
		found = found[1:]
	}
	return damaged
}

// aside gives the damaged stores that were set aside, the oldest first.
func (s *Store) aside() []string {
	found, _ := filepath.Glob(escapeGlob(s.path) + ".damaged-*") // the pattern is sound
	slices.Sort(found)
	return found
}
