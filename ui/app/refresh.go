package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/retry"
	"github.com/studio-tui/studio-tui/ui/data"
)

// refresher refreshes all data from time to time, at intervals that follow the server's
// answers.
type refresher struct {
	*core
	reader   *reader
	timer    poller // waits for the next refresh
	schedule retry.Schedule
}

// readingDone is the event of a finished read, successful or not.
type readingDone struct{}

// Update schedules the next refresh, and refreshes when the focus returns.
func (r *refresher) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg.(type) {
	case sessionBegun:
		r.schedule = retry.Schedule{}
	case readingDone:
		return r.onRefreshDone(), false
	case focusGained:
		return r.step(background, retry.Returned{}), false
	}
	return nil, false
}

// Do refreshes on the user's request.
func (r *refresher) Do(intent data.Intent) (tea.Cmd, bool) {
	if _, is := intent.(data.RefreshAll); !is {
		return nil, false
	}
	r.state.Backfill.Err = nil
	return r.refresh(forceRefresh), true
}

// every is the interval between refreshes while idle.
func (r *refresher) every() time.Duration {
	switch {
	case r.options.Every > 0:
		return r.options.Every
	case r.state.Identity.Sandbox:
		return 10 * time.Second
	}
	return time.Minute
}

// step passes an event to the schedule, and carries out the effects that follow. who is
// the priority of a refresh that it makes.
func (r *refresher) step(who priority, event retry.Event) tea.Cmd {
	var effects []retry.Effect
	r.schedule.Every = r.every()
	r.schedule, effects = r.schedule.Next(r.options.Now(), event)
	var cmds []tea.Cmd
	for _, effect := range effects {
		switch effect := effect.(type) {
		case retry.Request:
			cmds = append(cmds, r.request(who))
		case retry.Wait:
			cmds = append(cmds, r.timer.wait(effect.For))
		}
	}
	return tea.Batch(cmds...)
}

// onRefreshDone informs the schedule once all results of this refresh have arrived.
func (r *refresher) onRefreshDone() tea.Cmd {
	s := &r.state
	if s.Account.InFlight || s.History.InFlight || s.Generations.InFlight ||
		s.Subscription.InFlight || s.Plans.InFlight || s.Packs.InFlight {
		return nil
	}
	_, _, err := s.Connection()
	return r.step(background, retry.Done{Err: err})
}

// staleAfter is how long plans, packs and the subscription count as current.
const staleAfter = 10 * time.Minute

// refresh refreshes now.
func (r *refresher) refresh(who priority) tea.Cmd { return r.step(who, retry.Begin{}) }

// request reads everything that changes often, and the rest where it is old or the user
// asked for it. While the connection has a problem only the account is read first, as a
// test.
func (r *refresher) request(who priority) tea.Cmd {
	r.round++
	if !r.schedule.Failing() {
		return tea.Batch(r.reader.fetchAccount(who, nil), r.refreshRest(who))
	}
	return r.reader.fetchAccount(who, func() tea.Cmd { return r.refreshRest(who) })
}

// refreshRest is the refresh without the account. Where reading that has just failed,
// it reads only what succeeded last time, and nothing that the server lacks.
func (r *refresher) refreshRest(who priority) tea.Cmd {
	s := &r.state
	alone := !s.Account.InFlight && s.Account.Err != nil
	if alone {
		who = background
	}
	worth := func(at time.Time, err error) bool { return !alone || (err == nil && !at.Before(r.schedule.Before)) }
	from := fromNewest
	if r.state.History.Value.Version == 0 {
		from = fromCopy // the newest rows follow it
	}
	var cmds []tea.Cmd
	if worth(s.History.At, s.History.Err) {
		cmds = append(cmds, r.reader.readHistory(who, from))
	}
	if worth(s.Generations.At, s.Generations.Err) {
		cmds = append(cmds, r.reader.fetchGenerations(who))
	}
	now := r.options.Now()
	old := func(at time.Time) bool { return who != background || now.Sub(at) >= staleAfter || at.After(now) }
	if worth(s.Subscription.At, s.Subscription.Err) && (old(s.Subscription.At) || s.Subscription.Err != nil) {
		cmds = append(cmds, r.reader.fetchSubscription(who))
	}
	if worth(s.Plans.At, s.Plans.Err) && (old(s.Plans.At) || s.Plans.Err != nil || s.Packs.Err != nil) {
		cmds = append(cmds, r.reader.fetchOffers(who))
	}
	cmds = append(cmds, r.tell(refreshing{who: who, due: func(at time.Time, err error) bool {
		return worth(at, err) && (old(at) || err != nil)
	}}))
	return tea.Batch(cmds...)
}

// refreshing is the event of a refresh: components then read their own resources again
// where due says so, given the time and the error of the last read.
type refreshing struct {
	who priority
	due func(at time.Time, err error) bool
}
