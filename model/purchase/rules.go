package purchase

import (
	"fmt"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Refusal is the error that a rule forbids the purchase though nothing failed.
type Refusal struct {
	Reason RefusalReason
	Item   model.Item // that is the obstacle, or that was chosen
}

// RefusalReason is the reason of a [Refusal].
type RefusalReason string

// The reasons.
const (
	PriceChanged  RefusalReason = "price changed"
	NoAddress     RefusalReason = "no address"
	PaidMeanwhile RefusalReason = "paid meanwhile"
	PlanOpen      RefusalReason = "plan open"
	SessionOpen   RefusalReason = "session open"
	OrdersLost    RefusalReason = "orders lost"
)

func (r *Refusal) Error() string {
	switch r.Reason {
	case PriceChanged:
		return "The price has changed since it was asked for. Nothing was bought. Run the command again to see it."
	case NoAddress:
		return fmt.Sprintf("The payment page of %s is open, but the server does not say where. Nothing was bought.", r.Item.Name)
	case PaidMeanwhile:
		return fmt.Sprintf("%s was paid meanwhile. Nothing more was bought.", r.Item.Name)
	case PlanOpen:
		return fmt.Sprintf("The order of %s is still open, and there is one plan at a time. Nothing was bought. Without --yes you can go on with it or cancel it.", r.Item.Name)
	case SessionOpen:
		return fmt.Sprintf("A payment page for %s is open already that was not opened here. Nothing was bought. Without --yes you can go on with it.", r.Item.Name)
	case OrdersLost:
		return "Nothing was bought, as an earlier order may still be open that could not be read. Without --yes you see what is open at the server, and decide."
	}
	return "Nothing was bought."
}

// refusal is what a question comes to where nobody can be asked.
func (q Question) refusal(item model.Item) error {
	switch q.Kind {
	case OtherPlan:
		return &Refusal{PlanOpen, q.Order.Item}
	case OpenSession:
		return &Refusal{SessionOpen, q.Session.Item}
	case LostOrders:
		return &Refusal{OrdersLost, item}
	}
	return &Refusal{SessionOpen, q.Order.Item}
}

// Mismatch is the error that a quote or a session differs from what was chosen.
type Mismatch struct {
	What      string // "item", "currency", "price" or "credits"
	Want, Got string
	Session   bool // of the session; else of the quote
}

func (m *Mismatch) Error() string {
	if m.Session {
		return fmt.Sprintf("The server made a payment page for something else: its %s is %s, not %s. It was not opened, and nothing was paid.", m.What, m.Got, m.Want)
	}
	return fmt.Sprintf("The server's offer is not the one that was chosen: its %s is %s, not %s. Nothing was bought.", m.What, m.Got, m.Want)
}

// itemWords names an item for a mismatch, with the details that distinguish it.
func itemWords(i model.Item) string {
	text := model.Clean(fmt.Sprintf("%s %s", i.Kind, i.Slug))
	if i.Interval != "" {
		text += model.Clean(" by the " + string(i.Interval))
	}
	return text
}

// matchQuote says where a quote is not for what was chosen. Where nobody looks at it,
// the price and the credits are those listed: an itemized quote may ask for less.
func (p Purchase) matchQuote(q model.Quote) error {
	due, credits := q.DueNow, p.Item.Credits
	switch {
	case !q.Item.Same(p.Item):
		return &Mismatch{What: "item", Want: itemWords(p.Item), Got: itemWords(q.Item)}
	case p.Price.Currency != "" && due.Currency != p.Price.Currency:
		return &Mismatch{What: "currency", Want: p.Price.Currency, Got: model.Clean(due.Currency)}
	case !p.Terms.Unattended:
	case due != p.Price && (due.Amount > p.Price.Amount || !q.Itemized()):
		return &Mismatch{What: "price", Want: p.Price.String(), Got: due.String()}
	case credits != nil && *credits != q.CreditsNow:
		return &Mismatch{What: "credits", Want: credits.String(), Got: q.CreditsNow.String()}
	}
	return nil
}

// matchSession says where a session is not for the order.
func (p Purchase) matchSession(session model.Checkout) error {
	want := p.Item.Credits
	if p.Quote.Has {
		want = &p.Quote.Value.CreditsNow
	}
	got := session.Item.Credits
	if p.Terms.Unattended && got != nil && want != nil && *got != *want {
		return &Mismatch{What: "credits", Want: want.String(), Got: got.String(), Session: true}
	}
	return p.sameItem(session)
}

// sameItem says where a session sells something else than the order's item.
func (p Purchase) sameItem(session model.Checkout) error {
	if session.Item.Same(p.Item) {
		return nil
	}
	return &Mismatch{What: "item", Want: itemWords(p.Item), Got: itemWords(session.Item), Session: true}
}

// NotWritten is the error that an order could not be stored, so nothing was begun.
type NotWritten struct{ Cause error }

func (u *NotWritten) Error() string {
	return "The order could not be written down, so nothing was begun and nothing is charged: " + u.Cause.Error() + "."
}

// Unwrap returns the cause.
func (u *NotWritten) Unwrap() error { return u.Cause }

// certain reports whether an error says for certain that no session was made: the
// server itself refused the order. A connection, a gateway or a redirect says nothing.
func certain(err error) bool {
	switch model.KindOf(err) {
	case model.Conflict:
		code := model.CodeOf(err)
		return code != model.IdempotencyKeyInUse && code != model.IdempotencyMismatch
	case model.Invalid, model.NotFound, model.NotSupported, model.Forbidden, model.NotSignedIn, model.NoCredits:
		return true
	}
	return false
}

// transient reports whether a failure may be over in a moment.
func transient(err error) bool {
	return model.Retryable(err) && model.KindOf(err) != model.Untrusted
}

// longWait reports whether the server wants to be left alone for longer than somebody
// waits.
func longWait(err error, now time.Time) bool {
	return model.AskAgain(err).Sub(now) > time.Minute
}
