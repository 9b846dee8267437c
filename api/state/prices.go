package state

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// seenPrice is a price of an offer as it is kept.
type seenPrice struct {
	derive.Offer
	derive.Price
}

// SawPrices durably stores prices read from the account's catalogue.
func (s *Store) SawPrices(host string, account model.ID, fresh map[derive.Offer]derive.Price) error {
	if host == "" || account == "" {
		return ErrIncomplete
	}
	return s.change(pricesOf(host, string(account)), func(doc *document) (bool, error) {
		for offer, price := range fresh {
			text, err := json.Marshal(seenPrice{offer, price})
			if err != nil {
				return false, err
			}
			doc.entries = append(doc.entries, text)
		}
		return len(fresh) > 0, nil
	})
}

// Prices returns the prices observed for an account.
func (s *Store) Prices(host string, account model.ID) (derive.Prices, error) {
	doc, err := s.read(pricesOf(host, string(account)))
	if err != nil {
		return nil, err
	}
	prices := derive.Prices{}
	for _, text := range doc.entries {
		var seen struct {
			seenPrice
			Cost model.Raw `json:"cost"` // null: the catalogue had none
		}
		if json.Unmarshal(text, &seen) != nil || len(seen.Cost) == 0 || seen.Tool == "" || seen.From.IsZero() {
			continue // an entry that is none
		}
		price := seen.Price
		price.Cost = model.UnknownCredits
		if !seen.Cost.Absent() && json.Unmarshal(seen.Cost, &price.Cost) != nil {
			continue
		}
		prices.Add(seen.Offer, price)
	}
	return prices, nil
}

// ObservationStore stores data of the accounts of one API host: observed balances and
// prices, budgets, visits and choices.
type ObservationStore struct {
	store *Store
	host  string
	err   error // why there is no store
}

// ObservationStore returns the store of a host's observations.
func (s *Store) ObservationStore(host string) *ObservationStore {
	return &ObservationStore{store: s, host: host}
}

// DefaultObservationStore returns the store of a host's observations in the user's default
// folder. If there is no such folder, every call returns the error.
func DefaultObservationStore(host string) *ObservationStore {
	store, err := openDefault()
	return &ObservationStore{store: store, host: host, err: err}
}

// SawBalances stores balance observations of an account, in their order; see
// [Store.SawBalances]. Its error can be that of a damaged document that was quarantined:
// they are stored nevertheless.
func (n *ObservationStore) SawBalances(account model.ID, seen ...derive.BalanceObservation) error {
	if n.err != nil {
		return n.err
	}
	return errors.Join(n.store.SawBalances(n.host, account, seen...), n.store.Notice())
}

// CutBalances removes balance observations after the present.
func (n *ObservationStore) CutBalances(account model.ID, present time.Time) error {
	if n.err != nil {
		return n.err
	}
	return errors.Join(n.store.CutBalances(n.host, account, present), n.store.Notice())
}

// Balances returns the balance observations of an account.
func (n *ObservationStore) Balances(account model.ID) ([]derive.BalanceObservation, error) {
	if n.err != nil {
		return nil, n.err
	}
	return n.store.Balances(n.host, account)
}

// SawPrices stores prices read from an account's catalogue.
func (n *ObservationStore) SawPrices(account model.ID, fresh map[derive.Offer]derive.Price) error {
	if n.err != nil {
		return n.err
	}
	return errors.Join(n.store.SawPrices(n.host, account, fresh), n.store.Notice())
}

// Prices returns the prices observed for an account.
func (n *ObservationStore) Prices(account model.ID) (derive.Prices, error) {
	if n.err != nil {
		return nil, n.err
	}
	return n.store.Prices(n.host, account)
}
