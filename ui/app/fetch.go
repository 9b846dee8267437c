package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// sessionMsg is a message of a session: it is dropped once another one is open.
type sessionMsg interface{ epoch() int }

// response wraps a result so that it is told apart by what it is of.
type response[T any] struct {
	data.Response[T]
	into  func(*data.State) *data.Resource[T]
	after func(a *App) tea.Cmd // what follows from it, may be nil
}

func (l response[T]) epoch() int { return l.Epoch }

// fetched is a result, whatever it is of.
type fetched interface {
	sessionMsg
	apply(a *App) (cmd tea.Cmd, failed error)
}

func (l response[T]) apply(a *App) (tea.Cmd, error) {
	told := a.setLeftOut(l.LeftOut)
	if !l.into(&a.state).Apply(l.Response) || l.after == nil {
		return told, l.Err
	}
	return tea.Batch(told, l.after(a)), l.Err
}

// priority says for whom something is fetched.
type priority int

const (
	background   priority = iota
	interactive           // who waits for it
	forceRefresh          // by a person who refreshes: what the server lacks is asked for again too
)

// exportProgress marks a context accordingly, as of the present round of requests.
func (a *App) exportProgress(ctx context.Context, who priority) context.Context {
	ctx = model.WithRefreshID(ctx, a.refreshID)
	switch who {
	case interactive:
		return data.Interactive(ctx)
	case forceRefresh:
		return model.WithForceRefresh(ctx)
	}
	return ctx
}

// fetchFunc is how a thing is fetched from a source.
type fetchFunc[T any] func(ctx context.Context, source data.Source) (T, model.Provenance, error)

// fetch begins to fetch a thing into its resource. In the background it does
// nothing while the thing is on its way already.
func fetch[T any](a *App, who priority, into func(*data.State) *data.Resource[T], get fetchFunc[T], after func(*App) tea.Cmd) tea.Cmd {
	resource := into(&a.state)
	if !a.open || (resource.InFlight && who == background) {
		return nil
	}
	result := response[T]{into: into, after: after}
	result.Generation, result.Epoch = resource.Begin(), a.epoch
	ctx, source, now := a.exportProgress(a.within, who), a.session.Source, a.options.Now
	a.drawn.stale = true
	return func() tea.Msg {
		result.Value, result.Provenance, result.Err = get(ctx, source)
		result.At, result.LeftOut = now(), source.LeftOut()
		return result
	}
}

// billed turns a call without a provenance into one with it.
func billed[T any](call func(data.Source, context.Context) (T, error)) fetchFunc[T] {
	return func(ctx context.Context, source data.Source) (T, model.Provenance, error) {
		value, err := call(source, ctx)
		return value, model.Billed, err
	}
}

// fetchAccount reads the account. Its orders follow once it is known whose they
// are.
func (a *App) fetchAccount(who priority, after func(*App) tea.Cmd) tea.Cmd {
	return fetch(a, who, func(s *data.State) *data.Resource[model.Account] { return &s.Account },
		billed(data.Source.Account), func(a *App) tea.Cmd {
			cmds := []tea.Cmd{a.fetchOrders(), a.reconcile()}
			if after != nil {
				cmds = append(cmds, after(a))
			}
			return tea.Batch(cmds...)
		})
}

func (a *App) fetchSubscription(who priority) tea.Cmd { return a.fetchSubscriptionThen(who, nil) }

func (a *App) fetchSubscriptionThen(who priority, after func(*App) tea.Cmd) tea.Cmd {
	return fetch(a, who, func(s *data.State) *data.Resource[model.Subscription] { return &s.Subscription },
		func(ctx context.Context, source data.Source) (model.Subscription, model.Provenance, error) {
			return source.Subscription(ctx)
		}, after)
}

func (a *App) fetchOffers(who priority) tea.Cmd {
	plans := fetch(a, who, func(s *data.State) *data.Resource[[]model.Plan] { return &s.Plans },
		func(ctx context.Context, source data.Source) ([]model.Plan, model.Provenance, error) {
			return source.Plans(ctx)
		}, nil)
	packs := fetch(a, who, func(s *data.State) *data.Resource[[]model.Pack] { return &s.Packs },
		func(ctx context.Context, source data.Source) ([]model.Pack, model.Provenance, error) {
			return source.Packs(ctx)
		}, nil)
	return tea.Batch(plans, packs)
}

func (a *App) fetchGenerations(who priority, after func(*App) tea.Cmd) tea.Cmd {
	return fetch(a, who, func(s *data.State) *data.Resource[[]model.Generation] { return &s.Generations },
		billed(data.Source.Generations), after)
}

