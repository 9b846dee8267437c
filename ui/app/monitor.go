package app

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/words"
)

// generationMonitor is what is known of generations under way, and of those that have just
// ended. What had ended before this program looked first is history, and not told.
type generationMonitor struct {
	last   map[model.ID]bool  // all of the last look, true for those that ran; nil before the first
	began  []model.Generation // those of them that ran
	newest time.Time          // when the newest of them began
	failed []failure          // whose refund is awaited
	done   []string           // tools whose end is told together with those
}

// any reports whether something runs, as far as was seen.
func (r generationMonitor) any() bool {
	for _, runs := range r.last {
		if runs {
			return true
		}
	}
	return false
}

// failure is a generation that failed, where the ledger will have its refund.
type failure struct {
	generation model.Generation
	at         time.Time // when it was seen
	told       bool      // that it failed
}

const (
	// runningEvery is how often generations under way are polled.
	runningEvery = 5 * time.Second
	// refundSoon is how long a refund may take before the failure is told without it.
	refundSoon = 2 * runningEvery
	// refundPatience is how long a refund is looked for.
	refundPatience = 2 * time.Minute
)

// watchRunning takes what generations were found: it tells what has ended, and looks
// again soon while something runs. Where something has begun or ended since, the
// balance and the newest rows have changed too.
func (a *App) watchRunning() tea.Cmd {
	if a.state.Generations.Err != nil {
		return nil
	}
	var cmds []tea.Cmd
	changed, ended := a.pollRunning()
	gone := a.deleted()
	if len(ended)+len(gone) > 0 {
		cmds = append(cmds, a.announceEnded(ended, gone))
	}
	switch {
	case changed:
		cmds = append(cmds, a.fetchAccount(background, nil), a.readHistory(background, fromNewest))
	case len(a.monitor.failed) > 0:
		cmds = append(cmds, a.readHistory(background, fromNewest))
	}
	if (a.monitor.any() || len(a.monitor.failed) > 0) && !a.unfocused {
		cmds = append(cmds, a.startTimer(runningTimer, runningEvery))
	}
	return tea.Batch(cmds...)
}

// pollRunning notes which generations run, and reports whether others do than
// before, and which have ended since: of those that ran, and of those that began in
// between. One that is too far back by now to be among the newest has ended in a way
// that is not known, and is not told; nor are new ones where the last look is as far
// back, as nobody knows how many there were.
func (a *App) pollRunning() (changed bool, ended []model.Generation) {
	before, since, ran := a.monitor.last, a.monitor.newest, a.monitor.any()
	now := map[model.ID]bool{}
	met := false
	var fresh []model.Generation
	for _, generation := range a.state.Generations.Value {
		runs, known := before[generation.ID]
		met = met || known
		now[generation.ID] = generation.Running()
		switch {
		case generation.Running():
			changed = changed || !runs
		case runs:
			ended = append(ended, generation)
		case !known && before != nil && generation.CreatedAt.After(since):
			fresh = append(fresh, generation)
		}
		if generation.CreatedAt.After(a.monitor.newest) {
			a.monitor.newest = generation.CreatedAt.Time
		}
	}
	a.monitor.last = now
	if met || len(before) == 0 {
		ended = append(ended, fresh...)
	}
	return changed || len(ended) > 0 || ran != a.monitor.any(), ended
}

// deleted notes what runs now, and gives the tools of what ran at the last look and is
// not listed any more, though others as old are: it was deleted.
func (a *App) deleted() (tools []string) {
	listed := a.state.Generations.Value
	for _, generation := range a.monitor.began {
		_, is := a.monitor.last[generation.ID]
		if n := len(listed); !is && (n == 0 || listed[n-1].CreatedAt.Before(generation.CreatedAt.Time)) {
			tools = append(tools, generation.Tool)
		}
	}
	a.monitor.began = slices.DeleteFunc(slices.Clone(listed), func(g model.Generation) bool { return !g.Running() })
	return tools
}

// announceEnded announces generations that have ended, in one sentence. Where the server
// has a ledger, that waits a moment for the refunds of those that failed.
func (a *App) announceEnded(ended []model.Generation, gone []string) tea.Cmd {
	news := words.GenerationSummary{Gone: gone}
	for _, generation := range ended {
		switch {
		case generation.Status == model.GenerationSuccess:
			a.monitor.done = append(a.monitor.done, generation.Tool)
		case generation.Status != model.GenerationError:
			news.Ended = append(news.Ended, generation.Tool)
		case a.state.History.Provenance == model.Billed:
			a.monitor.failed = append(a.monitor.failed, failure{generation: generation, at: a.options.Now()})
		default:
			news.Failed = append(news.Failed, generation.Tool)
		}
	}
	return a.announceEnds(news)
}

// matchRefunds looks for the refunds of failed generations among the rows that have
// come. One that does not come soon is told as failed, and as refunded once it has
// come all the same.
func (a *App) matchRefunds() tea.Cmd {
	if len(a.monitor.failed) == 0 {
		return nil
	}
	var news words.GenerationSummary
	var waiting []failure
	for _, failure := range a.monitor.failed {
		tool := failure.generation.Tool
		refund, refunded := refundOf(a.state.Rows(), failure.generation.ID)
		waited := a.options.Now().Sub(failure.at)
		switch {
		case refunded && failure.told:
			news.Back = append(news.Back, tool)
			news.Credits.Add(int64(refund.Amount))
			continue
		case refunded:
			news.Refunded = append(news.Refunded, tool)
			news.Credits.Add(int64(refund.Amount))
			continue
		case waited >= refundPatience:
			continue // its row is in the history when it comes
		case waited >= refundSoon && !failure.told:
			news.Unrefunded = append(news.Unrefunded, tool)
			failure.told = true
		}
		waiting = append(waiting, failure)
	}
	a.monitor.failed = waiting
	return a.announceEnds(news)
}

// announceEnds tells what has ended, with what is done, unless a refund is about to come.
func (a *App) announceEnds(ends words.GenerationSummary) tea.Cmd {
	untold := slices.ContainsFunc(a.monitor.failed, func(f failure) bool { return !f.told })
	if ends.Sentence() == "" && untold {
		return nil
	}
	ends.Done, a.monitor.done = a.monitor.done, nil
	if text := ends.Sentence(); text != "" {
		return a.announce(text, !ends.Good())
	}
	return nil
}

// refundOf finds the refund of a generation.
func refundOf(rows []model.Transaction, id model.ID) (model.Transaction, bool) {
	for _, row := range rows {
		if row.Type == model.TypeRefund && row.GenerationID == id {
			return row, true
		}
	}
	return model.Transaction{}, false
}
