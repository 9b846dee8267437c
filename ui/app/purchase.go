package app

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// This file drives the purchase on screen: it passes events to the step function of
// package purchase, and carries out the effects that it returns. It holds no purchase
// rules.

// purchases is the purchase on screen, with the stored orders.
type purchases struct {
	*core
	reader      *reader
	watch       poller // polls the order on screen
	unconfirmed poller // polls the orders whose payment was not confirmed
	number      int    // of the newest purchase; events of earlier ones are dropped
	panels      orderPanels
}

// Update handles results about orders.
func (p *purchases) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		p.unconfirmed.stop()
	case accountRead:
		return p.fetchOrders(), false
	case historyChanged:
		return p.matchOrders(msg.err, !msg.newest), false
	case focusGained:
		return p.step(purchase.Returned{}), false
	case purchaseEvent:
		return p.purchaseEvent(msg), true
	case browserChecked:
		p.browserChecked(msg)
		return nil, true
	case orderSaved:
		return p.orderSaved(msg), true
	case ordersAcknowledged:
		return p.ordersAcknowledged(msg), true
	case orderAnnounced:
		return p.orderAnnounced(msg), true
	case unconfirmedPolled:
		return p.unconfirmedPolled(msg), true
	}
	return nil, false
}

// Do carries out the intents of a purchase.
func (p *purchases) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.Buy:
		return p.choose(intent.Item), true
	case data.ConfirmOrder:
		return p.confirm(), true
	case data.AnswerQuestion:
		return p.step(purchase.Answer{Choice: intent.Choice, Key: p.options.NewKey()}), true
	case data.ConfirmExportedKey:
		return p.step(purchase.Consent{}), true
	case data.ReopenOrder:
		return p.step(purchase.Reopen{}), true
	case data.CancelOrder:
		return p.step(purchase.Cancel{}), true
	case data.AcknowledgeOrders:
		return p.acknowledgeOrders(), true
	case data.BuyCredits:
		if p.state.Order == nil {
			return nil, false
		}
		p.showPayment()
		return nil, true
	case data.ShowOrder:
		p.showOrder(intent.Order)
		return nil, true
	case data.RefreshAll: // also of what a confirmation shows; the refresher does the rest
		return p.refreshPurchase(), false
	case data.LeaveOrder:
		return p.dropEndedOrder(), true
	}
	return nil, false
}

// choose shows an item for confirmation. An order still in progress takes precedence:
// only one is on screen at a time.
func (p *purchases) choose(item model.Item) tea.Cmd {
	s := &p.state
	if s.Order != nil && !s.Order.Drafting() && !s.Order.Done() {
		p.showPayment()
		p.notifyError("Your order of " + s.Order.Name + " comes first: it is still open.")
		return p.noticeTimer()
	}
	name, price := p.offer(item)
	item.Name = name
	p.showPurchase(name)
	p.showConfirm()
	number := p.number
	return tea.Batch(
		p.checkBrowser(),
		p.step(purchase.Choose{Account: s.Account.Value, Item: item, Price: price, NeedsConsent: s.Identity.OverriddenProfile != ""}),
		p.reader.fetchAccount(interactive, func() tea.Cmd {
			if order := p.state.Order; order != nil && p.number == number && p.state.Account.Err == nil {
				order.Animated = true
			}
			return nil
		}),
	)
}

// checkBrowser checks in the background whether there is a browser for the order's
// page: it searches the PATH.
func (p *purchases) checkBrowser() tea.Cmd {
	browser, result := p.browser(), browserChecked{number: p.number, at: p.epoch}
	if browser == nil {
		return nil
	}
	return func() tea.Msg {
		if ok, why := browser.Available(); !ok {
			result.missing = strings.TrimSuffix(why, ".")
		}
		return result
	}
}

// browserChecked carries why there is no browser, if so.
type browserChecked struct {
	number  int // of the purchase
	missing string
	at      int
}

func (b browserChecked) epoch() int { return b.at }

// browserChecked shows the missing browser beside the draft.
func (p *purchases) browserChecked(msg browserChecked) {
	if order := p.state.Order; order != nil && msg.number == p.number && order.Drafting() {
		order.Browser = msg.missing
		p.publishState()
	}
}