func (a *App) fetchOpened(id model.ID) tea.Cmd {
	a.state.Opened = data.Resource[model.Generation]{}
	return fetch(a, interactive, func(s *data.State) *data.Resource[model.Generation] { return &s.Opened },
		billed(func(source data.Source, ctx context.Context) (model.Generation, error) {
			return source.Generation(ctx, id)
		}), nil)
}

// handleSessionMsg applies a message of the present session.
func (a *App) handleSessionMsg(msg sessionMsg) tea.Cmd {
	a.state.Now = a.options.Now()
	switch msg := msg.(type) {
	case fetched:
		cmd, failed := msg.apply(a)
		cmd = tea.Batch(cmd, a.onRefreshDone())
		a.publishState()
		if model.KindOf(failed) == model.NotSignedIn {
			return tea.Batch(cmd, a.signInAgain(failed))
		}
		return cmd
	case timerFired:
		return a.onTimer(msg)
	case purchaseEvent:
		return a.purchaseEvent(msg)
	case orderSaved:
		return a.orderSaved(msg)
	case ordersAcknowledged:
		return a.ordersAcknowledged(msg)
	case orderAnnounced:
		return a.orderAnnounced(msg)
	case unconfirmedPolled:
		return a.unconfirmedPolled(msg)
	case exported:
		return a.exported(msg)
	case websitePolled:
		return a.websitePolled(msg)
	case browserTried:
		return a.tried(msg)
	case portalPolled:
		return a.portalPolled(msg)
	case portalCreated:
		return a.portalCreated(msg)
	}
	return nil
}

// reconcile asks again, once, where the account and the newest row disagree: they
// were read at two moments, and something happened between them. Where they disagree
// still, that is told.
func (a *App) reconcile() tea.Cmd {
	s := &a.state
	rows := s.Rows()
	if s.Account.InFlight || s.History.InFlight || s.Account.Err != nil || s.History.Err != nil ||
		s.Account.Cached || s.History.Cached || s.History.Provenance != model.Billed || len(rows) == 0 {
		return nil
	}
	differs := rows[0].Balance != s.Account.Value.Credits
	again := differs && a.reconciled == rows[0].Seq
	if s.BalanceMismatch = again; !differs || again {
		return nil
	}
	a.reconciled = rows[0].Seq
	return tea.Batch(a.fetchAccount(background, nil), a.fetchLatest(background))
}

// staleAfter is how long plans, packs and the subscription are good for.
const staleAfter = 10 * time.Minute

// refresh asks for everything that moves, and by a person's wish, or where it is
// old, for the rest too. While something is wrong the account alone is asked for
// first: where even that does not come, it is enough to know.
func (a *App) refresh(who priority) tea.Cmd {
	a.refreshID++
	a.retry.open = true
	a.retry.before, a.retry.began = a.retry.began, a.options.Now()
	if a.retry.misses == 0 {
		return tea.Batch(a.fetchAccount(who, nil), a.refreshRest(who), a.schedule())
	}
	return tea.Batch(a.fetchAccount(who, func(a *App) tea.Cmd { return a.refreshRest(who) }), a.schedule())
}

// refreshRest is the refresh without the account. Where that has just failed, only
// what came the last time is asked for, and nothing that the server was found to lack.
func (a *App) refreshRest(who priority) tea.Cmd {
	s := &a.state
	alone := !s.Account.InFlight && s.Account.Err != nil
	if alone {
		who = background
	}
	worth := func(at time.Time, err error) bool { return !alone || (err == nil && !at.Before(a.retry.before)) }
	from := fromNewest
	if a.state.History.Value.Version == 0 {
		from = fromCopy // the newest rows follow it
	}
	var cmds []tea.Cmd
	if worth(s.History.At, s.History.Err) {
		cmds = append(cmds, a.readHistory(who, from))
	}
	if worth(s.Generations.At, s.Generations.Err) {
		cmds = append(cmds, a.fetchGenerations(who, (*App).watchRunning))
	}
	now := a.options.Now()
	old := func(at time.Time) bool { return who != background || now.Sub(at) >= staleAfter || at.After(now) }
	if worth(s.Subscription.At, s.Subscription.Err) && (old(s.Subscription.At) || s.Subscription.Err != nil) {
		cmds = append(cmds, a.fetchSubscription(who))
	}
	if worth(s.Plans.At, s.Plans.Err) && (old(s.Plans.At) || s.Plans.Err != nil || s.Packs.Err != nil) {
		cmds = append(cmds, a.fetchOffers(who))
	}
	if worth(s.Costs.At, s.Costs.Err) && (old(s.Costs.At) || s.Costs.Err != nil) {
		cmds = append(cmds, a.refreshCosts(who))
	}
	return tea.Batch(cmds...)
}
