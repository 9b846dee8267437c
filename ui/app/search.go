package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// searcher works out what the Transactions pane has asked for, on the history as it is now.
type searcher struct {
	*core
	asked data.Search
	today model.Day          // the local day on which it was worked out last
	stop  context.CancelFunc // gives up the search under way
}

// Update searches again where rows have come.
func (q *searcher) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case sessionBegun:
		q.asked = data.NewestFirst()
	case historyChanged, historyRestored:
		return q.run(), false
	case searched:
		q.state.SearchResult.Apply(msg.Response)
		q.publishState()
		return nil, true // a search that was given up is no failure
	}
	return nil, false
}

// Do searches for what a person asks for.
func (q *searcher) Do(intent data.Intent) (tea.Cmd, bool) {
	search, is := intent.(data.SearchHistory)
	if !is {
		return nil, false
	}
	q.asked = search.Search
	if search.Pane != 0 {
		q.goTo(search.Pane)
	}
	return q.run(), true
}

// run searches. A search that is under way is given up.
func (q *searcher) run() tea.Cmd {
	s := &q.state
	table := s.History.Value.Table
	if table == nil || !q.open {
		return nil
	}
	if q.stop != nil {
		q.stop()
	}
	ctx, stop := context.WithCancel(q.within)
	q.stop = stop
	if today := s.Today(); today != q.today { // what is meant by today has changed
		q.today = today
		for _, pane := range q.panes {
			if ledger, is := pane.(interface{ Search() data.Search }); is {
				q.asked = ledger.Search()
			}
		}
	}
	search, before, loc := q.asked, s.SearchResult.Value, q.options.Location
	generation := s.SearchResult.Begin()
	epoch, now, provenance := q.epoch, q.options.Now, s.History.Provenance
	return func() tea.Msg {
		defer stop()
		found, err := search.Run(ctx, table, before, loc)
		return searched{data.Response[data.SearchResult]{
			Epoch: epoch, Generation: generation, Value: found, At: now(), Err: err, Provenance: provenance,
		}}
	}
}

// searched is what a search has found.
type searched struct {
	data.Response[data.SearchResult]
}

func (f searched) epoch() int { return f.Epoch }
