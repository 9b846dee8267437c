package state

import "github.com/studio-tui/studio-tui/model"

// OrderStore stores the orders of one API host.
type OrderStore struct {
	store *Store
	host  string
	err   error // why there is no store
}

// OrderStore returns the store of a host's orders.
func (s *Store) OrderStore(host string) *OrderStore { return &OrderStore{store: s, host: host} }

// DefaultOrderStore returns the store of a host's orders in the user's default folder. If
// there is no such folder, every call returns the error: without stored orders nothing can
// be bought.
func DefaultOrderStore(host string) *OrderStore {
	store, err := openDefault()
	return &OrderStore{store: store, host: host, err: err}
}

// Begin durably stores a confirmed order, unless one of the same item is under way for the
// account: then it returns that one. Orders whose keys are among beside do not count.
func (b *OrderStore) Begin(order model.Order, beside ...string) (model.Order, error) {
	if b.err != nil {
		return model.Order{}, b.err
	}
	kept, _, err := b.store.Begin(b.host, order, beside...)
	return kept, err
}

// Save durably merges an order with its stored state.
func (b *OrderStore) Save(order model.Order) (model.Order, error) {
	if b.err != nil {
		return model.Order{}, b.err
	}
	return b.store.put(b.host, order.Key, func(was model.Order, found bool) (model.Order, error) {
		if !found {
			return order, nil
		}
		return was.Merge(order), nil
	})
}

// MarkAnnounced records that the end of an order has been announced; first reports whether
// it had not been before.
func (b *OrderStore) MarkAnnounced(key string) (first bool, err error) {
	if b.err != nil {
		return false, b.err
	}
	_, err = b.store.Update(b.host, key, func(order *model.Order) error {
		first, order.Announced = !order.Announced, true
		return nil
	})
	return first && err == nil, err
}

// ListByAccount returns the orders of an account, the newest first: those under way, and
// those that ended within [OrderAge]. If some could not be read, an error comes with the
// others until it is acknowledged.
func (b *OrderStore) ListByAccount(account model.ID) ([]model.Order, error) {
	if b.err != nil {
		return nil, b.err
	}
	return b.store.Orders(b.host, account)
}

// Acknowledge records that the person has seen the errors of stored orders.
func (b *OrderStore) Acknowledge() error {
	if b.err != nil {
		return b.err
	}
	return b.store.AcknowledgeOrders()
}
