package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
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
	book, epoch := a.book, a.epoch
	return func() tea.Msg {
		kept, err := book.Save(order)
		return orderSaved{kept, err, epoch}
	}
}

func (a *App) orderSaved(msg orderSaved) tea.Cmd {
	if msg.err != nil {
		a.warn("The order could not be written down: " + msg.err.Error() + ".")
		return a.noticeTimer()
	}
	orders := append([]model.Order(nil), a.state.Orders.Value...)
	for i := range orders {
		if orders[i].Key == msg.order.Key {
			orders[i] = orders[i].Merge(msg.order)
			a.state.Orders.Value = orders
			a.tell()
			return nil
		}
	}
	a.state.Orders.Value, a.state.Orders.Has = append([]model.Order{msg.order}, orders...), true
	a.tell()
	return nil
}

// fetchOrders reads the account's kept orders, and goes on with one that is under
// way. An order is bound to the account that it was confirmed for: those of others
// are not read.
func (a *App) fetchOrders() tea.Cmd {
	if !a.state.Account.Has || a.state.Orders.Has || a.state.Orders.InFlight {
		return nil
	}
	book, account := a.book, a.state.Account.Value.ID
	return fetch(a, byBackground, func(s *data.State) *data.Resource[[]model.Order] { return &s.Orders },
		func(context.Context, data.Source) ([]model.Order, model.Provenance, error) {
			found, err := book.Of(account)
			return found, model.Billed, err
		}, (*App).resumeOrders)
}

// resumeOrders goes on with what earlier starts left: the newest order that is
// under way is watched again, and ends that nobody was told of are announced.
func (a *App) resumeOrders() tea.Cmd {
	var cmds []tea.Cmd
	for _, kept := range a.state.Orders.Value {
		switch {
		case kept.Done() && !kept.Told:
			cmds = append(cmds, a.endOrder(kept))
		case !kept.Done() && a.state.Order == nil:
			cmds = append(cmds, a.resume(kept))
		}
	}
	return tea.Batch(append(cmds, a.settleOrders(), a.lookAtUnseen())...)
}

// resume watches an order of an earlier start. One whose session is not known is
// begun again with its key, which gives the session that it has, or its first.
func (a *App) resume(kept model.Order) tea.Cmd {
	order := kept.Resume(a.options.Now()).On(model.EventReturned)
	a.state.Order = &data.OrderView{Order: order, Name: kept.Item.Name, Resumed: true}
	a.watch = watch{tell: true}
	a.tell()
	switch {
	case order.Done():
		return tea.Batch(a.saveOrder(order), a.endOrder(order))
	case order.SessionID == "" && a.state.NeedsWord():
		a.say("Your order of " + order.Item.Name + " is still open. b shows it.")
		return a.noticeTimer() // an exported key buys for nobody who thinks that a profile is used
	case order.SessionID == "":
		a.state.Order.Busy = true
		return a.createSession()
	}
	return a.lookAtOrder()
}

// sayStanding tells how an order stands that an earlier start left under way.
func (a *App) sayStanding() tea.Cmd {
	order := a.state.Order
	switch {
	case order == nil || order.Done():
		return nil
	case order.Paid:
		a.say("The payment of " + order.Name + " went through. Waiting for the credits to arrive. b shows it.")
	default:
		a.say("Your order of " + order.Name + " is still open until " + words.Moment(order.ExpiresAt.Time, a.options.Now(), a.state.Location) + ". b shows it.")
	}
	return a.noticeTimer()
}
