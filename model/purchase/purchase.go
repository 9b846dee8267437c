// Package purchase is buying as a step function: [Purchase.Next] takes what happened
// and gives the purchase after it, and what is to be done. It does nothing itself and
// asks no clock, so that every rule of buying stands once, and can be tried for every
// event at every stage. The dashboard and the commands have a driver each, which
// carries effects out and hands events back.
//
// What an order may become is [model.Order]'s business; this package says when to ask,
// what to ask for, and when to stop.
package purchase

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Purchase is one purchase, from the choice of an item to its outcome. It is a value;
// the one to begin with has its Terms only.
type Purchase struct {
	model.Order // drafted until it is confirmed

	Terms    Terms
	Stage    Stage
	Quote    Quote
	Question Question // in the stage [Asking]
	Err      error    // what went wrong last; the order stands as it stood
	Changed  bool     // the quote is another one than was shown before
	Browser  string   // why no browser was opened, if so
	Tries    int      // how often this program asked for the order's session
	Resumed  bool     // the order was begun before this purchase

	// NeedsConsent says that the key in use takes precedence over a profile with another
	// one: nothing is created or opened before the person said that it is meant (Allowed).
	NeedsConsent, Allowed bool

	// OpenElsewhere are the server's open sessions of the item that no order of this
	// machine has, as they were found after an answer that was not certain.
	OpenElsewhere int

	draft draft
	watch watch
}

// Terms are how a purchase is driven.
type Terms struct {
	Policy     model.PollPolicy
	Tries      int  // for an order's session, before the person is asked to repeat it
	Unattended bool // nobody is asked: the item is bought as it is listed, or not
	Stops      bool // it ends when nothing is certain soon, as a command does
	NoWait     bool // it ends once the page is open
}

// Clock is the present: by this machine, for how long something lasts, and by the
// server, for what the server says of times.
type Clock struct{ Here, Server time.Time }

// Stage is what a purchase waits for.
type Stage string

// The stages.
const (
	Idle            Stage = ""
	Checking        Stage = "checking"   // kept orders and the server's open sessions
	Recalling       Stage = "recalling"  // how a kept order stands
	Asking          Stage = "asking"     // an answer to Question
	Quoting         Stage = "quoting"    // the price
	Confirming      Stage = "confirming" // the person's yes
	Stuck           Stage = "stuck"      // nothing was begun: something failed, and may be repeated
	Writing         Stage = "writing"    // the order to be written down
	Claiming        Stage = "claiming"   // open sessions, before a session is asked for again
	CreatingSession Stage = "making"     // the session
	Pausing         Stage = "pausing"    // the next try for it
	Unsure          Stage = "unsure"     // nobody knows whether there is one: the person repeats it, or gives it up
	Held            Stage = "held"       // the consent to use the key
	Watching        Stage = "watching"   // the next look at the session
	Looking         Stage = "looking"    // how the session stands
	Canceling       Stage = "canceling"  // how it stands after it was cancelled
	Elsewhere       Stage = "elsewhere"  // nothing: the website sells this
	Ended           Stage = "ended"      // nothing
)

// Quote is what the server says that buying the item would mean. A server need not
// tell prices before the payment page: then there is none, and that is known.
type Quote struct {
	Value    model.Quote
	Has      bool
	At       time.Time // when it came; zero while it was not asked for
	Err      error     // of the last time it was asked for
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
	back     bool          // the person came back: what the server says next is told
	visits   int           // how often they came back
	standing bool          // how the order stands is to be told, as it is of an earlier start
	looks    int
	ending   model.Deadline
	told     news
}

// news is what was told of the payment.
type news int

// Consented reports whether the key in use may be used to buy.
func (p Purchase) Consented() bool { return !p.NeedsConsent || p.Allowed }

// Drafting reports whether there is no order yet.
func (p Purchase) Drafting() bool { return p.State == model.OrderDrafted }

// Next gives the purchase after an event, and what is to be done. Events that come
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
