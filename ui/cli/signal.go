package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// signalError is the cause of a context that a signal cancelled. It matches
// [context.Canceled].
type signalError struct{ Signal os.Signal }

func (e *signalError) Error() string {
	if e.Signal == os.Interrupt {
		return "interrupted"
	}
	return "ended by a signal: " + e.Signal.String()
}

// Is makes the error match [context.Canceled].
func (e *signalError) Is(target error) bool { return target == context.Canceled }

// code is the exit code that shells give a program ended by the signal: 128 and its
// number.
func (e *signalError) code() int {
	if number, ok := e.Signal.(syscall.Signal); ok {
		return 128 + int(number)
	}
	return ExitInterrupted
}

// UntilSignal is a context that the first terminating signal cancels, with a
// *[signalError] as its cause. A second one ends the process at once.
func UntilSignal() (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, endingSignals()...)
	go func() {
		defer signal.Stop(signals)
		select {
		case s := <-signals:
			cancel(&signalError{Signal: s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}

// endingSignals are the signals that end the program in order: the terminal is
// restored, open orders are stored. Those ignored when the program started, as nohup
// does, stay ignored.
func endingSignals() (ending []os.Signal) {
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGABRT} {
		if !signal.Ignored(s) {
			ending = append(ending, s)
		}
	}
	return ending
}

// exitCode is the exit code of a command's error, or that of the signal that ended it.
func exitCode(ctx context.Context, err error) int {
	code := ExitCode(err)
	var ended *signalError
	if errors.As(context.Cause(ctx), &ended) && (code == ExitInterrupted || errors.Is(err, context.Canceled)) {
		return ended.code()
	}
	return code
}
