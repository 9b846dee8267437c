package session

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/studio-tui/studio-tui/api"
	"github.com/studio-tui/studio-tui/api/auth"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// Device is a sign-in that a person completes in the browser. It is used by one goroutine
// at a time. Formatting it reveals neither the code that it polls with nor the key.
type Device struct {
	manager *Manager
	code    model.DeviceCode
	flow    func(ctx context.Context) (string, error) // holds the code
	clean   func(error) error                         // removes the code from an error
	given   auth.Key
	// opened is the session with that key, not kept yet. All tries to check the key go
	// through its one client, so that a pause that the server asked for holds.
	opened *opened
}

// DeviceEnded is the error that the server has ended a sign-in with an unknown code.
type DeviceEnded struct{ Code string }

func (e *DeviceEnded) Error() string {
	if e.Code == "" {
		return "The server has ended this sign-in. Nothing was kept."
	}
	return "The server has ended this sign-in (" + e.Code + "). Nothing was kept."
}

// StartDevice begins a sign-in through the browser. It checks the address of the sign-in
// page: if the server sends none that may be opened, the error is the *[model.RefusedURL]
// of the one that it sent. Errors are *[model.Error] otherwise, of kind NotFound or
// NotSupported where the server does not know of it.
func (m *Manager) StartDevice(ctx context.Context) (account.DeviceSignIn, error) {
	if err := m.checkNameAvailable(ctx); err != nil {
		return nil, err
	}
	client, err := api.New(api.Options{BaseURL: m.choice.Base, UserAgent: m.options.UserAgent})
	if err != nil {
		return nil, err
	}
	defer client.Close()
	model.NotifyStep(ctx, model.StepServer)
	begun, err := client.StartDevice(ctx)
	var own *api.DeviceError
	switch {
	case errors.As(err, &own):
		return nil, &DeviceEnded{plainWord(own.Code, "")}
	case err != nil:
		return nil, err
	case begun.Code == "" || begun.UserCode == "":
		return nil, &model.Error{Kind: model.BadResponse, Detail: "POST /auth/device: there is no code"}
	}
	address, err := pageToOpen(model.URLPolicy{Base: m.choice.Base}, begun)
	if err != nil {
		return nil, err
	}
	secret := begun.Code
	return &Device{
		manager: m,
		code: model.DeviceCode{
			UserCode: displayCode(begun.UserCode), Address: address,
			Interval: begun.Interval, Expires: m.now().Add(min(begun.ExpiresIn, model.DeviceTimeout)),
		},
		flow: func(ctx context.Context) (string, error) {
			defer client.Close() // it is quiet for seconds: nothing is kept open meanwhile
			return client.PollDevice(ctx, secret)
		},
		clean: func(err error) error { return redact(err, secret) },
	}, nil
}

// pageToOpen is the address to send a person to: the one with the code in it where it
// may be opened, else the plain one.
func pageToOpen(opener model.URLPolicy, begun api.Device) (model.URL, error) {
	if opener.CheckURL(begun.Complete) == nil {
		return begun.Complete, nil
	}
	if err := opener.CheckURL(begun.VerificationURI); err != nil {
		return "", err
	}
	return begun.VerificationURI, nil
}

// maxUserCode is how much of a code is shown. RFC 8628 has them short enough to type.
const maxUserCode = 32

// displayCode is a server's code in one line.
func displayCode(code string) string {
	code = strings.Join(strings.Fields(model.Clean(code)), " ")
	for utf8.RuneCountInString(code) > maxUserCode {
		code = string([]rune(code)[:maxUserCode])
	}
	return code
}

// Code is the public part of the sign-in, to show to the person.
func (d *Device) Code() model.DeviceCode { return d.code }

// Poll asks the server once for the outcome. After an error that is [model.Retryable] the
// caller may poll again; any other ends the sign-in.
func (d *Device) Poll(ctx context.Context) (model.DeviceAnswer, error) {
	token, err := d.flow(ctx)
	var own *api.DeviceError
	switch {
	case err == nil:
		d.given, err = auth.NewKey(token, auth.Pasted, "the browser")
		return model.DeviceApproved, err
	case !errors.As(err, &own):
		return model.DevicePending, d.clean(err)
	}
	switch own.Code {
	case api.AuthorizationPending:
		return model.DevicePending, nil
	case api.SlowDown:
		return model.DeviceSlowDown, nil
	case api.ExpiredToken:
		return model.DeviceExpired, nil
	case api.AccessDenied:
		return model.DeviceDenied, nil
	}
	return model.DevicePending, d.clean(&DeviceEnded{own.Code})
}

// SignIn stores the key that Poll received, like [Manager.SignIn], and opens a session with
// it. It may be called again after a failure. Canceled before the key is stored, it stores
// nothing; afterwards it returns the session regardless, as removing the key could remove
// an earlier one.
func (d *Device) SignIn(ctx context.Context, allowFile bool) (account.Session, error) {
	if d.given.IsZero() {
		return account.Session{}, auth.ErrNone
	}
	if err := d.manager.checkNameAvailable(ctx); err != nil {
		return account.Session{}, err
	}
	if d.opened == nil {
		opened, err := d.manager.open(d.given, nil)
		if err != nil {
			return account.Session{}, err
		}
		d.opened = opened
	}
	return d.manager.complete(ctx, d.opened, d.given, allowFile)
}

// redact removes a secret from the text of an error, should a server repeat it.
func redact(err error, secret string) error {
	var known *model.Error
	var ended *DeviceEnded
	switch {
	case errors.As(err, &known):
		cleaned := *known
		if strings.Contains(known.Detail, secret[:min(len(secret), 8)]) { // it may be cut off in the middle
			cleaned.Detail = ""
		}
		cleaned.Fields = nil
		return &cleaned
	case errors.As(err, &ended):
		return &DeviceEnded{plainWord(ended.Code, secret)}
	}
	return err
}

// plainWord is a server's word for what happened if it is one, of small letters and
// underscores, and does not hold the secret.
func plainWord(text, secret string) string {
	if len(text) > 40 || strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return ""
	}
	if secret != "" && strings.Contains(text, secret) {
		return ""
	}
	return text
}
