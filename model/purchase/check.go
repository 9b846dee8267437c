package purchase

import (
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// sessionLife is how long a session can be paid at the most (billing-api), and so how
// long an order that was not seen stands before a new one of the same item.
const sessionLife = 24 * time.Hour

func (s *step) choose(e Choose) {
	if s.Stage != Idle {
		return
	}
	s.NeedsConsent = e.NeedsConsent
	s.Order = model.Order{
		AccountID: e.Account.ID, Item: e.Item, Price: e.Price, State: model.OrderDrafted, Before: e.Account.Credits,
	}
	s.draft.chosen = s.Order
	s.check()
}

// check looks for what is open already, before a new key is made.
func (s *step) check() {
	s.Stage, s.Err = Checking, nil
	s.do(Check{})
}

func (s *step) checked(e Checked) {
	switch s.Stage {
	case Checking:
		if e.OpenErr != nil && !unlisted(e.OpenErr) {
			s.stop(Failed, e.OpenErr)
			return
		}
		s.draft.checked, s.draft.lost, s.draft.blind = s.now.Here, e.Lost, e.OpenErr != nil
		s.draft.orders = s.candidates(e.Orders)
		s.draft.sessions = unknownSessions(e.Open, e.Orders, func(item model.Item) bool { return item.Same(s.Item) || bothPlans(item, s.Item) })
		s.consider()
	case Claiming:
		s.claim(e)
	case Unsure:
		s.OpenElsewhere = len(unknownSessions(e.Open, e.Orders, s.Item.Same))
	}
}

// unlisted reports whether a server does not list its open sessions: not now, by its own
// word, and so not later either.
func unlisted(err error) bool {
	kind := model.KindOf(err)
	return kind == model.NotFound || kind == model.NotSupported
}

// bothPlans reports whether two items are plans: an account has one subscription, and
// one open session that changes it (billing-api).
func bothPlans(a, b model.Item) bool { return a.Kind == model.KindPlan && b.Kind == model.KindPlan }

// unknownSessions are the open sessions of fitting items that no kept order has.
func unknownSessions(open []model.Checkout, orders []model.Order, fits func(model.Item) bool) (found []model.Checkout) {
	for _, session := range open {
		known := slices.ContainsFunc(orders, func(o model.Order) bool { return o.SessionID == session.ID })
		if !known && fits(session.Item) {
			found = append(found, session)
		}
	}
	return found
}

// candidates are the kept orders that stand before a new one: those of the same item
// that are under way or were not seen, and those of another plan that are under way.
func (s *step) candidates(orders []model.Order) (found []model.Order) {
	for _, order := range orders {
		same := order.Item.Same(s.Item)
		switch {
		case order.Done() && (!same || order.State != model.OrderUnconfirmed || s.now.Server.Sub(order.At.Time) >= sessionLife):
		case same || bothPlans(order.Item, s.Item):
			found = append(found, order)
		default:
			s.do(Notify{News: OtherOpen, Order: order})
		}
	}
	return found
}

// consider takes the next thing that stands before a new order; with none left the
// purchase goes on.
func (s *step) consider() {
	d := &s.draft
	for len(d.orders) > 0 {
		next := d.orders[0]
		d.orders = d.orders[1:]
		if !slices.Contains(d.declined, next.Key) {
			s.recall(next)
			return
		}
	}
	for len(d.sessions) > 0 {
		next := d.sessions[0]
		d.sessions = d.sessions[1:]
		if !slices.Contains(d.declined, next.ID) {
			s.ask(Question{Kind: OpenSession, Session: next})
			return
		}
	}
	switch {
	case d.lost != nil:
		s.ask(Question{Kind: LostOrders, Lost: d.lost, Blind: d.blind})
	case d.agreed:
		s.begin()
	default:
		s.quote()
	}
}

// recall finds out how a kept order stands.
func (s *step) recall(order model.Order) {
	resumed := order.Resume(s.now.Server)
	if resumed != order {
		s.do(Save{Order: resumed})
	}
	s.draft.candidate = resumed
	if resumed.SessionID == "" {
		s.decide(nil)
		return
	}
	s.Stage = Recalling
	s.do(PollSession{Order: resumed})
}

func (s *step) recalled(e SessionPolled) {
	order, _ := afterPoll(s.draft.candidate, e)
	if order != s.draft.candidate {
		s.do(Save{Order: order})
	}
	s.draft.candidate = order
	if model.LocksOut(e.Err) {
		s.stop(Failed, e.Err)
		return
	}
	s.decide(e.Err)
}

// afterPoll is an order after the result of a poll, and whether the server calls its
// session open.
func afterPoll(order model.Order, e SessionPolled) (after model.Order, open bool) {
	if e.Err == nil && e.Session.Item.Same(order.Item) {
		order, open = order.ApplySession(e.Session), e.Session.Status == model.CheckoutOpen
	}
	if e.Ledger != nil {
		order = order.MatchTransaction(e.Ledger.Rows)
	}
	return order, open
}

// Recheck is the state of a stored order after one poll, for callers that only list orders.
// One without an outcome long after its session's end becomes unseen; one with a session
// that the server calls open, or that is complete, is unchanged.
func Recheck(now Clock, pace model.PollPolicy, order model.Order, e SessionPolled) model.Order {
	order, open := afterPoll(order, e)
	until := pace.Deadline(order, time.Time{})
	if order.Done() || open || !model.HasStatus(e.Err) || until.IsZero() || !now.Server.After(until) {
		return order
	}
	return order.Apply(model.EventTimeUp)
}

// decide goes on with a kept order, leaves it behind, or asks. failed is why nobody
// knows how it stands now.
func (s *step) decide(failed error) {
	order := s.draft.candidate
	same := order.Item.Same(s.Item)
	switch {
	case order.State == model.OrderFulfilled && same:
		s.Order = order
		s.do(Notify{News: Arriving, Order: order})
		s.finish(nil)
	case order.Done() && order.State != model.OrderUnconfirmed:
		s.do(Notify{News: WasEnded, Order: order})
		s.consider()
	case !same:
		s.ask(Question{Kind: OtherPlan, Order: order})
	case order.State == model.OrderUnconfirmed && s.Terms.Unattended && failed != nil:
		s.Order = order
		s.stop(Failed, failed)
	case order.State == model.OrderUnconfirmed && s.Terms.Unattended:
		s.Order = order
		s.finish(nil)
	case order.State == model.OrderUnconfirmed:
		s.ask(Question{Kind: UnseenOrder, Order: order})
	case order.State == model.OrderPending && !s.Terms.Unattended:
		s.ask(Question{Kind: PendingOrder, Order: order})
	default:
		s.goOn(order)
	}
}

// goOn takes up a kept order in the place of a new one.
func (s *step) goOn(order model.Order) {
	if order.State == model.OrderUnconfirmed { // it is followed once more
		order = order.Apply(model.EventOpen)
	}
	s.Order, s.Resumed, s.Question = order, true, Question{}
	s.do(Notify{News: GoingOn, Order: order})
	if order.SessionID == "" {
		s.createSessionAgain()
		return
	}
	s.pay()
}

// adopt makes an order of a session that was opened elsewhere, so that it is followed
// like any other.
func (s *step) adopt(session model.Checkout, key string) {
	if session.URL == "" || key == "" {
		s.stop(Refused, &Refusal{NoAddress, session.Item})
		return
	}
	order := model.Order{Key: key, AccountID: s.AccountID, Item: session.Item, State: model.OrderDrafted, Before: s.Before}
	if session.Item.Same(s.Item) {
		order.Price = s.Price
	}
	s.Order = order.Confirm(s.now.Server).ApplySession(session)
	s.Question = Question{}
	s.writeDown()
}
