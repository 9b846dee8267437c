package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

func TestExitCode(t *testing.T) {
	kinds := map[model.ErrorKind]int{
		model.OtherError: ExitOther, model.NotSignedIn: ExitNotSignedIn, model.NoCredits: ExitOther,
		model.Forbidden: ExitOther, model.NotFound: ExitOther, model.NotSupported: ExitOther,
		model.Conflict: ExitOther, model.Invalid: ExitOther, model.RateLimited: ExitRateLimited,
		model.ServerFailed: ExitNoServer, model.NoNetwork: ExitNoServer, model.ConnectionReset: ExitNoServer, model.NoProxy: ExitNoServer, model.TimedOut: ExitNoServer,
		model.BadResponse: ExitNoServer, model.Untrusted: ExitNoServer,
	}
	for kind, want := range kinds {
		if got := ExitCode(fmt.Errorf("read: %w", &model.Error{Kind: kind})); got != want {
			t.Errorf("kind %d: exit code %d, want %d", kind, got, want)
		}
	}
	for err, want := range map[error]int{
		nil: ExitOK, errors.New("x"): ExitOther, context.Canceled: ExitOther,
		usagef("x"): ExitUsage, asUsageError(fmt.Errorf("x: %w", account.ErrNameTaken)): ExitUsage, &account.NoKeyError{}: ExitNotSignedIn, &account.ConsentRequired{}: ExitOther,
	} {
		if got := ExitCode(err); got != want {
			t.Errorf("%v: exit code %d, want %d", err, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for err, want := range map[error]string{
		errors.New("disk full"):                              "Disk full.",
		errors.New("Really?"):                                "Really?",
		errors.New(""):                                       "It did not work.",
		context.Canceled:                                     "Interrupted.",
		errors.New("a\x1b[31mb\nc"):                          "A[31mb c.",
		errors.New(`refused "prod_1234abcd", sorry`):         `Refused "prod_…", sorry.`,
		usagef("no such thing"):                              "No such thing. See studio-tui --help.",
		&usageError{errors.New("no such pack"), "x y"}:       "No such pack. See x y.",
		errors.New("studio-tui x takes nothing"):             "studio-tui x takes nothing.",
		&account.ConsentRequired{Path: "~/.config/keys"}:     "--insecure-storage.",
		asUsageError(account.ErrNoProfile):                   "See studio-tui auth list.",
		asUsageError(account.ErrBadName):                     "See studio-tui --help.",
		&model.Error{Kind: model.NotSignedIn}:                "To sign in: studio-tui login.",
		fmt.Errorf("x: %w", &account.NoKeyError{Where: "y"}): "To sign in: studio-tui login.",
	} {
		got := sentence(Deps{}, err)
		if got != want && !strings.Contains(got, " "+want) {
			t.Errorf("sentence(%q) = %q, want %q", err, got, want)
		}
	}
}
