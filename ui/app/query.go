package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// query works something out in the background for one owner. The next one of the same owner
// takes its place; those of others go on.
type query[T any] struct {
	*core
	into func(*data.State) *data.Resource[T] // where its result belongs
	stop context.CancelFunc                  // gives up the one under way, nil before the first
}

// computed is the result of a query, whatever it is of.
type computed interface {
	sessionMsg
	take()
}

// queryResult is what a query has worked out.
type queryResult[T any] struct {
	data.Response[T]
	of *query[T]
}

func (r queryResult[T]) epoch() int { return r.Epoch }

// take puts the result into the state. One that was superseded is none, and one that was given
// up is no failure of the account's.
func (r queryResult[T]) take() {
	r.of.into(&r.of.state).Apply(r.Response)
	r.of.publishState()
}

// run begins to work something out from figures of a provenance.
func (q *query[T]) run(provenance model.Provenance, work func(context.Context) (T, error)) tea.Cmd {
	if q.stop != nil {
		q.stop()
	}
	ctx, stop := context.WithCancel(q.within)
	q.stop = stop
	result, now := queryResult[T]{of: q}, q.options.Now
	result.Epoch, result.Generation, result.Provenance = q.epoch, q.into(&q.state).Begin(), provenance
	return func() tea.Msg {
		defer stop()
		result.Value, result.Err = work(ctx)
		result.At = now()
		return result
	}
}
