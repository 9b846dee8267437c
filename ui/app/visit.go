package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// lastVisit finds what has changed since the last visit to the account, and marks it as
// seen once the Overview has shown it. Later changes are seen as they arrive.
type lastVisit struct {
	*core
	query  query[data.Visit]
	visits account.Visits // of the account
	id     model.ID       // of the account, empty before it is known
	of     *history.Table // the table of the last search, or of the running one
	seen   *account.Seen  // as it was when the session began; nil before it is read
	shown  visitShown
	newest model.ID // the newest row that was seen
}

// visitShown is the part of the news that the Overview has shown.
type visitShown struct {
	until   time.Time // its end; zero for nothing
	unusual string    // the name of the episode; empty for none
}

func newLastVisit(c *core) *lastVisit {
	into := func(s *data.State) *data.Resource[data.Visit] { return &s.Visit }
	return &lastVisit{core: c, query: query[data.Visit]{core: c, into: into}}
}

// Update searches for news when the history has changed, and tracks what is shown,
// after every message.
func (v *lastVisit) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		mark := v.mark()
		*v = lastVisit{core: v.core, query: v.query}
		return mark, false
	case updated:
		return tea.Batch(v.find(), v.look()), false
	case seenRead:
		v.seen = &msg.seen
		return nil, true
	}
	return nil, false
}

// Do handles no intent.
func (v *lastVisit) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

// seenRead carries what was seen at the last visit.
type seenRead struct {
	seen account.Seen
	at   int
}

func (s seenRead) epoch() int { return s.at }

// find reads what was seen before, and computes what is new in a history that was
// refreshed and reaches back that far.
func (v *lastVisit) find() tea.Cmd {
	s := &v.state
	if !v.open || s.Account.Value.ID == "" || s.Account.Cached {
		return nil
	}
	if v.id == "" {
		v.id, v.visits = s.Account.Value.ID, v.Visits
		visits, id, epoch := v.visits, v.id, v.epoch
		return func() tea.Msg {
			seen, err := visits.Seen(id)
			if err != nil {
				seen = account.Seen{} // without a record nothing counts as new
			}
			return seenRead{seen, epoch}
		}
	}
	table := s.History.Value.Table
	if v.seen == nil || table == nil || table == v.of || s.History.Cached || s.Visit.Value.Read {
		return nil
	}
	if since := v.seen.Until; !since.IsZero() && !s.HistoryCovers(since) {
		return nil
	}
	v.of = table
	visit := data.Visit{Seen: *v.seen}
	return v.query.run(s.History.Provenance, func(ctx context.Context) (data.Visit, error) { return visit.Find(ctx, table) })
}

// look tracks what the Overview shows, and marks it as seen once another pane is
// visible. Rows that arrive later are seen as they arrive.
func (v *lastVisit) look() tea.Cmd {
	s := &v.state
	if !s.Visit.Loaded || v.unfocused {
		return nil
	}
	_, unread := s.Unread()
	episode, unusual := s.Unusual()
	inFront := v.activePane().Info().Number == pane.OverviewNumber
	switch {
	case (unread || unusual) && inFront:
		if v.overlays.Top() == nil {
			v.shown = visitShown{until: s.History.At}
			if unusual {
				v.shown.unusual = data.UnusualName(episode)
			}
		}
		return nil
	case (unread || unusual) && v.shown.until.IsZero(), !unread && !unusual && v.newest == newest(s):
		return nil
	}
	visit := &s.Visit.Value
	if visit.Read = true; v.shown.unusual != "" {
		visit.Seen.Told = append(visit.Seen.Told, v.shown.unusual)
	}
	v.shown.until, v.newest = s.History.At, newest(s)
	mark := v.mark()
	v.shown.unusual = ""
	v.publishState()
	return mark
}

// newest is the id of the newest row.
func newest(s *data.State) model.ID {
	if rows := s.Rows(); len(rows) > 0 {
		return rows[0].ID
	}
	return ""
}

// mark stores what was shown as seen.
func (v *lastVisit) mark() tea.Cmd {
	if v.shown.until.IsZero() {
		return nil
	}
	visits, id, shown := v.visits, v.id, v.shown
	return func() tea.Msg {
		_ = visits.MarkVisit(id, shown.until) // on an error the news is shown again next time
		if shown.unusual != "" {
			_, _ = visits.MarkTold(id, shown.unusual)
		}
		return nil
	}
}

// leave stores it when the program ends.
func (v *lastVisit) leave() {
	if mark := v.mark(); mark != nil {
		mark()
	}
}
