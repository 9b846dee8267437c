package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/words"
)

// look asks how an order's session stands, and where it is paid, for the account's
// own row of it. What could be found out comes back beside an error.
func look(ctx context.Context, source Source, order model.Order) (model.Order, error) {
	session, err := source.Checkout(ctx, order.SessionID)
	if err != nil {
		return order, err
	}
	if order = order.Seen(session); !order.Paid {
		return order, nil
	}
	page, _, err := source.Search(ctx, rowType[order.Item.Kind], order.At.Add(-skew), 0)
	if err != nil {
		return order, err
	}
	return order.Find(page.Rows), nil
}

// rowType is the type of the row that an item's session brings; any, for a kind of
// item that is not known.
var rowType = map[model.ItemKind]model.TransactionType{
	model.KindPack: model.TypePurchase, model.KindPlan: model.TypeSubscription,
}

// skew is how far the clocks of this machine and of the server may be apart.
const skew = 24 * time.Hour

// ends reports whether a failure ends the watch of an order.
func ends(err error) bool {
	kind := model.KindOf(err)
	return kind == model.NotSignedIn || kind == model.Forbidden
}

// wait looks after the order until the account says that it has ended, or long
// enough. That it was not seen is said only after a look that worked.
func (b *buying) wait(ctx context.Context) error {
	if !b.order.Done() && !b.order.Paid {
		b.say("Waiting for the credits to arrive … ctrl+c leaves the order open.")
	}
	var paid time.Time // when it was first seen
	var ending model.Ending
	said, delay, wait := "", b.pace.First, b.pace.First
	for !b.order.Done() {
		if b.order.Paid && paid.IsZero() {
			b.say("The payment went through. Waiting for the credits to arrive …")
			paid = b.deps.Now()
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
		seen, err := look(ctx, b.session.Source, b.order)
		if seen != b.order {
			b.save(seen)
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case ends(err):
			return err
		case err != nil && err.Error() != said:
			said = err.Error()
			b.say("%s", said)
		}
		now := b.deps.Now()
		switch over := ending.Over(b.pace.Until(b.order, paid), now, err); {
		case over && !model.Answered(err):
			return b.kept(err)
		case over:
			b.save(b.order.On(model.EventTimeUp))
		}
		delay, wait = b.pace.After(delay, err, now)
	}
	return nil
}

// end tells the end of the order. It is told here, so nobody else tells it again.
func (b *buying) end() error {
	if _, err := b.session.Orders.Tell(b.order.Key); err == nil {
		b.order.Told = true
	}
	order := b.order
	if b.options.json {
		if err := b.writeJSON(string(order.State)); err != nil {
			return err
		}
	}
	switch order.State {
	case model.OrderArrived:
		return b.arrived(order)
	case model.OrderUnseen:
		return &Outcome{ExitUnseen, fmt.Sprintf(
			"The payment of %s has not been seen yet. It may still arrive. If you paid, write to %s with the reference %s",
			order.Item.Name, model.Support, reference(order))}
	}
	return &Outcome{ExitEnded, words.Ended(order)}
}

func (b *buying) arrived(order model.Order) error {
	out := b.deps.Streams.Out
	switch {
	case b.options.json:
		return nil
	case b.options.printURL:
		out = b.deps.Streams.Err
	}
	_, err := fmt.Fprintf(out, "%s\nTransaction %s\n", words.Ended(order), model.Clean(string(order.TransactionID)))
	return err
}

// leaveOpen ends the command while the order is open, by the person's wish.
func (b *buying) leaveOpen() error {
	if b.options.json {
		return b.writeJSON(outcomeOpen)
	}
	b.say("The order of %s is open. The same command waits for it, and studio-tui orders lists it.", b.order.Item.Name)
	return nil
}

// interrupted says what stays.
func (b *buying) interrupted() error {
	text := "Interrupted. Nothing was bought"
	switch {
	case b.site != nil:
		text = "Interrupted. What you do on the website is done there: studio-tui balance tells how the account stands"
	case b.order.Key == "":
	case b.options.target.Demo != nil:
		text = "Interrupted. The sandbox has ended, and the order with it"
	default:
		text = fmt.Sprintf("Interrupted. The order of %s stays: the same command goes on with it, and studio-tui orders lists it", b.order.Item.Name)
	}
	if b.options.json && b.order.Key != "" {
		if err := b.writeJSON(outcomeOpen); err != nil {
			return err
		}
	}
	return &Outcome{ExitInterrupted, text}
}

// outcomeOpen is the outcome of an order that has not ended.
const outcomeOpen = "open"

// orderJSON is what buying prints with --json.
type orderJSON struct {
	Outcome string       `json:"outcome"`
	Order   *model.Order `json:"order"` // null where there is none

	URL  model.Address `json:"url,omitempty"`  // of the page on the website, where that sells instead
	Seen []string      `json:"seen,omitempty"` // of the account since

	Sandbox bool `json:"sandbox"`
}

func (b *buying) writeJSON(outcome string) error {
	answer := orderJSON{Outcome: outcome, Sandbox: b.session.Identity.Sandbox}
	if b.order.Key != "" {
		answer.Order = &b.order
	}
	if b.site != nil {
		answer.URL, answer.Seen = b.site.page, b.site.seen
	}
	return writeJSON(b.deps.Streams.Out, answer)
}

// pause waits, as long as the context lasts.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
