package purchase

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// triesInUse is how often a session is asked for while the server says that the same
// request is under way.
const triesInUse = 5

// createSession asks for the order's session, once. Where the answer is lost, the session
// may be there all the same: the same key gives it back.
func (s *step) createSession() {
	s.Stage, s.Err = CreatingSession, nil
	s.Tries++
	item := model.Item{Kind: s.Item.Kind, Slug: s.Item.Slug, Interval: s.Item.Interval}
	s.do(CreateSession{Item: item, Key: s.Key})
}

// createSessionAgain asks for a session that may have been made already. The server's open
// sessions are looked at first.
func (s *step) createSessionAgain() {
	if !s.Consented() {
		s.Stage = Held
		s.do(Notify{News: Standing, Order: s.Order})
		return
	}
	s.Stage, s.Err = Claiming, nil
	s.do(Check{})
}

// claim takes the open session of the order's item that no other order has. If there are
// several, or none, the order's own key decides.
func (s *step) claim(e Checked) {
	found := unknownSessions(e.Open, e.Orders, s.Item.Same)
	s.draft.noneOpen = e.OpenErr == nil && len(found) == 0
	if e.OpenErr == nil && len(found) == 1 && found[0].URL != "" {
		s.took(found[0])
		return
	}
	s.createSession()
}

func (s *step) made(e SessionCreated) {
	if s.Stage != CreatingSession {
		return
	}
	if e.Err == nil {
		if err := s.matchSession(e.Session); err != nil {
			s.Order = s.Apply(model.EventCanceled) // it is no session of this order, and nobody has its address
			s.do(Save{Order: s.Order})
			s.finish(err)
			return
		}
		s.took(e.Session)
		return
	}
	first := s.Tries == 1 && !s.Resumed
	switch {
	case certain(e.Err) && (first || s.Resumed && s.draft.noneOpen):
		s.Order = s.Apply(model.EventCanceled)
		s.do(Save{Order: s.Order})
		s.finish(e.Err)
	case s.triesAgain(e.Err):
		s.Stage = Pausing
		s.do(Notify{News: Repeating, Order: s.Order, Err: e.Err}, Wait{For: s.pause()})
	default: // the order stays
		s.Stage, s.Err, s.OpenElsewhere = Unsure, e.Err, 0
		s.do(Check{}, Stop{Reason: Failed, Err: e.Err})
	}
}

func (s *step) triesAgain(err error) bool {
	most := s.Terms.Tries
	if model.CodeOf(err) == model.IdempotencyKeyInUse {
		most = max(most, triesInUse)
	} else if !transient(err) {
		return false
	}
	return s.Tries < most && !longWait(err, s.now.Here)
}

// pause is the time before the next try, each twice as long.
func (s *step) pause() time.Duration {
	wait := s.Terms.Policy.Initial
	for range s.Tries - 1 {
		wait *= 2
	}
	return wait
}

// took takes the order's session.
func (s *step) took(session model.Checkout) {
	s.Order = s.ApplySession(session)
	s.do(Save{Order: s.Order})
	if s.Done() {
		s.finish(nil)
		return
	}
	s.tellStanding()
	s.pay()
}

// pay gives the page to the person, and follows the session.
func (s *step) pay() {
	if s.Done() && s.State != model.OrderUnconfirmed {
		s.finish(nil)
		return
	}
	if !s.Complete && !s.Paid && !s.watch.silent && s.Consented() && s.URL != "" {
		s.do(OpenPage{Address: s.URL, Visits: s.watch.visits})
	}
	if s.Terms.NoWait {
		s.Stage = Watching
		s.do(Stop{Reason: LeftOpen})
		return
	}
	s.follow()
}

// reopen gives the page to the person once more.
func (s *step) reopen() {
	followed := s.Stage == Watching || s.Stage == Looking
	if followed && !s.Done() && !s.Complete && !s.Paid && s.URL != "" && s.Consented() {
		s.do(OpenPage{Address: s.URL, Visits: s.watch.visits})
	}
}

func (s *step) pageOpened(e PageOpened) {
	if s.Key == "" || s.Drafting() {
		return
	}
	s.Browser = ""
	if e.Err != nil {
		s.Browser = sentenceless(e.Err)
		return
	}
	if e.Visits == s.watch.visits { // else the person has been there and is back
		before := s.Order
		if s.Order = s.Apply(model.EventOpened); s.Order != before {
			s.do(Save{Order: s.Order})
		}
	}
}

// sentenceless is an error's text without the full stop.
func sentenceless(err error) string {
	text := err.Error()
	if n := len(text); n > 0 && text[n-1] == '.' {
		return text[:n-1]
	}
	return text
}

// cancel gives the order up. What the server answers decides: a payment may have been
// first.
func (s *step) cancel() {
	switch {
	case s.Drafting() || s.Key == "" || s.Done():
	case s.Stage != Unsure && s.Stage != Held && s.Stage != Watching && s.Stage != Looking:
	case s.SessionID == "": // nobody has the address of a page, so nobody can pay it
		s.Err = nil
		s.Order = s.Apply(model.EventCanceled)
		s.do(Save{Order: s.Order})
		s.finish(nil)
	default:
		s.Stage, s.Err = Canceling, nil
		s.do(CancelSession{ID: s.SessionID})
	}
}

// finish announces the end.
func (s *step) finish(refused error) {
	s.Stage, s.Err = Ended, refused
	s.do(Finish{Order: s.Order, Err: refused})
}
