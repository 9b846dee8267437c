package model

import (
	"maps"
	"time"
)

// OrderState is the state of an order.
type OrderState string

// The states of an order. The last five are ends; of these only an arrived order
// is final, as a late payment can still turn the others into it.
const (
	OrderDrafted     OrderState = "drafted"   // shown for confirmation, nothing is promised
	OrderConfirmed   OrderState = "confirmed" // a person said yes; the session is being made
	OrderCreated     OrderState = "created"   // the session exists
	OrderOpened      OrderState = "opened"    // its page was given to a browser
	OrderUnpaid      OrderState = "unpaid"    // the page was left; the session can still be paid
	OrderPending     OrderState = "pending"   // the page is complete; its payment is under way and can still fail
	OrderFulfilled   OrderState = "arrived"   // the account has the row of this session, or its plan
	OrderExpired     OrderState = "expired"
	OrderCanceled    OrderState = "canceled"
	OrderFailed      OrderState = "failed" // the payment failed in the end
	OrderUnconfirmed OrderState = "unseen" // not seen yet: watched long enough, without a failure
)

// Order is one intent to buy, from its confirmation to the credits. Its key is
// the idempotency key of its one checkout session.
type Order struct {
	Key       string     `json:"key"`
	AccountID ID         `json:"accountId"` // the account it was confirmed for
	Item      Item       `json:"item"`
	Price     Money      `json:"price"` // due now as it was quoted; as listed, where there was no quote
	State     OrderState `json:"state"`
	At        Time       `json:"at"` // of the confirmation
	Before    Credits    `json:"balanceBefore"`

	SessionID string `json:"sessionId,omitempty"`
	URL       URL    `json:"url"`
	ExpiresAt Time   `json:"expiresAt"`
	Complete  bool   `json:"complete,omitempty"` // the page is complete, paid or not
	// PaymentStatus is that of the session once it is complete; empty if the server did not
	// send one.
	PaymentStatus PaymentStatus `json:"paymentStatus,omitempty"`
	Paid          bool          `json:"paid"` // it is paid, or nothing was to pay; the row may still be on its way
	// BringsNone says that the quote promised no credits: then it arrives with the
	// subscription, as the ledger has no row of it.
	BringsNone bool `json:"bringsNone,omitempty"`

	TransactionID ID      `json:"transactionId"`
	Arrived       Credits `json:"credits,omitzero"`      // what the row brought
	After         Credits `json:"balanceAfter,omitzero"` // the balance of the row
	Charged       Money   `json:"charged,omitzero"`      // what the row says was paid; zero where it does not say
	Receipt       URL     `json:"receiptUrl"`
	Announced     bool    `json:"told"` // its present end was announced to the person
}

