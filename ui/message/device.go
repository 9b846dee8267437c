package message

import (
	"errors"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/format"
)

// DeviceUnsupported is the error of a browser sign-in that could not begin, in words
// that say what to do instead. Other errors are returned unchanged.
func DeviceUnsupported(err error) error {
	var refused *model.RefusedURL
	switch kind := model.KindOf(err); {
	case errors.As(err, &refused):
		return &deviceUnsupported{"The server sent an address that is not opened, as it may not be the service's. Sign in with a key instead. " + format.Sentence(refused.Error()), err}
	case kind == model.NotFound || kind == model.NotSupported:
		return &deviceUnsupported{"This server has no sign-in from the browser. Sign in with a key instead.", err}
	}
	return err
}

type deviceUnsupported struct {
	text  string
	cause error
}

func (e *deviceUnsupported) Error() string { return e.text }

// Unwrap returns the cause.
func (e *deviceUnsupported) Unwrap() error { return e.cause }

// First is the first part of an error's text: the error itself, without its
// consequences and advice.
func First(err error) string {
	text, _, _ := strings.Cut(model.Clean(PlainError(err)), ". ")
	return format.Sentence(text)
}
