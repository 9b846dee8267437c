package app

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// This file drives the purchase on screen: it hands events to the step function of
// package purchase, and carries out what that asks for. It holds no rule of buying.

// doPurchase carries out what a person asked of a purchase.
func (a *App) doPurchase(intent data.Intent) tea.Cmd {
	switch intent := intent.(type) {
	case data.Buy:
		return a.choose(intent.Item)
	case data.ConfirmOrder:
		return a.confirm()
	case data.AnswerQuestion:
		return a.purchaseStep(purchase.Answer{Choice: intent.Choice, Key: a.options.NewKey()})
	case data.ConfirmExportedKey:
		return a.purchaseStep(purchase.Consent{})
	case data.ReopenOrder:
		return a.purchaseStep(purchase.Reopen{})
	case data.CancelOrder:
		return a.purchaseStep(purchase.Cancel{})
	case data.AcknowledgeOrders:
		return a.acknowledgeOrders()
	case data.LeaveOrder:
		return a.dropEndedOrder()
	}
	return nil
}

// choose shows an item for confirmation. An order that is still under way comes
// first: there is one on screen at a time.
func (a *App) choose(item model.Item) tea.Cmd {
	s := &a.state
	if s.Order != nil && !s.Order.Drafting() && !s.Order.Done() {
		a.showPayment()
		a.notifyError("Your order of " + s.Order.Name + " comes first: it is still open.")
		return a.noticeTimer()
	}
	name, price := a.offer(item)
	item.Name = name
	a.showPurchase(name)
	if ok, why := a.browser().Available(); !ok {
		s.Order.Browser = strings.TrimSuffix(why, ".")
	}
	a.showConfirm()
	number := a.purchases
	return tea.Batch(
		a.purchaseStep(purchase.Choose{Account: s.Account.Value, Item: item, Price: price, NeedsConsent: s.Identity.OverriddenProfile != ""}),
		a.fetchAccount(interactive, func(a *App) tea.Cmd {
			if order := a.state.Order; order != nil && a.purchases == number && a.state.Account.Err == nil {
				order.Animated = true
			}
			return nil
		}),
	)
}

