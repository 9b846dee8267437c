package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/retry"
	"github.com/studio-tui/studio-tui/ui/data"
)

// refresher reads everything anew from time to time, sooner and later as the server does.
type refresher struct {
	*core
	reader   *reader
	timer    poller // waits for the planned refresh
	schedule retry.Schedule
}

// readingDone is the event of a reading that has come, whatever came of it.
type readingDone struct{}

// Update plans the next refresh, and refreshes when the person is back.
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

// Do refreshes by a person's wish.
func (r *refresher) Do(intent data.Intent) (tea.Cmd, bool) {
	if _, is := intent.(data.RefreshAll); !is {
		return nil, false
	}
	r.state.Backfill.Err = nil
	return r.refresh(forceRefresh), true
}

// every is the time between refreshes while nothing happens.
func (r *refresher) every() time.Duration {
	switch {
	case r.options.Every > 0:
		return r.options.Every
	case r.state.Identity.Sandbox:
		return 10 * time.Second
	}
	return time.Minute
}

// step takes an event of the schedule, and does what follows from it. who is the priority of a
// refresh that it makes.
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

// onRefreshDone tells the schedule once everything that this refresh asked for is there.
func (r *refresher) onRefreshDone() tea.Cmd {
	s := &r.state
	if s.Account.InFlight || s.History.InFlight || s.Generations.InFlight ||
		s.Subscription.InFlight || s.Plans.InFlight || s.Packs.InFlight {
		return nil
	}
	_, _, err := s.Connection()
	return r.step(background, retry.Done{Err: err})
}

// staleAfter is how long plans, packs and the subscription are good for.
const staleAfter = 10 * time.Minute

// refresh refreshes now.
func (r *refresher) refresh(who priority) tea.Cmd { return r.step(who, retry.Begin{}) }

// request asks for everything that moves, and by a person's wish, or where it is
// old, for the rest too. While something is wrong the account alone is asked for
// first: where even that does not come, it is enough to know.
func (r *refresher) request(who priority) tea.Cmd {
	r.round++
	if !r.schedule.Failing() {
		return tea.Batch(r.reader.fetchAccount(who, nil), r.refreshRest(who))
	}
	return r.reader.fetchAccount(who, func() tea.Cmd { return r.refreshRest(who) })
}

// refreshRest is the refresh without the account. Where that has just failed, only
// what came the last time is asked for, and nothing that the server was found to lack.
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

// refreshing is the event of a refresh: what components read by themselves is read anew where
// due says so of when it was read, and with what error.
type refreshing struct {
	who priority
	due func(at time.Time, err error) bool
}
