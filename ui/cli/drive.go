package cli

import (
	"context"
	"errors"
)

// errOver ends a drive without an error.
var errOver = errors.New("it is over")

// over is the error that ends a drive, with err or without an error.
func over(err error) error {
	if err == nil {
		return errOver
	}
	return err
}

// drive passes events to a step function and carries out the effects that it returns,
// one after the other: the result of an effect is the next event, and its effects come
// before the remaining ones. It ends when none remain.
func drive[Event comparable, Effect any](ctx context.Context, event Event, next func(Event) []Effect, carryOut func(context.Context, Effect) (Event, error)) error {
	var none Event
	var todo []Effect
	for {
		if event != none {
			todo = append(next(event), todo...)
		}
		if len(todo) == 0 {
			return nil
		}
		effect := todo[0]
		todo = todo[1:]
		var err error
		event, err = carryOut(ctx, effect)
		switch {
		case errors.Is(err, errOver):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}
