package model

import "time"

// OrderState is where an order stands.
type OrderState string

// The states of an order. The last four are ends; of these only an arrived order
// is final, as a late payment can still turn the others into it.
const (
	OrderDrafted   OrderState = "drafted"   // shown for confirmation, nothing is promised
	OrderConfirmed OrderState = "confirmed" // a person said yes; the session is being made
	OrderCreated   OrderState = "created"   // the session exists
	OrderOpened    OrderState = "opened"    // its page was given to a browser
	OrderUnpaid    OrderState = "unpaid"    // the page was left; the session can still be paid
	OrderArrived   OrderState = "arrived"   // the account has the row of this session
	OrderExpired   OrderState = "expired"
	OrderCanceled  OrderState = "canceled"
	OrderUnseen    OrderState = "unseen" // not seen yet: watched long enough, no word of failure
)

// Order is one intent to buy, from its confirmation to the credits. Its key is
// the idempotency key of its one checkout session.
type Order struct {
	Key       string     `json:"key"`
	AccountID ID         `json:"accountId"` // whom it was confirmed for
	Item      Item       `json:"item"`
	Price     Money      `json:"price"`
	State     OrderState `json:"state"`
	At        Time       `json:"at"` // of the confirmation
	Before    Credits    `json:"balanceBefore"`

	SessionID string  `json:"sessionId,omitempty"`
	URL       Address `json:"url"`
	ExpiresAt Time    `json:"expiresAt"`
	Paid      bool    `json:"paid"` // the session is complete; the row may still be on its way

	TransactionID ID      `json:"transactionId"`
	Arrived       Credits `json:"credits,omitzero"`      // what the row brought
	After         Credits `json:"balanceAfter,omitzero"` // the balance of the row
	Receipt       Address `json:"receiptUrl"`
	Told          bool    `json:"told"` // the end that it has now was announced to the person
}

// Done reports whether the order has ended.
func (o Order) Done() bool {
	switch o.State {
	case OrderArrived, OrderExpired, OrderCanceled, OrderUnseen:
		return true
	}
	return false
}

// OrderEvent is something that happens to an order.
type OrderEvent string

// The events.
const (
	EventConfirm  OrderEvent = "confirm"  // the person says yes
	EventCreated  OrderEvent = "created"  // the server has a session
	EventOpened   OrderEvent = "opened"   // the page was given to a browser
	EventReturned OrderEvent = "returned" // the person is back, and the session is still open
	EventExpired  OrderEvent = "expired"  // the session says so
	EventCanceled OrderEvent = "canceled" // the session says so
	EventArrived  OrderEvent = "arrived"  // the account's row of the session is there
	EventTimeUp   OrderEvent = "time up"  // it was watched long enough
)

// orderTable says where an event leads from each state. What does not stand in it
// changes nothing: events come late, twice, and out of order.
var orderTable = map[OrderState]map[OrderEvent]OrderState{
	OrderDrafted: {EventConfirm: OrderConfirmed},
	OrderConfirmed: {
		EventCreated: OrderCreated, EventArrived: OrderArrived, EventExpired: OrderExpired,
		EventCanceled: OrderCanceled, EventTimeUp: OrderUnseen,
	},
	OrderCreated: {
		EventOpened: OrderOpened, EventReturned: OrderUnpaid, EventArrived: OrderArrived,
		EventExpired: OrderExpired, EventCanceled: OrderCanceled, EventTimeUp: OrderUnseen,
	},
	OrderOpened: {
		EventReturned: OrderUnpaid, EventArrived: OrderArrived,
		EventExpired: OrderExpired, EventCanceled: OrderCanceled, EventTimeUp: OrderUnseen,
	},
	OrderUnpaid: {
		EventOpened: OrderOpened, EventArrived: OrderArrived,
		EventExpired: OrderExpired, EventCanceled: OrderCanceled, EventTimeUp: OrderUnseen,
	},
	// What the account says is the last word, whatever was thought before.
	OrderExpired:  {EventArrived: OrderArrived},
	OrderCanceled: {EventArrived: OrderArrived},
	OrderUnseen:   {EventArrived: OrderArrived, EventExpired: OrderExpired, EventCanceled: OrderCanceled},
}

