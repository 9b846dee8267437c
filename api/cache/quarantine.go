package cache

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/robustio"
)

// quarantine is how many damaged stores are kept for a bug report.
const quarantine = 3

// rename renames also where a program that looks for viruses has the file open.
var rename = robustio.Rename

// quarantine moves a damaged store out of the way. info is of the file that was found
// damaged: if it is another file by now, another program was faster. The caller has the
// lock.
func (s *Store) quarantine(damaged *Damaged, info fs.FileInfo) error {
	is, err := os.Lstat(s.path)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && info != nil && !os.SameFile(is, info)) {
		return damaged
	}
	s.remember(nil)
	found := s.quarantined()
	aside := quarantineName(s.path+s.o.Now().UTC().Format(".damaged-20060102T150405Z"), found)
	if err := rename(s.path, aside); err != nil {
		return errors.Join(damaged, err)
	}
	damaged.Quarantined = aside
	for found = append(found, aside); len(found) > quarantine; found = found[1:] {
		_ = robustio.RemoveAll(found[0])
	}
	return damaged
}

// quarantineName gives a name that begins with stem and sorts behind those that are
// there.
func quarantineName(stem string, found []string) string {
	for i := 0; ; i++ {
		name := fmt.Sprintf("%s-%03d", stem, i)
		if !slices.ContainsFunc(found, func(other string) bool {
			return strings.HasPrefix(other, stem) && other >= name
		}) {
			return name
		}
	}
}

// quarantined gives the damaged stores that were set aside, the oldest first.
func (s *Store) quarantined() []string {
	found, _ := filepath.Glob(escapeGlob(s.path) + ".damaged-*") // the pattern is sound
	slices.Sort(found)
	return found
}
