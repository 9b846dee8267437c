package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// unconfirmedPolled is the server's state of the checkout sessions of unconfirmed
// orders.
type unconfirmedPolled struct {
	sessions map[string]model.Checkout // by order key
	err      error
	at       int
}

func (u unconfirmedPolled) epoch() int { return u.at }

// unconfirmedOrders are the orders whose payment was not confirmed. One that is known
// to be paid only lacks its row, which arrives with the history.
func (p *purchases) unconfirmedOrders() []model.Order {
	var unseen []model.Order
	for _, order := range p.state.Orders.Value {
		if order.State == model.OrderUnconfirmed && order.SessionID != "" && !order.Paid {
			unseen = append(unseen, order)
		}
	}
	return unseen
}

// pollUnconfirmed asks for the state of the checkout sessions of unconfirmed orders.
func (p *purchases) pollUnconfirmed() tea.Cmd {
	orders := p.unconfirmedOrders()
	if len(orders) == 0 {
		return nil
	}
	ctx, source := p.inRound(p.within, background), p.Source
	result := unconfirmedPolled{sessions: map[string]model.Checkout{}, at: p.epoch}
	return func() tea.Msg { return result.ask(ctx, source, orders) }
}

func (u unconfirmedPolled) ask(ctx context.Context, source account.Source, orders []model.Order) unconfirmedPolled {
	for _, order := range orders {
		session, err := source.Checkout(ctx, order.SessionID)
		if err == nil {
			u.sessions[order.Key] = session
			continue
		}
		if u.err = err; model.Retryable(err) { // the next request would fail as well
			break
		}
	}
	return u
}

// unconfirmedPolled applies the result, and polls again later where some state is still
// unknown.
func (p *purchases) unconfirmedPolled(msg unconfirmedPolled) tea.Cmd {
	defer p.publishState()
	var cmds []tea.Cmd
	for i, kept := range p.state.Orders.Value {
		order := kept.ApplySession(msg.sessions[kept.Key])
		if kept.State != model.OrderUnconfirmed || order == kept {
			continue
		}
		p.state.Orders.Value[i] = order
		onScreen := p.state.Order != nil && p.state.Order.Key == order.Key
		if onScreen {
			p.state.Order.Order = order
		}
		cmds = append(cmds, p.saveOrder(order))
		switch {
		case !order.Done() && (onScreen || p.state.Order == nil): // its session is open after all, or its payment is in progress
			cmds = append(cmds, p.resume(order))
		case order.Done() && order.State != model.OrderUnconfirmed:
			cmds = append(cmds, p.endOrder(order))
		case order.Paid:
			cmds = append(cmds, p.reader.fetchLatest(interactive), p.reader.fetchAccount(interactive, nil))
		}
	}
	return tea.Batch(append(cmds, p.schedulePollUnconfirmed(msg.err))...)
}

// schedulePollUnconfirmed schedules the next poll of unconfirmed orders, after one with
// the given outcome.
func (p *purchases) schedulePollUnconfirmed(failed error) tea.Cmd {
	if len(p.unconfirmedOrders()) == 0 {
		p.unconfirmed.stop()
		return nil
	}
	wait, _ := p.unconfirmed.next(failed)
	return wait
}