// Done reports whether the order has ended.
func (o Order) Done() bool {
	switch o.State {
	case OrderFulfilled, OrderExpired, OrderCanceled, OrderFailed, OrderUnconfirmed:
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
	EventPending  OrderEvent = "pending"  // the session is complete and its payment under way
	EventExpired  OrderEvent = "expired"  // the session says so
	EventCanceled OrderEvent = "canceled" // the session says so
	EventFailed   OrderEvent = "failed"   // the session says that its payment failed
	EventArrived  OrderEvent = "arrived"  // the account's row of the session is there, or its plan
	EventTimeUp   OrderEvent = "time up"  // it was watched long enough
	EventOpen     OrderEvent = "open"     // the session can be paid, as the server says
)

// orderTable says where an event leads from each state. What does not stand in it
// changes nothing: events come late, twice, and out of order.
var orderTable = map[OrderState]map[OrderEvent]OrderState{
	OrderDrafted:   {EventConfirm: OrderConfirmed},
	OrderConfirmed: underWay(map[OrderEvent]OrderState{EventCreated: OrderCreated}),
	OrderCreated:   underWay(map[OrderEvent]OrderState{EventOpened: OrderOpened, EventReturned: OrderUnpaid}),
	OrderOpened:    underWay(map[OrderEvent]OrderState{EventReturned: OrderUnpaid}),
	OrderUnpaid:    underWay(map[OrderEvent]OrderState{EventOpened: OrderOpened}),
	OrderPending:   underWay(nil),
	// The account's row decides, whatever state the order had before.
	OrderExpired:  {EventArrived: OrderFulfilled},
	OrderCanceled: {EventArrived: OrderFulfilled},
	OrderFailed:   {EventArrived: OrderFulfilled},
	// An unseen payment is not final if the server reports another outcome.
	OrderUnconfirmed: {
		EventArrived: OrderFulfilled, EventExpired: OrderExpired, EventCanceled: OrderCanceled, EventFailed: OrderFailed,
		EventPending: OrderPending, EventOpen: OrderUnpaid,
	},
}

// underWay are the events that mean the same in every state of an order that is under
// way, beside those of one state.
func underWay(own map[OrderEvent]OrderState) map[OrderEvent]OrderState {
	next := map[OrderEvent]OrderState{
		EventPending: OrderPending, EventArrived: OrderFulfilled, EventExpired: OrderExpired, EventCanceled: OrderCanceled,
		EventFailed: OrderFailed, EventTimeUp: OrderUnconfirmed,
	}
	maps.Copy(next, own)
	return next
}

// Next is the state after an event.
func (o OrderState) Next(event OrderEvent) OrderState {
	if next, ok := orderTable[o][event]; ok {
		return next
	}
	return o
}

// Apply applies an event. A session that is complete is not waited for on its page, and
// one that is paid neither expires nor is canceled by polling: only its own
// server takes that back ([Order.ApplySession]). An end that follows another one is news again.
func (o Order) Apply(event OrderEvent) Order {
	switch {
	case o.Complete && event == EventReturned, o.Paid && (event == EventReturned || event == EventExpired || event == EventCanceled):
		return o
	}
	if next := o.State.Next(event); next != o.State {
		o.State, o.Announced = next, false
	}
	return o
}

// Confirm returns the order as confirmed by a person.
func (o Order) Confirm(at time.Time) Order {
	if o.State == OrderDrafted {
		o.At = At(at)
	}
	return o.Apply(EventConfirm)
}

// ApplySession updates the order from the server's checkout session. A session of another
// id than the one known is ignored. "complete" is not paid: that is the payment status, and
// a later "payment_failed", "expired" or "canceled" takes it back.
func (o Order) ApplySession(session Checkout) Order {
	if session.ID == "" || (o.SessionID != "" && o.SessionID != session.ID) || o.State == OrderDrafted {
		return o
	}
	o.SessionID, o.ExpiresAt = session.ID, session.ExpiresAt
	if session.URL != "" {
		o.URL = session.URL
	}
	o = o.Apply(EventCreated)
	switch session.Status {
	case CheckoutOpen:
		o = o.Apply(EventOpen)
	case CheckoutComplete:
		o.Complete, o.PaymentStatus = true, session.PaymentStatus
		o.Paid = session.PaymentStatus == PaymentPaid || session.PaymentStatus == PaymentNone
		if session.PaymentStatus == PaymentUnpaid {
			o = o.Apply(EventPending)
		}
		if session.TransactionID != "" {
			o.TransactionID = session.TransactionID
		}
	case CheckoutExpired:
		o = o.unpaid().Apply(EventExpired)
	case CheckoutCanceled:
		o = o.unpaid().Apply(EventCanceled)
	case CheckoutFailed:
		o = o.unpaid().Apply(EventFailed)
	}
	return o
}

// unpaid takes back that the order is paid. What has arrived stays.
func (o Order) unpaid() Order {
	if o.State != OrderFulfilled {
		o.Complete, o.Paid, o.PaymentStatus = false, false, ""
	}
	return o
}

// MatchTransaction looks for the order's row among transactions, by the session that it names
// and never by its amount, and takes it.
func (o Order) MatchTransaction(rows []Transaction) Order {
	if o.SessionID == "" || o.State == OrderFulfilled {
		return o
	}
	for _, row := range rows {
		if string(row.CheckoutID) == o.SessionID && row.Amount > 0 {
			o.Complete, o.Paid = true, true
			o.TransactionID, o.Arrived, o.After = row.ID, row.Amount, row.Balance
			if row.Payment != nil {
				o.Charged, o.Receipt = row.Payment.Money, row.Payment.ReceiptURL
			}
			if before := Difference(row.Amount, row.Balance); before.Known() {
				o.Before = before
			}
			return o.Apply(EventArrived)
		}
	}
	return o
}

// Fulfilled takes the account's subscription as the outcome of an order for a plan
// whose quote promised no credits: once its session is complete, the account has that
// plan, paid that way.
func (o Order) Fulfilled(sub Subscription) Order {
	if !o.BringsNone || !o.Complete || o.Item.Kind != KindPlan || !sub.Promises() ||
		string(sub.Plan) != o.Item.Slug || (sub.Interval != "" && sub.Interval != o.Item.Interval) {
		return o
	}
	if o.State != OrderFulfilled {
		o.After = o.Before
	}
	return o.Apply(EventArrived)
}

// ChargedOtherwise reports whether the charge differs from the quote: by tax, a promotion,
// or in another currency.
func (o Order) ChargedOtherwise() bool {
	return o.Charged.Currency != "" && o.Price.Currency != "" && o.Charged != o.Price
}

// progress ranks the states by how much is known. Unseen ranks as open: a poll may turn
// either into the other.
var progress = map[OrderState]int{
	OrderDrafted: 0, OrderConfirmed: 1, OrderCreated: 2, OrderOpened: 3, OrderUnpaid: 3,
	OrderUnconfirmed: 3, OrderPending: 4, OrderExpired: 5, OrderCanceled: 5, OrderFailed: 5, OrderFulfilled: 6,
}

// Ahead reports whether this copy of the order is further along than another copy of it.
func (o Order) Ahead(other Order) bool { return progress[o.State] > progress[other.State] }

// Merge combines two programs' copies of the same order, whichever was written last: the
// copy that is further along decides, and no field known to either is lost. Orders of other
// keys are not joined.
func (o Order) Merge(newer Order) Order {
	if o.Key != newer.Key {
		return o
	}
	merged, other := newer, o
	if o.Ahead(newer) {
		merged, other = o, newer
	}
	if merged.SessionID == "" {
		merged.SessionID, merged.URL, merged.ExpiresAt = other.SessionID, other.URL, other.ExpiresAt
	}
	if merged.TransactionID == "" {
		merged.TransactionID = other.TransactionID
	}
	switch merged.State {
	case OrderExpired, OrderCanceled, OrderFailed: // these say that it is not paid
	default:
		merged.Paid, merged.Complete = merged.Paid || other.Paid, merged.Complete || other.Complete
		if merged.PaymentStatus == "" {
			merged.PaymentStatus = other.PaymentStatus
		}
	}
	merged.BringsNone = merged.BringsNone || other.BringsNone
	if merged.Charged == (Money{}) {
		merged.Charged = other.Charged
	}
	if progress[o.State] == progress[newer.State] { // else the other copy has a newer end
		merged.Announced = merged.Announced || other.Announced
	}
	return merged
}

// ResumeWithin is how long after its confirmation an order without a session may
// be begun again with its key. Payment providers forget idempotency keys after a
// day, and then the same key would make a second session.
const ResumeWithin = 12 * time.Hour

// Resume returns an order as it continues at the start of a program: one without a session
// that is too old to be begun again becomes unseen.
func (o Order) Resume(now time.Time) Order {
	if o.SessionID == "" && now.Sub(o.At.Time) > ResumeWithin {
		return o.Apply(EventTimeUp)
	}
	return o
}
