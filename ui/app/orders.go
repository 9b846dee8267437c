package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// orderSaved is the outcome of storing an order.
type orderSaved struct {
	order model.Order
	err   error
	at    int
}

func (o orderSaved) epoch() int { return o.at }

// saveOrder stores the present state of an order.
func (p *purchases) saveOrder(order model.Order) tea.Cmd {
	if order.State == model.OrderDrafted {
		return nil
	}
	store, epoch := p.orders, p.epoch
	return func() tea.Msg {
		kept, err := store.Save(order)
		return orderSaved{kept, err, epoch}
	}
}

func (p *purchases) orderSaved(msg orderSaved) tea.Cmd {
	if msg.err != nil {
		p.notifyError("The order could not be written down: " + message.PlainError(msg.err) + ".")
		return p.noticeTimer()
	}
	p.listOrder(msg.order)
	return p.step(purchase.Saved{Order: msg.order})
}

// listOrder adds an order to the list of stored orders, or replaces it there.
func (p *purchases) listOrder(order model.Order) {
	defer p.publishState()
	orders := append([]model.Order(nil), p.state.Orders.Value...)
	for i := range orders {
		if orders[i].Key == order.Key {
			orders[i] = orders[i].Merge(order)
			p.state.Orders.Value = orders
			return
		}
	}
	p.state.Orders.Value, p.state.Orders.Loaded = append([]model.Order{order}, orders...), true
}

// fetchOrders reads the account's stored orders, and resumes one that is in progress.
// An order belongs to the account that it was confirmed for: those of others are not
// read.
func (p *purchases) fetchOrders() tea.Cmd {
	if !p.state.Account.Loaded || p.state.Orders.Loaded || p.state.Orders.InFlight {
		return nil
	}
	store, accountID := p.orders, p.state.Account.Value.ID
	var lost error // the readable ones are shown and watched nevertheless
	return fetch(p.core, background, func(s *data.State) *data.Resource[[]model.Order] { return &s.Orders },
		func(context.Context, account.Source) (found []model.Order, _ model.Provenance, _ error) {
			found, lost = store.ListByAccount(accountID)
			return found, model.Billed, nil
		}, func() tea.Cmd {
			resumed := p.resumeOrders()
			if p.state.OrdersLost = lost; lost == nil {
				return resumed
			}
			p.publishState()
			p.notifyError(message.OrdersLost(lost))
			return tea.Batch(resumed, p.noticeTimer())
		})
}

// acknowledgeOrders records that the user has seen that stored orders could not be
// read.
func (p *purchases) acknowledgeOrders() tea.Cmd {
	store, accountID, epoch := p.orders, p.state.Account.Value.ID, p.epoch
	return func() tea.Msg {
		err := store.Acknowledge()
		_, lost := store.ListByAccount(accountID)
		return ordersAcknowledged{err, lost, epoch}
	}
}

// ordersAcknowledged is the outcome of acknowledgeOrders.
type ordersAcknowledged struct {
	err  error
	lost error // the remaining error
	at   int
}

func (o ordersAcknowledged) epoch() int { return o.at }

func (p *purchases) ordersAcknowledged(msg ordersAcknowledged) tea.Cmd {
	p.state.OrdersLost = msg.lost
	p.publishState()
	if msg.err == nil {
		p.notify("Noted.")
		return p.noticeTimer()
	}
	p.notifyError("This could not be noted: " + format.Sentence(message.PlainError(msg.err)))
	return p.noticeTimer()
}

// resumeOrders resumes the orders of earlier runs: the newest one in progress is
// watched again, and ends that were not announced yet are.
func (p *purchases) resumeOrders() tea.Cmd {
	var cmds []tea.Cmd
	for _, kept := range p.state.Orders.Value {
		switch {
		case kept.Done() && !kept.Announced:
			cmds = append(cmds, p.endOrder(kept))
		case !kept.Done() && p.state.Order == nil:
			cmds = append(cmds, p.resume(kept))
		}
	}
	return tea.Batch(append(cmds, p.matchOrders(nil, true), p.pollUnconfirmed())...)
}

// resume watches an order of an earlier run.
func (p *purchases) resume(kept model.Order) tea.Cmd {
	p.showPurchase(kept.Item.Name)
	return p.step(purchase.Resume{Order: kept, NeedsConsent: p.state.Identity.OverriddenProfile != ""})
}

// matchOrders searches the rows that arrived for those of orders: of the one on screen,
// and of stored ones that ended otherwise, as a payment may arrive late.
func (p *purchases) matchOrders(err error, cached bool) tea.Cmd {
	rows := p.state.Rows()
	cmds := []tea.Cmd{p.step(purchase.LedgerRead{Rows: rows, Err: err, Cached: cached})}
	for i, kept := range p.state.Orders.Value {
		found := kept.MatchTransaction(rows)
		onScreen := p.state.Order != nil && p.state.Order.Key == kept.Key
		if !onScreen && kept.State != model.OrderFulfilled && found.State == model.OrderFulfilled {
			p.state.Orders.Value[i] = found
			cmds = append(cmds, p.saveOrder(found), p.endOrder(found))
		}
	}
	return tea.Batch(cmds...)
}

// endOrder announces the end of an order, once across windows and runs.
func (p *purchases) endOrder(order model.Order) tea.Cmd {
	store, epoch := p.orders, p.epoch
	p.publishState()
	return func() tea.Msg {
		_, _ = store.Save(order) // the end is stored before it counts as announced
		first, err := store.MarkAnnounced(order.Key)
		return orderAnnounced{order: order, first: first || err != nil, at: epoch}
	}
}

// orderAnnounced is an order that has ended, and whether that was not announced before.
type orderAnnounced struct {
	order model.Order
	first bool
	at    int
}

func (o orderAnnounced) epoch() int { return o.at }

func (p *purchases) orderAnnounced(msg orderAnnounced) tea.Cmd {
	defer p.publishState()
	var next tea.Cmd
	if msg.order.State == model.OrderUnconfirmed { // which is not final
		next = p.unconfirmed.start()
	}
	if msg.first && msg.order.State == model.OrderFulfilled {
		next = tea.Batch(next, p.signal(message.Ended(msg.order)))
	}
	onScreen := p.state.Order != nil && p.state.Order.Key == msg.order.Key
	if onScreen && p.overlays.OnTop(p.panels.payment) {
		return next
	}
	if onScreen {
		next = tea.Batch(next, p.dropEndedOrder())
	}
	switch ended := message.Ended(msg.order); {
	case !msg.first:
		return next
	case ended != "":
		p.notify(ended)
	default:
		p.notifyError(message.Unconfirmed(msg.order, p.state.Secret(message.Reference(msg.order))))
	}
	return tea.Batch(next, p.noticeTimer())
}

// dropEndedOrder closes a purchase whose end was shown, and a draft. Where another
// order is in progress, from another window or a script, that is watched next.
func (p *purchases) dropEndedOrder() tea.Cmd {
	order := p.state.Order
	if order == nil || (!order.Drafting() && !order.Done()) {
		return nil
	}
	p.state.Order = nil
	p.publishState()
	for _, kept := range p.state.Orders.Value {
		if !kept.Done() && kept.Key != order.Key {
			return p.resume(kept)
		}
	}
	return nil
}

// showOrder opens an order: the payment watch of the one in progress, the record of
// others.
func (p *purchases) showOrder(order model.Order) {
	if p.state.Order != nil && p.state.Order.Key == order.Key {
		p.showPayment()
	} else {
		p.push(overlay.NewOrderDetail(order))
	}
}
