package model

import (
	"fmt"
	"slices"
	"strings"
)

// Unreadable is an entry of one of the server's lists that could not be read, and was left
// out. Its texts are short and have no control characters.
type Unreadable struct {
	ID   ID     `json:"id,omitempty"`   // or slug; empty if it could not be read either
	Seq  int64  `json:"seq,omitempty"`  // of a transaction; 0 where it could not be read
	Part string `json:"part,omitempty"` // the part of the entry that was left out ("prices 2"), where the rest was read
	Why  string `json:"why"`

	Index  int   `json:"-"` // its index in the page
	Beside int64 `json:"-"` // the sequence number of an adjacent row; 0 if not known
}

// String names the entry and says what is wrong with it: "number 2, id 65f1…: createdAt
// is not a time".
func (u Unreadable) String() string {
	var name []string
	if u.Seq > 0 {
		name = append(name, fmt.Sprintf("number %d", u.Seq))
	}
	if u.ID != "" {
		name = append(name, string(u.ID))
	}
	if u.Part != "" {
		name = append(name, u.Part)
	}
	if len(name) == 0 {
		return "one without a name: " + u.Why
	}
	return strings.Join(name, ", ") + ": " + u.Why
}

// LeftOut lists the unreadable entries of one of the server's lists.
type LeftOut struct {
	List    string       `json:"list"`  // "transactions", "plans", …
	Count   int          `json:"count"` // of entries, or parts of them
	Entries []Unreadable `json:"entries"`
}

// MostNamed is the number of unreadable entries that are listed; the others are only
// counted.
const MostNamed = 20

// NewLeftOut counts entries and keeps the first of them.
func NewLeftOut(list string, entries []Unreadable) LeftOut {
	named := slices.Clone(entries[:min(len(entries), MostNamed)])
	for i := range named {
		named[i].Index, named[i].Beside = 0, 0 // of one page, which nobody remembers
	}
	return LeftOut{List: list, Count: len(entries), Entries: named}
}