// showPurchase begins a purchase in place of the one on screen.
func (p *purchases) showPurchase(name string) {
	p.number++
	p.state.Order = &data.OrderView{
		Name: name, Purchase: purchase.Purchase{Terms: purchase.Terms{Policy: model.OrderPolling, Tries: 1}},
	}
}

// offer is an item's name and price in the server's list.
func (p *purchases) offer(item model.Item) (name string, price model.Money) {
	name = item.Name
	if item.Kind == model.KindPlan {
		if plan, ok := model.FindPlan(p.state.Plans.Value, item.Slug); ok {
			price, _ = plan.Price(item.Interval)
			return plan.Name, price
		}
	}
	for _, pack := range p.state.Packs.Value {
		if item.Kind == model.KindPack && pack.Slug == item.Slug {
			return pack.Name, pack.Price
		}
	}
	if name == "" {
		name = item.Slug
	}
	return name, price
}

// confirm handles the user's confirmation of what is shown, or of a retry.
func (p *purchases) confirm() tea.Cmd {
	switch order := p.state.Order; {
	case order == nil || !p.online():
		return nil
	case order.Drafting():
		return p.step(purchase.Confirmed{Key: p.options.NewKey()})
	}
	return p.step(purchase.Repeat{})
}

// refreshPurchase reads again what a confirmation shows.
func (p *purchases) refreshPurchase() tea.Cmd {
	if order := p.state.Order; order == nil || !order.Drafting() {
		return nil
	}
	return p.step(purchase.Repeat{})
}

// step passes an event to the purchase on screen, and carries out the effects that
// follow.
func (p *purchases) step(event purchase.Event) tea.Cmd {
	order := p.state.Order
	if order == nil {
		return nil
	}
	var effects []purchase.Effect
	order.Purchase, effects = order.Next(p.purchaseClock(), event)
	if name := order.Item.Name; name != "" {
		order.Name = name
	}
	var cmds []tea.Cmd
	for _, effect := range effects {
		cmds = append(cmds, p.carryOut(order, effect))
	}
	if order == p.state.Order && !order.Drafting() {
		p.showPaymentInstead()
	}
	p.publishState()
	return tea.Batch(cmds...)
}

func (p *purchases) purchaseClock() purchase.Clock {
	now := purchase.Clock{Here: p.options.Now(), Server: p.options.Now()}
	if p.open {
		now.Server = now.Here.Add(p.Source.ServerAhead())
	}
	return now
}

// showPaymentInstead shows the payment in place of the confirmation or a question, once
// there is an order.
func (p *purchases) showPaymentInstead() {
	if p.overlays.OnTop(p.panels.confirm) || p.overlays.OnTop(p.panels.question) {
		p.showPayment()
	}
}

// orderPanels are the panels of a purchase: the last of each kind, open or not.
type orderPanels struct {
	confirm  *overlay.Confirm
	question *overlay.Question
	payment  *overlay.Payment
}

// showConfirm shows the confirmation.
func (p *purchases) showConfirm() {
	p.panels.confirm = overlay.NewConfirm()
	p.push(p.panels.confirm)
}

// showPayment shows the payment watch in place of the top overlay.
func (p *purchases) showPayment() {
	p.overlays.Clear()
	p.panels.payment = overlay.NewPayment()
	p.push(p.panels.payment)
}

// carryOut carries out one effect of the purchase.
func (p *purchases) carryOut(order *data.OrderView, effect purchase.Effect) tea.Cmd {
	switch effect := effect.(type) {
	case purchase.Ask:
		p.overlays.Clear()
		p.panels.question = overlay.NewQuestion()
		p.push(p.panels.question)
	case purchase.Confirm:
		if p.overlays.OnTop(p.panels.question) {
			p.overlays.Clear()
			p.showConfirm()
		}
	case purchase.Acknowledge:
		return p.acknowledgeOrders()
	case purchase.Save:
		return p.saveOrder(effect.Order)
	case purchase.Wait:
		return p.watch.wait(effect.For)
	case purchase.OpenPage:
		return p.openPage(effect)
	case purchase.ReadLedger:
		if !order.Complete {
			return p.reader.fetchLatest(interactive)
		}
		return tea.Batch(p.reader.fetchLatest(interactive), p.reader.fetchAccount(interactive, nil))
	case purchase.ReadSubscription:
		return p.reader.fetchSubscriptionThen(interactive, func() tea.Cmd {
			return p.step(purchase.SubscriptionRead{Subscription: p.state.Subscription.Value, Err: p.state.Subscription.Err})
		})
	case purchase.Notify:
		return p.announcePurchase(effect)
	case purchase.Finish:
		if effect.Order.State != model.OrderFulfilled {
			p.notice.text = "" // its notice of the order is outdated
		}
		return tea.Batch(p.endOrder(effect.Order), p.refreshAfter(effect.Order))
	case purchase.Stop:
		return p.purchaseStopped(effect)
	case purchase.Website:
		p.overlays.Clear()
		p.state.Order = nil
		return p.do(data.OpenWebsite{KeyConfirmed: order.Allowed})
	default:
		return p.askFor(effect)
	}
	return nil
}

