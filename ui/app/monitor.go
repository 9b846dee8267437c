package app

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
)

// monitor is what is known of generations under way, and of those that have just
// ended. What had ended before this program looked first is history, and not told.
type monitor struct {
	*core
	reader *reader
	pace   poller             // polls what runs
	last   map[model.ID]bool  // all of the last look, true for those that ran; nil before the first
	began  []model.Generation // those of them that ran
	newest time.Time          // when the newest of them began
	failed []failure          // whose refund is awaited
	done   []string           // tools whose end is told together with those
}

// any reports whether something runs, as far as was seen.
func (m *monitor) any() bool {
	for _, runs := range m.last {
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

// Update takes what generations and rows have come.
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

// Do carries out no intent.
func (m *monitor) Do(data.Intent) (tea.Cmd, bool) { return nil, false }

// poll asks for the generations again, while somebody looks.
func (m *monitor) poll() tea.Cmd {
	if m.away() {
		return nil
	}
	m.round++
	return m.reader.fetchGenerations(background)
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

// pollRunning notes which generations run, and reports whether others do than
// before, and which have ended since: of those that ran, and of those that began in
// between. One that is too far back by now to be among the newest has ended in a way
// that is not known, and is not told; nor are new ones where the last look is as far
// back, as nobody knows how many there were.
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

// deleted notes what runs now, and gives the tools of what ran at the last look and is
// not listed any more, though others as old are: it was deleted.
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

// announceEnded announces generations that have ended, in one sentence. Where the server
// has a ledger, that waits a moment for the refunds of those that failed.
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

// matchRefunds looks for the refunds of failed generations among the rows that have
// come. One that does not come soon is told as failed, and as refunded once it has
// come all the same.
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
			continue // its row is in the history when it comes
		case waited >= refundSoon && !failure.told:
			news.Unrefunded = append(news.Unrefunded, tool)
			failure.told = true
		}
		waiting = append(waiting, failure)
	}
	m.failed = waiting
	return m.announceEnds(news)
}

// announceEnds tells what has ended, with what is done, unless a refund is about to come.
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
