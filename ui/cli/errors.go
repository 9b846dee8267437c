package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// The exit codes of every command.
const (
	ExitOK          = 0
	ExitOther       = 1
	ExitUsage       = 2
	ExitNotSignedIn = 3
	ExitNoServer    = 4
	ExitRateLimited = 5
	ExitEnded       = 6   // an order was cancelled or has expired
	ExitUnconfirmed = 7   // a payment is not confirmed yet
	ExitFindings    = 10  // an audit has findings
	ExitCannotTell  = 11  // an audit is inconclusive
	ExitBelow       = 20  // the balance is below the one required
	ExitOverBudget  = 21  // the budget is exceeded
	ExitInterrupted = 130 // ctrl+c; other signals have codes of their own, see [signalError]
)

// exitCodesHelp documents the exit codes, in the help of the root command.
const exitCodesHelp = `Exit codes:
  0  it worked
  1  anything else that went wrong
  2  the command line was not understood
  3  not signed in
  4  no network, or the server failed
  5  too many requests for now
  6  the order was cancelled or has expired, or its payment failed
  7  the payment has not been seen yet; it may still arrive
 10  audit: there is something to see
 11  audit: it cannot tell, as rows are estimated or missing
 20  the balance is below --min
 21  the budget is exceeded (balance --check)
130  interrupted (ctrl+c)
     (an order that was begun stays)
128+N  ended by signal N: 129 hang-up, 131 quit, 134 abort, 143 terminate`

// usageError is an invalid command line.
type usageError struct {
	Err error
	// See is the command that lists valid values; empty: the --help of the command that
	// was run.
	See string
}

func (e *usageError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *usageError) Unwrap() error { return e.Err }

// asUsageError turns an error about the named account into a usage error.
func asUsageError(err error) error {
	var target *account.TargetError
	var usage *usageError
	switch {
	case !errors.As(err, &target) || errors.As(err, &usage):
		return err
	case errors.Is(err, account.ErrNoProfile):
		return &usageError{Err: err, See: seeProfiles}
	}
	return &usageError{Err: err}
}

// Outcome is the end of a command that did what was asked, and still did not succeed:
// an exit code of its own, with a sentence.
type Outcome struct {
	Code int
	Text string
}

func (o *Outcome) Error() string { return o.Text }

// usagef makes a *[usageError].
func usagef(format string, args ...any) error {
	return &usageError{Err: fmt.Errorf(format, args...)}
}

// ExitCode is the exit code of an error; no other code decides it.
func ExitCode(err error) int {
	var usage *usageError
	var noKey *account.NoKeyError
	var outcome *Outcome
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &outcome):
		return outcome.Code
	case errors.As(err, &usage):
		return ExitUsage
	case errors.As(err, &noKey):
		return ExitNotSignedIn
	}
	switch model.KindOf(err) {
	case model.NotSignedIn:
		return ExitNotSignedIn
	case model.NoNetwork, model.NoProxy, model.BadProxy, model.ConnectionReset, model.TimedOut, model.ServerFailed, model.BadResponse, model.Untrusted, model.CaptivePortal:
		return ExitNoServer
	case model.RateLimited:
		return ExitRateLimited
	}
	return ExitOther
}

// keyShape is the pattern of keys. A key typed in the wrong place (as a flag's value,
// say) is not repeated in a message.
var keyShape = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`prod_[^\s"',;]+`) })

// sentence is an error as people read it, decided in this one place: a single line with
// a capital and a full stop, and the next step.
func sentence(deps Deps, err error) string {
	var ended *signalError
	text := "Interrupted"
	if errors.As(err, &ended) || !errors.Is(err, context.Canceled) {
		text = keyShape().ReplaceAllString(strings.TrimSpace(model.Clean(message.PlainError(err))), "prod_…")
	}
	return format.Sentence(text) + hint(deps, err)
}

// hint names the command that helps.
func hint(deps Deps, err error) string {
	var outcome *Outcome
	if errors.As(err, &outcome) {
		return "" // the error itself says what to do
	}
	var usage *usageError
	if errors.As(err, &usage) {
		return " See " + cmp.Or(usage.See, format.Program+" --help") + "."
	}
	if ExitCode(err) == ExitNotSignedIn {
		if signIn := deps.offer("", "To sign in:", "login"); signIn != "" {
			return " " + signIn + ". To look around without an account: studio-tui --demo."
		}
		return " To look around without an account: studio-tui --demo."
	}
	var consent *account.ConsentRequired
	if errors.As(err, &consent) {
		return " To agree: " + deps.command("login --insecure-storage") + "."
	}
	return ""
}
