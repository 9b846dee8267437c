package state

import (
	"encoding/json"
	"errors"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

func namesOf(host, account string) documentKind { return kindOf("names", host, account) }

// nameEntry is what a person says that a change was.
type nameEntry struct {
	Change model.ID `json:"change"`
	derive.Name
}

// NameChange durably stores a person's explanation of a change of an account's balance in
// place of the previous one; the zero name removes it.
func (s *Store) NameChange(host string, account, change model.ID, name derive.Name) error {
	if host == "" || account == "" || change == "" {
		return ErrIncomplete
	}
	return s.change(namesOf(host, string(account)), func(doc *document) (bool, error) {
		kept := doc.entries[:0:0]
		for _, text := range doc.entries {
			var was nameEntry
			if json.Unmarshal(text, &was) != nil || was.Change != change {
				kept = append(kept, text)
			}
		}
		if name.Valid() {
			text, err := json.Marshal(nameEntry{change, name})
			if err != nil {
				return false, err
			}
			kept = append(kept, text)
		}
		doc.entries = kept
		return true, nil
	})
}

// ChangeNames returns a person's explanations of changes of an account's balance.
func (s *Store) ChangeNames(host string, account model.ID) (map[model.ID]derive.Name, error) {
	doc, err := s.read(namesOf(host, string(account)))
	if err != nil {
		return nil, err
	}
	names := map[model.ID]derive.Name{}
	for _, text := range doc.entries {
		var entry nameEntry
		if json.Unmarshal(text, &entry) == nil && entry.Valid() {
			names[entry.Change] = entry.Name
		}
	}
	return names, nil
}

// NameChange stores the explanation of a change; see [Store.NameChange]. Its error can be
// that of a damaged document that was quarantined: the explanation is stored nevertheless.
func (n *ObservationStore) NameChange(account, change model.ID, name derive.Name) error {
	if n.err != nil {
		return n.err
	}
	return errors.Join(n.store.NameChange(n.host, account, change, name), n.store.Notice())
}

// ChangeNames returns the explanations of changes.
func (n *ObservationStore) ChangeNames(account model.ID) (map[model.ID]derive.Name, error) {
	if n.err != nil {
		return nil, n.err
	}
	return n.store.ChangeNames(n.host, account)
}
