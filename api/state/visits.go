package state

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

func visitsOf(host, account string) documentKind { return kindOf("visits", host, account) }

// maxTold is the maximum number of names of shown notices. Beyond it the oldest are
// removed.
const maxTold = 100

// visitEntry is one entry: the last visit, or a notice that was shown.
type visitEntry struct {
	Until *model.Time `json:"until,omitempty"`
	Told  string      `json:"told,omitempty"`
}

// Seen returns what a person has seen of an account.
func (s *Store) Seen(host string, id model.ID) (seen account.Seen, err error) {
	doc, err := s.read(visitsOf(host, string(id)))
	if err != nil {
		return seen, err
	}
	return seenIn(doc.entries), nil
}

// seenIn collects the visit and notices of some entries.
func seenIn(entries []json.RawMessage) (seen account.Seen) {
	for _, text := range entries {
		var entry visitEntry
		switch {
		case json.Unmarshal(text, &entry) != nil:
		case entry.Until != nil:
			seen.Until = entry.Until.Time
		case entry.Told != "":
			seen.Told = append(seen.Told, entry.Told)
		}
	}
	return seen
}

// MarkVisit durably records that an account was viewed up to an instant.
func (s *Store) MarkVisit(host string, id model.ID, until time.Time) error {
	at := model.At(until)
	return s.changeVisits(host, id, func(doc *document) (bool, error) {
		return true, replaceEntry(doc, visitEntry{Until: &at}, func(e visitEntry) bool { return e.Until != nil })
	})
}

// MarkTold durably records that the notice of this name was shown for an account; first
// reports whether it had not been shown before.
func (s *Store) MarkTold(host string, id model.ID, name string) (first bool, err error) {
	err = s.changeVisits(host, id, func(doc *document) (bool, error) {
		told := seenIn(doc.entries).Told
		if first = !slices.Contains(told, name); !first {
			return false, nil
		}
		over := len(told) + 1 - maxTold
		return true, replaceEntry(doc, visitEntry{Told: name}, func(e visitEntry) bool {
			if e.Told == "" || over <= 0 {
				return false
			}
			over--
			return true
		})
	})
	return first && err == nil, err
}

func (s *Store) changeVisits(host string, id model.ID, alter func(*document) (bool, error)) error {
	if host == "" || id == "" {
		return ErrIncomplete
	}
	return s.change(visitsOf(host, string(id)), alter)
}

// Seen returns what a person has seen of an account; see [account.Visits].
func (n *ObservationStore) Seen(id model.ID) (account.Seen, error) {
	if n.err != nil {
		return account.Seen{}, n.err
	}
	return n.store.Seen(n.host, id)
}

// MarkVisit records a visit; see [account.Visits]. Its error can be that of a damaged
// document that was quarantined: the visit is stored nevertheless.
func (n *ObservationStore) MarkVisit(id model.ID, until time.Time) error {
	if n.err != nil {
		return n.err
	}
	return errors.Join(n.store.MarkVisit(n.host, id, until), n.store.Notice())
}

// MarkTold records that a notice was shown; see [account.Visits].
func (n *ObservationStore) MarkTold(id model.ID, name string) (first bool, err error) {
	if n.err != nil {
		return false, n.err
	}
	return n.store.MarkTold(n.host, id, name)
}
