package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/words"
)

// buying is one order on the command line, from the item to its end. What it says
// to people goes to stderr.
type buying struct {
	deps    Deps
	session Session
	options buyOptions
	prompt  *prompt
	pace    model.Pace

	account      model.Account
	asOf         time.Time // of the account
	item         model.Item
	price        model.Money
	about        string // what a change of plan means
	gained, lost []model.Feature

	order   model.Order // zero until one is begun, or found
	begun   bool        // by this command
	unwrote bool        // it was said that the order could not be written down

	site *siteVisit // where the server itself sells nothing
}

// run is the whole life of an order.
func (b *buying) run(ctx context.Context, choose choice) (err error) {
	if b.account, err = b.session.Source.Account(ctx); err != nil {
		return err
	}
	b.asOf = b.deps.Now()
	if err = choose(ctx, b); err != nil {
		return b.notBought(ctx, err)
	}
	if err := b.allowKey(ctx); err != nil {
		return err
	}
	if err := b.findOrder(ctx); err != nil {
		return err
	}
	if b.order.Key == "" {
		if err = b.confirm(ctx); err != nil {
			return b.notBought(ctx, err)
		}
	}
	if b.order.SessionID == "" {
		if err := b.makeSession(ctx); err != nil {
			return err
		}
	}
	if !b.order.Done() && !b.order.Paid {
		if err := b.openPage(ctx); err != nil {
			return err
		}
	}
	if b.options.noWait && !b.order.Done() {
		return b.leaveOpen()
	}
	if err := b.wait(ctx); err != nil {
		return err
	}
	return b.end()
}

// notBought tells why there is no order, or goes on where the website sells instead.
func (b *buying) notBought(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, errUnchanged):
		if b.options.json {
			return b.writeJSON("unchanged")
		}
		return b.deps.Streams.answer(b.about)
	case errors.Is(err, errNotSold):
		return b.onWebsite(ctx)
	}
	return err
}

func (b *buying) say(format string, args ...any) { b.deps.Streams.say(format, args...) }

func (b *buying) opener() model.Opener { return model.Opener{Base: b.session.Identity.BaseURL} }

func (b *buying) moment(t model.Time) string {
	return words.Moment(t.Time, b.deps.Now(), b.deps.Location)
}

// save keeps what is known of the order.
func (b *buying) save(order model.Order) {
	kept, err := b.session.Orders.Save(order)
	if err != nil {
		if !b.unwrote {
			b.say("The order could not be written down: %v.", err)
		}
		b.unwrote, kept = true, order
	}
	b.order = kept
}

// again is how long an order that was not seen stands in the way of another one
// that nobody is asked about: its payment may still arrive.
const again = 24 * time.Hour

// findOrder looks for the account's order of the item, of an earlier command or
// of another window, and finds out how it stands. One that has ended without a
// payment makes room for a new one; one that has arrived since is the answer.
func (b *buying) findOrder(ctx context.Context) error {
	kept, err := b.session.Orders.Of(b.account.ID)
	if err != nil {
		b.say("Earlier orders could not be read: %v.", err)
	}
	now := b.deps.Now()
	for _, order := range kept {
		unseen := order.State == model.OrderUnseen && now.Sub(order.At.Time) < again
		switch {
		case order.Done() && !unseen:
			continue
		case !order.Item.Same(b.item):
			if !unseen {
				b.say("Your order of %s of %s is open too.", order.Item.Name, b.moment(order.At))
			}
			continue
		}
		if err := b.recover(ctx, order); err != nil || b.order.Key != "" {
			return err
		}
	}
	return nil
}

// recover takes up a kept order, or leaves none where that one has ended.
func (b *buying) recover(ctx context.Context, order model.Order) error {
	name, of := order.Item.Name, b.moment(order.At)
	b.order = order
	if resumed := order.Resume(b.deps.Now()); resumed.State != order.State {
		b.save(resumed)
	}
	var failed error
	if b.order.SessionID != "" {
		seen, err := look(ctx, b.session.Source, b.order)
		if ends(err) {
			return err
		}
		failed = err
		if seen != b.order {
			b.save(seen)
		}
	}
	switch b.order.State {
	case model.OrderArrived:
		b.say("Your order of %s of %s has arrived.", name, of)
		return nil
	case model.OrderExpired, model.OrderCanceled:
		b.say("%s", words.Ended(b.order))
		_, _ = b.session.Orders.Tell(b.order.Key)
	case model.OrderUnseen:
		switch {
		case b.options.yes && failed != nil: // how it stands now is not known
			return b.kept(failed)
		case b.options.yes:
			return b.end()
		}
		b.say("The payment of your order of %s of %s has not been seen yet, and may still arrive. Its reference is %s.", name, of, reference(b.order))
	default:
		b.say("Your order of %s of %s is still open: going on with it.", name, of)
		return nil
	}
	b.order = model.Order{}
	return nil
}

// kept is a failure that leaves the order as it is.
func (b *buying) kept(err error) error {
	return fmt.Errorf("%w The order of %s is kept: the same command goes on with it", err, b.order.Item.Name)
}

// reference is what support can find an order by.
func reference(order model.Order) string {
	if order.SessionID != "" {
		return model.Clean(order.SessionID)
	}
	return model.Clean(order.Key)
}

// createTries is how often the session of an order is asked for, always with the
// order's one key.
const createTries = 5

// makeSession makes the order's session. Where the answer is lost, the session may
// be there all the same: the same key gives it back.
func (b *buying) makeSession(ctx context.Context) error {
	item := model.Item{Kind: b.order.Item.Kind, Slug: b.order.Item.Slug, Interval: b.order.Item.Interval}
	delay := b.pace.First
	for try := 1; ; try++ {
		session, err := b.session.Source.CreateCheckout(ctx, item, b.order.Key)
		switch {
		case err == nil:
			b.save(b.order.Seen(session))
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !passes(err):
			if b.begun && try == 1 { // no session was made, now or before
				b.save(b.order.On(model.EventCanceled))
				_, _ = b.session.Orders.Tell(b.order.Key)
			}
			return err
		case try == createTries || longWait(err, b.deps.Now()):
			return b.kept(err)
		}
		b.say("%s Asking again for the same order.", err)
		if err := pause(ctx, delay); err != nil {
			return err
		}
		delay *= 2
	}
}

// openPage gives the payment page to the browser, and its address to the person,
// in full.
func (b *buying) openPage(ctx context.Context) error {
	address := b.order.URL
	if err := b.opener().Check(address); err != nil {
		return &Outcome{ExitOther, "The server sent an address that is not opened. Nothing was paid. " + err.Error()}
	}
	until := b.moment(b.order.ExpiresAt)
	if b.options.printURL {
		b.say("The payment page is open until %s.", until)
		_, err := fmt.Fprintln(b.deps.Streams.Out, address)
		return err
	}
	b.say("The payment page, open until %s:\n\n  %s\n", until, address)
	if err := b.session.Browser.Open(ctx, address); err != nil {
		b.say("No browser was opened (%s). Open this address where you have one.", strings.TrimSuffix(err.Error(), "."))
		return ctx.Err()
	}
	b.say("It is open in your browser.")
	b.save(b.order.On(model.EventOpened))
	return nil
}
