package purchase

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// quote asks what buying the item would mean.
func (s *step) quote() {
	s.Stage, s.Err = Quoting, nil
	s.Quote.InFlight, s.Quote.Err = true, nil
	s.do(FetchQuote{Item: s.Item})
}

func (s *step) quoted(e Quoted) {
	if s.Stage != Quoting {
		return
	}
	s.Quote.InFlight = false
	switch model.KindOf(e.Err) {
	case model.NotSupported:
		s.Stage = Elsewhere
		s.do(Website{})
		return
	case model.NotFound:
		s.Quote = Quote{At: s.now.Here}
	default:
		if e.Err != nil {
			s.refuseQuote(Failed, e.Err)
			return
		}
		s.Quote = Quote{Value: e.Quote, Has: true, At: s.now.Here}
	}
	changed := s.draft.agreed && !s.Quote.same(s.draft.shown)
	if changed && s.Terms.Unattended {
		s.stop(Refused, &Refusal{PriceChanged, s.Item})
		return
	}
	if s.Quote.Has {
		if err := s.matchQuote(e.Quote); err != nil {
			s.refuseQuote(Refused, err)
			return
		}
	}
	if s.draft.agreed && !changed {
		s.begin()
		return
	}
	s.Changed, s.draft.agreed = s.Changed || changed, false
	s.Stage = Confirming
	s.do(Confirm{})
}

// refuseQuote takes a quote that cannot be confirmed. The one before it is no offer any
// more.
func (s *step) refuseQuote(reason Reason, err error) {
	s.draft.agreed = false
	s.Quote.Err = err
	s.stop(reason, err)
}

// confirmed takes the yes. A quote that is not fresh any more is asked for again, and
// where it says something else than was shown, it is shown again instead.
func (s *step) confirmed(e Confirmed) {
	if s.Stage != Confirming || !s.Consented() || e.Key == "" {
		return
	}
	s.draft.key, s.draft.agreed, s.draft.shown = e.Key, true, s.Quote
	s.begin()
}

// begin begins the order, unless it is a while since the price was asked for, or since
// anybody looked for what is open.
func (s *step) begin() {
	old := func(at time.Time) bool { return s.now.Here.Sub(at).Abs() > model.QuoteKeeps }
	switch {
	case old(s.Quote.At):
		s.quote()
	case old(s.draft.checked):
		s.check()
	default:
		s.write()
	}
}

// write makes the order of the yes. From here on whatever happens is found again.
func (s *step) write() {
	if s.Quote.Has {
		s.Price = s.Quote.Value.DueNow
		s.BringsNone = s.Item.Kind == model.KindPlan && s.Quote.Value.CreditsNow == 0
	}
	s.Key = s.draft.key
	s.Order = s.Confirm(s.now.Server)
	s.writeDown()
}

// writeDown writes the order down before anything else.
func (s *step) writeDown() {
	s.Stage, s.Err, s.Changed = Writing, nil, false
	s.do(Write{Order: s.Order, Beside: s.draft.declined})
}

func (s *step) writtenDown(e Written) {
	switch {
	case s.Stage != Writing:
	case e.Err != nil:
		s.Order, s.draft.agreed = s.draft.chosen, false // nothing was begun
		s.stop(Failed, &NotWritten{e.Err})
	case e.Order.Key != s.Key: // of another window, or of a command
		s.goOn(e.Order)
	default:
		s.Order = e.Order
		if s.SessionID != "" {
			s.pay()
			return
		}
		s.createSession()
	}
}

// repeat asks again for what failed, or for the price that is shown.
func (s *step) repeat() {
	switch s.Stage {
	case Stuck:
		s.check()
	case Confirming:
		s.quote()
	case Unsure:
		s.createSessionAgain()
	}
}

// consent takes the confirmation that the key in use is meant. An order of an earlier start
// that waited for it goes on.
func (s *step) consent() {
	if !s.NeedsConsent || s.Allowed {
		return
	}
	s.Allowed = true
	if s.Stage == Held {
		s.createSessionAgain()
	}
}

// stop ends what can be done now.
func (s *step) stop(reason Reason, err error) {
	s.Err = err
	switch {
	case reason == Declined:
		s.Stage = Ended
	case s.Key == "" || s.Drafting():
		s.Stage = Stuck
	case s.SessionID == "":
		s.Stage = Unsure
	default:
		s.Stage = Watching
	}
	s.do(Stop{Reason: reason, Err: err})
}
