// Package retry implements retries with waits, for a server that fails or limits requests,
// as state machines: [Call.Next] for one request that a command repeats until it is served
// or its time is over, [Schedule.Next] for the refreshes of a dashboard, which go on for
// ever. They take an event and return the next state and the effects to carry out; they do
// no I/O and read no clock.
package retry

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// Event is an input of [Call.Next] and [Schedule.Next].
type Event interface{ event() }

// The events.
type (
	// Begin makes the request now.
	Begin struct{}
	// Done answers [Request], once its whole result has arrived.
	Done struct {
		Rows int // number of rows received; of a call
		Err  error
	}
	// Due answers [Wait]: its time is over. Away says that the person is away; of a
	// schedule.
	Due struct{ Away bool }
	// Returned reports that the person is back; of a schedule.
	Returned struct{}
)

func (Begin) event()    {}
func (Done) event()     {}
func (Due) event()      {}
func (Returned) event() {}

// Effect is an action that the driver has to carry out.
type Effect interface{ effect() }

// The effects.
type (
	// Request makes the request. Answered by [Done]. A zero deadline means none.
	Request struct{ Deadline time.Time }
	// Wait starts a timer. Answered by [Due]; a later one replaces one that is still
	// running.
	Wait struct{ For time.Duration }
	// Finish ends a call: no request follows.
	Finish struct{}
)

func (Request) effect() {}
func (Wait) effect()    {}
func (Finish) effect()  {}

// MaxWait is the longest wait for a server that limits requests without new results. If the
// server asks for more, the call gives up.
const MaxWait = 5 * time.Minute

// Call is the state of one request that is repeated while the server limits requests. The
// zero value has not begun.
type Call struct {
	Until time.Time // when the server accepts the next request

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

// Next returns the state after an event and the effects to carry out. Events that come late
// or twice change nothing.
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
