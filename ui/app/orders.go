package app

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// watch is how the present order is looked after.
type watch struct {
	delay time.Duration // before the next look
	paid  time.Time     // when the session was first seen as paid
}

// The pace of the payment watch, and how long a paid session may take to become
// credits before the watch says that they were not seen yet.
const (
	firstLook   = time.Second
	slowestLook = 10 * time.Second
	patience    = 10 * time.Minute
)

// doOrder carries out what a person asked of an order.
func (a *App) doOrder(intent data.Intent) tea.Cmd {
	switch intent := intent.(type) {
	case data.Buy:
		return a.draft(intent.Item)
	case data.ConfirmOrder:
		return a.confirm()
	case data.ReopenOrder:
		return a.openOrder()
	case data.CancelOrder:
		return a.cancelOrder()
	}
	return nil
}

// draft shows an item for confirmation. An order that is still under way comes
// first: there is one at a time.
func (a *App) draft(item model.Item) tea.Cmd {
	s := &a.state
	if s.Order != nil && s.Order.State != model.OrderDrafted && !s.Order.Done() {
		a.showPayment()
		a.warn("Your order of " + s.Order.Name + " comes first: it is still open.")
		return a.noticeTimer()
	}
	name, price := a.offer(item)
	s.Order = &data.OrderView{
		Name: name,
		Order: model.Order{
			Key: a.options.NewKey(), AccountID: a.knownAccount(), Item: item, Price: price,
			State: model.OrderDrafted, Before: s.Account.Value.Credits,
		},
	}
	if ok, why := a.browser().Available(); !ok {
		s.Order.Browser = why
	}
	a.push(overlay.NewConfirm(a.keys))
	return tea.Batch(a.askQuote(), a.fetchAccount(byPerson, nil))
}

// offer is an item's name and price, as the server offers it.
func (a *App) offer(item model.Item) (name string, price model.Money) {
	name = item.Name
	if item.Kind == model.KindPlan {
		if plan, ok := model.FindPlan(a.state.Plans.Value, item.Slug); ok {
			price, _ = plan.Price(item.Interval)
			return plan.Name, price
		}
	}
	for _, pack := range a.state.Packs.Value {
		if item.Kind == model.KindPack && pack.Slug == item.Slug {
			return pack.Name, pack.Price
		}
	}
	if name == "" {
		name = item.Slug
	}
	return name, price
}

// askQuote asks what buying the drafted item would mean.
func (a *App) askQuote() tea.Cmd {
	if a.state.Order == nil || a.state.Order.State != model.OrderDrafted {
		return nil
	}
	item := a.state.Order.Item
	return fetch(a, byPerson, func(s *data.State) *data.Resource[model.Quote] { return s.Quote() },
		billed(func(source data.Source, ctx context.Context) (model.Quote, error) { return source.Quote(ctx, item) }), nil)
}

// confirm makes the session of the order, or repeats that with the same key where
// the answer was lost. While an answer is awaited it does nothing.
func (a *App) confirm() tea.Cmd {
	order := a.state.Order
	if order == nil || order.Busy || order.SessionID != "" || !a.online() {
		return nil
	}
	order.Order = order.Confirm(a.options.Now())
	order.Busy, order.Err = true, nil
	a.showPayment()
	item := model.Item{Kind: order.Item.Kind, Slug: order.Item.Slug, Interval: order.Item.Interval}
	key := order.Key
	return a.askOrder(func(ctx context.Context, source data.Source) (model.Checkout, error) {
		return source.CreateCheckout(ctx, item, key)
	})
}

// showPayment shows the payment watch in place of whatever lies on top.
func (a *App) showPayment() {
	a.overlays = nil
	a.push(overlay.NewPayment(a.keys))
}

// orderSeen is what the server says of the order's session.
type orderSeen struct {
	key     string
	session model.Checkout
	err     error
	at      int
}

func (o orderSeen) epoch() int { return o.at }

// askOrder asks the server something about the present order.
func (a *App) askOrder(call func(context.Context, data.Source) (model.Checkout, error)) tea.Cmd {
	ctx, source := data.Asked(a.within), a.session.Source
	result := orderSeen{key: a.state.Order.Key, at: a.epoch}
	return func() tea.Msg {
		result.session, result.err = call(ctx, source)
		return result
	}
}

// orderSeen takes an answer about the order.
func (a *App) orderSeen(msg orderSeen) tea.Cmd {
	order := a.state.Order
	if order == nil || order.Key != msg.key {
		return nil
	}
	defer a.tell()
	order.Busy, order.Err = false, msg.err
	if msg.err != nil {
		if order.SessionID == "" {
			return nil // the person may repeat it, with the same key
		}
		return a.lookAgain()
	}
	isNew := order.SessionID == ""
	order.Order = order.Seen(msg.session)
	if isNew && !order.Done() {
		return tea.Batch(a.openOrder(), a.lookSoon())
	}
	if order.Done() {
		return a.endOrder()
	}
	if order.Paid {
		if a.watch.paid.IsZero() {
			a.watch.paid = a.options.Now()
		}
		return tea.Batch(a.fetchLatest(byPerson), a.fetchAccount(byPerson, nil), a.lookAgain())
	}
	return a.lookAgain()
}

