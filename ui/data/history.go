package data

import (
	"context"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
)

// newestRows is how many of the newest rows are kept ready for the overview and
// for orders.
const newestRows = 200

// usageDays is how many days of usage are kept ready: a year's billing period.
const usageDays = 367

// History is the account's history as far as it is known, and what follows from it
// for the panes. It is immutable.
type History struct {
	history.Progress
	Newest []model.Transaction // the newest rows, newest first
	Usage  model.Usage         // credits used by local day, over the last year
	Pairs  model.RefundPairs   // refunds and their debits among Newest
	// Activity is what was used, in days and hours; nil while the history is still being read.
	Activity *insight.Activity
	// Unusual is the newest episode of unusual spending of the last days; nil where there is
	// none, and while the history is still being read.
	Unusual *insight.Episode

	doubts map[model.Day]history.Doubts // how sure Usage is
}

// An episode of unusual spending is news for so many days, where its peak was so many times
// a usual day: less is worth a mark in a chart, and no line of the overview.
const (
	unusualDays  = 14
	unusualTimes = 3
)

// unusual is the newest episode of the last days that is news, nil where there is none.
func unusual(activity *insight.Activity, today model.Day) *insight.Episode {
	for _, episode := range slices.Backward(activity.Episodes(insight.Span{From: today.Add(1 - unusualDays), To: today})) {
		if episode.Times() >= unusualTimes {
			return &episode
		}
	}
	return nil
}

// Doubts is how sure the use is from one local day to another, both included.
func (h History) Doubts(from, to model.Day) (sum history.Doubts) {
	for day, doubts := range h.doubts {
		if !day.Before(from) && !to.Before(day) {
			sum.Unknown += doubts.Unknown
			sum.AtLeast += doubts.AtLeast
		}
	}
	return sum
}

// Summarize works out what panes need of a state of the history. It may take some
// milliseconds for a long one.
func Summarize(ctx context.Context, p history.Progress, now time.Time, loc *time.Location) (History, error) {
	h := History{Progress: p, Usage: model.Usage{}}
	if p.Table == nil {
		return h, nil
	}
	for i := p.Table.Len() - 1; i >= 0 && len(h.Newest) < newestRows; i-- {
		h.Newest = append(h.Newest, p.Table.Row(i))
	}
	h.Pairs = model.PairRefunds(h.Newest)
	today := model.DayOf(now, loc)
	series, err := history.Usage(ctx, p.Table, today, usageDays, loc)
	for i, used := range series {
		if used != 0 {
			h.Usage[today.Add(i-usageDays+1)] = used
		}
	}
	if p.Whole && err == nil {
		if h.Activity, err = insight.NewActivity(ctx, p.Table.All(), nil, loc); err == nil {
			h.Unusual = unusual(h.Activity, today)
		}
	}
	if sums := p.Table.Sums(); sums.Unknown+sums.AtLeast > 0 {
		h.doubts = map[model.Day]history.Doubts{}
		for i, doubts := range history.UsageDoubts(p.Table, today, usageDays, loc) {
			if doubts != (history.Doubts{}) {
				h.doubts[today.Add(i-usageDays+1)] = doubts
			}
		}
	}
	return h, err
}

// Restore takes what this machine's copy has of an account, so that the first frame
// shows it before the network answers.
func (s *State) Restore(ctx context.Context, snapshot history.Snapshot) {
	s.Account.Restore(snapshot.Account)
	s.Subscription.Restore(snapshot.Subscription)
	s.Plans.Restore(snapshot.Plans)
	s.Packs.Restore(snapshot.Packs)
	s.Generations.Restore(snapshot.Generations)
	if !snapshot.Newest.Has || s.History.Loaded {
		return
	}
	builder := &history.Builder{Twins: true}
	builder.Put(snapshot.Newest.Value...)
	progress := history.Progress{Table: builder.Table(), Provenance: snapshot.Newest.Provenance, Total: snapshot.Total}
	digest, err := Summarize(ctx, progress, s.Now, s.Location)
	if err != nil {
		return
	}
	s.History.Restore(history.Cached[History]{Value: digest, Provenance: snapshot.Newest.Provenance, At: snapshot.Newest.At, Has: true})
	if found, err := NewestFirst().Run(ctx, digest.Table, SearchResult{}, s.Location); err == nil {
		s.SearchResult.Value, s.SearchResult.Loaded = found, true
	}
}

// SyncProgress is how the reading of the rest of a history goes: how much was known when,
// over the last while. It begins fast and goes on as fast as the server allows.
type SyncProgress struct{ marks []mark }

type mark struct {
	at   time.Time
	rows int
}

// readingWindow is how far back the present rate looks.
const readingWindow = time.Minute

