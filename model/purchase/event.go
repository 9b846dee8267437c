package purchase

import "github.com/studio-tui/studio-tui/model"

// Event is something that happened.
type Event interface{ event() }

// Choose says that a person chose an item.
type Choose struct {
	Account      model.Account
	Item         model.Item  // with the credits that the server lists for it
	Price        model.Money // that the server lists; zero where it lists none
	NeedsConsent bool        // see [Purchase.NeedsConsent]
}

// Resume takes up an order that an earlier start left under way.
type Resume struct {
	Order        model.Order
	NeedsConsent bool
}

// Checked answers [Check].
type Checked struct {
	Open    []model.Checkout // the server's open sessions
	OpenErr error
	Orders  []model.Order // the account's kept orders, newest first
	Lost    error         // some of them could not be read; nil where all could
}

// Answer is the person's answer to a question. Key is for an order that it may begin.
type Answer struct {
	Choice Choice
	Key    string
}

// Quoted answers [FetchQuote].
type Quoted struct {
	Quote model.Quote
	Err   error
}

// Confirmed is the person's yes to what is shown. Key is a new idempotency key.
type Confirmed struct{ Key string }

// Consent says that the key in use is meant.
type Consent struct{}

// Repeat asks again for what failed, or for the price that is shown.
type Repeat struct{}

// Written answers [Write]: the order as it is kept, which is another one where one of
// the same item was under way.
type Written struct {
	Order model.Order
	Err   error
}

// SessionCreated answers [CreateSession].
type SessionCreated struct {
	Session model.Checkout
	Err     error
}

// PageOpened answers [OpenPage]. Visits is that of the effect.
type PageOpened struct {
	Err    error
	Visits int
}

// Due says that a [Wait] is over.
type Due struct{}

// SessionPolled answers [PollSession] and [CancelSession]. Ledger is set where the ledger was read
// with it.
type SessionPolled struct {
	Session model.Checkout
	Err     error
	Ledger  *LedgerRead
}

// LedgerRead is the newest rows of the account, or of the type that the order's has.
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

// Reopen asks for the payment page once more.
type Reopen struct{}

// Returned says that the person is back from the browser.
type Returned struct{}

// Cancel says that the person gives the order up.
type Cancel struct{}

// Saved answers [Save]: what all programs of this machine know of the order.
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
