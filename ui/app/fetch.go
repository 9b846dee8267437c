package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// dated is a message of a session: it is dropped once another one is open.
type dated interface{ epoch() int }

// loaded wraps a result so that it is told apart by what it is of.
type loaded[T any] struct {
	data.Loaded[T]
	into  func(*data.State) *data.Resource[T]
	after func(a *App) tea.Cmd // what follows from it, may be nil
}

func (l loaded[T]) epoch() int { return l.Epoch }

// fetched is a result, whatever it is of.
type fetched interface {
	dated
	apply(a *App) (cmd tea.Cmd, failed error)
}

func (l loaded[T]) apply(a *App) (tea.Cmd, error) {
	told := a.setLeftOut(l.LeftOut)
	if !l.into(&a.state).Apply(l.Loaded) || l.after == nil {
		return told, l.Err
	}
	return tea.Batch(told, l.after(a)), l.Err
}

// asked says for whom something is fetched.
type asked int

const (
	byBackground asked = iota
	byPerson           // who waits for it
	byHand             // by a person who refreshes: what the server lacks is asked for again too
)

// mark marks a context accordingly, as of the present round of requests.
func (a *App) mark(ctx context.Context, who asked) context.Context {
	ctx = model.InRound(ctx, a.round)
	switch who {
	case byPerson:
		return data.Asked(ctx)
	case byHand:
		return model.Anew(ctx)
	}
	return ctx
}

// get is how a thing is fetched from a source.
type get[T any] func(ctx context.Context, source data.Source) (T, model.Provenance, error)

// fetch begins to fetch a thing into its resource. In the background it does
// nothing while the thing is on its way already.
func fetch[T any](a *App, who asked, into func(*data.State) *data.Resource[T], get get[T], after func(*App) tea.Cmd) tea.Cmd {
	resource := into(&a.state)
	if !a.open || (resource.InFlight && who == byBackground) {
		return nil
	}
	result := loaded[T]{into: into, after: after}
	result.Generation, result.Epoch = resource.Begin(), a.epoch
	ctx, source, now := a.mark(a.within, who), a.session.Source, a.options.Now
	a.drawn.stale = true
	return func() tea.Msg {
		result.Value, result.Provenance, result.Err = get(ctx, source)
		result.At, result.LeftOut = now(), source.LeftOut()
		return result
	}
}

// billed turns a call without a provenance into one with it.
func billed[T any](call func(data.Source, context.Context) (T, error)) get[T] {
	return func(ctx context.Context, source data.Source) (T, model.Provenance, error) {
		value, err := call(source, ctx)
		return value, model.Billed, err
	}
}

// fetchAccount reads the account. Its orders follow once it is known whose they
// are.
func (a *App) fetchAccount(who asked, after func(*App) tea.Cmd) tea.Cmd {
	return fetch(a, who, func(s *data.State) *data.Resource[model.Account] { return &s.Account },
		billed(data.Source.Account), func(a *App) tea.Cmd {
			cmds := []tea.Cmd{a.fetchOrders(), a.reconcile()}
			if after != nil {
				cmds = append(cmds, after(a))
			}
			return tea.Batch(cmds...)
		})
}

func (a *App) fetchSubscription(who asked) tea.Cmd { return a.fetchSubscriptionThen(who, nil) }

func (a *App) fetchSubscriptionThen(who asked, after func(*App) tea.Cmd) tea.Cmd {
	return fetch(a, who, func(s *data.State) *data.Resource[model.Subscription] { return &s.Subscription },
		func(ctx context.Context, source data.Source) (model.Subscription, model.Provenance, error) {
			return source.Subscription(ctx)
		}, after)
}

func (a *App) fetchOffers(who asked) tea.Cmd {
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

func (a *App) fetchGenerations(who asked, after func(*App) tea.Cmd) tea.Cmd {
	return fetch(a, who, func(s *data.State) *data.Resource[[]model.Generation] { return &s.Generations },
		billed(data.Source.Generations), after)
}

func (a *App) fetchOpened(id model.ID) tea.Cmd {
	a.state.Opened = data.Resource[model.Generation]{}
	return fetch(a, byPerson, func(s *data.State) *data.Resource[model.Generation] { return &s.Opened },
		billed(func(source data.Source, ctx context.Context) (model.Generation, error) {
			return source.Generation(ctx, id)
		}), nil)
}

// take applies a message of the present session.
func (a *App) take(msg dated) tea.Cmd {
	a.state.Now = a.options.Now()
	switch msg := msg.(type) {
	case fetched:
		cmd, failed := msg.apply(a)
		cmd = tea.Batch(cmd, a.roundOver())
		a.tell()
		if model.KindOf(failed) == model.NotSignedIn {
			return tea.Batch(cmd, a.signInAgain(failed))
		}
		return cmd
	case due:
		return a.onTime(msg)
	case purchaseEvent:
		return a.purchaseEvent(msg)
	case orderSaved:
		return a.orderSaved(msg)
	case ordersAcknowledged:
		return a.ordersAcknowledged(msg)
	case orderTold:
		return a.orderTold(msg)
	case unseenSeen:
		return a.unseenSeen(msg)
	case exported:
		return a.exported(msg)
	case visitSeen:
		return a.visitSeen(msg)
	case browserTried:
		return a.tried(msg)
	case portalSeen:
		return a.portalSeen(msg)
	case portalMade:
		return a.portalMade(msg)
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
		s.Account.Kept || s.History.Kept || s.History.Provenance != model.Billed || len(rows) == 0 {
		return nil
	}
	differs := rows[0].Balance != s.Account.Value.Credits
	again := differs && a.reconciled == rows[0].Seq
	if s.Unequal = again; !differs || again {
		return nil
	}
	a.reconciled = rows[0].Seq
	return tea.Batch(a.fetchAccount(byBackground, nil), a.fetchLatest(byBackground))
}

// slowly is how long plans, packs and the subscription are good for.
const slowly = 10 * time.Minute

// refresh asks for everything that moves, and by a person's wish, or where it is
// old, for the rest too. While something is wrong the account alone is asked for
// first: where even that does not come, it is enough to know.
func (a *App) refresh(who asked) tea.Cmd {
	a.round++
	a.tries.open = true
	a.tries.before, a.tries.began = a.tries.began, a.options.Now()
	if a.tries.misses == 0 {
		return tea.Batch(a.fetchAccount(who, nil), a.refreshRest(who), a.schedule())
	}
	return tea.Batch(a.fetchAccount(who, func(a *App) tea.Cmd { return a.refreshRest(who) }), a.schedule())
}

// refreshRest is the refresh without the account. Where that has just failed, only
// what came the last time is asked for, and nothing that the server was found to lack.
func (a *App) refreshRest(who asked) tea.Cmd {
	s := &a.state
	alone := !s.Account.InFlight && s.Account.Err != nil
	if alone {
		who = byBackground
	}
	worth := func(at time.Time, err error) bool { return !alone || (err == nil && !at.Before(a.tries.before)) }
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
	old := func(at time.Time) bool { return who != byBackground || now.Sub(at) >= slowly || at.After(now) }
	if worth(s.Subscription.At, s.Subscription.Err) && (old(s.Subscription.At) || s.Subscription.Err != nil) {
		cmds = append(cmds, a.fetchSubscription(who))
	}
	if worth(s.Plans.At, s.Plans.Err) && (old(s.Plans.At) || s.Plans.Err != nil || s.Packs.Err != nil) {
		cmds = append(cmds, a.fetchOffers(who))
	}
	return tea.Batch(cmds...)
}
