package purchase

import (
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// Question is a question to the person before a new order is begun.
type Question struct {
	Kind    QuestionKind
	Order   model.Order    // of UnseenOrder, PendingOrder and OtherPlan
	Session model.Checkout // of OpenSession
	Lost    error          // of LostOrders: why orders are missing
	Blind   bool           // of LostOrders: the server does not list its open sessions
}

// QuestionKind is what a question is about.
type QuestionKind string

// The kinds of questions.
const (
	NoQuestion   QuestionKind = ""
	UnseenOrder  QuestionKind = "unseen order"  // one of the same item whose payment was not seen
	PendingOrder QuestionKind = "pending order" // one of the same item whose payment is pending
	OtherPlan    QuestionKind = "other plan"    // another plan's order is under way: there is one at a time
	OpenSession  QuestionKind = "open session"  // the server has a payment page open that was made elsewhere
	LostOrders   QuestionKind = "lost orders"   // stored orders could not be read
)

// Choice is an answer to a question.
type Choice string

// The choices.
const (
	GoOn     Choice = "go on"     // with the order or the session that the question is about
	New      Choice = "new"       // with a new order beside it
	CancelIt Choice = "cancel it" // and then a new order
	Nothing  Choice = "nothing"   // is bought
)

// Choices lists the possible answers, the safest first, Nothing last.
func (q Question) Choices() []Choice {
	item := q.Order.Item
	if q.Kind == OpenSession {
		item = q.Session.Item
	}
	switch {
	case q.Kind == NoQuestion:
		return nil
	case q.Kind == LostOrders:
		return []Choice{New, Nothing}
	case q.Kind == PendingOrder && item.Kind == model.KindPlan:
		return []Choice{GoOn, Nothing} // it is paid, or about to be
	case q.Kind == OtherPlan && q.Order.State == model.OrderPending:
		return []Choice{GoOn, Nothing}
	case q.Kind == OtherPlan && q.Order.SessionID == "": // there is nothing to cancel yet
		return []Choice{GoOn, Nothing}
	case q.Kind == OtherPlan, q.Kind == OpenSession && item.Kind == model.KindPlan:
		return []Choice{GoOn, CancelIt, Nothing}
	}
	return []Choice{GoOn, New, Nothing}
}

// ask asks the person. Where nobody is there, nothing is bought.
func (s *step) ask(q Question) {
	s.Stage, s.Question = Asking, q
	if s.Terms.Unattended {
		s.stop(Refused, q.refusal(s.Item))
		return
	}
	s.do(Ask{})
}

func (s *step) answer(e Answer) {
	q := s.Question
	if s.Stage != Asking || !slices.Contains(q.Choices(), e.Choice) || (e.Choice != Nothing && !s.Consented()) {
		return
	}
	switch {
	case e.Choice == Nothing:
		s.stop(Declined, nil)
	case e.Choice == CancelIt:
		s.Stage, s.Err = Canceling, nil
		s.do(CancelSession{ID: q.sessionID()})
	case q.Kind == LostOrders:
		s.draft.lost, s.Question = nil, Question{}
		s.do(Acknowledge{})
		s.consider()
	case e.Choice == New:
		s.draft.declined = append(slices.Clone(s.draft.declined), q.Order.Key, q.Session.ID)
		s.Question = Question{}
		s.consider()
	case q.Kind == OpenSession:
		s.adopt(q.Session, e.Key)
	default:
		s.goOn(q.Order)
	}
}

func (q Question) sessionID() string {
	if q.Kind == OpenSession {
		return q.Session.ID
	}
	return q.Order.SessionID
}

// canceledFirst takes the outcome of cancelling the session that was cancelled to make room for
// the new order.
func (s *step) canceledFirst(e SessionPolled) {
	q := s.Question
	s.Question = Question{}
	switch {
	case e.Err != nil:
		s.stop(Failed, e.Err)
	case q.Kind != OpenSession:
		s.draft.candidate = q.Order
		s.recalled(e)
	case e.Session.Status == model.CheckoutComplete:
		s.stop(Refused, &Refusal{PaidMeanwhile, e.Session.Item})
	default:
		s.consider()
	}
}
