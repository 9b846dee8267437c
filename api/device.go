package api

import (
	"context"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Device is a device sign-in that a person completes in the browser (RFC 8628 in shape;
// public-api: Authentication).
type Device struct {
	Code            string // for [Client.PollDevice]; a secret, never shown
	UserCode        string // for the person
	VerificationURI model.URL
	// Complete is the address with the code in it; empty where the server has none.
	Complete  model.URL
	ExpiresIn time.Duration
	Interval  time.Duration // between two polls
}

// DeviceError is the error that there is no token, with a code of RFC 8628; an open set.
type DeviceError struct {
	Code string
}

// The codes that are known.
const (
	AuthorizationPending = "authorization_pending" // ask again after the interval
	SlowDown             = "slow_down"             // ask again, and less often
	ExpiredToken         = "expired_token"         // begin again
	AccessDenied         = "access_denied"         // the person said no
)

func (e *DeviceError) Error() string { return "the sign-in is not done: " + e.Code }

type deviceAnswer struct {
	DeviceCode      opaque    `json:"device_code"`
	UserCode        string    `json:"user_code"`
	VerificationURI model.URL `json:"verification_uri"`
	Complete        model.URL `json:"verification_uri_complete"`
	ExpiresIn       int64     `json:"expires_in"`
	Interval        int64     `json:"interval"`
}

type tokenAnswer struct {
	AccessToken opaque `json:"access_token"`
}

// StartDevice begins a sign-in. It is sent without a key.
func (c *Client) StartDevice(ctx context.Context) (Device, error) {
	k := post("auth", "device")
	answer, err := fetchDevice[deviceAnswer](ctx, c, k)
	return Device{
		Code:            string(answer.DeviceCode),
		UserCode:        answer.UserCode,
		VerificationURI: answer.VerificationURI,
		Complete:        answer.Complete,
		ExpiresIn:       seconds(answer.ExpiresIn, 900, 900),
		Interval:        seconds(answer.Interval, 5, 900),
	}, err
}

// PollDevice polls a sign-in and returns the token, which is used as the key, once the
// person has approved it. Until then it returns a *[DeviceError]. It is sent without a key.
func (c *Client) PollDevice(ctx context.Context, deviceCode string) (key string, err error) {
	k := post("auth", "device", "token")
	k.body = map[string]string{"device_code": deviceCode}
	answer, err := fetchDevice[tokenAnswer](ctx, c, k)
	if err == nil && (answer.AccessToken == "" || !printable(string(answer.AccessToken))) {
		return "", &model.Error{Kind: model.BadResponse, Detail: k.String() + ": the token cannot be a key"}
	}
	return string(answer.AccessToken), err
}

// fetchDevice makes a call to a device endpoint, whose errors have their own form and any
// status.
func fetchDevice[T any](ctx context.Context, c *Client, k call) (T, error) {
	var none T
	k.noKey = true
	r, err := c.send(ctx, k)
	if err != nil {
		return none, err
	}
	var failure struct {
		Error string `json:"error"`
	}
	if _, err := answers.Read(r.body, &failure); err == nil && failure.Error != "" {
		return none, &DeviceError{Code: c.clip(failure.Error)}
	}
	if r.status < 200 || r.status > 299 {
		return none, c.errorFromResponse(k, r)
	}
	value, _, err := decode[T](r.body)
	switch {
	case err == nil:
		return value, nil
	case r.isPage():
		return none, c.captivePortal(k, r)
	}
	return none, c.badResponse(k, err)
}

// seconds makes a duration of what a server says, within reason.
func seconds(n, otherwise, most int64) time.Duration {
	if n <= 0 {
		n = otherwise
	}
	return time.Duration(min(n, most)) * time.Second
}
