package app

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// preferNewest is the number of the newest generations that are read before older pages
// of the history, where each takes a request of its own.
const preferNewest = 50

// preferVisible informs the archive which generations are on screen, where they have
// changed and some are incomplete, and continues to read.
func (r *reader) preferVisible() tea.Cmd {
	shower, shows := r.activePane().(pane.Shower)
	if !r.open || !shows || r.state.History.Value.Details == 0 {
		return nil
	}
	ids := slices.DeleteFunc(shower.OnScreen(), func(id model.ID) bool { return id == "" })
	if slices.Equal(ids, r.preferred) {
		return nil
	}
	r.preferred = ids
	r.Archive.Prefer(ids, preferNewest)
	return r.backfill()
}
