// Package purchase implements buying as a state machine: [Purchase.Next] takes an event and
// returns the next state and the effects to carry out. It does no I/O and reads no clock,
// so that every rule of buying exists once and can be tested for every event at every
// stage. The dashboard and the commands each have a driver that carries out effects and
// returns events.
//
// [model.Order] defines the transitions of an order; this package decides when to make
// which request, and when to stop.
package purchase

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Purchase is the state of one purchase, from the choice of an item to its outcome. It is a
// value; the initial one has only its Terms set.
type Purchase struct {
	model.Order // drafted until it is confirmed

	Terms    Terms
	Stage    Stage
	Quote    Quote
	Question Question // in stage [Asking]
	Err      error    // the last error; it does not change the order
	Changed  bool     // the quote differs from the one shown before
	Browser  string   // why no browser was opened, if so
	Tries    int      // how often this program requested the order's session
	Resumed  bool     // the order was begun before this purchase

	// NeedsConsent says that the key in use takes precedence over a profile that has
	// another key: nothing is created or opened before the person has confirmed it
	// (Allowed).
	NeedsConsent, Allowed bool

	// OpenElsewhere lists the server's open sessions of the item that belong to no order of
	// this machine, as found after an uncertain answer.
	OpenElsewhere int

	draft draft
	watch watch
}

// Terms are the options of a purchase.
type Terms struct {
	Policy     model.PollPolicy
	Tries      int  // for an order's session, before the person is asked to repeat it
	Unattended bool // without questions: the item is bought as listed, or not
	Stops      bool // it ends when no outcome is certain soon, as for a command
	NoWait     bool // it ends once the page is open
}

// Clock is the present time: by this machine, for durations, and by the server, for times
// that the server sends.
type Clock struct{ Here, Server time.Time }

// Stage is the event that a purchase waits for.
type Stage string

// The stages.
const (
	Idle            Stage = ""
	Checking        Stage = "checking"   // stored orders and the server's open sessions
	Recalling       Stage = "recalling"  // the state of a stored order
	Asking          Stage = "asking"     // an answer to Question
	Quoting         Stage = "quoting"    // the price
	Confirming      Stage = "confirming" // the person's consent
	Stuck           Stage = "stuck"      // a retry: something failed before an order was begun
	Writing         Stage = "writing"    // the order to be stored
	Claiming        Stage = "claiming"   // open sessions, before the session is requested again
	CreatingSession Stage = "making"     // the session
	Pausing         Stage = "pausing"    // the next request for it
	Unsure          Stage = "unsure"     // the person: whether the session exists is unknown; it can be repeated or given up
	Held            Stage = "held"       // the consent to use the key
	Watching        Stage = "watching"   // the next poll of the session
	Looking         Stage = "looking"    // the state of the session
	Canceling       Stage = "canceling"  // its state after it was canceled
	Elsewhere       Stage = "elsewhere"  // nothing: the website sells this
	Ended           Stage = "ended"      // nothing
)

// Quote is the server's quote of the item. A server need not offer quotes: then Has stays
// false.
type Quote struct {
	Value    model.Quote
	Has      bool
	At       time.Time // when it arrived; zero before the first request
	Err      error     // of the last request
	InFlight bool
}

func (q Quote) same(other Quote) bool {
	return q.Has == other.Has && (!q.Has || q.Value.Same(other.Value))
}

// draft is what is known while a purchase has no order yet.
type draft struct {
	chosen    model.Order // as it was drafted
	key       string      // of the order, once the person said yes
	agreed    bool        // the person said yes to what was shown
	shown     Quote       // what they said it to
	checked   time.Time   // when open sessions and kept orders were looked at
	orders    []model.Order
	sessions  []model.Checkout // open at the server, of no order of this machine
	lost      error            // why kept orders are missing
	blind     bool             // the server does not list its open sessions
	candidate model.Order      // the kept order that is looked at
	declined  []string         // keys and session ids that the person does not go on with
	noneOpen  bool             // no session of the item was open when it was asked for again
}

// watch is how the order's session is followed.
type watch struct {
	silent   bool          // its page is not opened: nobody asked for it now
	delay    time.Duration // before the next look, or the next try
	complete time.Time     // when the session was first seen complete, by the server's clock
	ledger   time.Time     // when the ledger was read last, by the server's clock
	trouble  error         // of reading it
	back     bool          // the person came back: the next answer of the server is shown
	visits   int           // how often they came back
	standing bool          // the order's state is to be shown, as it is of an earlier start
	looks    int
	ending   model.Deadline
	told     news
}

// news is what was shown of the payment.
type news int

// Consented reports whether the key in use may be used to buy.
func (p Purchase) Consented() bool { return !p.NeedsConsent || p.Allowed }

// Drafting reports whether no order has been begun yet.
func (p Purchase) Drafting() bool { return p.State == model.OrderDrafted }

// Next returns the state after an event and the effects to carry out. Events that come
// late, twice, or out of order change nothing.
func (p Purchase) Next(now Clock, event Event) (Purchase, []Effect) {
	s := &step{Purchase: p, now: now}
	s.take(event)
	return s.Purchase, s.effects
}

// step is one step on its way.
type step struct {
	Purchase
	now     Clock
	effects []Effect
}

func (s *step) do(effects ...Effect) { s.effects = append(s.effects, effects...) }

func (s *step) take(event Event) {
	switch e := event.(type) {
	case Choose:
		s.choose(e)
	case Resume:
		s.resume(e)
	case Checked:
		s.checked(e)
	case Answer:
		s.answer(e)
	case Quoted:
		s.quoted(e)
	case Confirmed:
		s.confirmed(e)
	case Consent:
		s.consent()
	case Repeat:
		s.repeat()
	case Written:
		s.writtenDown(e)
	case SessionCreated:
		s.made(e)
	case PageOpened:
		s.pageOpened(e)
	case Due:
		s.due()
	case SessionPolled:
		s.looked(e)
	case LedgerRead:
		s.ledgerRead(e)
	case SubscriptionRead:
		s.subscriptionRead(e)
	case Reopen:
		s.reopen()
	case Returned:
		s.returned()
	case Cancel:
		s.cancel()
	case Saved:
		if e.Order.Key == s.Key && e.Order.Ahead(s.Order) {
			s.Order = e.Order // another program knows more
		}
	}
}
