package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
)

// poller repeats a request at the intervals of a policy. A new wait replaces the one
// before.
type poller struct {
	*core
	policy   model.PollPolicy
	poll     func() tea.Cmd // makes the request
	number   int            // of the newest wait; an earlier one does not count
	delay    time.Duration  // before the next request
	until    time.Time      // when polling ends; zero: never
	inFlight bool           // a response is awaited
	deadline model.Deadline
}

// pollDue says that a poller's wait is over.
type pollDue struct {
	of     *poller
	number int
	at     int
}

func (d pollDue) epoch() int { return d.at }

// fire makes the request, if the wait is the newest one.
func (d pollDue) fire() tea.Cmd {
	if d.number != d.of.number {
		return nil
	}
	return d.of.poll()
}

// wait schedules the next request after a delay.
func (p *poller) wait(d time.Duration) tea.Cmd {
	p.number++
	return p.after(d, pollDue{of: p, number: p.number, at: p.epoch})
}

// start begins to poll by the policy, until its time limit.
func (p *poller) start() tea.Cmd {
	p.delay, p.until, p.inFlight, p.deadline = p.policy.Initial, time.Time{}, false, model.Deadline{}
	if p.policy.Timeout > 0 {
		p.until = p.options.Now().Add(p.policy.Timeout)
	}
	return p.wait(p.delay)
}

// stop ends the polling.
func (p *poller) stop() {
	p.number++
	p.delay, p.until, p.inFlight = 0, time.Time{}, false
}

// next schedules the request after one with the given outcome. over is true where the
// time limit is reached.
func (p *poller) next(failed error) (cmd tea.Cmd, over bool) {
	p.inFlight = false
	now := p.options.Now()
	if !p.until.IsZero() && p.deadline.Passed(p.until, now, failed) {
		p.stop()
		return nil, true
	}
	var wait time.Duration
	p.delay, wait = p.policy.After(p.delay, failed, now)
	return p.wait(wait), false
}
