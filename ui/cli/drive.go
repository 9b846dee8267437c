package cli

import (
	"context"
	"errors"
)

// errOver ends a drive without an error.
var errOver = errors.New("it is over")

// over ends a drive, with an error or without.
func over(err error) error {
	if err == nil {
		return errOver
	}
	return err
}

// drive hands events to a step function and carries out the effects that it asks for, one
// after the other: what an effect brings is the next event, and what follows from that
// comes before the effects that are left. It ends when nothing is left to do.
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
