package state

import (
	"errors"
	"fmt"
)

// ErrBusy says that another program kept the documents locked for too long.
var ErrBusy = errors.New("another studio-tui is writing its orders and does not finish; nothing was written")

// ErrNoOrder says that there is no order with that key.
var ErrNoOrder = errors.New("there is no such order")

// ErrIncomplete says that an order cannot be kept, as it does not say what it is
// or whose.
var ErrIncomplete = errors.New("an order needs a key, an account and a host")

// ErrForeign says that the key belongs to another account's order.
var ErrForeign = errors.New("this order belongs to another account")

// NotAFolder says that a file is where the folder of the documents has to be.
type NotAFolder struct {
	Path  string
	Cause error
}

func (e *NotAFolder) Error() string {
	return fmt.Sprintf("move the file %q away: the folder for orders has to be there, or where XDG_STATE_HOME says", e.Path)
}

// Unwrap gives the cause.
func (e *NotAFolder) Unwrap() error { return e.Cause }

// Newer says that a newer version of the program wrote a document in a way that
// this one does not know. It is left alone.
type Newer struct {
	Path    string
	Version int
}

func (e *Newer) Error() string {
	return fmt.Sprintf("a newer version of studio-tui wrote %q; it is left alone. Use that version for orders", e.Path)
}

// Damaged says that a document, or a part of one, is not what this program
// wrote.
type Damaged struct {
	Path        string
	Quarantined string // where the document was moved; empty where it stays
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

// Unwrap gives the cause.
func (e *Damaged) Unwrap() error { return e.Cause }
