package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// purchaseRun drives one purchase on the command line: it passes events to the step
// function of package purchase, and carries out the effects that it returns. It holds
// no purchase rules. Messages for people go to stderr.
type purchaseRun struct {
	deps     Deps
	session  account.Session
	options  buyOptions
	prompt   *prompt
	purchase purchase.Purchase

	account      model.Account
	asOf         time.Time // of the account
	item         model.Item
	price        model.Money
	about        string // the effect of a change of plan
	gained, lost []model.Feature

	keyConfirmed bool   // the user confirmed the environment's key
	notWritten   bool   // the failure to store the order was reported
	warned       string // the last error that was reported

	site *websiteRun // set where the server itself sells nothing
}

func newPurchaseRun(deps Deps, session account.Session, options buyOptions) *purchaseRun {
	pace := deps.Policy
	if pace == (model.PollPolicy{}) {
		pace = model.OrderPolling
	}
	return &purchaseRun{
		deps: deps, session: session, options: options, prompt: newPrompt(deps.Streams),
		purchase: purchase.Purchase{Terms: purchase.Terms{
			Policy: pace, Tries: 5, Unattended: options.yes, Stops: true, NoWait: options.noWait,
		}},
	}
}

// run runs a purchase from the choice to its end.
func (b *purchaseRun) run(ctx context.Context, choose choice) (err error) {
	if b.account, err = b.session.Source.Account(ctx); err != nil {
		return err
	}
	b.asOf = b.deps.Now()
	kept, lost := b.session.Orders.ListByAccount(b.account.ID)
	if lost != nil {
		b.say("%s", message.OrdersLost(lost))
	}
	if err = choose(ctx, b); err != nil && !b.underWay(kept) {
		return b.notBought(ctx, err)
	}
	if err := b.allowKey(ctx); err != nil {
		return err
	}
	return b.drivePurchase(ctx, purchase.Choose{Account: b.account, Item: b.item, Price: b.price})
}

// underWay reports whether the account has an order of the chosen item that can still
// change. It takes precedence when a command is repeated, even where the account has
// the plan by now.
func (b *purchaseRun) underWay(kept []model.Order) bool {
	for _, order := range kept {
		if order.Item.Same(b.item) && (!order.Done() || order.State == model.OrderUnconfirmed) {
			return true
		}
	}
	return false
}

// drivePurchase passes events to the purchase, and carries out the effects that follow.
func (b *purchaseRun) drivePurchase(ctx context.Context, event purchase.Event) error {
	return drive(ctx, event, func(event purchase.Event) (effects []purchase.Effect) {
		b.purchase, effects = b.purchase.Next(clockOf(b.deps, b.session), event)
		return effects
	}, b.carryOut)
}

// clockOf is the present time, by this machine and by the server.
func clockOf(deps Deps, session account.Session) purchase.Clock {
	now := deps.Now()
	return purchase.Clock{Here: now, Server: now.Add(session.Source.ServerAhead())}
}

// carryOut carries out one effect of the purchase.
func (b *purchaseRun) carryOut(ctx context.Context, effect purchase.Effect) (purchase.Event, error) {
	source := b.session.Source
	switch effect := effect.(type) {
	case purchase.Check:
		return b.check(ctx), nil
	case purchase.FetchQuote:
		quote, err := source.Quote(ctx, effect.Item)
		return purchase.Quoted{Quote: quote, Err: err}, nil
	case purchase.Ask:
		return b.ask(ctx)
	case purchase.Confirm:
		return b.confirm(ctx)
	case purchase.Write:
		kept, err := b.session.Orders.Begin(effect.Order, effect.Beside...)
		return purchase.Written{Order: kept, Err: err}, nil
	case purchase.Save:
		return b.save(effect.Order), nil
	case purchase.CreateSession:
		session, err := source.CreateCheckout(ctx, effect.Item, effect.Key)
		return purchase.SessionCreated{Session: session, Err: err}, nil
	case purchase.OpenPage:
		return b.openPage(ctx, effect)
	case purchase.Wait:
		return purchase.Due{}, model.Sleep(ctx, effect.For)
	case purchase.PollSession:
		return pollOrder(ctx, source, effect.Order), nil
	case purchase.CancelSession:
		session, err := source.CancelCheckout(ctx, effect.ID)
		return purchase.SessionPolled{Session: session, Err: err}, nil
	case purchase.ReadLedger:
		return readLedger(ctx, source, b.purchase.Order), nil
	case purchase.ReadSubscription:
		sub, _, err := source.Subscription(ctx)
		return purchase.SubscriptionRead{Subscription: sub, Err: err}, nil
	case purchase.Acknowledge:
		if err := b.session.Orders.Acknowledge(); err != nil {
			b.say("This could not be noted: %s", format.Sentence(message.PlainError(err)))
		}
	case purchase.Notify:
		b.tell(effect)
	case purchase.Finish:
		return nil, b.finish(effect)
	case purchase.Stop:
		return nil, b.stop(effect)
	case purchase.Website:
		return nil, over(b.onWebsite(ctx))
	}
	return nil, nil
}

