package api

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/studio-tui/studio-tui/model"
)

const (
	maxDetail = 200 // runes of a server's text that are kept
	maxFields = 50  // entries of a validation error that are kept
)

// wrapError makes of a failed exchange the error that callers can tell apart. A
// cancelled context gives its own error.
func (c *Client) wrapError(ctx context.Context, k call, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	if ctx.Err() != nil {
		return &model.Error{Kind: model.TimedOut, Detail: k.String(), Cause: ctx.Err()}
	}
	var known *model.Error
	if errors.As(err, &known) {
		return known
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) { // it repeats the address, query and all
		err = wrapped.Err
	}
	// Only the text of the cause is kept, as it may hold anything that was sent.
	return &model.Error{Kind: faultKind(err), Detail: c.clip(k.String() + ": " + err.Error())}
}

func faultKind(err error) model.ErrorKind {
	var op *net.OpError
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case untrusted(err):
		return model.Untrusted
	case errors.As(err, new(badProxy)):
		return model.BadProxy
	case errors.As(err, new(proxyRefusal)), errors.As(err, &op) && op.Op == "proxyconnect":
		return model.NoProxy
	case errors.As(err, &dns), errors.As(err, &op) && op.Op == "dial":
		return model.NoNetwork
	case errors.As(err, &timeout) && timeout.Timeout():
		return model.TimedOut
	case malformed(err):
		return model.BadResponse
	case strings.HasPrefix(err.Error(), "rate: "): // the caller's deadline comes before the place in the queue
		return model.RateLimited
	}
	if connectionReset(err) {
		return model.ConnectionReset
	}
	return model.NoNetwork
}

// connectionReset reports whether the server was reached and the connection ended before
// the answer did.
func connectionReset(err error) bool {
	var op *net.OpError
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &op) && (op.Op == "read" || op.Op == "write")
}

// untrusted reports whether TLS failed. net/http wraps what it finds in types
// that differ, the plainest being a text.
func untrusted(err error) bool {
	var (
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		alert       tls.AlertError
		authority   x509.UnknownAuthorityError
		invalid     x509.CertificateInvalidError
		hostname    x509.HostnameError
	)
	return errors.As(err, &certificate) || errors.As(err, &record) || errors.As(err, &alert) ||
		errors.As(err, &authority) || errors.As(err, &invalid) || errors.As(err, &hostname) ||
		errors.Is(err, http.ErrSchemeMismatch) || strings.Contains(err.Error(), "tls: ")
}

// malformed reports whether what came was not HTTP, or not what its header said.
func malformed(err error) bool {
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) {
		return true
	}
	text := err.Error()
	for _, sign := range []string{"malformed", "failed to parse Location", "headers exceeded", "invalid header", "bad Content-Length", "chunk"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// errorFromResponse makes an error of an answer that is not a success.
func (c *Client) errorFromResponse(k call, r *reply) error {
	own, isOwn := c.ownError(r.body)
	e := &model.Error{Detail: own.Message}
	if isOwn {
		c.server.learn(r.header.Get("Date"), c.now())
	} else {
		e.Detail = fmt.Sprintf("%s: %d %s", k, r.status, http.StatusText(r.status))
	}
	switch {
	case r.status == http.StatusTooManyRequests:
		e.Kind = model.RateLimited
		c.setUntil(e, r)
	case r.status >= 500 && r.status != http.StatusNotImplemented:
		e.Kind = model.ServerFailed
		c.setUntil(e, r)
	case r.status == http.StatusRequestTimeout:
		e.Kind = model.TimedOut
	case r.status == http.StatusProxyAuthRequired:
		e.Kind = model.NoProxy
	case !isOwn && r.isPage():
		return c.captivePortal(k, r)
	case !isOwn: // an error of a proxy says nothing about the account
		e.Kind = model.BadResponse
		e.Detail += ", without the API's own error"
	default:
		e.Kind = refusalKind(k, r.status)
		switch e.Kind {
		case model.Invalid:
			e.Fields = own.Fields
		case model.Conflict:
			e.Code = own.Code
		}
	}
	return e
}

func refusalKind(k call, status int) model.ErrorKind {
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		if k.optional {
			return model.NotSupported
		}
		if status == http.StatusNotFound {
			return model.NotFound
		}
		return model.ServerFailed
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return model.Invalid
	case http.StatusUnauthorized:
		return model.NotSignedIn
	case http.StatusPaymentRequired:
		return model.NoCredits
	case http.StatusForbidden:
		return model.Forbidden
	case http.StatusConflict:
		return model.Conflict
	}
	return model.OtherError
}

// setUntil sets when the server accepts the next request.
func (c *Client) setUntil(e *model.Error, r *reply) {
	if wait, ok := retryAfter(r.header, c.now()); ok && wait > 0 {
		e.At = c.now()
		e.Until = e.At.Add(wait)
	}
}

// ownError is an error body of the API, {message, code, errors}, cleaned.
type ownError struct {
	Message string
	Code    model.ConflictCode
	Fields  []model.FieldError
}

// ownError reads an error in the API's own shape; ok is false for anything else.
func (c *Client) ownError(body []byte) (found ownError, ok bool) {
	var text struct {
		Message *string            `json:"message"`
		Code    string             `json:"code"`
		Errors  []model.FieldError `json:"errors"`
	}
	if _, err := answers.Read(body, &text); err != nil || text.Message == nil {
		return found, false
	}
	found.Message = c.clip(*text.Message)
	found.Code = model.ConflictCode(c.clip(text.Code))
	for _, field := range text.Errors[:min(len(text.Errors), maxFields)] {
		found.Fields = append(found.Fields, model.FieldError{
			Field: c.clip(field.Field), Message: c.clip(field.Message), Code: c.clip(field.Code),
		})
	}
	return found, true
}

// isPage reports whether an answer is a web page.
func (r *reply) isPage() bool {
	body := bytes.TrimSpace(bytes.TrimPrefix(r.body, []byte("\ufeff")))
	return len(body) > 0 && body[0] == '<'
}

// captivePortal is the error for a web page in the place of an answer: the network's
// sign-in page, a proxy's or a gateway's.
func (c *Client) captivePortal(k call, r *reply) error {
	return &model.Error{Kind: model.CaptivePortal, Detail: fmt.Sprintf("%s: %d %s, a web page", k, r.status, http.StatusText(r.status))}
}

func (c *Client) badResponse(k call, err error) error {
	return &model.Error{Kind: model.BadResponse, Detail: c.clip(k.String() + ": " + err.Error())}
}

// clip makes a text fit for an error: without the key, should a server repeat
// it, clean, and not longer than a few lines.
func (c *Client) clip(text string) string {
	if len(*c.key) >= 6 {
		text = strings.ReplaceAll(text, *c.key, "[key]")
	}
	text = strings.TrimSpace(model.Clean(text))
	if len(*c.key) >= 6 { // sanitizing may have joined separate parts
		text = strings.ReplaceAll(text, *c.key, "[key]")
	}
	if runes := []rune(text); len(runes) > maxDetail {
		return string(runes[:maxDetail-1]) + "…"
	}
	return text
}
