package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"
)

func TestExitCodeOfSignals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		signal os.Signal
		err    error
		want   int
	}{
		{os.Interrupt, context.Canceled, 130},
		{syscall.SIGTERM, fmt.Errorf("reading: %w", context.Canceled), 143},
		{syscall.SIGHUP, &Outcome{ExitInterrupted, "the order stays"}, 129},
		{syscall.SIGQUIT, errors.New("had failed before"), ExitOther},
		{syscall.SIGABRT, nil, ExitOK},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(&signalError{c.signal})
		if got := exitCode(ctx, c.err); got != c.want {
			t.Errorf("%v after %v: exit code %d, want %d", c.err, c.signal, got, c.want)
		}
		if c.err == nil {
			continue
		}
		if got := exitCode(ctx, context.Cause(ctx)); got < 128 {
			t.Errorf("the cause %v: exit code %d", c.signal, got)
		}
	}
}
