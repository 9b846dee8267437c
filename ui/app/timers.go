package app

import (
	"time"

	tea "charm.land/bubbletea/v2"
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
		return a.refresh(byBackground)
	case runningTimer:
		if a.unfocused {
			return nil
		}
		a.round++
		return a.fetchGenerations(byBackground, (*App).watchRunning)
	case watchTimer:
		return a.lookAtOrder()
	case exportTimer:
		return a.showExport()
	case visitTimer:
		return a.lookAtVisit()
	case portalTimer:
		return a.lookAtPortal()
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

// schedule waits for the next refresh; as long as the server asks, where it asks.
func (a *App) schedule() tea.Cmd {
	wait := a.every()
	if _, _, err := a.state.Connection(); err != nil {
		if until := retryAt(err); until.After(a.options.Now().Add(wait)) {
			wait = until.Sub(a.options.Now())
		}
	}
	a.state.Next = a.options.Now().Add(wait)
	return a.wait(refreshTimer, wait)
}

// focus comes back to the window: what waited is done now.
func (a *App) focus() tea.Cmd {
	was := a.unfocused
	a.unfocused = false
	if !was || !a.open {
		return nil
	}
	return tea.Batch(a.refresh(byBackground), a.returned(), a.backFromSite(), a.lookAtPortal())
}
