package app

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/message"
)

// setLeftOut stores the entries that could not be read from the server's lists. A
// notice reports those of plans and packs once; the Overview has a line for the
// history.
func (r *reader) setLeftOut(left []model.LeftOut) tea.Cmd {
	was := r.state.LeftOut
	r.state.LeftOut = left
	var news []string
	for _, l := range left {
		known := slices.ContainsFunc(was, func(other model.LeftOut) bool { return other.List == l.List && other.Count == l.Count })
		if (l.List == "plans" || l.List == "packs") && !known {
			news = append(news, message.LeftOut(l))
		}
	}
	if len(news) == 0 {
		return nil
	}
	return r.announce(strings.Join(news, " "), true)
}
