package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
)

// historyRead is a state of the history: from this machine's copy, from the newest
// rows, or from further back.
type historyRead struct {
	data.Response[data.History]
	from reading
}

func (h historyRead) epoch() int { return h.Epoch }

// reading is what a state of the history came from.
type reading int

const (
	fromCopy reading = iota
	fromNewest
	fromFurther
)

// readHistory begins to read. What is further back has a flight of its own, so that
// a long first reading does not hold up what is new.
func (a *App) readHistory(who priority, from reading) tea.Cmd {
	s := &a.state
	begin, inFlight := s.History.Begin, s.History.InFlight
	if from == fromFurther {
		begin, inFlight = s.Backfill.Begin, s.Backfill.InFlight
	}
	if !a.open || (inFlight && who == background) {
		return nil
	}
	result := historyRead{from: from}
	result.Generation, result.Epoch = begin(), a.epoch
	call := map[reading]func(context.Context) (history.Progress, error){
		fromCopy: a.archive.Load, fromNewest: a.archive.Latest, fromFurther: a.archive.Step,
	}[from]
	ctx, source, now, loc := a.exportProgress(a.within, who), a.session.Source, a.options.Now, a.options.Location
	a.drawn.stale = true
	return func() tea.Msg {
		progress, err := call(ctx)
		result.At, result.LeftOut = now(), source.LeftOut()
		result.Value, result.Err = data.Summarize(ctx, progress, result.At, loc)
		result.Provenance = progress.Provenance
		if err != nil {
			result.Err = err
		}
		return result
	}
}

// fetchLatest asks for the rows that are new, in a round of its own.
func (a *App) fetchLatest(who priority) tea.Cmd {
	a.refreshID++
	return a.readHistory(who, fromNewest)
}

func (h historyRead) apply(a *App) (tea.Cmd, error) {
	s := &a.state
	told := a.setLeftOut(h.LeftOut)
	before := s.History.Value
	if h.from == fromFurther {
		s.Backfill.Finish(h.Generation, h.Err)
	} else {
		s.History.Finish(h.Generation, h.Err)
	}
	cmds := []tea.Cmd{told, a.keepHistory(h), a.runSearch(), a.matchOrders(h.Err, h.from != fromNewest), a.matchRefunds(), a.reconcile()}
	if h.from == fromCopy {
		return tea.Batch(append(cmds, a.readHistory(background, fromNewest))...), h.Err
	}
	if h.Err != nil || h.Value.Whole {
		s.SyncProgress = data.SyncProgress{}
	}
	if h.Err == nil {
		cmds = append(cmds, a.backfill())
		if before.Len() > 0 && planRowsSince(h.Value.Newest, before.Newest) {
			cmds = append(cmds, a.fetchSubscription(background))
		}
	}
	return tea.Batch(cmds...), h.Err
}

// keepHistory takes a state of the history, unless what is known already is newer.
// What was reached before an error is kept too.
func (a *App) keepHistory(h historyRead) (told tea.Cmd) {
	history := &a.state.History
	if h.Value.Notice != "" {
		a.notifyError(h.Value.Notice)
		told = a.noticeTimer()
	}
	if h.Value.Table == nil && h.Err != nil || h.Value.Version < history.Value.Version {
		return told
	}
	if h.from == fromCopy && h.Value.Len() == 0 {
		return told // nothing is kept; what the server has is on its way
	}
	history.Value, history.Loaded, history.Cached, history.Provenance = h.Value, true, h.from == fromCopy, h.Provenance
	if a.options.OnHistorySize != nil && h.Value.Table != nil {
		a.options.OnHistorySize(h.Value.Table.Bytes())
	}
	if h.Err == nil {
		history.At = h.At
	}
	return told
}

// planRowsSince reports whether a row of the subscription has come, so that the
// subscription has changed.
func planRowsSince(now, before []model.Transaction) bool {
	for _, row := range now {
		if len(before) > 0 && row.Seq <= before[0].Seq {
			return false
		}
		if row.Type == model.TypeSubscription {
			return true
		}
	}
	return false
}

// backfill goes on reading what is missing, in the background, until the history
// is whole. After a failure it waits for the next refresh.
func (a *App) backfill() tea.Cmd {
	s := &a.state
	if more := s.History.Value.More || s.History.Value.Review; !s.History.Available() || !more || s.Backfill.InFlight || s.History.Err != nil {
		return nil
	}
	if !s.History.Value.Whole {
		s.SyncProgress = s.SyncProgress.Note(a.options.Now(), s.History.Value.Len())
	}
	return a.readHistory(background, fromFurther)
}

// runSearch carries out what the Transactions pane has asked for, on the history as it
// is now. One that is under way is given up.
func (a *App) runSearch() tea.Cmd {
	s := &a.state
	table := s.History.Value.Table
	if table == nil || !a.open {
		return nil
	}
	if a.stopSearch != nil {
		a.stopSearch()
	}
	ctx, stop := context.WithCancel(a.within)
	a.stopSearch = stop
	if today := s.Today(); today != a.searchedOn { // what is meant by today has changed
		a.searchedOn = today
		for _, pane := range a.panes {
			if ledger, is := pane.(interface{ Search() data.Search }); is {
				a.search = ledger.Search()
			}
		}
	}
	search, before, loc := a.search, s.SearchResult.Value, a.options.Location
	generation := s.SearchResult.Begin()
	epoch, now, provenance := a.epoch, a.options.Now, s.History.Provenance
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

func (f searched) apply(a *App) (tea.Cmd, error) {
	a.state.SearchResult.Apply(f.Response)
	return nil, nil // a search that was given up is no failure
}
