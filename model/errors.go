package model

import (
	"errors"
	"fmt"
	"time"
)

// ErrorKind classifies a failed request by what a caller has to distinguish.
type ErrorKind int

// The kinds of errors.
const (
	OtherError      ErrorKind = iota
	NotSignedIn               // 401: no key, or one that is not accepted
	NoCredits                 // 402
	Forbidden                 // 403
	NotFound                  // 404: an unknown path or an unknown thing
	NotSupported              // 404, 405 or 501 on an endpoint that a server may leave out
	Conflict                  // 409
	Invalid                   // 400: a field that the server does not accept
	RateLimited               // 429, until Error.Until
	ServerFailed              // 5xx
	NoNetwork                 // the server was not reached
	NoProxy                   // the proxy was not reached, or does not let this through
	ConnectionReset           // it was, and the connection ended before the answer did
	TimedOut                  // it was, and did not answer in time
	BadResponse               // it answered with something that is not in the contract
	Untrusted                 // its certificate or an address it sent is not to be trusted
	CaptivePortal             // a web page came instead: something in between has answered
	BadProxy                  // the setting that names the proxy cannot be read
)

// ConflictCode is the reason of a 409 answer; an open set.
type ConflictCode string

// The codes that are known (billing-api).
const (
	AlreadySubscribed   ConflictCode = "already_subscribed"
	IdempotencyKeyInUse ConflictCode = "idempotency_key_in_use" // the same request is under way: ask again
	IdempotencyMismatch ConflictCode = "idempotency_mismatch"   // the key belongs to another order
)

// CodeOf is the code of a [Conflict], empty for another error.
func CodeOf(err error) ConflictCode {
	var e *Error
	if errors.As(err, &e) && e.Kind == Conflict {
		return e.Code
	}
	return ""
}

// FieldError is one entry of a validation error.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Code    string `json:"code"`
}

// Error is a failed exchange with the service. Its texts have no control characters.
type Error struct {
	Kind   ErrorKind
	Detail string       // the server's message or the cause, shown on request
	Fields []FieldError // of Invalid
	Code   ConflictCode // of Conflict: why; empty if not said
	Until  time.Time    // of RateLimited and ServerFailed: when to ask again; zero if not said
	At     time.Time    // when Until was said, by the same clock; zero if not known
	Cause  error
}

// Error returns the sentence for people, without the detail.
func (e *Error) Error() string { return e.Sentence() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Sentence says what happened, what still holds and what to do next.
func (e *Error) Sentence() string {
	switch e.Kind {
	case NotSignedIn:
		return "The API key is missing or not accepted. Nothing was changed. Sign in again with a key from your API keys page."
	case NoCredits:
		return "There are not enough credits. Nothing was charged. Buy a credit pack or upgrade the plan."
	case Forbidden:
		return "This belongs to another account. Nothing was changed. Check which account is signed in."
	case NotFound:
		return "The server does not know this. Everything else still works. Refresh and try again."
	case NotSupported:
		return "This server does not offer this yet. Everything else still works. The website has it."
	case Conflict:
		switch e.Code {
		case AlreadySubscribed:
			return "The account has this plan already, paid this way. Nothing was bought. Refresh to see it."
		case IdempotencyKeyInUse:
			return "The server is still working on this order. Nothing more was bought. Ask again in a moment."
		case IdempotencyMismatch:
			return "The server knows this order as one of something else. Nothing more was bought. Refresh and look again."
		}
		return "The account has changed or has this already. Nothing was bought. Refresh and look again."
	case Invalid:
		if e.Detail != "" {
			return fmt.Sprintf("The server did not accept the request: %s. Nothing was changed. Correct it and try again.", e.Detail)
		}
		return "The server did not accept the request. Nothing was changed. Correct it and try again."
	case RateLimited:
		if e.Until.IsZero() {
			return "Too many requests. Your account is as it was. Wait a minute before trying again."
		}
		return fmt.Sprintf("Too many requests. Your account is as it was. The server answers again at %s.", e.until())
	case ServerFailed:
		if !e.Until.IsZero() {
			return fmt.Sprintf("The server failed. The last figures stay. It wants to be asked again at %s.", e.until())
		}
		return "The server failed. Your account is as it was. Try again in a few seconds."
	case NoNetwork:
		return "No connection to the server. Your account is as it was. Check the network and try again."
	case NoProxy:
		return "The proxy was not reached, or does not let this through. Your account is as it was. Check HTTPS_PROXY and the proxy's sign-in."
	case BadProxy:
		return "The proxy setting in HTTPS_PROXY cannot be read. Nothing was asked. Correct it, like http://proxy.example:3128, or unset it."
	case ConnectionReset:
		return "The connection broke off. Your account is as it was. Check the network and try again."
	case TimedOut:
		return "The server did not answer in time. Your account is as it was. Try again."
	case BadResponse:
		return "The answer was not understood. Your account is as it was. Try again, or look for a newer version."
	case Untrusted:
		return "The server's identity could not be checked. Your account is as it was. Check the network and the clock."
	case CaptivePortal:
		return "A web page came instead of an answer. Your account is as it was. If this network wants you to sign in, open any page in a browser first."
	}
	if e.Detail != "" {
		return "It did not work: " + e.Detail + ". Your account is as it was. Try again."
	}
	return "It did not work. Your account is as it was. Try again."
}

// until is when to ask again, with its day where that is not the day on which it was said.
func (e *Error) until() string {
	said := e.At
	if said.IsZero() {
		said = e.Until
	}
	return Instant(e.Until, said, time.Local)
}

// KindOf finds the kind of an error, OtherError for one that is not an [Error].
func KindOf(err error) ErrorKind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return OtherError
}

// AskAgain is the time from which the server accepts another request, zero if it named
// none.
func AskAgain(err error) time.Time {
	var e *Error
	if errors.As(err, &e) {
		return e.Until
	}
	return time.Time{}
}

// LocksOut reports whether the key was rejected or lacks permission: repeating the request
// with it is no use.
func LocksOut(err error) bool {
	kind := KindOf(err)
	return kind == NotSignedIn || kind == Forbidden
}
