package message

import (
	"context"
	"errors"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// PlainError is an error's text without Go jargon: a cause from Go's standard library
// is put in plain words.
func PlainError(err error) string {
	text := err.Error()
	for cause, at := error(nil), []error{err}; len(at) > 0; {
		cause, at = at[0], at[1:]
		if plain, ok := plainCause(cause); ok {
			text = strings.ReplaceAll(text, cause.Error(), plain)
			continue
		}
		switch wrapping := cause.(type) { //nolint:errorlint // each link of the chain is checked by itself
		case interface{ Unwrap() error }:
			if inner := wrapping.Unwrap(); inner != nil {
				at = append(at, inner)
			}
		case interface{ Unwrap() []error }:
			at = append(at, wrapping.Unwrap()...)
		}
	}
	return text
}

// plainCause explains an error of Go's standard library.
func plainCause(err error) (plain string, ok bool) {
	switch cause := err.(type) { //nolint:errorlint // see PlainError
	case *strconv.NumError:
		return "it is not a number", true
	case *net.DNSError:
		return "its name was not found", true
	case *net.OpError:
		if cause.Err == nil {
			return "the connection failed", true
		}
		return PlainError(cause.Err), true
	case *url.Error:
		return PlainError(cause.Err), true
	case *os.SyscallError:
		return PlainError(cause.Err), true
	}
	if errors.Is(err, context.DeadlineExceeded) && errors.Unwrap(err) == nil || err == os.ErrDeadlineExceeded { //nolint:errorlint // itself alone
		return "it took too long", true
	}
	return "", false
}