// showPurchase begins a purchase in the place of the one on screen.
func (a *App) showPurchase(name string) {
	a.purchases++
	a.state.Order = &data.OrderView{
		Name: name, Purchase: purchase.Purchase{Terms: purchase.Terms{Policy: model.OrderPolling, Tries: 1}},
	}
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

// confirm takes the yes to what is shown, or to asking again.
func (a *App) confirm() tea.Cmd {
	switch order := a.state.Order; {
	case order == nil || !a.online():
		return nil
	case order.Drafting():
		return a.purchaseStep(purchase.Confirmed{Key: a.options.NewKey()})
	}
	return a.purchaseStep(purchase.Repeat{})
}

// refreshPurchase asks again for what a confirmation shows.
func (a *App) refreshPurchase() tea.Cmd {
	if order := a.state.Order; order == nil || !order.Drafting() {
		return nil
	}
	return a.purchaseStep(purchase.Repeat{})
}

// onFocusPurchase is called when the person comes back to the window.
func (a *App) onFocusPurchase() tea.Cmd { return a.purchaseStep(purchase.Returned{}) }

// purchaseStep takes an event of the purchase on screen, and does what follows from it.
func (a *App) purchaseStep(event purchase.Event) tea.Cmd {
	order := a.state.Order
	if order == nil {
		return nil
	}
	var effects []purchase.Effect
	order.Purchase, effects = order.Next(a.purchaseClock(), event)
	if name := order.Item.Name; name != "" {
		order.Name = name
	}
	var cmds []tea.Cmd
	for _, effect := range effects {
		cmds = append(cmds, a.carryOut(order, effect))
	}
	if order == a.state.Order && !order.Drafting() {
		a.showPaymentInstead()
	}
	a.publishState()
	return tea.Batch(cmds...)
}

func (a *App) purchaseClock() purchase.Clock {
	now := purchase.Clock{Here: a.options.Now(), Server: a.options.Now()}
	if a.open {
		now.Server = now.Here.Add(a.session.Source.ServerAhead())
	}
	return now
}

// showPaymentInstead shows the payment in the place of the confirmation or a question,
// once there is an order.
func (a *App) showPaymentInstead() {
	if a.overlays.OnTop(a.order.confirm) || a.overlays.OnTop(a.order.question) {
		a.showPayment()
	}
}

// orderPanels are the panels of a purchase, the last of each kind, open or not.
type orderPanels struct {
	confirm  *overlay.Confirm
	question *overlay.Question
	payment  *overlay.Payment
}

// showConfirm shows the confirmation.
func (a *App) showConfirm() {
	a.order.confirm = overlay.NewConfirm()
	a.push(a.order.confirm)
}

// showPayment shows the payment watch in place of whatever lies on top.
func (a *App) showPayment() {
	a.overlays.Clear()
	a.order.payment = overlay.NewPayment()
	a.push(a.order.payment)
}

// carryOut does one thing that the purchase asks for.
func (a *App) carryOut(order *data.OrderView, effect purchase.Effect) tea.Cmd {
	switch effect := effect.(type) {
	case purchase.Ask:
		a.overlays.Clear()
		a.order.question = overlay.NewQuestion()
		a.push(a.order.question)
	case purchase.Confirm:
		if a.overlays.OnTop(a.order.question) {
			a.overlays.Clear()
			a.showConfirm()
		}
	case purchase.Acknowledge:
		return a.acknowledgeOrders()
	case purchase.Save:
		return a.saveOrder(effect.Order)
	case purchase.Wait:
		return a.startTimer(watchTimer, effect.For)
	case purchase.OpenPage:
		return a.openPage(effect)
	case purchase.ReadLedger:
		if !order.Complete {
			return a.fetchLatest(interactive)
		}
		return tea.Batch(a.fetchLatest(interactive), a.fetchAccount(interactive, nil))
	case purchase.ReadSubscription:
		return a.fetchSubscriptionThen(interactive, func(a *App) tea.Cmd {
			return a.purchaseStep(purchase.SubscriptionRead{Subscription: a.state.Subscription.Value, Err: a.state.Subscription.Err})
		})
	case purchase.Notify:
		return a.announcePurchase(effect)
	case purchase.Finish:
		if effect.Order.State != model.OrderFulfilled {
			a.notice.text = "" // what it said of the order is over
		}
		return tea.Batch(a.endOrder(effect.Order), a.refreshAfter(effect.Order))
	case purchase.Stop:
		return a.purchaseStopped(effect)
	case purchase.Website:
		a.overlays.Clear()
		a.state.Order = nil
		return a.openWebsite(data.OpenWebsite{KeyConfirmed: order.Allowed})
	default:
		return a.askFor(effect)
	}
	return nil
}

// askFor asks the server, or this machine's orders, for what an effect wants.
func (a *App) askFor(effect purchase.Effect) tea.Cmd {
	book, account := a.orderStore, a.state.Order.AccountID
	return a.purchaseCmd(func(ctx context.Context, source data.Source) purchase.Event {
		switch effect := effect.(type) {
		case purchase.Check:
			var found purchase.Checked
			found.Open, found.OpenErr = source.OpenCheckouts(ctx)
			found.Orders, found.Lost = book.ListByAccount(account)
			return found
		case purchase.FetchQuote:
			quote, err := source.Quote(ctx, effect.Item)
			return purchase.Quoted{Quote: quote, Err: err}
		case purchase.Write:
			kept, err := book.Begin(effect.Order, effect.Beside...)
			return purchase.Written{Order: kept, Err: err}
		case purchase.CreateSession:
			session, err := source.CreateCheckout(ctx, effect.Item, effect.Key)
			return purchase.SessionCreated{Session: session, Err: err}
		case purchase.PollSession:
			session, err := source.Checkout(ctx, effect.Order.SessionID)
			return purchase.SessionPolled{Session: session, Err: err}
		case purchase.CancelSession:
			session, err := source.CancelCheckout(ctx, effect.ID)
			return purchase.SessionPolled{Session: session, Err: err}
		}
		return nil
	})
}

// purchaseCmd calls something outside, whose answer is an event of the purchase on
// screen.
func (a *App) purchaseCmd(call func(context.Context, data.Source) purchase.Event) tea.Cmd {
	ctx, source := data.Interactive(a.within), a.session.Source
	number, epoch := a.purchases, a.epoch
	return func() tea.Msg {
		event := call(ctx, source)
		if event == nil {
			return nil
		}
		return purchaseEvent{number: number, event: event, at: epoch}
	}
}

// purchaseEvent is an event of a purchase. Those of an earlier one than that on screen
// are dropped.
type purchaseEvent struct {
	number int
	event  purchase.Event
	at     int
}

func (p purchaseEvent) epoch() int { return p.at }

func (a *App) purchaseEvent(msg purchaseEvent) tea.Cmd {
	if msg.number != a.purchases {
		return nil
	}
	cmds := []tea.Cmd{a.purchaseStep(msg.event)}
	switch event := msg.event.(type) {
	case purchase.Checked:
		a.state.OrdersLost = event.Lost
		a.publishState()
	case purchase.Quoted:
		if model.KindOf(event.Err) == model.NotSignedIn {
			cmds = append(cmds, a.signInAgain(event.Err))
		}
	}
	return tea.Batch(cmds...)
}

// openPage hands the order's page to the browser.
func (a *App) openPage(effect purchase.OpenPage) tea.Cmd {
	browser, ctx := a.browser(), a.ctx
	if browser == nil {
		return nil
	}
	return a.purchaseCmd(func(context.Context, data.Source) purchase.Event {
		return purchase.PageOpened{Err: browser.Open(ctx, effect.Address), Visits: effect.Visits}
	})
}

// announcePurchase tells news of the purchase beside its panel.
func (a *App) announcePurchase(news purchase.Notify) tea.Cmd {
	switch news.News {
	case purchase.Standing:
		a.notify(words.Standing(news.Order, a.options.Now(), a.state.Location))
		return a.noticeTimer()
	case purchase.WasEnded:
		return a.endOrder(news.Order)
	}
	return nil
}

// purchaseStopped is called where nothing more is done: nothing was begun, or what was begun
// stays as it is.
func (a *App) purchaseStopped(effect purchase.Stop) tea.Cmd {
	if effect.Reason == purchase.Declined {
		a.overlays.Clear()
		return a.dropEndedOrder()
	}
	if open := a.overlays.OnTop(a.order.question) || a.overlays.OnTop(a.order.payment); open && a.state.Order.Drafting() && effect.Err != nil {
		a.overlays.Clear()
		a.showConfirm() // which says what failed
	}
	return nil
}

// refreshAfter reads what an order that has arrived has changed.
func (a *App) refreshAfter(order model.Order) tea.Cmd {
	if order.State != model.OrderFulfilled {
		return nil
	}
	return tea.Batch(a.fetchAccount(interactive, nil), a.fetchSubscription(interactive))
}
