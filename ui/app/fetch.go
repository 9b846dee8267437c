package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
)

// reader reads the account's data into the state, and reports each result to the other
// components.
type reader struct {
	*core
	reconciled int64      // the newest row when the figures were last fetched again
	preferred  []model.ID // generations on screen, as last passed to the archive
}

// Update applies results, and resets when another account is opened.
func (r *reader) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		r.preferred = nil
	case updated:
		return r.preferVisible(), false
	case fetched:
		cmd, failed := msg.apply(r)
		cmd = tea.Batch(cmd, r.tell(readingDone{}))
		r.publishState()
		if model.KindOf(failed) == model.NotSignedIn {
			cmd = tea.Batch(cmd, r.tell(keyRefused{failed}))
		}
		return cmd, true
	}
	return nil, false
}

// Do handles no intent: other components start the reads.
func (r *reader) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

// sessionMsg is a message of a session: it is dropped once another session is open.
type sessionMsg interface{ epoch() int }

// response wraps a result in a message type of its own.
type response[T any] struct {
	data.Response[T]
	into  func(*data.State) *data.Resource[T]
	after func() tea.Cmd // the command that follows; may be nil
}

func (l response[T]) epoch() int { return l.Epoch }

// fetched is a response of any type.
type fetched interface {
	sessionMsg
	apply(r *reader) (cmd tea.Cmd, failed error)
}

func (l response[T]) apply(r *reader) (tea.Cmd, error) {
	told := r.setLeftOut(l.LeftOut)
	if !l.into(&r.state).Apply(l.Response) || l.after == nil {
		return told, l.Err
	}
	return tea.Batch(told, l.after()), l.Err
}

// priority says what a request is made for.
type priority int

const (
	background   priority = iota
	interactive           // the user waits for it
	forceRefresh          // a refresh by the user: also asks again for what the server was found to lack
)

// inRound marks a context with a priority and the present round of requests.
func (c *core) inRound(ctx context.Context, who priority) context.Context {
	ctx = model.WithRefreshID(ctx, c.round)
	switch who {
	case interactive:
		return model.WithInteractive(ctx)
	case forceRefresh:
		return model.WithForceRefresh(ctx)
	}
	return ctx
}

// fetchFunc fetches a resource from a source.
type fetchFunc[T any] func(ctx context.Context, source account.Source) (T, model.Provenance, error)

// fetch begins to fetch a resource into the state. In the background it does nothing
// while the same resource is being fetched already.
func fetch[T any](c *core, who priority, into func(*data.State) *data.Resource[T], get fetchFunc[T], after func() tea.Cmd) tea.Cmd {
	resource := into(&c.state)
	if !c.open || (resource.InFlight && who == background) {
		return nil
	}
	result := response[T]{into: into, after: after}
	result.Generation, result.Epoch = resource.Begin(), c.epoch
	ctx, source, now := c.inRound(c.within, who), c.Source, c.options.Now
	c.drawn.stale = true
	return func() tea.Msg {
		result.Value, result.Provenance, result.Err = get(ctx, source)
		result.At, result.LeftOut = now(), source.LeftOut()
		return result
	}
}

// billed adapts a call without a provenance to a fetchFunc.
func billed[T any](call func(account.Source, context.Context) (T, error)) fetchFunc[T] {
	return func(ctx context.Context, source account.Source) (T, model.Provenance, error) {
		value, err := call(source, ctx)
		return value, model.Billed, err
	}
}

// fetchAccount fetches the account.
func (r *reader) fetchAccount(who priority, after func() tea.Cmd) tea.Cmd {
	return fetch(r.core, who, func(s *data.State) *data.Resource[model.Account] { return &s.Account },
		billed(account.Source.Account), func() tea.Cmd {
			cmds := []tea.Cmd{r.tell(accountRead{}), r.reconcile()}
			if after != nil {
				cmds = append(cmds, after())
			}
			return tea.Batch(cmds...)
		})
}

func (r *reader) fetchSubscription(who priority) tea.Cmd { return r.fetchSubscriptionThen(who, nil) }

func (r *reader) fetchSubscriptionThen(who priority, after func() tea.Cmd) tea.Cmd {
	return fetch(r.core, who, func(s *data.State) *data.Resource[model.Subscription] { return &s.Subscription },
		func(ctx context.Context, source account.Source) (model.Subscription, model.Provenance, error) {
			return source.Subscription(ctx)
		}, after)
}

func (r *reader) fetchOffers(who priority) tea.Cmd {
	plans := fetch(r.core, who, func(s *data.State) *data.Resource[[]model.Plan] { return &s.Plans },
		func(ctx context.Context, source account.Source) ([]model.Plan, model.Provenance, error) {
			return source.Plans(ctx)
		}, nil)
	packs := fetch(r.core, who, func(s *data.State) *data.Resource[[]model.Pack] { return &s.Packs },
		func(ctx context.Context, source account.Source) ([]model.Pack, model.Provenance, error) {
			return source.Packs(ctx)
		}, nil)
	return tea.Batch(plans, packs)
}

func (r *reader) fetchGenerations(who priority) tea.Cmd {
	return fetch(r.core, who, func(s *data.State) *data.Resource[[]model.Generation] { return &s.Generations },
		billed(account.Source.Generations), func() tea.Cmd { return r.tell(generationsRead{}) })
}

func (r *reader) fetchOpened(id model.ID) tea.Cmd {
	r.state.Opened = data.Resource[model.Generation]{}
	return fetch(r.core, interactive, func(s *data.State) *data.Resource[model.Generation] { return &s.Opened },
		billed(func(source account.Source, ctx context.Context) (model.Generation, error) {
			return source.Generation(ctx, id)
		}), nil)
}

// reconcile fetches again, once, where the account's balance and the newest row
// disagree: they were read at two moments, with a change between them. A remaining
// difference is reported.
func (r *reader) reconcile() tea.Cmd {
	s := &r.state
	rows := s.Rows()
	if s.Account.InFlight || s.History.InFlight || s.Account.Err != nil || s.History.Err != nil ||
		s.Account.Cached || s.History.Cached || s.History.Provenance != model.Billed || len(rows) == 0 {
		return nil
	}
	differs := rows[0].Balance != s.Account.Value.Credits
	again := differs && r.reconciled == rows[0].Seq
	if s.BalanceMismatch = again; !differs || again {
		return nil
	}
	r.reconciled = rows[0].Seq
	return tea.Batch(r.fetchAccount(background, nil), r.fetchLatest(background))
}
