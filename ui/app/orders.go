package app

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// doOrder carries out what a person asked of an order.
func (a *App) doOrder(intent data.Intent) tea.Cmd {
	switch intent := intent.(type) {
	case data.Buy:
		return a.draft(intent.Item)
	case data.ConfirmOrder:
		return a.confirm()
	case data.AllowExported:
		return a.allowExported()
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
	item.Name = name
	s.Order = &data.OrderView{
		Name: name,
		Order: model.Order{
			Key: a.options.NewKey(), AccountID: s.Account.Value.ID, Item: item, Price: price,
			State: model.OrderDrafted, Before: s.Account.Value.Credits,
		},
	}
	a.watch = watch{}
	if ok, why := a.browser().Available(); !ok {
		s.Order.Browser = strings.TrimSuffix(why, ".")
	}
	a.push(overlay.NewConfirm(a.keys))
	key := s.Order.Key
	return tea.Batch(a.askQuote(nil), a.fetchAccount(byPerson, func(a *App) tea.Cmd {
		if order := a.state.Order; order != nil && order.Key == key && a.state.Account.Err == nil {
			order.Fresh = true
		}
		return nil
	}))
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
func (a *App) askQuote(after func(*App) tea.Cmd) tea.Cmd {
	if a.state.Order == nil || a.state.Order.State != model.OrderDrafted {
		return nil
	}
	item := a.state.Order.Item
	return fetch(a, byPerson, func(s *data.State) *data.Resource[model.Quote] { return s.Quote() },
		billed(func(source data.Source, ctx context.Context) (model.Quote, error) { return source.Quote(ctx, item) }), after)
}

// confirm takes the yes. A quote that is not fresh is asked for again first, and
// where it says something else than was shown, it is shown again instead.
func (a *App) confirm() tea.Cmd {
	order := a.state.Order
	if order == nil || order.Busy || order.SessionID != "" || !a.online() {
		return nil
	}
	if a.state.NeedsWord() {
		return nil // an exported key buys for nobody who thinks that a profile is used
	}
	if order.State == model.OrderDrafted && order.Quote.Has && a.options.Now().Sub(order.Quote.At) > model.QuoteKeeps {
		shown, key := order.Quote.Value, order.Key
		return a.askQuote(func(a *App) tea.Cmd {
			order := a.state.Order
			if order == nil || order.Key != key || order.State != model.OrderDrafted || order.Quote.Err != nil {
				return nil
			}
			if order.Changed = !order.Quote.Value.Same(shown); order.Changed {
				return nil
			}
			return a.beginOrder()
		})
	}
	return a.beginOrder()
}

// allowExported takes the word that the order is meant for the exported key's account.
// An order of an earlier start that waited for it goes on.
func (a *App) allowExported() tea.Cmd {
	if !a.state.NeedsWord() {
		return nil
	}
	order := a.state.Order
	order.Allowed = true
	a.tell()
	if order.Resumed && order.SessionID == "" && !order.Busy && order.Err == nil {
		order.Busy = true
		return a.createSession()
	}
	return nil
}

// beginOrder writes the order down and makes its session, or repeats that with the
// same key where the answer was lost.
func (a *App) beginOrder() tea.Cmd {
	order := a.state.Order
	if order.Quote.Has {
		order.Price = order.Quote.Value.DueNow
	}
	order.Order = order.Confirm(a.options.Now())
	order.Busy, order.Err, order.Changed = true, nil, false
	order.Tries++
	a.showPayment()
	return a.createSession()
}

// createSession is the two steps that must not come apart: the order is written
// down first, so that whatever happens to the answer, the next start finds it. An
// order of the same item that is under way already takes its place.
func (a *App) createSession() tea.Cmd {
	book, draft := a.book, a.state.Order.Order
	return a.askOrder(func(ctx context.Context, source data.Source) (result orderSeen) {
		kept, err := book.Begin(draft)
		if err != nil {
			result.err = &unwritten{err}
			return result
		}
		item := model.Item{Kind: kept.Item.Kind, Slug: kept.Item.Slug, Interval: kept.Item.Interval}
		result.kept = kept
		result.session, result.err = source.CreateCheckout(ctx, item, kept.Key)
		return result
	})
}

// unwritten says that an order could not be written down, so nothing was begun.
type unwritten struct{ cause error }

func (u *unwritten) Error() string {
	return "The order could not be written down, so nothing was begun and nothing is charged: " + u.cause.Error() + "."
}

func (u *unwritten) Unwrap() error { return u.cause }

// showPayment shows the payment watch in place of whatever lies on top.
func (a *App) showPayment() {
	a.overlays = nil
	a.push(overlay.NewPayment(a.keys))
}

// openOrder hands the order's page to the browser.
func (a *App) openOrder() tea.Cmd {
	order := a.state.Order
	if order == nil || order.URL == "" || a.state.NeedsWord() {
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
		if msg.times == a.watch.times { // else the person has been there and is back
			order.Order = order.On(model.EventOpened)
		}
	} else {
		order.Browser = strings.TrimSuffix(msg.err.Error(), ".")
	}
	a.tell()
	return a.saveOrder(order.Order)
}

// cancelOrder asks the server to cancel the session. What it answers decides: a
// payment may have been first.
func (a *App) cancelOrder() tea.Cmd {
	order := a.state.Order
	if order == nil || order.Busy || order.State == model.OrderDrafted {
		return nil
	}
	if order.SessionID == "" { // nobody has the address of a page, so nobody can pay it
		order.Order = order.On(model.EventCanceled)
		order.Err = nil
		return tea.Batch(a.saveOrder(order.Order), a.endOrder(order.Order))
	}
	order.Busy = true
	id := order.SessionID
	a.tell()
	return a.askOrder(func(ctx context.Context, source data.Source) (result orderSeen) {
		result.session, result.err = source.CancelCheckout(ctx, id)
		return result
	})
}
