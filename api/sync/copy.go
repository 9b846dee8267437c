package sync

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/studio-tui/studio-tui/api/store"
)

// Copy is the local copy of an account as a [Session] and its [Archive] use it: they
// write to it what they learn, and go on without it where it fails. The program
// works without; so no call fails because of it. It is safe for concurrent use.
type Copy struct {
	store *store.Store
	now   func() time.Time

	mu     sync.Mutex
	seen   bool // the file was there
	off    bool
	notice string          // not yet told
	told   map[string]bool // notices that were
}

// NewCopy makes a copy of a store. now is when something was fetched.
func NewCopy(kept *store.Store, now func() time.Time) *Copy {
	return &Copy{store: kept, now: now, told: map[string]bool{}}
}

// errWithout says that the program does without the copy.
var errWithout = errors.New("there is no local copy")

// usable reports whether the copy is there to be used. One that vanishes stays
// away for as long as the program runs: somebody signed out, or emptied it.
func (c *Copy) usable() bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen && !c.off {
		_, err := os.Lstat(c.store.Path())
		c.off = errors.Is(err, fs.ErrNotExist)
	}
	return !c.off
}

// write writes a batch; where nothing is there to write to, the error is
// errWithout.
func (c *Copy) write(batch *store.Batch) (map[store.Kind]store.State, error) {
	if !c.usable() {
		return nil, errWithout
	}
	states, err := c.store.Write(batch)
	return states, c.learn(err)
}

// learn takes in how the store answered, and gives the error on.
func (c *Copy) learn(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var newer *store.Newer
	var damaged *store.Damaged
	switch {
	case err == nil:
		_, gone := os.Lstat(c.store.Path())
		c.seen = gone == nil
		return nil
	case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrChanged), errors.Is(err, store.ErrOverlap):
		return err
	case errors.As(err, &newer):
		c.off = true
	case errors.As(err, &damaged):
		c.seen, c.off = false, damaged.Aside == ""
	}
	if text := spoken(err); !c.told[text] {
		c.notice, c.told[text] = both(c.notice, text), true
	}
	return err
}

// spoken makes an error a sentence.
func spoken(err error) string {
	text := err.Error()
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}

// both are two notices in one, of which either may be empty.
func both(first, second string) string { return strings.TrimSpace(first + " " + second) }

// takeNotice gives what a person should know of the copy, each thing once.
func (c *Copy) takeNotice() string {
	if c == nil {
		return ""
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	notice := c.notice
	c.notice = ""
	return notice
}
