package cache

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Options are the settings of a [Store].
type Options struct {
	Now    func() time.Time // the clock for the names of quarantined files; default time.Now
	Wait   time.Duration    // for locks of other programs, at most; default 200 ms
	NoSync bool             // writes need not survive a power cut: for demo data
}

// Store is a local copy in one file. It is safe for concurrent use, also by several
// processes. It keeps no file open between calls.
type Store struct {
	path  string
	o     Options
	batch int // about how many bytes of blocks are read under one lock

	mu    sync.Mutex
	sound fs.FileInfo // the file as it was when its structure was last found sound
}

// Open returns the store at a path from [Locate]. It touches no file: the first write
// creates the file and its folder.
func Open(path string, o Options) (*Store, error) {
	if !filepath.IsAbs(path) {
		return nil, errors.New("the path of the local copy is not absolute")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Wait = cmp.Or(max(o.Wait, 0), 200*time.Millisecond)
	return &Store{path: path, o: o, batch: batchBytes}, nil
}

// Path is where the file is, or will be.
func (s *Store) Path() string { return s.path }

// errAbsent says that there is no file yet.
var errAbsent = errors.New("there is no local copy yet")

// view reads under a shared lock. It returns errAbsent without a file. Data passed to read
// must not be used after that returns.
func (s *Store) view(read func(*bbolt.Tx) error) error {
	if _, err := os.Lstat(s.path); errors.Is(err, fs.ErrNotExist) {
		return errAbsent // also where there is no folder to lock anything in
	}
	unlock, err := s.lock(false)
	if err != nil {
		return err
	}
	info, err := s.inside(false, func(tx *bbolt.Tx) error {
		if err := s.checkSchema(tx); err != nil {
			return err
		}
		return read(tx)
	})
	unlock()
	if damaged := (*Damaged)(nil); errors.As(err, &damaged) {
		unlock, lockErr := s.lock(true)
		if lockErr != nil {
			return err
		}
		defer unlock()
		return s.quarantine(damaged, info)
	}
	return err
}

// update writes under an exclusive lock, atomically, and creates the file if there is none.
func (s *Store) update(write func(*bbolt.Tx) error) error {
	if err := s.makeFolder(); err != nil {
		return &Unusable{s.path, err}
	}
	unlock, err := s.lock(true)
	if err != nil {
		return err
	}
	defer unlock()
	if _, err := os.Lstat(s.path); errors.Is(err, fs.ErrNotExist) {
		if err := s.create(); err != nil {
			return err
		}
	}
	info, err := s.inside(true, func(tx *bbolt.Tx) error {
		if err := s.checkSchema(tx); err != nil {
			return err
		}
		return write(tx)
	})
	if damaged := (*Damaged)(nil); errors.As(err, &damaged) {
		return s.quarantine(damaged, info)
	}
	if err == nil {
		if info, err := os.Lstat(s.path); err == nil {
			s.remember(info)
		}
	}
	return err
}

// inside opens the file, does something in one transaction and closes it again.
// The caller has the lock. info is of the file that was opened.
func (s *Store) inside(write bool, do func(*bbolt.Tx) error) (info fs.FileInfo, err error) {
	file, info, err := s.openChecked(s.path, write)
	if err != nil {
		return info, s.classify(err)
	}
	return info, s.classify(s.transact(file, write, do))
}

// openChecked opens a file that bbolt can be trusted with.
func (s *Store) openChecked(path string, write bool) (*os.File, fs.FileInfo, error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, errAbsent
	}
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for ever
		return nil, info, &Damaged{Path: path, Why: "it is not a file"}
	}
	flag := os.O_RDONLY
	if write {
		flag = os.O_RDWR
	}
	file, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return nil, info, err
	}
	if info, err = file.Stat(); err == nil && !s.isSound(info) {
		switch err = check(file, info.Size()); {
		case errors.Is(err, errVersion):
			err = &Newer{Path: path}
		case err != nil:
			err = &Damaged{Path: path, Why: err.Error()}
		default:
			s.remember(info)
		}
	}
	if err != nil {
		return nil, info, errors.Join(err, file.Close())
	}
	return file, info, nil
}

