package cli

import (
	"errors"
	"fmt"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/message"
)

// tell prints news of the purchase.
func (b *purchaseRun) tell(news purchase.Notify) {
	name, of := news.Order.Item.Name, b.moment(news.Order.At)
	switch news.News {
	case purchase.GoingOn:
		b.say("Your order of %s of %s is still open: going on with it.", name, of)
	case purchase.OtherOpen:
		b.say("Your order of %s of %s is open too.", name, of)
	case purchase.Arriving:
		b.say("Your order of %s of %s has arrived.", name, of)
	case purchase.WasEnded:
		b.say("%s", message.Ended(news.Order))
		_, _ = b.session.Orders.MarkAnnounced(news.Order.Key)
	case purchase.Repeating:
		b.say("%s Asking again for the same order.", news.Err)
	case purchase.Waiting:
		b.say("Waiting for the credits to arrive … ctrl+c leaves the order open.")
	case purchase.Pending, purchase.Completed:
		b.say("%s", message.Paying(news.Order))
	case purchase.Trouble:
		b.trouble(news.Err)
	}
}

// trouble reports an error, unless it repeats the one before.
func (b *purchaseRun) trouble(err error) {
	if text := err.Error(); text != b.warned {
		b.warned = text
		b.say("%s", text)
	}
}

// finish reports the end of the order, and marks it as reported for other processes.
func (b *purchaseRun) finish(effect purchase.Finish) error {
	if _, err := b.session.Orders.MarkAnnounced(effect.Order.Key); err == nil {
		b.purchase.Announced = true
	}
	if effect.Err != nil {
		return effect.Err
	}
	order := effect.Order
	if b.options.json {
		if err := b.writeJSON(string(order.State)); err != nil {
			return err
		}
	}
	switch order.State {
	case model.OrderFulfilled:
		return over(b.arrived(order))
	case model.OrderUnconfirmed:
		return &Outcome{ExitUnconfirmed, fmt.Sprintf(
			"The payment of %s has not been seen yet. It may still arrive. If you paid, write to %s with the reference %s",
			order.Item.Name, model.Support, b.deps.Streams.secret(message.Reference(order)))}
	}
	return &Outcome{ExitEnded, message.Ended(order)}
}

func (b *purchaseRun) arrived(order model.Order) error {
	out := b.deps.Streams.Out
	switch {
	case b.options.json:
		return nil
	case b.options.printURL:
		out = b.deps.Streams.Err
	}
	text := message.Ended(order)
	if order.TransactionID != "" {
		text += "\nTransaction " + b.deps.Streams.secret(model.Clean(string(order.TransactionID)))
	}
	_, err := fmt.Fprintln(out, b.deps.Streams.spelled(text))
	return err
}

// stop ends the command without an end of the order.
func (b *purchaseRun) stop(effect purchase.Stop) error {
	var unwritten *purchase.NotWritten
	switch effect.Reason {
	case purchase.Declined:
		return &Outcome{ExitOther, "Nothing was bought"}
	case purchase.Refused:
		return &Outcome{ExitOther, effect.Err.Error()}
	case purchase.LeftOpen:
		return over(b.leaveOpen())
	case purchase.StillOpen:
		return b.stillOpen()
	}
	if errors.As(effect.Err, &unwritten) || b.purchase.Key == "" || b.purchase.Drafting() {
		return effect.Err
	}
	return b.kept(effect.Err)
}

// kept is an error that leaves the order unchanged.
func (b *purchaseRun) kept(err error) error {
	more := ""
	if b.purchase.OpenElsewhere > 0 {
		more = " The server has a payment page open for it."
	}
	return fmt.Errorf("%w%s The order of %s is kept: the same command goes on with it", err, more, b.purchase.Item.Name)
}

// leaveOpen ends the command while the order is open, on the user's request.
func (b *purchaseRun) leaveOpen() error {
	if b.options.json {
		return b.writeJSON(outcomeOpen)
	}
	b.say("The order of %s is open. The same command waits for it, and %s lists it.", b.purchase.Item.Name, b.deps.command("orders"))
	return nil
}

// stillOpen ends the command where the outcome may take long: the payment is in
// progress and can take days, or the server reports the page open long after its end.
func (b *purchaseRun) stillOpen() error {
	order, outcome := b.purchase.Order, outcomeOpen
	if order.State == model.OrderPending {
		outcome = string(order.State)
	}
	if b.options.json {
		if err := b.writeJSON(outcome); err != nil {
			return err
		}
	}
	return &Outcome{ExitUnconfirmed, message.Paying(order) + " The same command goes on with it, and " + b.deps.command("orders") + " shows its state"}
}

// interrupted is the outcome of an interruption: it says what remains open.
func (b *purchaseRun) interrupted() error {
	text := "Interrupted. Nothing was bought"
	switch {
	case b.site != nil:
		text = "Interrupted. What you do on the website is done there: " + b.deps.command("balance") + " shows the account"
	case b.purchase.Key == "" || b.purchase.Drafting():
	case b.options.target.Demo != nil:
		text = "Interrupted. The sandbox has ended, and the order with it"
	default:
		text = fmt.Sprintf("Interrupted. The order of %s stays: the same command goes on with it, and %s lists it", b.purchase.Item.Name, b.deps.command("orders"))
	}
	if b.options.json && b.purchase.Key != "" {
		if err := b.writeJSON(outcomeOpen); err != nil {
			return err
		}
	}
	return &Outcome{ExitInterrupted, text}
}

// outcomeOpen is the outcome of an order that has not ended.
const outcomeOpen = "open"

// boughtJSON is the output of a purchase with --json.
type boughtJSON struct {
	Outcome string     `json:"outcome"`
	Order   *orderJSON `json:"order"` // null where there is none

	URL  model.URL `json:"url"`  // of the page on the website, where the purchase is made there
	Seen []string  `json:"seen"` // changes of the account since

	Sandbox bool `json:"sandbox"`
}

func (b *purchaseRun) writeJSON(outcome string) error {
	answer := boughtJSON{Outcome: outcome, Seen: []string{}, Sandbox: b.session.Identity.Sandbox}
	if b.purchase.Key != "" {
		order := newOrderJSON(b.purchase.Order)
		answer.Order = &order
	}
	if b.site != nil {
		answer.URL, answer.Seen = b.site.page, append(answer.Seen, b.site.seen...)
	}
	return writeJSON(b.deps.Streams.Out, answer)
}
