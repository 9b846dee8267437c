package purchase

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Effect is an action that the driver has to carry out. Most are answered by an event.
type Effect interface{ effect() }

// Check reads the server's open sessions and then the account's stored orders: another
// program on this machine stores an order before it creates its session. Answered by
// [Checked].
type Check struct{}

// FetchQuote requests the quote of an item. Answered by [Quoted].
type FetchQuote struct{ Item model.Item }

// Ask asks the person the purchase's question. Answered by [Answer].
type Ask struct{}

// Confirm shows the price and effect of the purchase and waits for the person's consent.
// Answered by [Confirmed].
type Confirm struct{}

// Write stores a confirmed order durably, unless an order of the same item whose key is not
// in Beside is under way. Answered by [Written].
type Write struct {
	Order  model.Order
	Beside []string
}

// Save stores the present state of an order. Answered by [Saved] if it succeeds.
type Save struct{ Order model.Order }

// CreateSession requests the order's checkout session, once. Answered by [SessionCreated].
type CreateSession struct {
	Item model.Item
	Key  string
}

// OpenPage opens the payment page for the person. Answered by [PageOpened].
type OpenPage struct {
	Address model.URL
	Visits  int
}

// Wait starts a timer. Answered by [Due]; a later one replaces one that is still running.
type Wait struct{ For time.Duration }

// PollSession requests the state of an order's session. Answered by [SessionPolled].
type PollSession struct{ Order model.Order }

// CancelSession cancels a session. Answered by [SessionPolled].
type CancelSession struct{ ID string }

// ReadLedger reads the newest rows of the account. Answered by [LedgerRead].
type ReadLedger struct{}

// ReadSubscription reads the account's subscription. Answered by [SubscriptionRead].
type ReadSubscription struct{}

// Acknowledge records that the person has seen that stored orders were lost.
type Acknowledge struct{}

// Notify shows news of the purchase to the person.
type Notify struct {
	News  News
	Order model.Order
	Err   error
}

// News is the kind of a notification.
type News string

// The kinds of news.
const (
	GoingOn   News = "going on"   // continuing an order that is under way
	OtherOpen News = "other open" // an order of another item is under way too
	WasEnded  News = "was ended"  // a stored order has ended without arriving
	Arriving  News = "has come"   // a stored order has arrived since
	Standing  News = "standing"   // the state of an order from an earlier start
	Repeating News = "repeating"  // the session is requested again, after Err
	Waiting   News = "waiting"    // waiting for the payment
	Pending   News = "pending"    // the payment is under way
	Completed News = "completed"  // the page is complete; the credits are awaited
	Trouble   News = "trouble"    // a poll failed with Err
)

// Finish announces the end of the purchase's order, once for all programs of this
// machine. Err is why the server refused it, if it did.
type Finish struct {
	Order model.Order
	Err   error
}

// Stop ends the purchase's work. An order that was begun keeps its state.
type Stop struct {
	Reason Reason
	Err    error // of Failed and Refused
}

// Reason is the reason why a purchase stops.
type Reason string

// The reasons.
const (
	Failed    Reason = "failed"     // with Err
	Refused   Reason = "refused"    // by a rule: Err is a *[Refusal] or a *[Mismatch]
	Declined  Reason = "declined"   // the person said no
	LeftOpen  Reason = "left open"  // the page is open, and waiting was not wanted
	StillOpen Reason = "still open" // no outcome is certain, nor will one be soon
)

// Website hands the purchase over to the website, as this server sells nothing itself.
type Website struct{}

func (Check) effect()            {}
func (FetchQuote) effect()       {}
func (Ask) effect()              {}
func (Confirm) effect()          {}
func (Write) effect()            {}
func (Save) effect()             {}
func (CreateSession) effect()    {}
func (OpenPage) effect()         {}
func (Wait) effect()             {}
func (PollSession) effect()      {}
func (CancelSession) effect()    {}
func (ReadLedger) effect()       {}
func (ReadSubscription) effect() {}
func (Acknowledge) effect()      {}
func (Notify) effect()           {}
func (Finish) effect()           {}
func (Stop) effect()             {}
func (Website) effect()          {}