// openOrder hands the order's page to the browser.
func (a *App) openOrder() tea.Cmd {
	order := a.state.Order
	if order == nil || order.URL == "" {
		return nil
	}
	return a.tryBrowser(data.OpenURL{Address: order.URL, What: "the payment page"}, order.Key)
}

// orderOpened takes what came of opening the order's page.
func (a *App) orderOpened(msg browserTried) tea.Cmd {
	order := a.state.Order
	if order == nil || order.Key != msg.order {
		return nil
	}
	if msg.err == nil {
		order.Browser = ""
		order.Order = order.On(model.EventOpened)
	} else {
		order.Browser = msg.err.Error()
	}
	a.tell()
	return nil
}

// lookSoon begins to look after the order anew.
func (a *App) lookSoon() tea.Cmd {
	a.watch.delay = firstLook
	return a.wait(watchTimer, a.watch.delay)
}

// lookAgain looks after the order later, each time a little later.
func (a *App) lookAgain() tea.Cmd {
	a.watch.delay = min(max(a.watch.delay, firstLook)*3/2, slowestLook)
	return a.wait(watchTimer, a.watch.delay)
}

// lookAtOrder asks how the order stands. It does so whether the window has the
// focus or not.
func (a *App) lookAtOrder() tea.Cmd {
	order := a.state.Order
	if order == nil || order.SessionID == "" || order.Done() || order.Busy {
		return nil
	}
	if !a.watch.paid.IsZero() && a.options.Now().Sub(a.watch.paid) > patience {
		order.Order = order.On(model.EventTimeUp)
		a.tell()
		return a.endOrder()
	}
	id := order.SessionID
	return a.askOrder(func(ctx context.Context, source data.Source) (model.Checkout, error) {
		return source.Checkout(ctx, id)
	})
}

// returned is called when the person comes back to the window: an order whose page
// was open is still to be paid, as far as is known.
func (a *App) returned() tea.Cmd {
	order := a.state.Order
	if order == nil || order.State != model.OrderOpened {
		return nil
	}
	order.Order = order.On(model.EventReturned)
	a.tell()
	return a.lookSoon()
}

// cancelOrder asks the server to cancel the session. What it answers decides: a
// payment may have been first.
func (a *App) cancelOrder() tea.Cmd {
	order := a.state.Order
	if order == nil || order.Busy || order.SessionID == "" {
		return nil
	}
	order.Busy = true
	id := order.SessionID
	a.tell()
	return a.askOrder(func(ctx context.Context, source data.Source) (model.Checkout, error) {
		return source.CancelCheckout(ctx, id)
	})
}

// settleOrder looks for the order's row among those that have come.
func (a *App) settleOrder() tea.Cmd {
	order := a.state.Order
	if order == nil || order.State == model.OrderArrived {
		return nil
	}
	order.Order = order.Find(a.state.Rows())
	if order.State != model.OrderArrived {
		return nil
	}
	return tea.Batch(a.endOrder(), a.fetchAccount(byPerson, nil), a.fetchSubscription(byPerson))
}

// endOrder tells how an order ended, where its panel is not on screen.
func (a *App) endOrder() tea.Cmd {
	order := a.state.Order
	if _, open := a.top().(*overlay.Payment); open {
		a.tell()
		return nil
	}
	switch order.State {
	case model.OrderArrived:
		a.say(fmt.Sprintf("✓ %s: %s arrived. %s → %s.", order.Name, words.Credits(order.Arrived), words.Amount(order.Before), words.Amount(order.After)))
	case model.OrderExpired:
		a.say("The payment page of " + order.Name + " has expired. Nothing was paid.")
	case model.OrderCanceled:
		a.say("The order of " + order.Name + " is canceled. Nothing was paid.")
	case model.OrderUnseen:
		a.warn("The payment of " + order.Name + " has not been seen yet. Press b for its reference.")
		return a.noticeTimer()
	}
	a.dropEndedOrder()
	return a.noticeTimer()
}

// dropEndedOrder forgets an order that has ended and been told, and a draft.
func (a *App) dropEndedOrder() {
	order := a.state.Order
	if order == nil {
		return
	}
	if order.State == model.OrderDrafted || (order.Done() && order.State != model.OrderUnseen) {
		a.state.Order = nil
		a.watch = watch{}
		a.tell()
	}
}