// notBought reports why there is no order, or continues on the website where that sells
// instead.
func (b *purchaseRun) notBought(ctx context.Context, err error) error {
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

func (b *purchaseRun) say(format string, args ...any) { b.deps.Streams.say(format, args...) }

func (b *purchaseRun) opener() model.URLPolicy {
	return model.URLPolicy{Base: b.session.Identity.BaseURL}
}

func (b *purchaseRun) moment(t model.Time) string {
	return format.ShortTime(t.Time, b.deps.Now(), b.deps.Location)
}

// check reads the server's open sessions, and then the stored orders.
func (b *purchaseRun) check(ctx context.Context) purchase.Event {
	var found purchase.Checked
	found.Open, found.OpenErr = b.session.Source.OpenCheckouts(ctx)
	found.Orders, found.Lost = b.session.Orders.ListByAccount(b.account.ID)
	return found
}

// save stores the present state of the order.
func (b *purchaseRun) save(order model.Order) purchase.Event {
	kept, err := b.session.Orders.Save(order)
	if err == nil {
		return purchase.Saved{Order: kept}
	}
	if !b.notWritten {
		b.say("The order could not be written down: %s.", message.PlainError(err))
	}
	b.notWritten = true
	return nil
}

// openPage opens the payment page in the browser, and prints its address in full.
func (b *purchaseRun) openPage(ctx context.Context, effect purchase.OpenPage) (purchase.Event, error) {
	address := effect.Address
	if err := b.opener().CheckURL(address); err != nil {
		return nil, &Outcome{ExitOther, "The server sent an address that is not opened. Nothing was paid. " + message.PlainError(err)}
	}
	until := format.Until(b.purchase.ExpiresAt.Time, b.deps.Now(), b.deps.Location)
	if b.options.printURL {
		b.say("The payment page is open until %s.", until)
		_, err := fmt.Fprintln(b.deps.Streams.Out, address)
		return nil, err
	}
	if b.deps.Streams.mask == nil {
		b.say("The payment page, open until %s:\n\n  %s\n", until, address)
	} else {
		b.say("The payment page is open until %s. %s", until, hiddenAddress)
	}
	err := b.browse(ctx, address, "It is open in your browser.")
	return purchase.PageOpened{Err: err, Visits: effect.Visits}, nil
}

// browse opens a page in the browser, and reports whether that worked.
func (b *purchaseRun) browse(ctx context.Context, page model.URL, open string) error {
	err := b.session.Browser.Open(ctx, page)
	if err != nil {
		open = b.deps.Streams.noBrowser(err)
	}
	b.say("%s", open)
	return err
}

// pollOrder reads the state of an order's session, and checks whether the account has
// its row, which is decisive whatever the session's state.
func pollOrder(ctx context.Context, source account.Source, order model.Order) purchase.SessionPolled {
	session, err := source.Checkout(ctx, order.SessionID)
	looked := purchase.SessionPolled{Session: session, Err: err}
	if model.HasStatus(err) {
		ledger := readLedger(ctx, source, order)
		looked.Ledger = &ledger
	}
	return looked
}

// rowType is the type of the row that an item's session produces; any type, for an
// unknown kind of item.
var rowType = map[model.ItemKind]model.TransactionType{
	model.KindPack: model.TypePurchase, model.KindPlan: model.TypeSubscription,
}

// skew is the greatest assumed difference between the clocks of this machine and of the
// server when the order was confirmed.
const skew = 24 * time.Hour

// readLedger reads the rows that may include an order's row.
func readLedger(ctx context.Context, source account.Source, order model.Order) purchase.LedgerRead {
	page, _, err := source.Search(ctx, rowType[order.Item.Kind], order.At.Add(-skew), 0)
	return purchase.LedgerRead{Rows: page.Rows, Err: err}
}
