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
	refreshTimer timer = iota // to refresh while nothing happens
	runningTimer              // to look after generations under way
	watchTimer                // to look after an order
	exportTimer               // to show how far an export is
	visitTimer                // to look at the account of who is on the website
	portalTimer               // to look for what was done in the billing portal
	unseenTimer               // to look at orders whose payment was not seen
	timerCount
)

// timers holds the number of the newest waiting of each timer: only that one
// counts when its time comes.
type timers [timerCount]int

// due is a time that has come.
type due struct {
	of     timer
	number int
	at     int // the epoch
}

func (d due) epoch() int { return d.at }

// wait begins to wait, in the place of an earlier waiting for the same.
func (a *App) wait(of timer, d time.Duration) tea.Cmd {
	a.timers[of]++
	result := due{of: of, number: a.timers[of], at: a.epoch}
	return a.after(d, result)
}

func (a *App) onTime(d due) tea.Cmd {
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
		a.tries.planned = true
		return a.refresh(byBackground)
	case runningTimer:
		if a.unfocused {
			return nil
		}
		a.round++
		return a.fetchGenerations(byBackground, (*App).watchRunning)
	case watchTimer:
		return a.step(purchase.Due{})
	case exportTimer:
		return a.showExport()
	case visitTimer:
		return a.stepVisit(website.Due{})
	case portalTimer:
		return a.lookAtPortal()
	case unseenTimer:
		return a.lookAtUnseen()
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

// tries is the refresh under way, and how those before it ended.
type tries struct {
	open    bool
	planned bool // it is the one that was waited for, and nobody's wish
	began   time.Time
	before  time.Time     // when the one before began
	misses  int           // refreshes in a row that did not succeed
	wait    time.Duration // from the last one to the next
}

// roundOver plans the next refresh once everything that this one asked for is there.
func (a *App) roundOver() tea.Cmd {
	s := &a.state
	if !a.tries.open || s.Account.InFlight || s.History.InFlight || s.Generations.InFlight ||
		s.Subscription.InFlight || s.Plans.InFlight || s.Packs.InFlight {
		return nil
	}
	a.tries.open = false
	_, _, err := s.Connection()
	switch {
	case err == nil:
		a.tries.misses = 0
	case a.tries.misses == 0 || a.tries.planned: // a person's tries do not make the next one later
		a.tries.misses++
	}
	a.tries.planned = false
	return a.schedule()
}

// schedule waits for the next refresh: longer each time while something is wrong, and
// as long as the server asks, where it asks.
func (a *App) schedule() tea.Cmd {
	wait := a.every()
	if _, _, err := a.state.Connection(); a.tries.misses > 0 && err != nil {
		wait = a.retryIn(err)
	}
	a.tries.wait = wait
	a.state.Next = a.options.Now().Add(wait)
	return a.waitForNext()
}

func (a *App) retryIn(err error) time.Duration {
	slowest := max(slowestRetry, a.every())
	wait := slowest
	if doublings := a.tries.misses - 1; doublings < 8 {
		wait = min(min(firstRetry, a.every())<<doublings, slowest)
	}
	if model.KindOf(err) == model.RateLimited {
		wait = max(wait, limitedRetry)
	}
	if until := model.AskAgain(err); !until.IsZero() {
		wait = max(wait, min(until.Sub(a.options.Now()), model.LongestAsked))
	}
	return wait
}

// waitForNext waits for the planned refresh a minute at a time at the most. A timer
// does not count the time for which a laptop sleeps, and the clock may be set: the
// clock is asked each time.
func (a *App) waitForNext() tea.Cmd {
	left := a.state.Next.Sub(a.options.Now())
	return a.wait(refreshTimer, max(min(left, time.Minute), 0))
}

// nextIsDue reports whether the planned refresh is due: its time has come, or the
// clock was set back and it would never come.
func (a *App) nextIsDue() bool {
	left := a.state.Next.Sub(a.options.Now())
	return left <= 0 || left > a.tries.wait
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
	return tea.Batch(a.refreshOnFocus(), a.returned(), a.backFromSite(), a.lookAtPortal())
}

func (a *App) refreshOnFocus() tea.Cmd {
	due := a.nextIsDue()
	if a.tries.misses > 0 && !due && a.options.Now().Sub(a.tries.began).Abs() < firstRetry {
		return a.waitForNext()
	}
	a.tries.planned = a.tries.planned || due
	return a.refresh(byBackground)
}

// blur leaves the window. Nothing is refreshed until somebody comes back, and the
// screen says so as long as it is left.
func (a *App) blur() {
	a.unfocused = true
	a.drawn.stale = true
}
