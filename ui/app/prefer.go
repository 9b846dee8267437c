package app

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
)

// preferNewest is how many of the newest generations are asked for before older pages of
// the history are, where each has to be asked for by itself.
const preferNewest = 50

// preferVisible tells the archive which generations are on screen, where others than before are
// and something is still to be known of some, and goes on reading.
func (r *reader) preferVisible() tea.Cmd {
	pane, shows := r.activePane().(interface{ OnScreen() []model.ID })
	if !r.open || !shows || r.state.History.Value.Details == 0 {
		return nil
	}
	ids := slices.DeleteFunc(pane.OnScreen(), func(id model.ID) bool { return id == "" })
	if slices.Equal(ids, r.preferred) {
		return nil
	}
	r.preferred = ids
	r.Archive.Prefer(ids, preferNewest)
	return r.backfill()
}
