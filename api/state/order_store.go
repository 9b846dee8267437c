package state

import "github.com/studio-tui/studio-tui/model"

// OrderStore is the orders with one API host.
type OrderStore struct {
	store *Store
	host  string
	err   error // why there is no store
}

// OrderStore gives the orders with a host.
func (s *Store) OrderStore(host string) *OrderStore { return &OrderStore{store: s, host: host} }

// DefaultOrderStore gives the orders with a host in the folder of this person. Where
// there is no such folder, every call of the book returns the error: nothing can
// be bought that could not be found again.
func DefaultOrderStore(host string) *OrderStore {
	store, err := openDefault()
	return &OrderStore{store: store, host: host, err: err}
}

// Begin writes a confirmed order down, durably, unless one of the same item is
// under way for the account: then that one comes back. Orders whose keys are among
// beside do not count.
func (b *OrderStore) Begin(order model.Order, beside ...string) (model.Order, error) {
	if b.err != nil {
		return model.Order{}, b.err
	}
	kept, _, err := b.store.Begin(b.host, order, beside...)
	return kept, err
}

// Save joins what is known of an order with what is kept of it, durably.
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

// MarkAnnounced reports whether the end of an order has not been announced before; from
// then on it has been.
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

// ListByAccount gives the orders of an account, the newest first: those under way, and those
// that ended within [OrderAge]. What could not be read is told by an error beside the
// others, until it is acknowledged.
func (b *OrderStore) ListByAccount(account model.ID) ([]model.Order, error) {
	if b.err != nil {
		return nil, b.err
	}
	return b.store.Orders(b.host, account)
}

// Acknowledge notes that the person knows what is wrong with the kept orders.
func (b *OrderStore) Acknowledge() error {
	if b.err != nil {
		return b.err
	}
	return b.store.AcknowledgeOrders()
}
