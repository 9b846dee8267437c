package state

import (
	"encoding/json"
	"errors"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

func choicesOf(host, account string) documentKind { return kindOf("choices", host, account) }

// KeepChoices durably stores the choices of an account's dashboard in place of the previous
// ones.
func (s *Store) KeepChoices(host string, id model.ID, choices account.Choices) error {
	if host == "" || id == "" {
		return ErrIncomplete
	}
	return s.change(choicesOf(host, string(id)), func(doc *document) (bool, error) {
		text, err := json.Marshal(choices)
		doc.entries = []json.RawMessage{text}
		return err == nil, err
	})
}

// Choices returns the choices of an account's dashboard; none before the first use.
func (s *Store) Choices(host string, id model.ID) (account.Choices, error) {
	doc, err := s.read(choicesOf(host, string(id)))
	var choices account.Choices
	if err != nil || len(doc.entries) == 0 {
		return choices, err
	}
	return choices, json.Unmarshal(doc.entries[0], &choices)
}

// KeepChoices stores choices; see [account.Chosen]. Its error can be that of a damaged
// document that was quarantined: the choices are stored nevertheless.
func (n *ObservationStore) KeepChoices(id model.ID, choices account.Choices) error {
	if n.err != nil {
		return n.err
	}
	return errors.Join(n.store.KeepChoices(n.host, id, choices), n.store.Notice())
}

// Choices returns choices; see [account.Chosen].
func (n *ObservationStore) Choices(id model.ID) (account.Choices, error) {
	if n.err != nil {
		return account.Choices{}, n.err
	}
	return n.store.Choices(n.host, id)
}
