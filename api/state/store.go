package state

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/adrg/xdg"
	"github.com/gofrs/flock"

	"github.com/studio-tui/studio-tui/api/atomicfile"
)

// Options are the settings of a [Store].
type Options struct {
	Now  func() time.Time // the clock, for the age of ended orders; default time.Now
	Wait time.Duration    // for another writer, at most; default 5 s
}

// Store is a folder of documents. It is safe for concurrent use, also by several processes.
type Store struct {
	dir     string
	now     func() time.Time
	wait    time.Duration
	durable bool // writes last through a power cut; property tests do without

	noticed sync.Mutex
	notice  error // of the last write that set a document aside
}

// DefaultDir is the user's folder, under the state folder of the system. It returns an
// error if the system has none.
func DefaultDir() (string, error) {
	if !filepath.IsAbs(xdg.StateHome) {
		return "", errors.New("there is no folder for the program's state (no home directory)")
	}
	return filepath.Join(xdg.StateHome, "studio-tui"), nil
}

// openDefault opens the store of this person on this machine.
func openDefault() (*Store, error) {
	dir, err := DefaultDir()
	if err != nil {
		return nil, err
	}
	return Open(dir, Options{})
}

// Open returns the store of a folder, which the first write creates.
func Open(dir string, o Options) (*Store, error) {
	if !filepath.IsAbs(dir) {
		return nil, errors.New("the folder of the program's state is not an absolute path")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Store{dir: dir, now: o.Now, wait: cmp.Or(max(o.Wait, 0), 5*time.Second), durable: true}, nil
}

// Dir is the folder.
func (s *Store) Dir() string { return s.dir }

// Notice returns, once, the *[Damaged] of a document that a successful write found and
// quarantined.
func (s *Store) Notice() error {
	s.noticed.Lock()
	defer s.noticed.Unlock()
	err := s.notice
	s.notice = nil
	return err
}

// read gives a document without waiting for anybody: it is replaced as a whole.
// One that is damaged is set aside; the next call finds none.
func (s *Store) read(kind documentKind) (document, error) {
	doc, err := s.load(kind)
	if damaged := (*Damaged)(nil); !errors.As(err, &damaged) {
		return doc, err
	}
	unlock, lockErr := s.lock()
	if lockErr != nil {
		return document{}, err
	}
	defer unlock()
	if doc, err = s.load(kind); err == nil { // somebody was faster
		return doc, nil
	}
	return document{}, s.quarantine(err)
}

// change reads a document, alters it and writes it durably, while no other writer does the
// same. Nothing is written where alter returns false or an error. A damaged document is
// quarantined first, which [Store.Notice] reports.
func (s *Store) change(kind documentKind, alter func(*document) (changed bool, err error)) error {
	if err := s.makeFolder(); err != nil {
		return err
	}
	unlock, err := s.lock()
	if err != nil {
		return err
	}
	defer unlock()
	doc, err := s.load(kind)
	if err != nil {
		if doc, err = s.reset(kind, err); err != nil {
			return err
		}
	}
	if changed, err := alter(&doc); err != nil || !changed {
		return err
	}
	text, err := doc.encode()
	if err != nil {
		return err
	}
	return s.replace(kind, text)
}

// reset sets a damaged document aside and gives an empty one in its place.
// Any other reason for which it was not loaded comes back as it is.
func (s *Store) reset(kind documentKind, err error) (document, error) {
	err = s.quarantine(err)
	if damaged := (*Damaged)(nil); !errors.As(err, &damaged) || damaged.Quarantined == "" {
		return document{}, err
	}
	s.noticed.Lock()
	s.notice = err
	s.noticed.Unlock()
	return newDocument(kind), nil
}

// makeFolder makes the folder, closes it to others, and makes its name last.
func (s *Store) makeFolder() error {
	info, err := os.Stat(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(s.dir, 0o700); err != nil {
			return s.inTheWay(err)
		}
		return atomicfile.SyncFolder(filepath.Dir(s.dir))
	}
	if err == nil && info.IsDir() && info.Mode().Perm()&0o077 != 0 {
		return os.Chmod(s.dir, 0o700)
	}
	if err == nil && !info.IsDir() {
		err = fs.ErrInvalid
	}
	return s.inTheWay(err)
}

// inTheWay is an error of the folder, and *[NotAFolder] where the cause is a file in its
// place or in that of a folder that it lies in.
func (s *Store) inTheWay(err error) error {
	if err == nil {
		return nil
	}
	for path := s.dir; ; path = filepath.Dir(path) {
		if is, statErr := os.Stat(path); statErr == nil {
			if is.IsDir() {
				return err
			}
			if errors.Is(err, fs.ErrNotExist) { // as Windows has it, but then there would be no orders
				err = fs.ErrInvalid
			}
			return &NotAFolder{Path: path, Cause: err}
		}
		if path == filepath.Dir(path) {
			return err
		}
	}
}

// lock keeps other writers out until unlock is called. It returns [ErrBusy] where
// one does not finish in time, as a program that was stopped would never.
func (s *Store) lock() (unlock func(), err error) {
	lock := flock.New(filepath.Join(s.dir, "lock"), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(context.Background(), s.wait)
	defer cancel()
	if _, err := lock.TryLockContext(ctx, 5*time.Millisecond); err != nil {
		_ = lock.Close()
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, ErrBusy
		}
		return nil, err
	}
	return func() { _ = lock.Close() }, nil
}

// replace writes a document so that there is the old one or the new one at any
// instant, and so that it lasts through a power cut from when it returns. The
// caller has the lock.
func (s *Store) replace(kind documentKind, text []byte) error {
	return atomicfile.Write(s.path(kind), text, s.durable)
}
