package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/words"
)

// orderSaved is an order as it is kept now.
type orderSaved struct {
	order model.Order
	err   error
	at    int
}

func (o orderSaved) epoch() int { return o.at }

// saveOrder keeps what is known of an order.
func (a *App) saveOrder(order model.Order) tea.Cmd {
	if order.State == model.OrderDrafted {
		return nil
	}
	store, epoch := a.orderStore, a.epoch
	return func() tea.Msg {
		kept, err := store.Save(order)
		return orderSaved{kept, err, epoch}
	}
}

func (a *App) orderSaved(msg orderSaved) tea.Cmd {
	if msg.err != nil {
		a.notifyError("The order could not be written down: " + words.PlainError(msg.err) + ".")
		return a.noticeTimer()
	}
	a.listOrder(msg.order)
	return a.purchaseStep(purchase.Saved{Order: msg.order})
}

// listOrder takes an order into the list of those that are kept.
func (a *App) listOrder(order model.Order) {
	defer a.publishState()
	orders := append([]model.Order(nil), a.state.Orders.Value...)
	for i := range orders {
		if orders[i].Key == order.Key {
			orders[i] = orders[i].Merge(order)
			a.state.Orders.Value = orders
			return
		}
	}
	a.state.Orders.Value, a.state.Orders.Loaded = append([]model.Order{order}, orders...), true
}

// fetchOrders reads the account's kept orders, and goes on with one that is under
// way. An order is bound to the account that it was confirmed for: those of others
// are not read.
func (a *App) fetchOrders() tea.Cmd {
	if !a.state.Account.Loaded || a.state.Orders.Loaded || a.state.Orders.InFlight {
		return nil
	}
	store, account := a.orderStore, a.state.Account.Value.ID
	var lost error // what can be read is shown and watched all the same
	return fetch(a, background, func(s *data.State) *data.Resource[[]model.Order] { return &s.Orders },
		func(context.Context, data.Source) (found []model.Order, _ model.Provenance, _ error) {
			found, lost = store.ListByAccount(account)
			return found, model.Billed, nil
		}, func(a *App) tea.Cmd {
			resumed := a.resumeOrders()
			if a.state.OrdersLost = lost; lost == nil {
				return resumed
			}
			a.publishState()
			a.notifyError(words.OrdersLost(lost))
			return tea.Batch(resumed, a.noticeTimer())
		})
}

// acknowledgeOrders notes that the person knows that kept orders could not be read.
func (a *App) acknowledgeOrders() tea.Cmd {
	store, account, epoch := a.orderStore, a.state.Account.Value.ID, a.epoch
	return func() tea.Msg {
		err := store.Acknowledge()
		_, lost := store.ListByAccount(account)
		return ordersAcknowledged{err, lost, epoch}
	}
}

// ordersAcknowledged is what came of that.
type ordersAcknowledged struct {
	err  error
	lost error // what is wrong still
	at   int
}

func (o ordersAcknowledged) epoch() int { return o.at }

func (a *App) ordersAcknowledged(msg ordersAcknowledged) tea.Cmd {
	a.state.OrdersLost = msg.lost
	a.publishState()
	if msg.err == nil {
		a.notify("Noted.")
		return a.noticeTimer()
	}
	a.notifyError("This could not be noted: " + words.Sentence(words.PlainError(msg.err)))
	return a.noticeTimer()
}

// resumeOrders goes on with what earlier starts left: the newest order that is
// under way is watched again, and ends that nobody was told of are announced.
func (a *App) resumeOrders() tea.Cmd {
	var cmds []tea.Cmd
	for _, kept := range a.state.Orders.Value {
		switch {
		case kept.Done() && !kept.Announced:
			cmds = append(cmds, a.endOrder(kept))
		case !kept.Done() && a.state.Order == nil:
			cmds = append(cmds, a.resume(kept))
		}
	}
	return tea.Batch(append(cmds, a.matchOrders(nil, true), a.pollUnconfirmed())...)
}

// resume watches an order of an earlier start.
func (a *App) resume(kept model.Order) tea.Cmd {
	a.showPurchase(kept.Item.Name)
	return a.purchaseStep(purchase.Resume{Order: kept, NeedsConsent: a.state.Identity.OverriddenProfile != ""})
}

// matchOrders looks for the rows of orders among those that have come: of the one
// on screen, and of kept ones that ended otherwise, as a payment may come late.
func (a *App) matchOrders(err error, cached bool) tea.Cmd {
	rows := a.state.Rows()
	cmds := []tea.Cmd{a.purchaseStep(purchase.LedgerRead{Rows: rows, Err: err, Cached: cached})}
	for i, kept := range a.state.Orders.Value {
		found := kept.MatchTransaction(rows)
		onScreen := a.state.Order != nil && a.state.Order.Key == kept.Key
		if !onScreen && kept.State != model.OrderFulfilled && found.State == model.OrderFulfilled {
			a.state.Orders.Value[i] = found
			cmds = append(cmds, a.saveOrder(found), a.endOrder(found))
		}
	}
	return tea.Batch(cmds...)
}

// endOrder announces the end of an order, once for all windows and starts.
func (a *App) endOrder(order model.Order) tea.Cmd {
	store, epoch := a.orderStore, a.epoch
	a.publishState()
	return func() tea.Msg {
		_, _ = store.Save(order) // its end is written down before it counts as told
		first, err := store.MarkAnnounced(order.Key)
		return orderAnnounced{order: order, first: first || err != nil, at: epoch}
	}
}

// orderAnnounced is an order that has ended, and whether that is news.
type orderAnnounced struct {
	order model.Order
	first bool
	at    int
}

func (o orderAnnounced) epoch() int { return o.at }

func (a *App) orderAnnounced(msg orderAnnounced) tea.Cmd {
	defer a.publishState()
	var next tea.Cmd
	if msg.order.State == model.OrderUnconfirmed { // which is no last word
		a.unconfirmedDelay = purchase.SlowPace.Initial
		next = a.startTimer(unconfirmedTimer, a.unconfirmedDelay)
	}
	onScreen := a.state.Order != nil && a.state.Order.Key == msg.order.Key
	if onScreen && a.overlays.OnTop(a.order.payment) {
		return next
	}
	if onScreen {
		next = tea.Batch(next, a.dropEndedOrder())
	}
	switch ended := words.Ended(msg.order); {
	case !msg.first:
		return next
	case ended != "":
		a.notify(ended)
	default:
		a.notifyError(words.Unconfirmed(msg.order))
	}
	return tea.Batch(next, a.noticeTimer())
}

// dropEndedOrder forgets a purchase that has ended and been told, and a draft. Where
// another order is under way, from another window or a script, that is watched next.
func (a *App) dropEndedOrder() tea.Cmd {
	order := a.state.Order
	if order == nil || (!order.Drafting() && !order.Done()) {
		return nil
	}
	a.state.Order = nil
	a.publishState()
	for _, kept := range a.state.Orders.Value {
		if !kept.Done() && kept.Key != order.Key {
			return a.resume(kept)
		}
	}
	return nil
}
