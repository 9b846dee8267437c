package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
)

// historyRead is a result of reading the history: from the local copy, from the newest
// rows, or from older ones.
type historyRead struct {
	data.Response[data.History]
	from reading
}

func (h historyRead) epoch() int { return h.Epoch }

// reading is the origin of a historyRead.
type reading int

const (
	fromCopy reading = iota
	fromNewest
	fromFurther
)

// readHistory begins to read the history. Older rows are read by a request of their
// own, so that a long first read does not delay new rows.
func (r *reader) readHistory(who priority, from reading) tea.Cmd {
	s := &r.state
	begin, inFlight := s.History.Begin, s.History.InFlight
	if from == fromFurther {
		begin, inFlight = s.Backfill.Begin, s.Backfill.InFlight
	}
	if !r.open || (inFlight && who == background) {
		return nil
	}
	result := historyRead{from: from}
	result.Generation, result.Epoch = begin(), r.epoch
	call := map[reading]func(context.Context) (history.Progress, error){
		fromCopy: r.Archive.Load, fromNewest: r.Archive.Latest, fromFurther: r.Archive.Step,
	}[from]
	ctx, source, now, loc := r.inRound(r.within, who), r.Source, r.options.Now, r.options.Location
	r.drawn.stale = true
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

// fetchLatest asks for new rows, in a round of its own.
func (r *reader) fetchLatest(who priority) tea.Cmd {
	r.round++
	return r.readHistory(who, fromNewest)
}

func (h historyRead) apply(r *reader) (tea.Cmd, error) {
	s := &r.state
	told := r.setLeftOut(h.LeftOut)
	before := s.History.Value
	if h.from == fromFurther {
		s.Backfill.Finish(h.Generation, h.Err)
	} else {
		s.History.Finish(h.Generation, h.Err)
	}
	cmds := []tea.Cmd{told, r.keepHistory(h), r.tell(historyChanged{err: h.Err, newest: h.from == fromNewest}), r.reconcile()}
	if h.from == fromCopy {
		return tea.Batch(append(cmds, r.readHistory(background, fromNewest))...), h.Err
	}
	if h.Err != nil || h.Value.Whole {
		s.SyncProgress = data.SyncProgress{}
	}
	if h.Err == nil {
		cmds = append(cmds, r.backfill())
		if before.Len() > 0 && planRowsSince(h.Value.Newest, before.Newest) {
			cmds = append(cmds, r.fetchSubscription(background))
		}
	}
	return tea.Batch(cmds...), h.Err
}

// keepHistory stores a result of reading the history, unless the present one is newer.
// What was read before an error is stored too.
func (r *reader) keepHistory(h historyRead) (told tea.Cmd) {
	history := &r.state.History
	if h.Value.Notice != "" {
		r.notifyError(h.Value.Notice)
		told = r.noticeTimer()
	}
	if h.Value.Table == nil && h.Err != nil || h.Value.Version < history.Value.Version {
		return told
	}
	if h.from == fromCopy && h.Value.Len() == 0 {
		return told // an empty copy is not shown; the server's rows follow
	}
	history.Value, history.Loaded, history.Cached, history.Provenance = h.Value, true, h.from == fromCopy, h.Provenance
	if r.options.OnHistorySize != nil && h.Value.Table != nil {
		r.options.OnHistorySize(h.Value.Table.Bytes())
	}
	if h.Err == nil {
		history.At = h.At
	}
	return told
}

// planRowsSince reports whether new rows concern the subscription, so that it has
// changed.
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

// backfill continues to read older rows in the background, until the history is
// complete. After a failure it waits for the next refresh.
func (r *reader) backfill() tea.Cmd {
	s := &r.state
	if more := s.History.Value.More || s.History.Value.Review; !s.History.Available() || !more || s.Backfill.InFlight || s.History.Err != nil {
		return nil
	}
	if !s.History.Value.Whole {
		s.SyncProgress = s.SyncProgress.Note(r.options.Now(), s.History.Value.Len())
	}
	return r.readHistory(background, fromFurther)
}
