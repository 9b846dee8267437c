package app

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
)

// latestLoaded is the newest rows.
type latestLoaded struct{ data.Loaded[model.Page] }

func (l latestLoaded) epoch() int { return l.Epoch }

// fetchLatest asks for the rows that are new.
func (a *App) fetchLatest(who asked) tea.Cmd {
	history := &a.state.History
	if !a.open || (history.InFlight && who == byBackground) {
		return nil
	}
	var known int64
	if history.Value != nil {
		known = history.Value.Newest()
	}
	result := latestLoaded{data.Loaded[model.Page]{Generation: history.Begin(), Epoch: a.epoch}}
	ctx, source, now := who.mark(a.within), a.session.Source, a.options.Now
	return func() tea.Msg {
		result.Value, result.Provenance, result.Err = source.Latest(ctx, known)
		result.At = now()
		return result
	}
}

func (l latestLoaded) apply(a *App) (tea.Cmd, error) {
	before := a.state.History.Value
	timeline := &model.Timeline{}
	if before != nil {
		*timeline = *before
	}
	if l.Err == nil {
		timeline.Latest(l.Value)
	}
	result := data.Loaded[*model.Timeline]{
		Epoch: l.Epoch, Generation: l.Generation, Value: timeline, Provenance: l.Provenance, At: l.At, Err: l.Err,
	}
	if !a.state.History.Apply(result) {
		return nil, l.Err
	}
	a.count()
	cmds := []tea.Cmd{a.fillWindow(), a.settleOrders()}
	if l.Err == nil && before != nil && a.planRowsSince(before.Newest()) {
		cmds = append(cmds, a.fetchSubscription(byBackground))
	}
	return tea.Batch(cmds...), l.Err
}

// planRowsSince reports whether a row of the subscription is newer than a
// sequence number, so that the subscription has changed.
func (a *App) planRowsSince(seq int64) bool {
	for _, row := range a.state.Rows() {
		if row.Seq <= seq {
			return false
		}
		if row.Type == model.TypeSubscription {
			return true
		}
	}
	return false
}

// olderLoaded is a page of older rows.
type olderLoaded struct {
	data.Loaded[model.Page]
	cursor string
}

func (l olderLoaded) epoch() int { return l.Epoch }

// fetchOlder asks for the next page of older rows.
func (a *App) fetchOlder(who asked) tea.Cmd {
	history, older := a.state.History.Value, &a.state.Older
	if !a.open || older.InFlight || history == nil || !history.HasMore() {
		return nil
	}
	if older.Err != nil && who == byBackground {
		return nil // until a refresh or a person asks again
	}
	result := olderLoaded{cursor: history.Cursor()}
	result.Generation, result.Epoch = older.Begin(), a.epoch
	ctx, source, now := who.mark(a.within), a.session.Source, a.options.Now
	return func() tea.Msg {
		result.Value, result.Err = fetchPage(ctx, source, result.cursor)
		result.Provenance, result.At = model.Billed, now()
		return result
	}
}

func fetchPage(ctx context.Context, source data.Ledger, cursor string) (model.Page, error) {
	return source.Older(ctx, cursor)
}

func (l olderLoaded) apply(a *App) (tea.Cmd, error) {
	if !a.state.Older.Apply(l.Loaded) || l.Err != nil || a.state.History.Value == nil {
		return nil, l.Err
	}
	timeline := *a.state.History.Value
	timeline.Older(l.cursor, l.Value)
	a.state.History.Value = &timeline
	a.count()
	return a.fillWindow(), nil
}

// count works out what follows from the rows.
func (a *App) count() {
	rows := a.state.Rows()
	a.state.Usage = model.UsageByDay(rows, a.state.Location)
	a.state.Pairs = model.Pair(rows)
}

// windowRows is as far as the background reads back by itself for the sums of the
// billing period.
const windowRows = 3000

// fillWindow reads on, a page at a time, until the rows cover the chart's days,
// the week and the billing period.
func (a *App) fillWindow() tea.Cmd {
	s := &a.state
	if !s.History.Served() || len(s.Rows()) >= windowRows {
		return nil
	}
	from := s.Today().Add(-30).Start(s.Location)
	if start := s.Subscription.Value.CurrentPeriodStart; !start.IsZero() && start.Before(from) {
		from = start.Time
	}
	if s.Covers(from) {
		return nil
	}
	return a.fetchOlder(byBackground)
}
