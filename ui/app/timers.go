package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/purchase"
	"github.com/studio-tui/studio-tui/model/website"
)

// timer names what a time is waited for.
type timer int

const (
	refreshTimer     timer = iota // to refresh while nothing happens
	runningTimer                  // to poll generations under way
	watchTimer                    // to poll an order
	exportTimer                   // to show how far an export is
	visitTimer                    // to look at the account of who is on the website
	portalTimer                   // to look for what was done in the billing portal
	unconfirmedTimer              // to look at orders whose payment was not seen
	timerCount
)

// timers holds the number of the newest waiting of each timer: only that one
// counts when its time comes.
type timers [timerCount]int

// timerFired is a time that has come.
type timerFired struct {
	of     timer
	number int
	at     int // the epoch
}

func (d timerFired) epoch() int { return d.at }

// startTimer begins to wait, in the place of an earlier waiting for the same.
func (a *App) startTimer(of timer, d time.Duration) tea.Cmd {
	a.timers[of]++
	result := timerFired{of: of, number: a.timers[of], at: a.epoch}
	return a.after(d, result)
}

func (a *App) onTimer(d timerFired) tea.Cmd {
	if d.number != a.timers[d.of] {
		return nil
	}
	switch d.of {
	case refreshTimer:
		if a.unfocused {
			return nil // coming back refreshes
		}
		if !a.nextIsDue() {
			return a.waitForNext()
		}
		a.retry.planned = true
		return a.refresh(background)
	case runningTimer:
		if a.unfocused {
			return nil
		}
		a.refreshID++
		return a.fetchGenerations(background, (*App).watchRunning)
	case watchTimer:
		return a.purchaseStep(purchase.Due{})
	case exportTimer:
		return a.showExport()
	case visitTimer:
		return a.stepVisit(website.Due{})
	case portalTimer:
		return a.pollPortal()
	case unconfirmedTimer:
		return a.pollUnconfirmed()
	}
	return nil
}

// every is the time between refreshes while nothing happens.
func (a *App) every() time.Duration {
	switch {
	case a.options.Every > 0:
		return a.options.Every
	case a.state.Identity.Sandbox:
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
func (a *App) onRefreshDone() tea.Cmd {
	s := &a.state
	if !a.retry.open || s.Account.InFlight || s.History.InFlight || s.Generations.InFlight ||
		s.Subscription.InFlight || s.Plans.InFlight || s.Packs.InFlight {
		return nil
	}
	a.retry.open = false
	_, _, err := s.Connection()
	switch {
	case err == nil:
		a.retry.misses = 0
	case a.retry.misses == 0 || a.retry.planned: // a person's tries do not make the next one later
		a.retry.misses++
	}
	a.retry.planned = false
	return a.schedule()
}

// schedule waits for the next refresh: longer each time while something is wrong, and
// as long as the server asks, where it asks.
func (a *App) schedule() tea.Cmd {
	wait := a.every()
	if _, _, err := a.state.Connection(); a.retry.misses > 0 && err != nil {
		wait = a.retryIn(err)
	}
	a.retry.wait = wait
	a.state.Next = a.options.Now().Add(wait)
	return a.waitForNext()
}

func (a *App) retryIn(err error) time.Duration {
	slowest := max(slowestRetry, a.every())
	wait := slowest
	if doublings := a.retry.misses - 1; doublings < 8 {
		wait = min(min(firstRetry, a.every())<<doublings, slowest)
	}
	if model.KindOf(err) == model.RateLimited {
		wait = max(wait, limitedRetry)
	}
	if until := model.AskAgain(err); !until.IsZero() {
		wait = max(wait, min(until.Sub(a.options.Now()), model.MaxAskWait))
	}
	return wait
}

// waitForNext waits for the planned refresh a minute at a time at the most. A timer
// does not count the time for which a laptop sleeps, and the clock may be set: the
// clock is asked each time.
func (a *App) waitForNext() tea.Cmd {
	left := a.state.Next.Sub(a.options.Now())
	return a.startTimer(refreshTimer, max(min(left, time.Minute), 0))
}

// nextIsDue reports whether the planned refresh is due: its time has come, or the
// clock was set back and it would never come.
func (a *App) nextIsDue() bool {
	left := a.state.Next.Sub(a.options.Now())
	return left <= 0 || left > a.retry.wait
}

// focus comes back to the window: what waited is done now. While something is wrong
// somebody who comes and goes does not make the tries more.
func (a *App) focus() tea.Cmd {
	was := a.unfocused
	a.unfocused = false
	a.drawn.stale = true
	if !was || !a.open {
		return nil
	}
	return tea.Batch(a.refreshOnFocus(), a.onFocusPurchase(), a.onFocusWebsite(), a.pollPortal())
}

func (a *App) refreshOnFocus() tea.Cmd {
	due := a.nextIsDue()
	if a.retry.misses > 0 && !due && a.options.Now().Sub(a.retry.began).Abs() < firstRetry {
		return a.waitForNext()
	}
	a.retry.planned = a.retry.planned || due
	return a.refresh(background)
}

// blur leaves the window. Nothing is refreshed until somebody comes back, and the
// screen says so as long as it is left.
func (a *App) blur() {
	a.unfocused = true
	a.drawn.stale = true
}
