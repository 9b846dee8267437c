// Package website implements buying on the service's website, where the server itself sells
// nothing, as a state machine: [Watch.Next] takes an event and returns the next state and
// the effects to carry out. As there is no checkout session, it polls the account and
// reports changes. The dashboard and the commands have a driver each.
package website

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Watch is the state of a person's visit to a page of the website. The initial one has only
// its Terms set.
type Watch struct {
	Terms   Terms
	Stage   Stage
	Until   time.Time // when watching ends
	Looked  time.Time // the last successful poll, at first the start of the visit
	Err     error     // of the last poll
	Over    bool      // watching has ended
	Changes int       // number of changes seen

	// Browser is why no browser was opened, if so.
	Browser string

	delay  time.Duration // before the next look
	ending model.Deadline
}

// Terms are the options of a visit.
type Terms struct {
	Policy     model.PollPolicy // intervals and duration of the watch
	Afterwards time.Duration    // how much longer it lasts after a certain change; zero: it ends then
	LookFirst  bool             // the account is read before the page is opened
	NoWait     bool             // it ends once the page is open
	Stops      bool             // a rejected key ends it as a failure
}

// Stage is the event that a visit waits for.
type Stage string

// The stages.
const (
	Idle     Stage = ""
	Held     Stage = "held"     // the consent to use the key
	Opening  Stage = "opening"  // the account before the page is opened
	Watching Stage = "watching" // the next poll
	Looking  Stage = "looking"  // the account
	Ended    Stage = "ended"    // nothing
)

// Event is an input of [Watch.Next].
type Event interface{ event() }

// The events.
type (
	// Begin begins the visit, or opens its page again. NeedsConsent says that the key in
	// use takes precedence over a profile that has another key: the person has to confirm
	// the account first.
	Begin struct{ NeedsConsent bool }
	// Consent confirms that the key in use is the intended one.
	Consent struct{}
	// PageOpened answers [OpenPage].
	PageOpened struct{ Err error }
	// Due answers [Wait]: its time is over.
	Due struct{}
	// AccountPolled answers [PollAccount].
	AccountPolled struct {
		Change model.BalanceChange
		Err    error
	}
	// Returned reports that the person is back from the browser.
	Returned struct{}
)

func (Begin) event()         {}
func (Consent) event()       {}
func (PageOpened) event()    {}
func (Due) event()           {}
func (AccountPolled) event() {}
func (Returned) event()      {}

// Effect is an action that the driver has to carry out.
type Effect interface{ effect() }

// The effects.
type (
	// Ask asks the person whether the key in use is the intended one. Answered by
	// [Consent].
	Ask struct{}
	// OpenPage opens the page for the person. Answered by [PageOpened].
	OpenPage struct{}
	// PollAccount reads the account. Answered by [AccountPolled].
	PollAccount struct{}
	// Wait starts a timer. Answered by [Due]; a later one replaces one that is still
	// running.
	Wait struct{ For time.Duration }
	// Tell shows a change to the person. Last says that nothing more follows.
	Tell struct {
		Change model.BalanceChange
		Last   bool
	}
	// Trouble shows that a poll failed.
	Trouble struct{ Err error }
	// Finish ends the watch; Err is why the last polls failed.
	Finish struct{ Err error }
	// Stop ends the visit without a watch.
	Stop struct{}
)

func (Ask) effect()         {}
func (OpenPage) effect()    {}
func (PollAccount) effect() {}
func (Wait) effect()        {}
func (Tell) effect()        {}
func (Trouble) effect()     {}
func (Finish) effect()      {}
func (Stop) effect()        {}

