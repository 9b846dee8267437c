package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// query runs a computation in the background for one owner. A new one of the same owner
// cancels the one before; those of others continue.
type query[T any] struct {
	*core
	into func(*data.State) *data.Resource[T] // the resource that receives the result
	stop context.CancelFunc                  // cancels the running computation, nil before the first
}

// computed is a queryResult of any type.
type computed interface {
	sessionMsg
	take()
}

// queryResult is the result of a query.
type queryResult[T any] struct {
	data.Response[T]
	of *query[T]
}

func (r queryResult[T]) epoch() int { return r.Epoch }

// take stores the result in the state. A superseded result is dropped, and a cancelled
// one is not an error.
func (r queryResult[T]) take() {
	r.of.into(&r.of.state).Apply(r.Response)
	r.of.publishState()
}

// run begins a computation on data of a provenance.
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
