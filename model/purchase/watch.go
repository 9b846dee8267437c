package purchase

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

const (
	// ledgerEvery is at each how many looks the ledger is read while the session says
	// that it is open: the row is the last word, whatever the session says.
	ledgerEvery = 3
	// slowAfter is for how long an order is followed closely after its confirmation;
	// sessions may be open for a day.
	slowAfter = 30 * time.Minute
	// slowest is between looks after that.
	slowest = time.Minute
)

// SlowPace is the polling policy of orders without a certain outcome soon: those whose
// payment was not seen, and those whose payment takes days.
var SlowPace = model.PollPolicy{Initial: 5 * time.Minute, Max: time.Hour}

// What was shown of the payment.
const (
	toldNothing news = iota
	toldPending
	toldComplete
)

// resume takes up an order of an earlier start. One whose session is not known is asked
// for again with its key.
func (s *step) resume(e Resume) {
	if s.Stage != Idle {
		return
	}
	s.NeedsConsent, s.Resumed = e.NeedsConsent, true
	s.watch.silent, s.watch.standing = true, true
	s.Order = e.Order.Resume(s.now.Server).Apply(model.EventReturned)
	switch {
	case s.Done():
		s.do(Save{Order: s.Order})
		s.finish(nil)
	case s.SessionID == "":
		s.createSessionAgain()
	default:
		s.look()
	}
}

// follow begins to follow the order's session.
func (s *step) follow() {
	s.Stage = Watching
	s.watch.delay = s.Terms.Policy.Initial
	s.tellPayment()
	if s.watch.told == toldNothing {
		s.do(Notify{News: Waiting, Order: s.Order})
	}
	s.do(Wait{For: s.watch.delay})
}

func (s *step) due() {
	switch s.Stage {
	case Pausing:
		s.createSession()
	case Watching:
		s.look()
	}
}

func (s *step) look() {
	s.Stage = Looking
	s.do(PollSession{Order: s.Order})
}

// returned says that the person is back: whether the page was paid is asked before
// anything is said.
func (s *step) returned() {
	s.watch.visits++
	if s.URL == "" || (s.State != model.OrderOpened && s.State != model.OrderCreated) {
		return
	}
	s.watch.back, s.watch.delay = true, 0
	if s.Stage == Watching {
		s.look()
	}
}

// looked handles the result of a poll, and polls again later or ends.
func (s *step) looked(e SessionPolled) {
	switch {
	case s.Stage == Recalling:
		s.recalled(e)
		return
	case s.Stage == Canceling && s.Question.Kind != NoQuestion:
		s.canceledFirst(e)
		return
	case s.Stage != Looking && s.Stage != Canceling:
		return
	}
	before := s.Order
	s.Stage, s.Err = Watching, e.Err
	s.watch.looks++
	if e.Err == nil {
		s.hear(e.Session)
	}
	if e.Ledger != nil {
		s.findRow(*e.Ledger)
	}
	if s.watch.complete.IsZero() && (s.Complete || s.Paid) {
		s.watch.complete = s.now.Server
	}
	stopped := s.timeUp(e)
	if s.Order != before {
		s.do(Save{Order: s.Order})
	}
	switch {
	case s.Done():
		s.finish(nil)
	case stopped:
	case s.Terms.Stops && model.LocksOut(e.Err):
		s.stop(Failed, e.Err)
	default:
		s.lookLater(e)
	}
}

// hear takes what the server says of the session.
func (s *step) hear(session model.Checkout) {
	if s.Err = s.sameItem(session); s.Err != nil {
		return
	}
	s.Order = s.ApplySession(session)
	if s.watch.back && session.Status == model.CheckoutOpen {
		s.Order = s.Apply(model.EventReturned)
	}
	s.watch.back = false
	s.tellStanding()
}

// tellStanding shows, once, the state of an order of an earlier start.
func (s *step) tellStanding() {
	if s.watch.standing && !s.Done() {
		s.do(Notify{News: Standing, Order: s.Order})
	}
	s.watch.standing = false
}

