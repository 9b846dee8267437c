package message

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
)

// Fact is a line of a confirmation: a label and its text.
type Fact struct{ Name, Text string }

// Item is the description of an item to buy: "Pack M, 2,000 credits", "Pro, paid
// monthly, 12,000 credits a month".
func Item(item model.Item) string {
	text := item.Name
	if item.Kind == model.KindPlan && item.Interval != "" {
		text += ", paid " + format.BillingInterval(item.Interval)
	}
	if item.Credits != nil {
		text += ", " + format.Credits(*item.Credits)
		if item.Kind == model.KindPlan {
			text += " a month"
		}
	}
	return text
}

// Price is an item's price with its currency's code: "$19.00 (USD)", "CHF 19.00", or that it is
// unknown.
func Price(item model.Item, price model.Money) string {
	if price.Currency == "" {
		return "not known before the payment page"
	}
	text := price.String()
	if item.Kind == model.KindPlan {
		text += " " + format.Per(item.Interval)
	}
	if code := strings.ToUpper(price.Currency); !strings.Contains(text, code) {
		text += " (" + code + ")"
	}
	return text
}

// Due is the terms of a quote: what is due now and later, when it takes effect, and the
// balance after.
func Due(item model.Item, quote model.Quote, balance model.Credits, now time.Time, loc *time.Location) []Fact {
	due := quote.DueNow.String()
	switch quote.Tax {
	case model.TaxIncluded:
		due += ", tax included"
	case model.TaxAdded:
		due += ", tax is added on the payment page"
	default:
		due += ", tax not known before the payment page"
	}
	facts := append([]Fact{{"Due now", due}}, lines(quote)...)
	if quote.Effective == model.EffectivePeriodEnd {
		facts = append(facts, Fact{"Takes effect", format.Date(quote.EffectiveAt.Time, now, loc)})
	} else if item.Kind == model.KindPlan {
		facts = append(facts, Fact{"Takes effect", "at once, when it is paid"})
	}
	later := "nothing, this is paid once"
	switch {
	case quote.NextCharge != nil && quote.NextCharge.Amount == 0:
		later = "nothing on " + format.Date(quote.NextCharge.At.Time, now, loc) + ", when the plan renews"
	case quote.NextCharge != nil:
		later = quote.NextCharge.Money.String() + " on " + format.Date(quote.NextCharge.At.Time, now, loc)
	}
	return append(facts, Fact{"Due later", later}, After(balance, &quote.CreditsNow))
}

// lines are the items of the amount due, where the server lists them.
func lines(quote model.Quote) (facts []Fact) {
	parts := slices.Clone(quote.Lines)
	if credit := quote.AccountCredit; credit != nil && credit.Amount != 0 {
		used := model.Money{Amount: -credit.Amount, Currency: credit.Currency}
		parts = append(parts, model.QuoteLine{Money: used, Description: "from the credit of your account in money"})
	}
	widest := 0
	for _, part := range parts {
		widest = max(widest, utf8.RuneCountInString(part.Money.String()))
	}
	for _, part := range parts {
		facts = append(facts, Fact{"", fmt.Sprintf("%*s  %s", widest, part.Money, part.Description)})
	}
	return facts
}

// After is the balance before and after, where that is known.
func After(balance model.Credits, brings *model.Credits) Fact {
	if brings != nil {
		if after, err := balance.Add(*brings); err == nil {
			return Fact{"Balance", format.Amount(balance) + " → " + format.Credits(after)}
		}
	}
	return Fact{"Balance now", format.Credits(balance)}
}

// HowToPay explains the payment, below every confirmation (billing-api, rule 8).
func HowToPay(sandbox bool) string {
	if sandbox {
		return "This is the sandbox: a page opens in your browser as it would for a payment, and no card is charged."
	}
	return "You pay by card (Visa, MasterCard, American Express) on Stripe's page in your browser. studio-tui never sees a card. Nothing is charged before you pay there."
}

// Waiting states that an order is in progress, for other screens. It is empty for an
// order that was not confirmed or has ended.
func Waiting(order model.Order, now time.Time, loc *time.Location) string {
	name := order.Item.Name
	if order.Price.Currency != "" {
		name += " (" + order.Price.String() + ")"
	}
	switch {
	case order.Done() || order.State == model.OrderDrafted:
		return ""
	case order.Paid:
		return name + " is paid, and its credits are on their way. {buy} shows it."
	case order.State == model.OrderPending:
		return "The payment of " + name + " is under way. It can take days, and may still fail. {buy} shows it."
	case order.Complete:
		return "The payment page of " + name + " is done with. Waiting for the credits. {buy} shows it."
	case order.SessionID == "":
		return "The order of " + name + " has no payment page yet. {buy} shows it."
	}
	return fmt.Sprintf("%s waits for its payment. The page is open until %s. {buy} shows it.", name, format.Until(order.ExpiresAt.Time, now, loc))
}

// Watching states that the account is watched for a purchase on the website.
func Watching(until time.Time, loc *time.Location) string {
	return "Your balance and your plan are watched until " + format.Clock(until, loc) + " for what you do on the website. {buy} shows it."
}