// Next returns the state after an event and the effects to carry out. Events that come late
// or twice change nothing. All times are this machine's: the server has none of a visit.
func (v Watch) Next(now time.Time, event Event) (Watch, []Effect) {
	s := &step{Watch: v, now: now}
	switch e := event.(type) {
	case Begin:
		s.begin(e)
	case Consent:
		if s.Stage == Held {
			s.open()
		}
	case PageOpened:
		s.opened(e)
	case Due:
		if s.Stage == Watching {
			s.look()
		}
	case AccountPolled:
		s.looked(e)
	case Returned:
		s.delay = 0
		if s.Stage == Watching {
			s.look()
		}
	}
	return s.Watch, s.effects
}

// step is one step on its way.
type step struct {
	Watch
	now     time.Time
	effects []Effect
}

func (s *step) do(effects ...Effect) { s.effects = append(s.effects, effects...) }

func (s *step) begin(e Begin) {
	switch s.Stage {
	case Idle, Held:
		if e.NeedsConsent {
			s.Stage = Held
			s.do(Ask{})
			return
		}
		s.open()
	case Watching:
		s.watchAnew()
		s.do(OpenPage{})
		s.look()
	case Looking:
		s.watchAnew()
		s.do(OpenPage{})
	}
}

func (s *step) watchAnew() { s.Until = s.now.Add(s.Terms.Policy.Timeout) }

// open opens the page, and looks at the account: before, where the driver does one thing
// after the other, else at the same time.
func (s *step) open() {
	s.Looked = s.now
	s.watchAnew()
	if s.Terms.LookFirst {
		s.Stage = Opening
		s.do(PollAccount{})
		return
	}
	s.do(OpenPage{})
	s.look()
}

func (s *step) opened(e PageOpened) {
	s.Browser = ""
	if e.Err != nil {
		s.Browser = e.Err.Error()
		if n := len(s.Browser); n > 0 && s.Browser[n-1] == '.' {
			s.Browser = s.Browser[:n-1]
		}
	}
}

func (s *step) look() {
	s.Stage = Looking
	s.do(PollAccount{})
}

// looked handles the result of a poll. Whether the watch ends is decided after it, so that
// a machine that slept polls first: if polls fail, somewhat later.
func (s *step) looked(e AccountPolled) {
	if s.Stage == Opening {
		s.lookedFirst(e)
		return
	}
	if s.Stage != Looking {
		return
	}
	s.Stage = Watching
	if s.Err = e.Err; e.Err == nil {
		s.Looked = s.now
	}
	if !e.Change.Empty() {
		s.Changes++
		last := e.Change.Certain() && s.Terms.Afterwards == 0
		if soon := s.now.Add(s.Terms.Afterwards); e.Change.Certain() && soon.Before(s.Until) {
			s.Until = soon
		}
		s.do(Tell{Change: e.Change, Last: last})
		if last {
			s.end()
			return
		}
	}
	if s.lockedOut(e.Err) {
		return
	}
	if e.Err != nil {
		s.do(Trouble{e.Err})
	}
	if s.ending.Passed(s.Until, s.now, e.Err) {
		s.end()
		s.do(Finish{e.Err})
		return
	}
	var wait time.Duration
	s.delay, wait = s.Terms.Policy.After(s.delay, e.Err, s.now)
	s.do(Wait{wait})
}

// lookedFirst takes the account as it is before anything is bought.
func (s *step) lookedFirst(e AccountPolled) {
	if s.lockedOut(e.Err) {
		return
	}
	s.do(OpenPage{})
	if s.Terms.NoWait {
		s.end()
		s.do(Stop{})
		return
	}
	s.Stage, s.delay = Watching, s.Terms.Policy.Initial
	s.do(Wait{s.delay})
}

// lockedOut ends the visit where the key is not accepted any more: the next one may be
// another account's.
func (s *step) lockedOut(err error) bool {
	if model.KindOf(err) != model.NotSignedIn && !(s.Terms.Stops && model.LocksOut(err)) {
		return false
	}
	s.Err = err
	s.end()
	s.do(Finish{err})
	return true
}

func (s *step) end() { s.Stage, s.Over = Ended, true }
