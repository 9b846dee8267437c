package state

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// OrderAge is how long an order is stored after it has ended.
const OrderAge = 90 * 24 * time.Hour

// orderEntry is an order as it is kept. An order belongs to the account that it
// was confirmed for, and an account to its host.
type orderEntry struct {
	Host    string      `json:"host"`
	EndedAt model.Time  `json:"endedAt"` // when its end was first stored; null before
	Order   model.Order `json:"order"`
}

func (e orderEntry) old(now time.Time) bool {
	return e.Order.Done() && !e.EndedAt.IsZero() && now.Sub(e.EndedAt.Time) > OrderAge
}

func (e orderEntry) is(host, key string) bool { return e.Host == host && e.Order.Key == key }

// Orders returns the orders of an account, the newest first: those under way, and those
// that ended in the last 90 days. If some cannot be read, it returns the others with an
// error: *[Damaged], which remains until [Store.AcknowledgeOrders], or *[Newer] and others,
// which cannot be acknowledged.
func (s *Store) Orders(host string, account model.ID) ([]model.Order, error) {
	doc, problem := s.loadOrders()
	var found []model.Order
	for _, text := range doc.entries {
		entry, err := doc.order(text)
		switch {
		case err != nil:
		case entry.Host == host && entry.Order.AccountID == account && !entry.old(s.now()):
			found = append(found, entry.Order)
		}
	}
	slices.SortStableFunc(found, func(a, b model.Order) int {
		return cmp.Or(b.At.Compare(a.At.Time), cmp.Compare(a.Key, b.Key))
	})
	return found, problem
}

// PutOrder stores an order, replacing the one with its key. When it returns nil the order
// survives a crash and a power cut. An order that has arrived is not replaced by one that
// has not, as the account's row decides. To change an order use [Store.Update], which loses
// nothing that another program wrote meanwhile.
func (s *Store) PutOrder(host string, order model.Order) error {
	_, err := s.put(host, order.Key, func(model.Order, bool) (model.Order, error) { return order, nil })
	return err
}

// Begin stores a new order like [Store.PutOrder], unless the account has one under way for
// the same item already, from another window or an earlier start: then it returns that one,
// begun is false and nothing is written. So one confirmation in two windows remains one
// order with one key. Orders whose keys are among beside do not count.
func (s *Store) Begin(host string, order model.Order, beside ...string) (kept model.Order, begun bool, err error) {
	if err := checkComplete(host, order); err != nil {
		return model.Order{}, false, err
	}
	kept = order
	err = s.changeOrders(func(doc *document) (bool, error) {
		for _, text := range doc.entries {
			entry, err := doc.order(text)
			if err == nil && entry.Host == host && entry.Order.AccountID == order.AccountID &&
				!entry.Order.Done() && entry.Order.Item.Same(order.Item) && !slices.Contains(beside, entry.Order.Key) {
				kept = entry.Order
				return false, nil
			}
		}
		begun = true
		kept, err = s.write(doc, host, order.Key, func(model.Order, bool) (model.Order, error) { return order, nil })
		return err == nil, err
	})
	if err != nil {
		return model.Order{}, false, err
	}
	return kept, begun, nil
}

// Update changes the stored order with a key by alter, under the lock, stores it durably
// and returns it. Without such an order it returns [ErrNoOrder], and if alter fails its
// error; then nothing is written. alter must not call the store, nor give the order another
// key or account ([ErrForeign]).
func (s *Store) Update(host, key string, alter func(*model.Order) error) (model.Order, error) {
	return s.put(host, key, func(order model.Order, found bool) (model.Order, error) {
		if !found {
			return order, ErrNoOrder
		}
		err := alter(&order)
		return order, err
	})
}

// put changes the order with a key, or adds it.
func (s *Store) put(host, key string, alter func(was model.Order, found bool) (model.Order, error)) (kept model.Order, err error) {
	err = s.changeOrders(func(doc *document) (bool, error) {
		kept, err = s.write(doc, host, key, alter)
		return err == nil, err
	})
	return kept, err
}

// write changes one order of a document, or adds it, and drops those that ended
// long ago.
func (s *Store) write(doc *document, host, key string, alter func(was model.Order, found bool) (model.Order, error)) (model.Order, error) {
	now := s.now()
	at, was := len(doc.entries), orderEntry{}
	keep := make([]json.RawMessage, 0, len(doc.entries)+1)
	for _, text := range doc.entries {
		entry, err := doc.order(text)
		switch {
		case err == nil && entry.is(host, key):
			at, was = len(keep), entry
		case err == nil && entry.old(now):
			continue // an order that cannot be read is never dropped
		}
		keep = append(keep, text)
	}
	found := was.Host != ""
	order, err := alter(was.Order, found)
	if err == nil {
		err = checkComplete(host, order)
	}
	if err != nil {
		return model.Order{}, err
	}
	if order.Key != key || (found && order.AccountID != was.Order.AccountID) {
		return model.Order{}, ErrForeign
	}
	if found && was.Order.State == model.OrderFulfilled && order.State != model.OrderFulfilled {
		order = was.Order
	}
	is := orderEntry{Host: host, Order: order}
	if order.Done() {
		is.EndedAt = model.At(now)
		if was.Order.State == order.State && !was.EndedAt.IsZero() {
			is.EndedAt = was.EndedAt
		}
	}
	var old json.RawMessage
	if found {
		old = keep[at]
	} else {
		at, keep = len(keep), append(keep, nil)
	}
	if keep[at], err = withUnknownMembers(old, was, is); err == nil {
		keep[at], err = seal(keep[at])
	}
	if err != nil {
		return model.Order{}, err
	}
	doc.entries = keep
	return order, nil
}

// checkComplete reports whether an order says what it is and whose.
func checkComplete(host string, order model.Order) error {
	if host == "" || order.Key == "" || order.AccountID == "" {
		return ErrIncomplete
	}
	return nil
}

// order reads one entry of the document. One without key, account or host is none, and
// so is one that is not what was written.
func (d *document) order(text json.RawMessage) (orderEntry, error) {
	if bytes.Equal(text, []byte("null")) {
		return orderEntry{}, errNotUnderstood
	}
	_, must := d.members[sumsMember]
	if err := sealed(text, must); err != nil {
		return orderEntry{}, err
	}
	var entry orderEntry
	if err := json.Unmarshal(text, &entry); err != nil {
		return orderEntry{}, errors.Join(errNotUnderstood, err)
	}
	return entry, checkComplete(entry.Host, entry.Order)
}