// Ended is the outcome of an order in a sentence, empty for one that has not ended or
// was not confirmed.
func Ended(order model.Order) string {
	name := order.Item.Name
	switch order.State {
	case model.OrderFulfilled:
		text := fmt.Sprintf("✓ %s: %s arrived. %s → %s.", name, format.Credits(order.Arrived), format.Amount(order.Before), format.Amount(order.After))
		if order.BringsNone {
			text = "✓ " + name + " is your plan now. It brought no credits yet, as was said."
		}
		if order.ChargedOtherwise() {
			text += " " + Charged(order) + "."
		}
		return text
	case model.OrderFailed:
		return "The payment of " + name + " failed. Nothing was bought."
	case model.OrderExpired:
		return "The payment page of " + name + " has expired. Nothing was paid."
	case model.OrderCanceled:
		return "The order of " + name + " is cancelled. Nothing was paid."
	}
	return ""
}

// OrderPrice is the price of an order in its shortest form: the amount charged, with
// the quote where they differ; the quote alone, where the charge is unknown. It is
// empty where neither is known.
func OrderPrice(order model.Order) string {
	switch {
	case order.ChargedOtherwise():
		return order.Charged.String() + " (quoted " + order.Price.String() + ")"
	case order.Charged.Currency != "":
		return order.Charged.String()
	case order.Price.Currency != "":
		return order.Price.String()
	}
	return ""
}

// Charged is the amount charged for an order, with the quote where they differ:
// "Charged €22.61 (quoted $19.00)". It is empty where the amount is unknown.
func Charged(order model.Order) string {
	switch {
	case order.Charged.Currency == "":
		return ""
	case order.ChargedOtherwise():
		return "Charged " + order.Charged.String() + " (quoted " + order.Price.String() + ")"
	}
	return "Charged " + order.Charged.String()
}

// Refunded is the refunds of a purchase, with their number and the sum in money: "2
// refunds, $8.00". It is empty for none.
func Refunded(refunds model.Refunds) string {
	if refunds.Count == 0 {
		return ""
	}
	text := "1 refund"
	if refunds.Count > 1 {
		text = format.Count(refunds.Count) + " refunds"
	}
	for i, sum := range refunds.Money {
		text += map[bool]string{true: ", ", false: " and "}[i == 0] + sum.String()
	}
	for _, currency := range refunds.TooMuch {
		text += ", " + currency + " " + format.TooMuch
	}
	if refunds.Untold > 0 && len(refunds.Money) > 0 {
		text += ", and what " + format.Count(refunds.Untold) + " of them gave back is not known"
	}
	return text
}

// Unconfirmed describes an order whose payment was not confirmed, and what to do. The
// reference is that of the order, as it is to be shown.
func Unconfirmed(order model.Order, reference string) string {
	switch {
	case order.SessionID == "":
		return "The server never confirmed the order of " + order.Item.Name + ", and no payment page was opened. Nothing was paid."
	case order.Complete && !order.Paid:
		return "The payment page of " + order.Item.Name + " is done with, and the credits have not arrived. If you paid, write to " + model.Support + " with the reference " + reference + "."
	case order.Paid:
		return "The payment of " + order.Item.Name + " went through, and the credits have not arrived. Write to " + model.Support + " with the reference " + reference + "."
	}
	return "The payment of " + order.Item.Name + " has not been seen yet. It may still arrive. If you paid, write to " + model.Support + " with the reference " + reference + "."
}

// Change explains the effect of choosing a plan with an interval, and how it is done
// unless by a checkout. A server without dates has no portal either: the website has
// both.
func Change(change model.Change, sub model.Subscription, to model.Plan, interval model.Interval, balance model.Credits, now time.Time, loc *time.Location) string {
	end, done := format.Date(sub.CurrentPeriodEnd.Time, now, loc), "in the billing portal, in your browser"
	if sub.CurrentPeriodEnd.IsZero() {
		end, done = "the end of the billing period", "on the website, in your browser"
	}
	current := sub.Named(model.PlanName(string(sub.Plan)))
	switch change.Kind {
	case model.ChangeSame:
		switch {
		case to.Slug == "":
			return "You have no plan."
		case sub.Interval == "":
			return "This is the plan you have. How it is paid, your account page on the website says."
		}
		return "This is the plan you have, paid " + format.BillingInterval(sub.Interval) + "."
	case model.ChangeSubscribe:
		return to.Name + " begins as soon as it is paid."
	case model.ChangeUpgrade:
		return "An upgrade. It takes effect at once."
	case model.ChangeInterval:
		return "The same plan, paid " + format.BillingInterval(interval) + " from now on."
	case model.ChangeDowngrade:
		return fmt.Sprintf("A downgrade. You keep %s until %s; %s begins at the start of the next billing cycle. It is done %s.", current, end, to.Name, done)
	case model.ChangeCancel:
		return fmt.Sprintf("You keep %s and its benefits until %s, and %s stay in your account after that. It is done %s.",
			current, end, format.Credits(balance), done)
	case model.ChangeResume:
		return fmt.Sprintf("You have %s until %s. To keep it after that, resume it %s.", current, end, done)
	case model.ChangeStalled:
		state, remedy := Stalled(current, sub)
		return state + " " + remedy + " No plan is sold on top of it."
	case model.ChangePayment:
		return "The last payment for " + current + " failed. Update your card in the billing portal first, in your browser."
	case model.ChangeContact:
		return to.Name + " is sold by agreement. The website has the contact."
	}
	return ""
}
