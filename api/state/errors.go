package state

import (
	"errors"
	"fmt"
)

// ErrBusy is the error that another program kept the documents locked for too long.
var ErrBusy = errors.New("another studio-tui is writing its orders and does not finish; nothing was written")

// ErrNoOrder is the error that there is no order with that key.
var ErrNoOrder = errors.New("there is no such order")

// ErrIncomplete is the error that an order cannot be stored as its item, key or account is
// missing.
var ErrIncomplete = errors.New("an order needs a key, an account and a host")

// ErrForeign is the error that the key belongs to another account's order.
var ErrForeign = errors.New("this order belongs to another account")

// NotAFolder is the error that a file exists in place of the documents' folder.
type NotAFolder struct {
	Path  string
	Cause error
}

func (e *NotAFolder) Error() string {
	return fmt.Sprintf("move the file %q away: the folder for orders has to be there, or where XDG_STATE_HOME says", e.Path)
}

// Unwrap returns the cause.
func (e *NotAFolder) Unwrap() error { return e.Cause }

// Newer is the error that a newer version of the program wrote a document in an unknown
// layout. The document is left unchanged.
type Newer struct {
	Path    string
	Version int
}

func (e *Newer) Error() string {
	return fmt.Sprintf("a newer version of studio-tui wrote %q; it is left alone. Use that version for orders", e.Path)
}

// Damaged is the error that a document, or a part of one, is not what this program wrote.
type Damaged struct {
	Path        string
	Quarantined string // the path the document was moved to; empty if it was not moved
	Why         string
	Cause       error

	whole bool // it is no document that could be written to, and is set aside by the next write
}

func (e *Damaged) Error() string {
	text := fmt.Sprintf("%q cannot be read: %s", e.Path, e.Why)
	if e.Quarantined != "" {
		text += fmt.Sprintf("; it was set aside as %q", e.Quarantined)
	}
	return text
}

// Unwrap returns the cause.
func (e *Damaged) Unwrap() error { return e.Cause }
