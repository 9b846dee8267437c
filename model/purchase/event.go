package purchase

import "github.com/studio-tui/studio-tui/model"

// Event is an input of [Purchase.Next].
type Event interface{ event() }

// Choose is a person's choice of an item.
type Choose struct {
	Account      model.Account
	Item         model.Item  // with the credits that the server lists for it
	Price        model.Money // that the server lists; zero where it lists none
	NeedsConsent bool        // see [Purchase.NeedsConsent]
}

// Resume continues an order that an earlier start left under way.
type Resume struct {
	Order        model.Order
	NeedsConsent bool
}

// Checked answers [Check].
type Checked struct {
	Open    []model.Checkout // the server's open sessions
	OpenErr error
	Orders  []model.Order // the account's stored orders, newest first
	Lost    error         // why some of them could not be read; nil if all could
}

// Answer is the person's answer to a question. Key is the idempotency key of an order that
// it may begin.
type Answer struct {
	Choice Choice
	Key    string
}

// Quoted answers [FetchQuote].
type Quoted struct {
	Quote model.Quote
	Err   error
}

// Confirmed is the person's consent to the displayed purchase. Key is a new idempotency
// key.
type Confirmed struct{ Key string }

// Consent confirms that the key in use is the intended one.
type Consent struct{}

// Repeat retries what failed, or requests the displayed price again.
type Repeat struct{}

// Written answers [Write]: the order as stored, which is another one if one of the same
// item was under way.
type Written struct {
	Order model.Order
	Err   error
}

// SessionCreated answers [CreateSession].
type SessionCreated struct {
	Session model.Checkout
	Err     error
}

// PageOpened answers [OpenPage]. Visits is copied from the effect.
type PageOpened struct {
	Err    error
	Visits int
}

// Due answers [Wait]: its time is over.
type Due struct{}

// SessionPolled answers [PollSession] and [CancelSession]. Ledger is set where the ledger was read
// with it.
type SessionPolled struct {
	Session model.Checkout
	Err     error
	Ledger  *LedgerRead
}

// LedgerRead holds the newest rows of the account, or those of the type of the order's row.
// Cached ones were not read from the server now.
type LedgerRead struct {
	Rows   []model.Transaction
	Err    error
	Cached bool
}

// SubscriptionRead is the account's subscription.
type SubscriptionRead struct {
	Subscription model.Subscription
	Err          error
}

// Reopen requests the payment page again.
type Reopen struct{}

// Returned reports that the person is back from the browser.
type Returned struct{}

// Cancel reports that the person gives up the order.
type Cancel struct{}

// Saved answers [Save] with the order as merged from all programs of this machine.
type Saved struct{ Order model.Order }

func (Choose) event()           {}
func (Resume) event()           {}
func (Checked) event()          {}
func (Answer) event()           {}
func (Quoted) event()           {}
func (Confirmed) event()        {}
func (Consent) event()          {}
func (Repeat) event()           {}
func (Written) event()          {}
func (SessionCreated) event()   {}
func (PageOpened) event()       {}
func (Due) event()              {}
func (SessionPolled) event()    {}
func (LedgerRead) event()       {}
func (SubscriptionRead) event() {}
func (Reopen) event()           {}
func (Returned) event()         {}
func (Cancel) event()           {}
func (Saved) event()            {}
