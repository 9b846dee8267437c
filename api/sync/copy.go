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

	"github.com/studio-tui/studio-tui/api/cache"
)

// LocalCache is the local copy of an account for a [Reader] and its [Archive]. It is
// optional: errors of the copy never make a call fail. It is safe for concurrent use.
type LocalCache struct {
	store *cache.Store
	now   func() time.Time

	mu       sync.Mutex
	observed bool // the file was there
	disabled bool
	notice   string          // not shown yet
	told     map[string]bool // notices that were
}

// NewLocalCache returns the local copy in a store. now is the clock for the times of
// answers.
func NewLocalCache(kept *cache.Store, now func() time.Time) *LocalCache {
	return &LocalCache{store: kept, now: now, told: map[string]bool{}}
}

// errWithout says that the program does without the copy.
var errWithout = errors.New("there is no local copy")

// usable reports whether the copy can be used. One that was removed, by signing out or
// clearing it, is not used again while the program runs.
func (c *LocalCache) usable() bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.observed && !c.disabled {
		_, err := os.Lstat(c.store.Path())
		c.disabled = errors.Is(err, fs.ErrNotExist)
	}
	return !c.disabled
}

// write writes a batch; where nothing is there to write to, the error is
// errWithout.
func (c *LocalCache) write(batch *cache.Batch) (map[cache.Kind]cache.State, error) {
	if !c.usable() {
		return nil, errWithout
	}
	states, err := c.store.Write(batch)
	return states, c.observe(err)
}

// observe takes in how the store answered, and gives the error on.
func (c *LocalCache) observe(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var newer *cache.Newer
	var damaged *cache.Damaged
	switch {
	case err == nil:
		_, gone := os.Lstat(c.store.Path())
		c.observed = gone == nil
		return nil
	case errors.Is(err, cache.ErrBusy), errors.Is(err, cache.ErrChanged), errors.Is(err, cache.ErrOverlap):
		return err
	case errors.As(err, &newer):
		c.disabled = true
	case errors.As(err, &damaged):
		c.observed, c.disabled = false, damaged.Quarantined == ""
	}
	if text := sentence(err); !c.told[text] {
		c.notice, c.told[text] = joinNotices(c.notice, text), true
	}
	return err
}

// sentence makes an error a sentence.
func sentence(err error) string {
	text := err.Error()
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}

// joinNotices are two notices in one, of which either may be empty.
func joinNotices(first, second string) string { return strings.TrimSpace(first + " " + second) }

// takeNotice gives what a person should know of the copy, each thing once.
func (c *LocalCache) takeNotice() string {
	if c == nil {
		return ""
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	notice := c.notice
	c.notice = ""
	return notice
}