// transact hands an open file to bbolt for one transaction and closes it.
func (s *Store) transact(file *os.File, write bool, do func(*bbolt.Tx) error) error {
	panicked, err := protect(func() (err error) {
		db, err := bbolt.Open(file.Name(), 0o600, &bbolt.Options{
			Timeout: 100 * time.Millisecond, ReadOnly: !write, NoSync: s.o.NoSync, NoStatistics: true,
			OpenFile: func(string, int, os.FileMode) (*os.File, error) { return file, nil },
		})
		if err != nil {
			return err
		}
		if write {
			err = db.Update(do)
		} else {
			err = db.View(do)
		}
		return errors.Join(err, db.Close())
	})
	if panicked {
		// bbolt's own Close might wait for the transaction that will never end. The
		// file is all that others wait for.
		_ = file.Close()
	}
	return err
}

// protect does what may read a mapped file: a file cut short meanwhile, or a disk
// that fails, is a fault of the memory there, and becomes an error here.
func protect(do func() error) (panicked bool, err error) {
	before := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(before)
	defer func() {
		if cause := recover(); cause != nil {
			panicked, err = true, &Damaged{Why: fmt.Sprint("reading it failed: ", cause)}
		}
	}()
	return false, do()
}

// classify makes an error one of those that callers know.
func (s *Store) classify(err error) error {
	damaged := (*Damaged)(nil)
	switch {
	case err == nil, errors.Is(err, errAbsent):
		return err
	case errors.As(err, &damaged):
		damaged.Path = s.path
		return damaged
	case isKnownError(err):
		return err
	case errors.Is(err, bolterrors.ErrTimeout):
		return ErrBusy
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return &Damaged{Path: s.path, Why: err.Error()}
	}
	return &Unusable{s.path, err}
}

// create makes an empty store beside and puts it in its place, so that a kill
// leaves none or a whole one. The caller has the lock.
func (s *Store) create() error {
	beside := s.path + ".new"
	err := os.Remove(beside)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &Unusable{s.path, err}
	}
	file, err := os.OpenFile(beside, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return &Unusable{s.path, err}
	}
	if err = s.transact(file, true, writeSchema); err == nil {
		err = rename(beside, s.path)
	}
	if err != nil {
		_ = os.Remove(beside)
		return &Unusable{s.path, err}
	}
	return nil
}

// makeFolder makes the folder and closes it to others.
func (s *Store) makeFolder() error {
	dir := filepath.Dir(s.path)
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return os.MkdirAll(dir, 0o700)
	}
	if err == nil && info.IsDir() && info.Mode().Perm()&0o077 != 0 {
		return os.Chmod(dir, 0o700)
	}
	return err
}

// lock keeps writers out, or everybody, until unlock is called. It is a file of
// its own: the store's own may be renamed and removed under those who wait.
func (s *Store) lock(exclusive bool) (unlock func(), err error) {
	lock := flock.New(filepath.Join(filepath.Dir(s.path), "lock"), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(context.Background(), s.o.Wait)
	defer cancel()
	const again = 4 * time.Millisecond
	if exclusive {
		_, err = lock.TryLockContext(ctx, again)
	} else {
		_, err = lock.TryRLockContext(ctx, again)
	}
	if err != nil {
		_ = lock.Close()
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, ErrBusy
		}
		return nil, &Unusable{s.path, err}
	}
	return func() { _ = lock.Close() }, nil
}

// isSound reports whether the file is as it was when its structure was checked.
func (s *Store) isSound(info fs.FileInfo) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sound != nil && same(s.sound, info)
}

func (s *Store) remember(info fs.FileInfo) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sound = info
}

// same reports whether two descriptions are of one file that was not written to
// between them.
func same(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}
