package state

import (
	"encoding/json"
	"errors"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
)

func budgetsOf(host, account string) documentKind { return kindOf("budgets", host, account) }

// SetBudget durably stores an account's budget in place of the previous one; nil removes
// it.
func (s *Store) SetBudget(host string, account model.ID, budget *insight.Budget) error {
	if host == "" || account == "" {
		return ErrIncomplete
	}
	return s.change(budgetsOf(host, string(account)), func(doc *document) (bool, error) {
		doc.entries = nil
		if budget == nil {
			return true, nil
		}
		text, err := json.Marshal(budget)
		if err != nil {
			return false, err
		}
		doc.entries = []json.RawMessage{text}
		return true, nil
	})
}

// Budget returns an account's budget, nil for none.
func (s *Store) Budget(host string, account model.ID) (*insight.Budget, error) {
	doc, err := s.read(budgetsOf(host, string(account)))
	if err != nil {
		return nil, err
	}
	for _, text := range doc.entries {
		var budget insight.Budget
		if json.Unmarshal(text, &budget) == nil && budget.Valid() {
			return &budget, nil
		}
	}
	return nil, nil
}

// SetBudget stores an account's budget; nil removes it. Its error can be that of a damaged
// document that was quarantined: the budget is stored nevertheless.
func (n *ObservationStore) SetBudget(account model.ID, budget *insight.Budget) error {
	if n.err != nil {
		return n.err
	}
	return errors.Join(n.store.SetBudget(n.host, account, budget), n.store.Notice())
}

// Budget returns an account's budget, nil for none.
func (n *ObservationStore) Budget(account model.ID) (*insight.Budget, error) {
	if n.err != nil {
		return nil, n.err
	}
	return n.store.Budget(n.host, account)
}
