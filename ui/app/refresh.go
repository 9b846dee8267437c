package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// refresher reads everything anew from time to time, sooner and later as the server does.
type refresher struct {
	*core
	reader *reader
	timer  poller // waits for the planned refresh
	retry  retryState
}

// readingDone is the event of a reading that has come, whatever came of it.
type readingDone struct{}

// Update plans the next refresh, and refreshes when the person is back.
func (r *refresher) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg.(type) {
	case sessionBegun:
		r.retry = retryState{}
	case readingDone:
		return r.onRefreshDone(), false
	case focusGained:
		return r.refreshOnFocus(), false
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

// refreshPlanned refreshes when the time for it has come.
func (r *refresher) refreshPlanned() tea.Cmd {
	if r.away() {
		return nil // coming back refreshes
	}
	if !r.nextIsDue() {
		return r.waitForNext()
	}
	r.retry.planned = true
	return r.refresh(background)
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

// The pace of trying again while something is wrong.
const (
	firstRetry   = 30 * time.Second
	slowestRetry = 5 * time.Minute
	limitedRetry = time.Minute // at the least after too many requests: limits count by the minute
)

// retryState is the refresh under way, and how those before it ended.
type retryState struct {
	open    bool
	planned bool // it is the one that was waited for, and nobody's wish
	began   time.Time
	before  time.Time     // when the one before began
	misses  int           // refreshes in a row that did not succeed
	wait    time.Duration // from the last one to the next
}

// onRefreshDone plans the next refresh once everything that this one asked for is there.
func (r *refresher) onRefreshDone() tea.Cmd {
	s := &r.state
	if !r.retry.open || s.Account.InFlight || s.History.InFlight || s.Generations.InFlight ||
		s.Subscription.InFlight || s.Plans.InFlight || s.Packs.InFlight {
		return nil
	}
	r.retry.open = false
	_, _, err := s.Connection()
	switch {
	case err == nil:
		r.retry.misses = 0
	case r.retry.misses == 0 || r.retry.planned: // a person's tries do not make the next one later
		r.retry.misses++
	}
	r.retry.planned = false
	return r.schedule()
}

// schedule waits for the next refresh: longer each time while something is wrong, and
// as long as the server asks, where it asks.
func (r *refresher) schedule() tea.Cmd {
	wait := r.every()
	if _, _, err := r.state.Connection(); r.retry.misses > 0 && err != nil {
		wait = r.retryIn(err)
	}
	r.retry.wait = wait
	r.state.Next = r.options.Now().Add(wait)
	return r.waitForNext()
}

func (r *refresher) retryIn(err error) time.Duration {
	slowest := max(slowestRetry, r.every())
	wait := slowest
	if doublings := r.retry.misses - 1; doublings < 8 {
		wait = min(min(firstRetry, r.every())<<doublings, slowest)
	}
	if model.KindOf(err) == model.RateLimited {
		wait = max(wait, limitedRetry)
	}
	if until := model.AskAgain(err); !until.IsZero() {
		wait = max(wait, min(until.Sub(r.options.Now()), model.MaxAskWait))
	}
	return wait
}

// waitForNext waits for the planned refresh a minute at a time at the most. A timer
// does not count the time for which a laptop sleeps, and the clock may be set: the
// clock is asked each time.
func (r *refresher) waitForNext() tea.Cmd {
	left := r.state.Next.Sub(r.options.Now())
	return r.timer.wait(max(min(left, time.Minute), 0))
}

// nextIsDue reports whether the planned refresh is due: its time has come, or the
// clock was set back and it would never come.
func (r *refresher) nextIsDue() bool {
	left := r.state.Next.Sub(r.options.Now())
	return left <= 0 || left > r.retry.wait
}

// refreshOnFocus refreshes for who comes back to the window. While something is wrong somebody
// who comes and goes does not make the tries more.
func (r *refresher) refreshOnFocus() tea.Cmd {
	due := r.nextIsDue()
	if r.retry.misses > 0 && !due && r.options.Now().Sub(r.retry.began).Abs() < firstRetry {
		return r.waitForNext()
	}
	r.retry.planned = r.retry.planned || due
	return r.refresh(background)
}

// staleAfter is how long plans, packs and the subscription are good for.
const staleAfter = 10 * time.Minute

// refresh asks for everything that moves, and by a person's wish, or where it is
// old, for the rest too. While something is wrong the account alone is asked for
// first: where even that does not come, it is enough to know.
func (r *refresher) refresh(who priority) tea.Cmd {
	r.round++
	r.retry.open = true
	r.retry.before, r.retry.began = r.retry.began, r.options.Now()
	if r.retry.misses == 0 {
		return tea.Batch(r.reader.fetchAccount(who, nil), r.refreshRest(who), r.schedule())
	}
	return tea.Batch(r.reader.fetchAccount(who, func() tea.Cmd { return r.refreshRest(who) }), r.schedule())
}

// refreshRest is the refresh without the account. Where that has just failed, only
// what came the last time is asked for, and nothing that the server was found to lack.
func (r *refresher) refreshRest(who priority) tea.Cmd {
	s := &r.state
	alone := !s.Account.InFlight && s.Account.Err != nil
	if alone {
		who = background
	}
	worth := func(at time.Time, err error) bool { return !alone || (err == nil && !at.Before(r.retry.before)) }
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
