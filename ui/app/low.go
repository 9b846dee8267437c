package app

import (
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// lowBalance announces that the balance is low, once until it has risen again.
type lowBalance struct {
	*core
	known, low bool // as of the last update
	untold     bool // it waits until it is known how long the credits last
}

// Update checks the balance after it was read again, once the last week is known.
func (l *lowBalance) Update(msg tea.Msg) (tea.Cmd, bool) {
	s := &l.state
	switch msg.(type) {
	case sessionBegun:
		*l = lowBalance{core: l.core}
	case accountRead, historyChanged:
		if !s.Account.Loaded || s.Account.Cached || s.Account.Err != nil || !s.History.Loaded || s.History.Cached {
			return nil, false
		}
		was, known := l.low, l.known
		low, _ := s.Low()
		l.low, l.known = low, true
		l.untold = low && (l.untold || known && !was)
	case updated:
		if l.untold && !s.OutlookPending() {
			l.untold = false
			text := message.LowBalance(s.Account.Value.Credits, pane.Lasts(s))
			return tea.Batch(l.announce(text, true), l.signal(text)), false
		}
	}
	return nil, false
}

// Do handles no intent.
func (l *lowBalance) Do(data.Intent) (tea.Cmd, bool) { return nil, false }
