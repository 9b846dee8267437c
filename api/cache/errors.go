package cache

import (
	"errors"
	"fmt"
	"io/fs"
)

// ErrBusy is the error that another program had the store locked for too long. Nothing was
// read or written; the program continues without the store.
var ErrBusy = errors.New("the local copy is in use by another studio-tui")

// ErrChanged is the error that the rows are not in the state known to the caller: the store
// was cleared, reset or rewritten meanwhile. Nothing was written.
var ErrChanged = errors.New("the local copy was changed by another studio-tui")

// ErrOverlap is the error that a block overlaps another block of its kind.
var ErrOverlap = errors.New("a block overlaps another one")

// ErrBlock is the error that a block ends before it begins, or has no rows.
var ErrBlock = errors.New("a block has no extent")

// Newer is the error that a newer version of the program wrote the store. It is neither
// read nor written.
type Newer struct {
	Path    string
	Version int // of its schema; 0 if it cannot be read
}

func (e *Newer) Error() string {
	return fmt.Sprintf("a newer version of studio-tui wrote the local copy; it is left alone: %q", e.Path)
}

// Damaged is the error that the store was not what this program wrote. Its contents have to
// be fetched again.
type Damaged struct {
	Path        string
	Quarantined string // the path it was moved to; empty if it was not moved
	Why         string
}

func (e *Damaged) Error() string {
	if e.Quarantined == "" {
		return fmt.Sprintf("the local copy %q is damaged (%s)", e.Path, e.Why)
	}
	return fmt.Sprintf("the local copy was damaged and is built again; the damaged one was set aside as %q (%s)", e.Quarantined, e.Why)
}

// Unusable is the error that the store cannot be read or written here: no room, no
// permission, no folder. The program continues without the store.
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

// Unwrap returns the cause.
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
