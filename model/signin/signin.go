// Package signin implements signing in through the browser as a state machine:
// [SignIn.Next] takes an event and returns the next state and the effects to carry out. It
// does no I/O and reads no clock. The dashboard and the commands have a driver each.
package signin

import (
	"errors"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

// SignIn is the state of one sign-in through the browser. It is a value; the zero value has
// not begun.
type SignIn struct {
	AllowFile bool // the key may be stored in a file if no keyring answers

	Stage   Stage
	Code    model.DeviceCode // zero until the server has given one
	Browser string           // why no browser was opened, if so
	Trouble error            // the last failure, until the next try
	Retry   time.Time        // the next try to store the key, if that is more than a minute away
	Err     error            // the question in [Consenting]; why it [Ended], nil if the person is signed in

	check model.KeyCheck
}

// Stage is the event that a sign-in waits for.
type Stage string

// The stages.
const (
	Idle       Stage = ""
	Starting   Stage = "starting"   // a code
	Waiting    Stage = "waiting"    // the next poll, while the person answers in the browser
	Polling    Stage = "polling"    // whether the person has answered
	Keeping    Stage = "keeping"    // approved: the key to be checked and stored
	Pausing    Stage = "pausing"    // approved: the next try to check and store the key
	Consenting Stage = "consenting" // approved: the consent to a file, as no keyring answered
	Ended      Stage = "ended"      // nothing
)

// endError is why a sign-in ends without a key, as a sentence.
type endError string

func (e endError) Error() string { return string(e) }

// Why a sign-in ends without a key, where nothing else failed.
const (
	ErrExpired endError = "The code has expired. Nothing was kept."
	ErrDenied  endError = "The sign-in was denied in the browser. Nothing was kept."
	// ErrUnchecked is the error that the key was issued but its account could not be read;
	// Trouble is why.
	ErrUnchecked endError = "The sign-in was approved, but its key could not be checked in time, and a key is given only once. Nothing was kept. Sign in again with a new code."
)

// AwaitsApproval reports whether the person has to answer in the browser.
func (s SignIn) AwaitsApproval() bool { return s.Stage == Waiting || s.Stage == Polling }

// Event is an input of [SignIn.Next].
type Event interface{ event() }

// The events.
type (
	// Begin begins the sign-in.
	Begin struct{}
	// CodeIssued answers [RequestCode].
	CodeIssued struct {
		Code model.DeviceCode
		Err  error
	}
	// PageOpened answers [OpenPage]. Problem is why no browser was opened, if so.
	PageOpened struct{ Problem string }
	// Reopen requests the page again.
	Reopen struct{}
	// Due answers [Wait]: its time is over.
	Due struct{}
	// Polled answers [Poll].
	Polled struct {
		Answer model.DeviceAnswer
		Err    error
	}
	// Kept answers [KeepKey].
	Kept struct{ Err error }
	// Consent allows a file for the key. Answers [AskConsent].
	Consent struct{}
)

func (Begin) event()      {}
func (CodeIssued) event() {}
func (PageOpened) event() {}
func (Reopen) event()     {}
func (Due) event()        {}
func (Polled) event()     {}
func (Kept) event()       {}
func (Consent) event()    {}

// Effect is an action that the driver has to carry out.
type Effect interface{ effect() }

// The effects.
type (
	// RequestCode asks the server for a code. Answered by [CodeIssued].
	RequestCode struct{}
	// OpenPage opens the page for the person. Answered by [PageOpened].
	OpenPage struct{ Address model.URL }
	// Wait starts a timer. Answered by [Due].
	Wait struct{ For time.Duration }
	// Poll asks the server whether the person has answered. Answered by [Polled].
	Poll struct{}
	// KeepKey checks the issued key and stores it. Answered by [Kept].
	KeepKey struct{ AllowFile bool }
	// AskConsent asks the person whether the key may be stored in a file. Answered by
	// [Consent].
	AskConsent struct{ Required *account.ConsentRequired }
	// Notify shows a failure that is retried: the first one in a row of polls, and each one
	// of storing the key.
	Notify struct{ Err error }
	// Finish ends the sign-in: with a session, or with the error.
	Finish struct{ Err error }
)

func (RequestCode) effect() {}
func (OpenPage) effect()    {}
func (Wait) effect()        {}
func (Poll) effect()        {}
func (KeepKey) effect()     {}
func (AskConsent) effect()  {}
func (Notify) effect()      {}
func (Finish) effect()      {}

// Next returns the state after an event and the effects to carry out. Events that come late
// or twice change nothing. All times are this machine's.
func (s SignIn) Next(now time.Time, event Event) (SignIn, []Effect) {
	n := &step{SignIn: s, now: now}
	switch e := event.(type) {
	case Begin:
		if n.Stage == Idle {
			n.Stage = Starting
			n.do(RequestCode{})
		}
	case CodeIssued:
		n.codeIssued(e)
	case PageOpened:
		n.Browser = e.Problem
	case Reopen:
		if n.AwaitsApproval() {
			n.do(OpenPage{n.Code.Address})
		}
	case Due:
		n.due()
	case Polled:
		n.polled(e)
	case Kept:
		n.kept(e)
	case Consent:
		if n.Stage == Consenting {
			n.Err, n.AllowFile, n.check = nil, true, model.KeyCheck{}
			n.keep()
		}
	}
	return n.SignIn, n.effects
}

// step is one step on its way.
type step struct {
	SignIn
	now     time.Time
	effects []Effect
}

func (s *step) do(effects ...Effect) { s.effects = append(s.effects, effects...) }

func (s *step) codeIssued(e CodeIssued) {
	switch {
	case s.Stage != Starting:
	case e.Err != nil:
		s.end(e.Err)
	default:
		s.Code = e.Code
		s.do(OpenPage{s.Code.Address})
		s.wait(time.Time{})
	}
}

// wait waits for the next poll, at the server's pace.
func (s *step) wait(until time.Time) {
	s.Stage = Waiting
	s.do(Wait{s.Code.Next(s.now, until)})
}

func (s *step) due() {
	switch {
	case s.Stage == Pausing:
		s.keep()
	case s.Stage == Waiting && s.Code.Over(s.now):
		s.end(ErrExpired)
	case s.Stage == Waiting:
		s.Stage = Polling
		s.do(Poll{})
	}
}

// polled takes the answer to a poll. A network that fails meanwhile is waited out.
func (s *step) polled(e Polled) {
	switch {
	case s.Stage != Polling:
		return
	case e.Err != nil && !model.Retryable(e.Err):
		s.end(e.Err)
		return
	case e.Err != nil:
		if s.Trouble == nil {
			s.do(Notify{e.Err})
		}
		s.Trouble, s.Code = e.Err, s.Code.Failed()
		s.wait(model.AskAgain(e.Err))
		return
	}
	s.Trouble, s.Code = nil, s.Code.On(e.Answer)
	switch e.Answer {
	case model.DeviceApproved:
		s.keep()
	case model.DeviceExpired:
		s.end(ErrExpired)
	case model.DeviceDenied:
		s.end(ErrDenied)
	default:
		s.wait(time.Time{})
	}
}

func (s *step) keep() {
	s.Stage = Keeping
	s.do(KeepKey{s.AllowFile})
}

// kept takes the outcome of keeping the key. While the network fails it is tried again:
// the key is given once, so a new code would take the person through the browser for
// nothing.
func (s *step) kept(e Kept) {
	if s.Stage != Keeping {
		return
	}
	var consent *account.ConsentRequired
	switch {
	case e.Err == nil:
		s.end(nil)
	case errors.As(e.Err, &consent):
		s.Stage, s.Err, s.Trouble, s.Retry = Consenting, e.Err, nil, time.Time{}
		s.do(AskConsent{consent})
	case !model.Retryable(e.Err):
		s.end(e.Err)
	default:
		var wait time.Duration
		var over bool
		s.Trouble = e.Err
		if s.check, wait, over = s.check.Failed(s.now, model.AskAgain(e.Err)); over {
			s.end(ErrUnchecked)
			return
		}
		if s.Stage, s.Retry = Pausing, (time.Time{}); wait > time.Minute {
			s.Retry = s.now.Add(wait)
		}
		s.do(Notify{s.Trouble}, Wait{wait})
	}
}

func (s *step) end(err error) {
	s.Stage, s.Err = Ended, err
	s.do(Finish{err})
}
