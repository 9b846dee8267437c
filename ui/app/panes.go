package app

import (
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// paneList is the panes. A new size or state reaches a pane when it is used next: most
// changes come while another one is in front, and each would be laid out for nothing.
type paneList struct {
	panes         []pane.Pane
	state         *data.State
	width, height int
	side          int // columns of it that lists with a row beside them leave
	stale         []staleness
}

// staleness is what a pane does not know yet.
type staleness struct{ size, state bool }

func newPaneList(panes []pane.Pane, state *data.State) paneList {
	return paneList{panes: panes, state: state, stale: make([]staleness, len(panes))}
}

// at is the pane at a place of the bar, up to date.
func (l *paneList) at(i int) pane.Pane {
	shown, was := l.panes[i], l.stale[i]
	l.stale[i] = staleness{}
	if was.size {
		width := l.width
		if _, splits := shown.(pane.Splitter); splits {
			width -= l.side
		}
		shown.SetSize(width, l.height)
	}
	if was.state {
		shown.SetState(l.state)
	}
	return shown
}

// each gives the panes with their places.
func (l *paneList) each(yield func(i int, shown pane.Pane) bool) {
	for i := range l.panes {
		if !yield(i, l.at(i)) {
			return
		}
	}
}

// update brings every pane up to date.
func (l *paneList) update() {
	for i := range l.panes {
		l.at(i)
	}
}

// setSize gives the room of the body in cells.
func (l *paneList) setSize(width, height, side int) {
	l.width, l.height, l.side = width, height, side
	for i := range l.stale {
		l.stale[i].size = true
	}
}

// stateChanged says that there is something new in the state.
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
