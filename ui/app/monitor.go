package app

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
)

// monitor tracks the running generations, and announces when they end. Those that had
// ended before the first poll are not announced.
type monitor struct {
	*core
	reader *reader
	pace   poller             // polls running generations
	last   map[model.ID]bool  // all generations of the last poll, true for running ones; nil before the first
	began  []model.Generation // the running ones of them
	newest time.Time          // start of the newest of them
	failed []failure          // failures whose refund is awaited
	done   []string           // tools whose end is announced together with those
}

// any reports whether the last poll found a running generation.
func (m *monitor) any() bool {
	for _, runs := range m.last {
		if runs {
			return true
		}
	}
	return false
}

// failure is a failed generation whose refund is expected in the ledger.
type failure struct {
	generation model.Generation
	at         time.Time // when it was found
	told       bool      // the failure was announced
}

// Update handles generations and rows as they arrive.
func (m *monitor) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg.(type) {
	case sessionBegun:
		*m = monitor{core: m.core, reader: m.reader, pace: m.pace}
	case generationsRead:
		return m.watchRunning(), false
	case historyChanged:
		return m.matchRefunds(), false
	}
	return nil, false
}

// Do handles no intent.
func (m *monitor) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

// poll asks for the generations again, unless the dashboard is away.
func (m *monitor) poll() tea.Cmd {
	if m.away() {
		return nil
	}
	m.round++
	return m.reader.fetchGenerations(background)
}

const (
	// runningEvery is the interval of polls while generations run.
	runningEvery = 5 * time.Second
	// refundSoon is the longest time that the announcement of a failure waits for its
	// refund.
	refundSoon = 2 * runningEvery
	// refundPatience is how long a refund is waited for in total.
	refundPatience = 2 * time.Minute
)

// watchRunning handles a list of generations: it announces those that ended, and polls
// again soon while any run. Where one began or ended, the balance and the newest rows
// are fetched as well.
func (m *monitor) watchRunning() tea.Cmd {
	if m.state.Generations.Err != nil {
		return nil
	}
	var cmds []tea.Cmd
	changed, ended := m.pollRunning()
	gone := m.deleted()
	if len(ended)+len(gone) > 0 {
		cmds = append(cmds, m.announceEnded(ended, gone))
	}
	switch {
	case changed:
		cmds = append(cmds, m.reader.fetchAccount(background, nil), m.reader.readHistory(background, fromNewest))
	case len(m.failed) > 0:
		cmds = append(cmds, m.reader.readHistory(background, fromNewest))
	}
	if (m.any() || len(m.failed) > 0) && !m.away() {
		cmds = append(cmds, m.pace.wait(runningEvery))
	}
	return tea.Batch(cmds...)
}

// pollRunning stores which generations run, and reports whether that has changed, and
// which ended: of those that ran, and of those that began since the last poll. One that
// has dropped out of the list by now ended in an unknown way and is not announced;
// neither are new ones where the list no longer reaches back to the last poll, as their
// number is unknown.
func (m *monitor) pollRunning() (changed bool, ended []model.Generation) {
	before, since, ran := m.last, m.newest, m.any()
	now := map[model.ID]bool{}
	met := false
	var fresh []model.Generation
	for _, generation := range m.state.Generations.Value {
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
		if generation.CreatedAt.After(m.newest) {
			m.newest = generation.CreatedAt.Time
		}
	}
	m.last = now
	if met || len(before) == 0 {
		ended = append(ended, fresh...)
	}
	return changed || len(ended) > 0 || ran != m.any(), ended
}

// deleted stores which generations run, and returns the tools of those that ran at the
// last poll and are missing although the list reaches back to them: they were deleted.
func (m *monitor) deleted() (tools []string) {
	listed := m.state.Generations.Value
	for _, generation := range m.began {
		_, is := m.last[generation.ID]
		if n := len(listed); !is && (n == 0 || listed[n-1].CreatedAt.Before(generation.CreatedAt.Time)) {
			tools = append(tools, generation.Tool)
		}
	}
	m.began = slices.DeleteFunc(slices.Clone(listed), func(g model.Generation) bool { return !g.Running() })
	return tools
}

// announceEnded announces the generations that ended, in one sentence. Where the server
// has a ledger, it waits briefly for the refunds of failed ones.
func (m *monitor) announceEnded(ended []model.Generation, gone []string) tea.Cmd {
	news := message.GenerationSummary{Gone: gone}
	for _, generation := range ended {
		switch {
		case generation.Status == model.GenerationSuccess:
			m.done = append(m.done, generation.Tool)
		case generation.Status != model.GenerationError:
			news.Ended = append(news.Ended, generation.Tool)
		case m.state.History.Provenance == model.Billed:
			m.failed = append(m.failed, failure{generation: generation, at: m.options.Now()})
		default:
			news.Failed = append(news.Failed, generation.Tool)
		}
	}
	return m.announceEnds(news)
}

// matchRefunds searches the rows that arrived for the refunds of failed generations. A
// failure without an early refund is announced as failed, and again as refunded once
// the refund arrives.
func (m *monitor) matchRefunds() tea.Cmd {
	if len(m.failed) == 0 {
		return nil
	}
	var news message.GenerationSummary
	var waiting []failure
	for _, failure := range m.failed {
		tool := failure.generation.Tool
		refund, refunded := refundOf(m.state.Rows(), failure.generation.ID)
		waited := m.options.Now().Sub(failure.at)
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
			continue // its refund arrives with the history
		case waited >= refundSoon && !failure.told:
			news.Unrefunded = append(news.Unrefunded, tool)
			failure.told = true
		}
		waiting = append(waiting, failure)
	}
	m.failed = waiting
	return m.announceEnds(news)
}

// announceEnds announces what has ended, with the finished generations, unless a refund
// is still expected soon.
func (m *monitor) announceEnds(ends message.GenerationSummary) tea.Cmd {
	untold := slices.ContainsFunc(m.failed, func(f failure) bool { return !f.told })
	if ends.Sentence() == "" && untold {
		return nil
	}
	ends.Done, m.done = m.done, nil
	if text := ends.Sentence(); text != "" {
		return tea.Batch(m.announce(text, !ends.Good()), m.signal(text))
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
