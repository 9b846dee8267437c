package purchase

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Effect is something to be done. Most are answered by an event.
type Effect interface{ effect() }

// Check reads the server's open sessions, and then the account's kept orders: a session
// that another program of this machine makes has its order written down before.
// Answered by [Checked].
type Check struct{}

// FetchQuote asks what buying the item would mean. Answered by [Quoted].
type FetchQuote struct{ Item model.Item }

// Ask asks the person the purchase's question. Answered by [Answer].
type Ask struct{}

// Confirm shows what buying means and waits for the yes. Answered by [Confirmed].
type Confirm struct{}

// Write writes a confirmed order down, durably, unless one of the same item is under
// way whose key is not in Beside. Answered by [Written].
type Write struct {
	Order  model.Order
	Beside []string
}

// Save keeps what is known of an order. Answered by [Saved], where it can be.
type Save struct{ Order model.Order }

// CreateSession asks for the order's session, once. Answered by [SessionCreated].
type CreateSession struct {
	Item model.Item
	Key  string
}

// OpenPage gives the payment page to the person. Answered by [PageOpened].
type OpenPage struct {
	Address model.URL
	Visits  int
}

// Wait waits. Answered by [Due]; a later one takes the place of one that is not over.
type Wait struct{ For time.Duration }

// PollSession asks how an order's session stands. Answered by [SessionPolled].
type PollSession struct{ Order model.Order }

// CancelSession cancels a session. Answered by [SessionPolled].
type CancelSession struct{ ID string }

// ReadLedger reads the newest rows of the account. Answered by [LedgerRead].
type ReadLedger struct{}

// ReadSubscription reads the account's subscription. Answered by [SubscriptionRead].
type ReadSubscription struct{}

// Acknowledge notes that the person knows that kept orders were lost.
type Acknowledge struct{}

// Notify is news for the person.
type Notify struct {
	News  News
	Order model.Order
	Err   error
}

// News is what is told.
type News string

// What is told.
const (
	GoingOn   News = "going on"   // with an order that is under way
	OtherOpen News = "other open" // an order of another item is under way too
	WasEnded  News = "was ended"  // a kept order has ended otherwise than by arriving
	Arriving  News = "has come"   // a kept order has arrived since
	Standing  News = "standing"   // how an order of an earlier start stands
	Repeating News = "repeating"  // the session is asked for again, after Err
	Waiting   News = "waiting"    // for the payment
	Pending   News = "pending"    // the payment is under way
	Completed News = "completed"  // the page is done with; the credits are awaited
	Trouble   News = "trouble"    // a look failed with Err
)

// Finish announces the end of the purchase's order, once for all programs of this
// machine. Err is why the server refused it, if it did.
type Finish struct {
	Order model.Order
	Err   error
}

// Stop says that nothing more is done. An order that was begun stays as it is.
type Stop struct {
	Reason Reason
	Err    error // of Failed and Refused
}

// Reason is why a purchase stops.
type Reason string

// The reasons.
const (
	Failed    Reason = "failed"     // with Err
	Refused   Reason = "refused"    // by a rule: Err is a *[Refusal] or a *[Mismatch]
	Declined  Reason = "declined"   // the person said no
	LeftOpen  Reason = "left open"  // the page is open, and nobody wants to wait
	StillOpen Reason = "still open" // nothing is certain, and nothing will be soon
)

// Website says that this server sells nothing itself: the website does.
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