// Next is the state after an event.
func (o OrderState) Next(event OrderEvent) OrderState {
	if next, ok := orderTable[o][event]; ok {
		return next
	}
	return o
}

// On applies an event. A session that was paid neither expires nor is canceled
// any more: it waits for its row. An end that follows another one is news again.
func (o Order) On(event OrderEvent) Order {
	if o.Paid && (event == EventExpired || event == EventCanceled || event == EventReturned) {
		return o
	}
	if next := o.State.Next(event); next != o.State {
		o.State, o.Told = next, false
	}
	return o
}

// Confirm is the order that a person said yes to.
func (o Order) Confirm(at time.Time) Order {
	if o.State == OrderDrafted {
		o.At = At(at)
	}
	return o.On(EventConfirm)
}

// Seen takes what the server says of the order's session. A session of another id
// than the one known is ignored.
func (o Order) Seen(session Checkout) Order {
	if session.ID == "" || (o.SessionID != "" && o.SessionID != session.ID) || o.State == OrderDrafted {
		return o
	}
	o.SessionID, o.ExpiresAt = session.ID, session.ExpiresAt
	if session.URL != "" {
		o.URL = session.URL
	}
	o = o.On(EventCreated)
	switch session.Status {
	case CheckoutComplete:
		o.Paid = true
		if session.TransactionID != "" {
			o.TransactionID = session.TransactionID
		}
	case CheckoutExpired:
		o = o.On(EventExpired)
	case CheckoutCanceled:
		o = o.On(EventCanceled)
	}
	return o
}

// Find looks for the order's row among transactions, by the session that it names
// and never by its amount, and takes it.
func (o Order) Find(rows []Transaction) Order {
	if o.SessionID == "" || o.State == OrderArrived {
		return o
	}
	for _, row := range rows {
		if string(row.CheckoutID) == o.SessionID && row.Amount > 0 {
			o.Paid = true
			o.TransactionID, o.Arrived, o.After = row.ID, row.Amount, row.Balance
			if row.Payment != nil {
				o.Receipt = row.Payment.ReceiptURL
			}
			o.Before = row.Balance - row.Amount
			return o.On(EventArrived)
		}
	}
	return o
}

// progress ranks the states by how much is known.
var progress = map[OrderState]int{
	OrderDrafted: 0, OrderConfirmed: 1, OrderCreated: 2, OrderOpened: 3, OrderUnpaid: 3,
	OrderUnseen: 4, OrderExpired: 5, OrderCanceled: 5, OrderArrived: 6,
}

// Merge joins what two programs know of the same order, whichever wrote last: the
// one that knows more decides, and nothing that either knows is lost. Orders of
// other keys are not joined.
func (o Order) Merge(newer Order) Order {
	if o.Key != newer.Key {
		return o
	}
	merged, other := newer, o
	if progress[o.State] > progress[newer.State] {
		merged, other = o, newer
	}
	if merged.SessionID == "" {
		merged.SessionID, merged.URL, merged.ExpiresAt = other.SessionID, other.URL, other.ExpiresAt
	}
	if merged.TransactionID == "" {
		merged.TransactionID = other.TransactionID
	}
	merged.Paid = merged.Paid || other.Paid
	if progress[o.State] == progress[newer.State] { // else the other was told of another end
		merged.Told = merged.Told || other.Told
	}
	return merged
}

// ResumeWithin is how long after its confirmation an order without a session may
// be begun again with its key. Payment providers forget idempotency keys after a
// day, and then the same key would make a second session.
const ResumeWithin = 12 * time.Hour

// Resume is what becomes of an order that is found at the start of a program: one
// without a session that is too old to be begun again was not seen.
func (o Order) Resume(now time.Time) Order {
	if o.SessionID == "" && now.Sub(o.At.Time) > ResumeWithin {
		return o.On(EventTimeUp)
	}
	return o
}

// Overdue reports whether an order has been watched long enough: its session is
// past its end by the grace, and there is no word of it.
func (o Order) Overdue(now time.Time, grace time.Duration) bool {
	return !o.Done() && !o.ExpiresAt.IsZero() && now.Sub(o.ExpiresAt.Time) > grace
}