// Note notes how many rows are known.
func (r SyncProgress) Note(at time.Time, rows int) SyncProgress {
	if n := len(r.marks); n > 0 && at.Sub(r.marks[n-1].at) >= readingWindow {
		r = SyncProgress{} // nothing came for a while: that is no pace
	}
	old := 0
	for old < len(r.marks)-1 && at.Sub(r.marks[old+1].at) >= readingWindow {
		old++
	}
	return SyncProgress{append(r.marks[old:len(r.marks):len(r.marks)], mark{at, rows})}
}

// Left is how long the rest takes at the present rate; ok is false before a rate is
// known.
func (r SyncProgress) Left(h History, now time.Time) (left time.Duration, ok bool) {
	if len(r.marks) == 0 {
		return 0, false
	}
	read, took := h.Len()-r.marks[0].rows, now.Sub(r.marks[0].at)
	if read <= 0 || took < time.Second {
		return 0, false
	}
	return time.Duration(float64(took) / float64(read) * float64(h.Rows()-h.Len())), true
}

// Len is the number of rows that are known.
func (h History) Len() int {
	if h.Table == nil {
		return 0
	}
	return h.Table.Len()
}

// Rows is the number of rows that the history has, as far as is known.
func (h History) Rows() int { return max(int(h.Total), h.Len()) }

// Missing is how many rows of the history are still to be read, as far as is known.
func (h History) Missing() int {
	if h.Whole {
		return 0
	}
	return h.Rows() - h.Len()
}

// PairsOf finds the refund of a row, or what it gives back. It may look at every
// row.
func (h History) PairsOf(row model.Transaction) model.RefundPairs {
	if h.Table == nil {
		return h.Pairs
	}
	rows := []model.Transaction{row}
	if at, ok := h.Table.FindRow(row.Seq, row.ID); ok {
		for _, other := range h.Table.RefundsOf(row.ID) {
			rows = append(rows, h.Table.Row(other))
		}
		if other, ok := h.Table.Original(at); ok {
			rows = append(rows, h.Table.Row(other))
		}
	}
	return model.PairRefunds(rows)
}

// RefundsOf is what was given back of a purchase, as far as the history is known.
func (h History) RefundsOf(purchase model.ID) model.Refunds {
	if h.Table == nil {
		return model.Refunds{}
	}
	var rows []model.Transaction
	for _, at := range h.Table.RefundsOf(purchase) {
		rows = append(rows, h.Table.Row(at))
	}
	return model.RefundsOf(purchase, rows)
}

// Search says which rows of the history are shown, in what order, grouped how.
type Search struct {
	Query   history.Query // rows that do not fit are not shown
	Marks   history.Query // rows that fit are marked; empty marks none
	Sort    history.SortKey
	Desc    bool
	Grouped bool
	Group   history.GroupKey
}

// NewestFirst is the search that shows all rows, the newest first.
func NewestFirst() Search { return Search{Sort: history.ByDate, Desc: true} }

// SearchResult is what a search has found. It is immutable.
type SearchResult struct {
	Search   Search
	Order    *history.Sorted
	Grouping *history.Grouping // nil where not grouped
	Marked   *history.Result   // nil where none are marked
}

// GroupAt is where the i-th group that is shown stands in the grouping, whose
// groups ascend: days, weeks and months stand the newest first where the rows do.
func (f SearchResult) GroupAt(i int) int {
	byTime := f.Search.Group == history.PerDay || f.Search.Group == history.PerWeek || f.Search.Group == history.PerMonth
	if byTime && f.Search.Desc {
		return len(f.Grouping.Groups) - 1 - i
	}
	return i
}

// Run carries out a search on a table, narrowing from what was found before where
// it can. It ends soon after its context does.
func (s Search) Run(ctx context.Context, table *history.Table, before SearchResult, loc *time.Location) (SearchResult, error) {
	var last, lastMarked *history.Result
	if before.Order != nil {
		last = before.Order.Result()
	}
	lastMarked = before.Marked
	found := SearchResult{Search: s}
	result, err := history.Filter(ctx, table, s.Query, last)
	if err != nil {
		return found, err
	}
	sorted := false
	if before.Order != nil && before.Search.Sort == s.Sort {
		found.Order, sorted = before.Order.Resort(result, s.Desc)
	}
	if !sorted {
		if found.Order, err = history.Sort(ctx, result, s.Sort, s.Desc); err != nil {
			return found, err
		}
	}
	if !s.Marks.Empty() {
		if found.Marked, err = history.Filter(ctx, table, s.Marks, lastMarked); err != nil {
			return found, err
		}
	}
	if s.Grouped {
		found.Grouping, err = history.GroupBy(ctx, found.Order, s.Group, loc)
	}
	return found, err
}
