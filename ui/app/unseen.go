package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/ui/data"
)

// unseenSeen is what the server says of the sessions of orders that were not seen.
type unseenSeen struct {
	sessions map[string]model.Checkout // by the orders' keys
	err      error
	at       int
}

func (u unseenSeen) epoch() int { return u.at }

// unseen are the orders whose payment was not seen. Where one is known to be paid, its
// row alone is awaited, and rows come by themselves.
func (a *App) unseen() []model.Order {
	var unseen []model.Order
	for _, order := range a.state.Orders.Value {
		if order.State == model.OrderUnseen && order.SessionID != "" && !order.Paid {
			unseen = append(unseen, order)
		}
	}
	return unseen
}

// lookAtUnseen asks how the sessions stand of orders that were not seen.
func (a *App) lookAtUnseen() tea.Cmd {
	orders := a.unseen()
	if len(orders) == 0 {
		return nil
	}
	ctx, source := a.mark(a.within, byBackground), a.session.Source
	result := unseenSeen{sessions: map[string]model.Checkout{}, at: a.epoch}
	return func() tea.Msg { return result.ask(ctx, source, orders) }
}

func (u unseenSeen) ask(ctx context.Context, source data.Source, orders []model.Order) unseenSeen {
	for _, order := range orders {
		session, err := source.Checkout(ctx, order.SessionID)
		if err == nil {
			u.sessions[order.Key] = session
			continue
		}
		if u.err = err; model.Passes(err) { // the next one fares no better
			break
		}
	}
	return u
}

// unseenSeen takes what was found out, and looks again later where something is still
// not known.
func (a *App) unseenSeen(msg unseenSeen) tea.Cmd {
	defer a.tell()
	var cmds []tea.Cmd
	for i, kept := range a.state.Orders.Value {
		order := kept.Seen(msg.sessions[kept.Key])
		if kept.State != model.OrderUnseen || order == kept {
			continue
		}
		a.state.Orders.Value[i] = order
		onScreen := a.state.Order != nil && a.state.Order.Key == order.Key
		if onScreen {
			a.state.Order.Order = order
		}
		cmds = append(cmds, a.saveOrder(order))
		switch {
		case !order.Done() && (onScreen || a.state.Order == nil): // its session is open after all, or its payment under way
			cmds = append(cmds, a.resume(order))
		case order.Done() && order.State != model.OrderUnseen:
			cmds = append(cmds, a.endOrder(order))
		case order.Paid:
			cmds = append(cmds, a.fetchLatest(byPerson), a.fetchAccount(byPerson, nil))
		}
	}
	return tea.Batch(append(cmds, a.lookAtUnseenLater(msg.err))...)
}

// lookAtUnseenLater waits for the next look at orders that were not seen, after a look
// that went so.
func (a *App) lookAtUnseenLater(failed error) tea.Cmd {
	if len(a.unseen()) == 0 {
		a.unseenDelay = 0
		return nil
	}
	var wait time.Duration
	a.unseenDelay, wait = purchase.SlowPace.After(a.unseenDelay, failed, a.options.Now())
	return a.wait(unseenTimer, wait)
}