// timeUp ends an order that has been without an outcome for long enough. One whose session
// the server calls open, or whose payment is under way, is never ended; and the last poll
// must have succeeded.
func (s *step) timeUp(e SessionPolled) (stopped bool) {
	failed := s.trouble(e.Err)
	until := s.Terms.Policy.Deadline(s.Order, s.watch.complete)
	if s.Done() || !s.watch.ending.Passed(until, s.now.Server, failed) {
		return false
	}
	certainlyOpen := s.Err == nil && e.Session.Status == model.CheckoutOpen
	switch {
	case !model.HasStatus(failed):
		if s.Terms.Stops {
			s.stop(Failed, failed)
		}
		return s.Terms.Stops
	case certainlyOpen || s.pending():
		if s.Terms.Stops {
			s.stop(StillOpen, nil)
		}
		return s.Terms.Stops
	case s.Complete && s.watch.ledger.Before(until): // its row was not looked for since
		return false
	}
	s.Order = s.Apply(model.EventTimeUp)
	return false
}

// pending reports whether the payment is under way, and may take days.
func (s *step) pending() bool { return s.State == model.OrderPending && !s.Paid }

// trouble is what keeps the order's end from being known: of the session, and once that
// is complete, of the ledger.
func (s *step) trouble(err error) error {
	if err == nil && s.Complete {
		return s.watch.trouble
	}
	return err
}

// lookLater reads what the look did not, and waits for the next one.
func (s *step) lookLater(e SessionPolled) {
	s.tellPayment()
	if s.Err != nil {
		s.do(Notify{News: Trouble, Order: s.Order, Err: s.Err})
	}
	if e.Ledger == nil && model.HasStatus(e.Err) && (s.Complete || e.Err != nil || s.watch.looks%ledgerEvery == 0) {
		s.do(ReadLedger{})
	}
	if s.BringsNone && s.Complete {
		s.do(ReadSubscription{})
	}
	var wait time.Duration
	s.watch.delay, wait = s.pace().After(s.watch.delay, s.trouble(e.Err), s.now.Here)
	s.do(Wait{For: wait})
}

// pace is the pace of looks: close at first, and rarely where nothing is certain soon.
func (s *step) pace() model.PollPolicy {
	pace := s.Terms.Policy
	since := s.now.Server.Sub(s.At.Time)
	switch {
	case s.pending() && !s.watch.complete.IsZero() && s.now.Server.Sub(s.watch.complete) > pace.Timeout:
		return SlowPace
	case since > slowAfter && !s.Complete:
		pace.Max = max(pace.Max, slowest)
	}
	return pace
}

// tellPayment shows, once, that the page is complete and the state of its payment.
func (s *step) tellPayment() {
	switch {
	case s.pending() && s.watch.told < toldPending:
		s.watch.told = toldPending
		s.do(Notify{News: Pending, Order: s.Order})
	case (s.Paid || s.Complete && !s.pending()) && s.watch.told < toldComplete:
		s.watch.told = toldComplete
		s.do(Notify{News: Completed, Order: s.Order})
	}
}

// findRow looks for the order's row.
func (s *step) findRow(e LedgerRead) {
	if !e.Cached {
		if s.watch.trouble = e.Err; e.Err == nil {
			s.watch.ledger = s.now.Server
		}
	}
	s.Order = s.MatchTransaction(e.Rows)
}

// ledgerRead takes rows whenever they come.
func (s *step) ledgerRead(e LedgerRead) {
	if s.Key == "" || s.Drafting() || s.State == model.OrderFulfilled {
		return
	}
	s.findRow(e)
	s.arrived()
}

// subscriptionRead takes the account's subscription as the outcome of an order that
// brings no credits.
func (s *step) subscriptionRead(e SubscriptionRead) {
	if e.Err != nil || s.Key == "" || s.State == model.OrderFulfilled {
		return
	}
	s.Order = s.Fulfilled(e.Subscription)
	s.arrived()
}

// arrived ends the purchase where its order has arrived.
func (s *step) arrived() {
	if s.State == model.OrderFulfilled {
		s.do(Save{Order: s.Order})
		s.finish(nil)
	}
}
