package state

import (
	"encoding/json"
	"errors"

	"github.com/studio-tui/studio-tui/model"
)

func findingsOf(host, account string) documentKind { return kindOf("findings", host, account) }

// maxFindings is the maximum number of seen findings of an account. Beyond it the oldest
// are removed.
const maxFindings = 1000

// findingEntry is a finding that a person has seen.
type findingEntry struct {
	Seen string `json:"seen"`
}

// MarkFinding durably records that a finding of an account's audit was seen, or removes
// that record. What is not understood of the document stays.
func (s *Store) MarkFinding(host string, account model.ID, name string, seen bool) error {
	if host == "" || account == "" || name == "" {
		return ErrIncomplete
	}
	return s.change(findingsOf(host, string(account)), func(doc *document) (bool, error) {
		removeEntries(doc, func(e findingEntry) bool { return e.Seen == name })
		if !seen {
			return true, nil
		}
		over := len(findingsIn(doc.entries)) + 1 - maxFindings
		return true, replaceEntry(doc, findingEntry{name}, func(e findingEntry) bool {
			if e.Seen == "" || over <= 0 {
				return false
			}
			over--
			return true
		})
	})
}

// SeenFindings returns the names of the findings of an account's audits that were seen, the
// oldest first.
func (s *Store) SeenFindings(host string, account model.ID) ([]string, error) {
	doc, err := s.read(findingsOf(host, string(account)))
	if err != nil {
		return nil, err
	}
	return findingsIn(doc.entries), nil
}

// findingsIn collects the names in some entries.
func findingsIn(entries []json.RawMessage) (names []string) {
	for _, text := range entries {
		var entry findingEntry
		if json.Unmarshal(text, &entry) == nil && entry.Seen != "" {
			names = append(names, entry.Seen)
		}
	}
	return names
}

// MarkFinding records that a finding was seen; see [account.SeenFindings]. Its error can be
// that of a damaged document that was quarantined: the record is stored nevertheless.
func (n *ObservationStore) MarkFinding(account model.ID, name string, seen bool) error {
	if n.err != nil {
		return n.err
	}
	return errors.Join(n.store.MarkFinding(n.host, account, name, seen), n.store.Notice())
}

// SeenFindings returns the names of seen findings; see [account.SeenFindings].
func (n *ObservationStore) SeenFindings(account model.ID) ([]string, error) {
	if n.err != nil {
		return nil, n.err
	}
	return n.store.SeenFindings(n.host, account)
}
