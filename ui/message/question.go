package message

import (
	"fmt"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/format"
)

// Question is the question before a new order, with the facts about it.
func Question(q purchase.Question, now time.Time, loc *time.Location) string {
	order, session := q.Order, q.Session
	switch q.Kind {
	case purchase.UnseenOrder:
		return fmt.Sprintf("The payment of your order of %s of %s has not been seen yet, and may still arrive. Its reference is %s.",
			order.Item.Name, format.ShortTime(order.At.Time, now, loc), Reference(order))
	case purchase.PendingOrder:
		return fmt.Sprintf("Your order of %s of %s is under way: its payment can take days, and may still fail.",
			order.Item.Name, format.ShortTime(order.At.Time, now, loc))
	case purchase.OtherPlan:
		return fmt.Sprintf("Your order of %s of %s is still open, and an account has one plan at a time.",
			order.Item.Name, format.ShortTime(order.At.Time, now, loc))
	case purchase.OpenSession:
		text := fmt.Sprintf("A payment page for %s is open already, until %s. It was not opened here: in another program, perhaps, or on the website.",
			session.Item.Name, format.Until(session.ExpiresAt.Time, now, loc))
		if session.Item.Kind == model.KindPlan {
			text += " An account has one plan at a time."
		}
		return text
	case purchase.LostOrders:
		text := OrdersLost(q.Lost)
		if q.Blind {
			return text + " The server does not say which payment pages are open: look into your account on the website first."
		}
		return text + " The server has no other payment page open for this."
	}
	return ""
}

// OrdersLost states that some stored orders could not be read, and why.
func OrdersLost(why error) string {
	return "Earlier orders of this machine could not all be read, so one of them may still be open. " + format.Sentence(why.Error())
}

// Choice describes the effect of an answer to a question.
func Choice(choice purchase.Choice, q purchase.Question) string {
	switch choice {
	case purchase.GoOn:
		if q.Kind == purchase.UnseenOrder || q.Kind == purchase.PendingOrder {
			return "wait for that one"
		}
		return "go on with that one"
	case purchase.New:
		if q.Kind == purchase.LostOrders {
			return "buy anyway"
		}
		return "buy another one beside it"
	case purchase.CancelIt:
		return "cancel that one first"
	}
	return "go back, buy nothing"
}

// Reference is the identifier of an order for support.
func Reference(order model.Order) string {
	if order.SessionID != "" {
		return model.Clean(order.SessionID)
	}
	return model.Clean(order.Key)
}

// Standing describes the state of an order that an earlier run left in progress.
func Standing(order model.Order, now time.Time, loc *time.Location) string {
	name := order.Item.Name
	switch {
	case order.Done():
		return ""
	case order.State == model.OrderPending && !order.Paid:
		return "The payment of " + name + " is under way. It can take days, and may still fail. {buy} shows it."
	case order.Paid:
		return "The payment of " + name + " went through. Waiting for the credits to arrive. {buy} shows it."
	case order.Complete:
		return "The payment page of " + name + " is done with. Waiting for the credits to arrive. {buy} shows it."
	case order.SessionID == "":
		return "Your order of " + name + " is still open. {buy} shows it."
	}
	return "Your order of " + name + " is still open until " + format.Until(order.ExpiresAt.Time, now, loc) + ". {buy} shows it."
}

// Paying describes the state of an order's payment, when the page is completed or still
// open.
func Paying(order model.Order) string {
	awaited := "the credits to arrive"
	if order.BringsNone {
		awaited = "your plan to change"
	}
	switch {
	case order.State == model.OrderPending && !order.Paid:
		return "The payment of " + order.Item.Name + " is under way. It can take days, and may still fail."
	case order.PaymentStatus == model.PaymentNone:
		return "There was nothing to pay. Waiting for " + awaited + " …"
	case order.Paid:
		return "The payment went through. Waiting for " + awaited + " …"
	case order.Complete:
		return "The payment page is done with. Waiting for " + awaited + " …"
	}
	return "The payment page of " + order.Item.Name + " is still open, as the server says."
}

// Capital is a text with its first letter in upper case.
func Capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
