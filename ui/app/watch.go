package app

import (
	"context"
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
	back  bool          // the person has come back: what the server says next is told
	times int           // how often the person has come back
	tell  bool          // the order is of an earlier start, and its standing not yet told
}

// orderSeen is what the server says of the order's session.
type orderSeen struct {
	key     string      // of the order that was asked about
	kept    model.Order // what was written down, where it was; its key may be another
	session model.Checkout
	err     error
	at      int
}

func (o orderSeen) epoch() int { return o.at }

// askOrder asks the server something about the present order.
func (a *App) askOrder(call func(context.Context, data.Source) orderSeen) tea.Cmd {
	ctx, source := data.Asked(a.within), a.session.Source
	key, epoch := a.state.Order.Key, a.epoch
	return func() tea.Msg {
		result := call(ctx, source)
		result.key, result.at = key, epoch
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
	if msg.kept.Key != "" {
		order.Order = msg.kept
	}
	isNew := msg.session.ID != "" && order.State == model.OrderConfirmed
	if msg.err == nil {
		order.Order = order.Seen(msg.session)
	}
	if a.watch.back && msg.err == nil && msg.session.Status == model.CheckoutOpen {
		order.Order = order.On(model.EventReturned)
	}
	a.watch.back = a.watch.back && msg.err != nil
	var standing tea.Cmd
	if a.watch.tell && msg.err == nil {
		a.watch.tell = false
		standing = a.sayStanding()
	}
	if order.Paid && a.watch.paid.IsZero() {
		a.watch.paid = a.options.Now()
	}
	if order.SessionID == "" && (order.Tries == 1 || order.Resumed) && refused(msg.err) {
		order.Order = order.On(model.EventCanceled)
	}
	if model.Answered(msg.err) && a.waitedEnough() {
		order.Order = order.On(model.EventTimeUp)
	}
	save := tea.Batch(a.saveOrder(order.Order), standing)
	switch {
	case order.Done():
		a.notice.text = "" // what it said of the order is over
		return tea.Batch(save, a.endOrder(order.Order))
	case order.SessionID == "": // the person may repeat it, with the same key
		return save
	case isNew && order.Resumed:
		return tea.Batch(save, a.lookSoon())
	case isNew:
		return tea.Batch(save, a.lookSoon(), a.openOrder())
	case order.Paid:
		return tea.Batch(save, a.fetchLatest(byPerson), a.fetchAccount(byPerson, nil), a.lookAgain())
	}
	return tea.Batch(save, a.lookAgain())
}

// refused reports whether the server has said no to an order for good. What is
// refused at the first try was never begun.
func refused(err error) bool {
	switch model.KindOf(err) {
	case model.Conflict, model.Invalid, model.NotFound, model.NotOffered, model.Forbidden:
		return true
	}
	return false
}

// waitedEnough reports whether the order's payment counts as not seen, after a look at
// its session. Where that is paid the rows must have been looked at as well: a machine
// that slept knows neither at first.
func (a *App) waitedEnough() bool {
	order, now := a.state.Order.Order, a.options.Now()
	if order.Paid {
		now = a.state.History.At
	}
	return model.OrderPace.Enough(order, a.watch.paid, now)
}

// lookSoon begins to look after the order anew.
func (a *App) lookSoon() tea.Cmd {
	a.watch.delay = model.OrderPace.First
	return a.wait(watchTimer, a.watch.delay)
}

// lookAgain looks after the order later.
func (a *App) lookAgain() tea.Cmd {
	var failed error
	if order := a.state.Order; order != nil {
		if failed = order.Err; failed == nil && order.Paid { // its row is looked for too
			failed = a.state.History.Err
		}
	}
	var wait time.Duration
	a.watch.delay, wait = model.OrderPace.After(a.watch.delay, failed, a.options.Now())
	return a.wait(watchTimer, wait)
}

// lookAtOrder asks how the order stands. It does so whether the window has the
// focus or not.
func (a *App) lookAtOrder() tea.Cmd {
	order := a.state.Order
	if order == nil || order.SessionID == "" || order.Done() || order.Busy {
		return nil
	}
	id := order.SessionID
	return a.askOrder(func(ctx context.Context, source data.Source) (result orderSeen) {
		result.session, result.err = source.Checkout(ctx, id)
		return result
	})
}

// returned is called when the person comes back to the window: whether the page was
// paid is asked before anything is said.
func (a *App) returned() tea.Cmd {
	order := a.state.Order
	a.watch.times++
	if order == nil || order.URL == "" || (order.State != model.OrderOpened && order.State != model.OrderCreated) {
		return nil
	}
	a.watch.back = true
	return a.lookAtOrder()
}

// settleOrders looks for the rows of orders among those that have come: of the one
// on screen, and of kept ones that ended otherwise, as a payment may come late.
func (a *App) settleOrders() tea.Cmd {
	var cmds []tea.Cmd
	rows := a.state.Rows()
	if order := a.state.Order; order != nil && order.State != model.OrderArrived {
		if order.Order = order.Find(rows); order.State == model.OrderArrived {
			cmds = append(cmds, a.saveOrder(order.Order), a.endOrder(order.Order),
				a.fetchAccount(byPerson, nil), a.fetchSubscription(byPerson))
		}
	}
	for i, kept := range a.state.Orders.Value {
		found := kept.Find(rows)
		onScreen := a.state.Order != nil && a.state.Order.Key == kept.Key
		if !onScreen && kept.State != model.OrderArrived && found.State == model.OrderArrived {
			a.state.Orders.Value[i] = found
			cmds = append(cmds, a.saveOrder(found), a.endOrder(found))
		}
	}
	return tea.Batch(cmds...)
}

// endOrder announces the end of an order, once for all windows and starts.
func (a *App) endOrder(order model.Order) tea.Cmd {
	book, epoch := a.book, a.epoch
	a.tell()
	return func() tea.Msg {
		_, _ = book.Save(order) // its end is written down before it counts as told
		first, err := book.Tell(order.Key)
		return orderTold{order: order, first: first || err != nil, at: epoch}
	}
}

// orderTold is an order that has ended, and whether that is news.
type orderTold struct {
	order model.Order
	first bool
	at    int
}

func (o orderTold) epoch() int { return o.at }

func (a *App) orderTold(msg orderTold) tea.Cmd {
	defer a.tell()
	var next tea.Cmd
	if msg.order.State == model.OrderUnseen { // which is no last word
		a.unseenDelay = unseenPace.First
		next = a.wait(unseenTimer, a.unseenDelay)
	}
	onScreen := a.state.Order != nil && a.state.Order.Key == msg.order.Key
	if _, open := a.top().(*overlay.Payment); open && onScreen {
		return next
	}
	if onScreen {
		next = tea.Batch(next, a.dropEndedOrder())
	}
	switch ended := words.Ended(msg.order); {
	case !msg.first:
		return next
	case ended != "":
		a.say(ended)
	default:
		a.warn(words.Unseen(msg.order))
	}
	return tea.Batch(next, a.noticeTimer())
}

// dropEndedOrder forgets an order that has ended and been told, and a draft. Where
// another one is under way, from another window or a script, that is watched next.
func (a *App) dropEndedOrder() tea.Cmd {
	order := a.state.Order
	if order == nil || (order.State != model.OrderDrafted && !order.Done()) {
		return nil
	}
	a.state.Order = nil
	a.watch = watch{}
	a.tell()
	for _, kept := range a.state.Orders.Value {
		if !kept.Done() && kept.Key != order.Key {
			return a.resume(kept)
		}
	}
	return nil
}
