package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/purchase"
)

// unconfirmedPolled is what the server says of the sessions of orders that were not seen.
type unconfirmedPolled struct {
	sessions map[string]model.Checkout // by the orders' keys
	err      error
	at       int
}

func (u unconfirmedPolled) epoch() int { return u.at }

// unconfirmed are the orders whose payment was not seen. Where one is known to be paid, its
// row alone is awaited, and rows come by themselves.
func (a *App) unconfirmed() []model.Order {
	var unseen []model.Order
	for _, order := range a.state.Orders.Value {
		if order.State == model.OrderUnconfirmed && order.SessionID != "" && !order.Paid {
			unseen = append(unseen, order)
		}
	}
	return unseen
}

// pollUnconfirmed asks how the sessions stand of orders that were not seen.
func (a *App) pollUnconfirmed() tea.Cmd {
	orders := a.unconfirmed()
	if len(orders) == 0 {
		return nil
	}
	ctx, source := a.exportProgress(a.within, background), a.session.Source
	result := unconfirmedPolled{sessions: map[string]model.Checkout{}, at: a.epoch}
	return func() tea.Msg { return result.ask(ctx, source, orders) }
}

func (u unconfirmedPolled) ask(ctx context.Context, source account.Source, orders []model.Order) unconfirmedPolled {
	for _, order := range orders {
		session, err := source.Checkout(ctx, order.SessionID)
		if err == nil {
			u.sessions[order.Key] = session
			continue
		}
		if u.err = err; model.Retryable(err) { // the next one fares no better
			break
		}
	}
	return u
}

// unconfirmedPolled takes what was found out, and looks again later where something is still
// not known.
func (a *App) unconfirmedPolled(msg unconfirmedPolled) tea.Cmd {
	defer a.publishState()
	var cmds []tea.Cmd
	for i, kept := range a.state.Orders.Value {
		order := kept.ApplySession(msg.sessions[kept.Key])
		if kept.State != model.OrderUnconfirmed || order == kept {
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
		case order.Done() && order.State != model.OrderUnconfirmed:
			cmds = append(cmds, a.endOrder(order))
		case order.Paid:
			cmds = append(cmds, a.fetchLatest(interactive), a.fetchAccount(interactive, nil))
		}
	}
	return tea.Batch(append(cmds, a.schedulePollUnconfirmed(msg.err))...)
}

// schedulePollUnconfirmed waits for the next look at orders that were not seen, after a look
// that went so.
func (a *App) schedulePollUnconfirmed(failed error) tea.Cmd {
	if len(a.unconfirmed()) == 0 {
		a.unconfirmedDelay = 0
		return nil
	}
	var wait time.Duration
	a.unconfirmedDelay, wait = purchase.SlowPace.After(a.unconfirmedDelay, failed, a.options.Now())
	return a.startTimer(unconfirmedTimer, wait)
}
