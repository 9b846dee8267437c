package app

import (
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// paneList is the list of panes. A new size or state is applied to a pane when it is
// used next: most changes come while another pane is visible, and laying out each would
// be wasted.
type paneList struct {
	panes         []pane.Pane
	state         *data.State
	width, height int
	list          int // width of lists that have the details of a row beside them
	stale         []staleness
}

// staleness is the set of updates that a pane has not received yet.
type staleness struct{ size, state bool }

func newPaneList(panes []pane.Pane, state *data.State) paneList {
	return paneList{panes: panes, state: state, stale: make([]staleness, len(panes))}
}

// at is the pane at an index, up to date.
func (l *paneList) at(i int) pane.Pane {
	shown, was := l.panes[i], l.stale[i]
	l.stale[i] = staleness{}
	if was.size {
		width := min(l.width, widestPane)
		if _, splits := shown.(pane.Splitter); splits {
			width = l.list
		}
		shown.SetSize(width, l.height)
	}
	if was.state {
		shown.SetState(l.state)
	}
	return shown
}

// each yields the panes with their indices.
func (l *paneList) each(yield func(i int, shown pane.Pane) bool) {
	for i := range l.panes {
		if !yield(i, l.at(i)) {
			return
		}
	}
}

// update applies pending updates to every pane.
func (l *paneList) update() {
	for i := range l.panes {
		l.at(i)
	}
}

// setSize sets the size of the body in cells.
func (l *paneList) setSize(width, height, list int) {
	l.width, l.height, l.list = width, height, list
	for i := range l.stale {
		l.stale[i].size = true
	}
}

// stateChanged marks the state of every pane stale.
func (l *paneList) stateChanged() {
	for i := range l.stale {
		l.stale[i].state = true
	}
}

func (l *paneList) setTheme(t *theme.Theme) {
	for _, shown := range l.panes {
		shown.SetTheme(t)
	}
}
