package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
)

// poller asks for something again and again, at the pace of its policy. A wait that begins
// takes the place of the one before.
type poller struct {
	*core
	policy   model.PollPolicy
	poll     func() tea.Cmd // asks, once it is due
	number   int            // of the newest wait; an earlier one does not count
	delay    time.Duration  // before the next poll
	until    time.Time      // when polling ends; zero: never
	inFlight bool           // an answer is awaited
	deadline model.Deadline
}

// pollDue says that the wait of a poller is over.
type pollDue struct {
	of     *poller
	number int
	at     int
}

func (d pollDue) epoch() int { return d.at }

// fire polls, where the wait that is over is the newest one.
func (d pollDue) fire() tea.Cmd {
	if d.number != d.of.number {
		return nil
	}
	return d.of.poll()
}

// wait waits for the next poll, for so long.
func (p *poller) wait(d time.Duration) tea.Cmd {
	p.number++
	return p.after(d, pollDue{of: p, number: p.number, at: p.epoch})
}

// start begins to poll by the policy, until its time is over.
func (p *poller) start() tea.Cmd {
	p.delay, p.until, p.inFlight, p.deadline = p.policy.Initial, time.Time{}, false, model.Deadline{}
	if p.policy.Timeout > 0 {
		p.until = p.options.Now().Add(p.policy.Timeout)
	}
	return p.wait(p.delay)
}

// stop ends it.
func (p *poller) stop() {
	p.number++
	p.delay, p.until, p.inFlight = 0, time.Time{}, false
}

// next waits for the next poll after one that went so. over is true where the time is over.
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
