package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// besidePause is how long the cursor rests before the details beside a list follow it, where
// it moved faster than that.
const besidePause = 100 * time.Millisecond

// beside is the details of the selected row beside a list. While the cursor moves fast, as
// with a held key, they stay as they are: to draw them for each row is several times the
// output of the list itself.
type beside struct {
	*core
	timer   poller
	list    pane.Splitter     // the visible list
	chosen  model.Transaction // its selected row
	moved   time.Time         // when another row of it was selected
	waiting bool              // for the cursor to rest
	kept    model.Transaction // the row whose details are drawn meanwhile
}

// Update follows the cursor after every message.
func (b *beside) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg.(type) {
	case sessionBegun:
		*b = beside{core: b.core, timer: b.timer}
	case updated:
		return b.follow(), false
	}
	return nil, false
}

// Do handles no intent.
func (b *beside) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

// follow starts to wait where the cursor moves again before it has rested.
func (b *beside) follow() tea.Cmd {
	list, _ := b.activePane().(pane.Splitter)
	if list != b.list || list == nil || b.side.Empty() {
		*b = beside{core: b.core, timer: b.timer, list: list}
		if list != nil {
			b.chosen, _ = list.ChosenRow()
		}
		return nil
	}
	before, now := b.chosen, b.options.Now()
	if b.chosen, _ = list.ChosenRow(); b.chosen.ID == before.ID && b.chosen.GenerationID == before.GenerationID {
		return nil
	}
	fast := now.Sub(b.moved) < besidePause
	b.moved = now
	switch {
	case !fast:
		b.waiting = false
		return nil
	case !b.waiting:
		b.waiting, b.kept = true, before
	}
	return b.timer.wait(besidePause)
}

// rest draws the details of the row on which the cursor rests.
func (b *beside) rest() tea.Cmd {
	b.waiting, b.drawn.stale = false, true
	return nil
}

// row is the row whose details are drawn beside a list; ok is false for none.
func (b *beside) row(list pane.Splitter) (row model.Transaction, ok bool) {
	if b.waiting {
		return b.kept, b.kept.ID != "" || b.kept.GenerationID != ""
	}
	return list.ChosenRow()
}
