// Package retry is waiting for a server that fails or limits requests, as step functions:
// [Call.Next] for one request that a command repeats until it is served or its time is
// over, [Schedule.Next] for the refreshes of a dashboard, which go on for ever. They take
// what happened and give what is to be done; they do nothing themselves and ask no clock.
package retry

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Event is something that happened.
type Event interface{ event() }

// The events.
type (
	// Begin makes the request now.
	Begin struct{}
	// Done answers [Request], once all of it has come.
	Done struct {
		Rows int // that are there; of a call
		Err  error
	}
	// Due says that a [Wait] is over. Away says that nobody is there to see what comes; of a
	// schedule.
	Due struct{ Away bool }
	// Returned says that the person is back; of a schedule.
	Returned struct{}
)

func (Begin) event()    {}
func (Done) event()     {}
func (Due) event()      {}
func (Returned) event() {}

// Effect is something to be done.
type Effect interface{ effect() }

// The effects.
type (
	// Request makes the request. Answered by [Done]. A zero deadline never comes.
	Request struct{ Deadline time.Time }
	// Wait waits. Answered by [Due]; a later one takes the place of one that is not over.
	Wait struct{ For time.Duration }
	// Finish says that no request follows; of a call.
	Finish struct{}
)

func (Request) effect() {}
func (Wait) effect()    {}
func (Finish) effect()  {}

// MaxWait is how long a server that limits requests is waited for with nothing new from
// it. One that asks for more is answered by giving up.
const MaxWait = 5 * time.Minute

// Call is one request that is repeated when a server that limits requests wants to be
// asked again. The zero one has not begun.
type Call struct {
	Until time.Time // when the server wants to be asked again

	stage callStage
	end   time.Time // when it is given up
	rows  int       // at the answer before
	again bool      // it was repeated
}

type callStage string

const (
	idle       callStage = ""
	requesting callStage = "requesting"
	waiting    callStage = "waiting"
	finished   callStage = "finished"
)

// Next gives the call after an event, and what is to be done. Events that come late or
// twice change nothing.
func (c Call) Next(now time.Time, event Event) (Call, []Effect) {
	switch e := event.(type) {
	case Begin:
		if c.stage == idle {
			c.stage, c.end = requesting, now.Add(MaxWait)
			return c, []Effect{Request{}}
		}
	case Done:
		if c.stage == requesting {
			return c.done(now, e)
		}
	case Due:
		if c.stage == waiting {
			c.stage, c.again = requesting, true
			return c, []Effect{Request{Deadline: c.end}}
		}
	}
	return c, nil
}

// done takes an answer: new rows begin the time anew.
func (c Call) done(now time.Time, e Done) (Call, []Effect) {
	if c.again && e.Rows > c.rows {
		c.end = now.Add(MaxWait)
	}
	c.rows, c.Until = e.Rows, model.AskAgain(e.Err)
	wait := max(c.Until.Sub(now), time.Second)
	if model.KindOf(e.Err) != model.RateLimited || c.Until.IsZero() || now.Add(wait).After(c.end) {
		c.stage = finished
		return c, []Effect{Finish{}}
	}
	c.stage = waiting
	return c, []Effect{Wait{wait}}
}
