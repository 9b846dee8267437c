package cache

import (
	"errors"
	"fmt"
	"io/fs"
)

// ErrBusy says that another program had the store locked for too long. Nothing
// was read or written; the program goes on without.
var ErrBusy = errors.New("the local copy is in use by another studio-tui")

// ErrChanged says that the rows are not those any more that the caller knew: the
// store was cleared, reset or rewritten meanwhile. Nothing was written.
var ErrChanged = errors.New("the local copy was changed by another studio-tui")

// ErrOverlap says that a block covers rows that another block covers already.
var ErrOverlap = errors.New("a block overlaps another one")

// ErrBlock says that a block ends before it begins, or has no rows.
var ErrBlock = errors.New("a block has no extent")

// Newer says that a newer version of the program wrote the store. It is neither
// read nor written.
type Newer struct {
	Path    string
	Version int // of its schema; 0 where even that cannot be read
}

func (e *Newer) Error() string {
	return fmt.Sprintf("a newer version of studio-tui wrote the local copy; it is left alone: %q", e.Path)
}

// Damaged says that the store was not what this program wrote. What it held is
// fetched again.
type Damaged struct {
	Path        string
	Quarantined string // where it was moved; empty where it stays
	Why         string
}

func (e *Damaged) Error() string {
	if e.Quarantined == "" {
		return fmt.Sprintf("the local copy %q is damaged (%s)", e.Path, e.Why)
	}
	return fmt.Sprintf("the local copy was damaged and is built again; the damaged one was set aside as %q (%s)", e.Quarantined, e.Why)
}

// Unusable says that the store cannot be read or written here: no room, no
// permission, no folder. The program goes on without.
type Unusable struct {
	Path  string
	Cause error
}

func (e *Unusable) Error() string {
	cause := e.Cause
	var at *fs.PathError
	if errors.As(cause, &at) { // the path comes last: it may be long
		cause = at.Err
	}
	return fmt.Sprintf("the local copy cannot be used: %v: %q", cause, e.Path)
}

// Unwrap gives the cause.
func (e *Unusable) Unwrap() error { return e.Cause }

// isKnownError reports whether an error is already one that callers know.
func isKnownError(err error) bool {
	for _, known := range []error{ErrBusy, ErrChanged, ErrOverlap, ErrBlock} {
		if errors.Is(err, known) {
			return true
		}
	}
	var newer *Newer
	var damaged *Damaged
	var unusable *Unusable
	return errors.As(err, &newer) || errors.As(err, &damaged) || errors.As(err, &unusable)
}
