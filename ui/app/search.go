package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// searcher computes the result of the Transactions pane's search on the present
// history.
type searcher struct {
	*core
	query query[data.SearchResult]
	asked data.Search
	today model.Day // the local day of the last search
}

func newSearcher(c *core) *searcher {
	into := func(s *data.State) *data.Resource[data.SearchResult] { return &s.SearchResult }
	return &searcher{core: c, asked: data.NewestFirst(), query: query[data.SearchResult]{core: c, into: into}}
}

// Update searches again where rows have arrived.
func (q *searcher) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg.(type) {
	case sessionBegun:
		q.asked, q.today = data.NewestFirst(), model.Day{}
	case historyChanged, historyRestored:
		return q.search(), false
	}
	return nil, false
}

// Do runs the search that the user asked for.
func (q *searcher) Do(intent data.Intent) (tea.Cmd, bool) {
	search, is := intent.(data.SearchHistory)
	if !is {
		return nil, false
	}
	q.asked = search.Search
	if search.Pane != 0 {
		q.goTo(search.Pane)
	}
	found := q.search()
	return tea.Batch(found, q.do(search.Then)), true
}

func (q *searcher) search() tea.Cmd {
	s := &q.state
	table := s.History.Value.Table
	if table == nil || !q.open {
		return nil
	}
	if today := s.Today(); today != q.today { // the meaning of "today" has changed
		q.today = today
		for _, p := range q.panes.each {
			if ledger, is := p.(pane.Searcher); is {
				q.asked = ledger.Search()
			}
		}
	}
	search, before, loc := q.asked, s.SearchResult.Value, q.options.Location
	return q.query.run(s.History.Provenance, func(ctx context.Context) (data.SearchResult, error) {
		return search.Run(ctx, table, before, loc)
	})
}
