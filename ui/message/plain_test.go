package message_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"syscall"
	"testing"

	"github.com/studio-tui/studio-tui/ui/message"
)

func TestPlain(t *testing.T) {
	_, number := strconv.Atoi("x")
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	for want, err := range map[string]error{
		"the row: it is not a number":                fmt.Errorf("the row: %w", number),
		"the keyring: it took too long":              fmt.Errorf("the keyring: %w", context.DeadlineExceeded),
		"the bus: " + syscall.ECONNREFUSED.Error():   fmt.Errorf("the bus: %w", refused),
		"proxy: " + syscall.ECONNREFUSED.Error():     fmt.Errorf("proxy: %w", &url.Error{Op: "Get", URL: "http://x", Err: refused}),
		"a\nb: it took too long":                     errors.Join(errors.New("a"), fmt.Errorf("b: %w", os.ErrDeadlineExceeded)),
		"the server: its name was not found":         fmt.Errorf("the server: %w", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "x"}}),
		"what is plain stays, with its: punctuation": errors.New("what is plain stays, with its: punctuation"),
	} {
		if got := message.PlainError(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
