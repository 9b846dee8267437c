package state

import "github.com/studio-tui/studio-tui/model"

// Book is the orders with one API host.
type Book struct {
	store *Store
	host  string
	err   error // why there is no store
}

// Book gives the orders with a host.
func (s *Store) Book(host string) *Book { return &Book{store: s, host: host} }

// DefaultBook gives the orders with a host in the folder of this person. Where
// there is no such folder, every call of the book returns the error: nothing can
// be bought that could not be found again.
func DefaultBook(host string) *Book {
	store, err := openDefault()
	return &Book{store: store, host: host, err: err}
}

// Begin writes a confirmed order down, durably, unless one of the same item is
// under way for the account: then that one comes back. Orders whose keys are among
// beside do not count.
func (b *Book) Begin(order model.Order, beside ...string) (model.Order, error) {
	if b.err != nil {
		return model.Order{}, b.err
	}
	kept, _, err := b.store.Begin(b.host, order, beside...)
	return kept, err
}

// Save joins what is known of an order with what is kept of it, durably.
func (b *Book) Save(order model.Order) (model.Order, error) {
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

// Tell reports whether the end of an order has not been announced before; from
// then on it has been.
func (b *Book) Tell(key string) (first bool, err error) {
	if b.err != nil {
		return false, b.err
	}
	_, err = b.store.Update(b.host, key, func(order *model.Order) error {
		first, order.Told = !order.Told, true
		return nil
	})
	return first && err == nil, err
}

// Of gives the orders of an account, the newest first: those under way, and those
// that ended within [OrderAge]. What could not be read is told by an error beside the
// others, until it is acknowledged.
func (b *Book) Of(account model.ID) ([]model.Order, error) {
	if b.err != nil {
		return nil, b.err
	}
	return b.store.Orders(b.host, account)
}

// Acknowledge notes that the person knows what is wrong with the kept orders.
func (b *Book) Acknowledge() error {
	if b.err != nil {
		return b.err
	}
	return b.store.AcknowledgeOrders()
}