// askFor reads what an effect needs, from the server or from the stored orders.
func (p *purchases) askFor(effect purchase.Effect) tea.Cmd {
	book, accountID := p.orders, p.state.Order.AccountID
	return p.purchaseCmd(func(ctx context.Context, source account.Source) purchase.Event {
		switch effect := effect.(type) {
		case purchase.Check:
			var found purchase.Checked
			found.Open, found.OpenErr = source.OpenCheckouts(ctx)
			found.Orders, found.Lost = book.ListByAccount(accountID)
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

// purchaseCmd makes an external call, whose result is an event of the purchase on
// screen.
func (p *purchases) purchaseCmd(call func(context.Context, account.Source) purchase.Event) tea.Cmd {
	ctx, source := model.WithInteractive(p.within), p.Source
	number, epoch := p.number, p.epoch
	return func() tea.Msg {
		event := call(ctx, source)
		if event == nil {
			return nil
		}
		return purchaseEvent{number: number, event: event, at: epoch}
	}
}

// purchaseEvent is an event of a purchase. Events of earlier purchases are dropped.
type purchaseEvent struct {
	number int
	event  purchase.Event
	at     int
}

func (p purchaseEvent) epoch() int { return p.at }

func (p *purchases) purchaseEvent(msg purchaseEvent) tea.Cmd {
	if msg.number != p.number {
		return nil
	}
	cmds := []tea.Cmd{p.step(msg.event)}
	switch event := msg.event.(type) {
	case purchase.Checked:
		p.state.OrdersLost = event.Lost
		p.publishState()
	case purchase.Quoted:
		if model.KindOf(event.Err) == model.NotSignedIn {
			cmds = append(cmds, p.tell(keyRefused{event.Err}))
		}
	}
	return tea.Batch(cmds...)
}

// openPage opens the order's page in the browser.
func (p *purchases) openPage(effect purchase.OpenPage) tea.Cmd {
	browser, ctx := p.browser(), p.ctx
	if browser == nil {
		return nil
	}
	return p.purchaseCmd(func(context.Context, account.Source) purchase.Event {
		return purchase.PageOpened{Err: browser.Open(ctx, effect.Address), Visits: effect.Visits}
	})
}

// announcePurchase shows news of the purchase beside its panel.
func (p *purchases) announcePurchase(news purchase.Notify) tea.Cmd {
	switch news.News {
	case purchase.Standing:
		p.notify(p.keys.Say(message.Standing(news.Order, p.options.Now(), p.state.Location)))
		return p.noticeTimer()
	case purchase.WasEnded:
		return p.endOrder(news.Order)
	}
	return nil
}

// purchaseStopped handles the end of a purchase's steps: nothing was begun, or the
// order stays as it is.
func (p *purchases) purchaseStopped(effect purchase.Stop) tea.Cmd {
	if effect.Reason == purchase.Declined {
		p.overlays.Clear()
		return p.dropEndedOrder()
	}
	if open := p.overlays.OnTop(p.panels.question) || p.overlays.OnTop(p.panels.payment); open && p.state.Order.Drafting() && effect.Err != nil {
		p.overlays.Clear()
		p.showConfirm() // which shows the error
	}
	return nil
}

// refreshAfter reads what a completed order has changed.
func (p *purchases) refreshAfter(order model.Order) tea.Cmd {
	if order.State != model.OrderFulfilled {
		return nil
	}
	return tea.Batch(p.reader.fetchAccount(interactive, nil), p.reader.fetchSubscription(interactive))
}
