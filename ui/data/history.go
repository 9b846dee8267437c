package data

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
)

// newestRows is the number of newest rows kept at hand for the Overview and for orders.
const newestRows = 200

// usageDays is the number of days of usage kept at hand: a yearly billing period.
const usageDays = 367

// History is the account's history as read so far, with figures worked out from it. It is
// immutable.
type History struct {
	history.Progress
	Newest []model.Transaction // the newest rows, newest first
	Usage  model.Usage         // credits used by local day, over the last year
	Pairs  model.RefundPairs   // refunds and their debits among Newest
	// Activity is the use by days and hours; nil while the history is still being read.
	Activity *insight.Activity
	// Unusual is the newest episode of unusual spending in the last days; nil where there is
	// none, and while the history is still being read.
	Unusual *insight.Episode

	doubts map[model.Day]history.Doubts // how certain Usage is
}

// Thresholds for showing an episode in the Overview: its age in days, and its peak as a
// multiple of a usual day. Charts mark smaller ones too.
const (
	unusualDays  = 14
	unusualTimes = 3
)

// unusual is the newest episode that the Overview shows, nil where there is none.
func unusual(activity *insight.Activity, today model.Day) *insight.Episode {
	for _, episode := range slices.Backward(activity.Episodes(insight.Span{From: today.Add(1 - unusualDays), To: today})) {
		if episode.Times() >= unusualTimes {
			return &episode
		}
	}
	return nil
}

// noRows is the table of a history that was read and is empty: the same one each time, as what
// is worked out from it is kept.
var noRows = &history.Table{}

// Doubts is how certain the use between two local days is, both included.
func (h History) Doubts(from, to model.Day) (sum history.Doubts) {
	for day, doubts := range h.doubts {
		if !day.Before(from) && !to.Before(day) {
			sum.Unknown += doubts.Unknown
			sum.AtLeast += doubts.AtLeast
		}
	}
	return sum
}

// Summarize works out the History of a reading's progress. It may take some milliseconds for a
// long one.
func Summarize(ctx context.Context, p history.Progress, now time.Time, loc *time.Location) (History, error) {
	if p.Table == nil && p.Whole {
		p.Table = noRows
	}
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

// Restore sets an account's data from the local copy, so that the first frame shows it before
// the server answers.
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

// SyncProgress is the progress of reading the rest of a history: how many rows were known when,
// over the last while. Its rate is fast at first and then as the server allows.
type SyncProgress struct{ marks []mark }

type mark struct {
	at   time.Time
	rows int
}

// readingWindow is the length of time that the current rate is measured over.
const readingWindow = time.Minute

// Note records how many rows are known.
func (r SyncProgress) Note(at time.Time, rows int) SyncProgress {
	if n := len(r.marks); n > 0 && at.Sub(r.marks[n-1].at) >= readingWindow {
		r = SyncProgress{} // the reading was interrupted, so older marks give no rate
	}
	old := 0
	for old < len(r.marks)-1 && at.Sub(r.marks[old+1].at) >= readingWindow {
		old++
	}
	return SyncProgress{append(r.marks[old:len(r.marks):len(r.marks)], mark{at, rows})}
}

// Left is the time that the rest takes at the current rate; ok is false before a rate is known.
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

// Len is the number of rows read so far.
func (h History) Len() int {
	if h.Table == nil {
		return 0
	}
	return h.Table.Len()
}

// Rows is the number of rows of the history: the server's total, or the rows read so far if
// more.
func (h History) Rows() int { return max(int(h.Total), h.Len()) }

// Missing is the number of rows still to be read.
func (h History) Missing() int {
	if h.Whole {
		return 0
	}
	return h.Rows() - h.Len()
}

// PairsOf finds the refunds of a row, or the row that it refunds. It may look at every row.
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

// RefundsOf are the refunds of a purchase among the rows read so far.
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

// Search is a filter, sorting and grouping of the history.
type Search struct {
	Query   history.Query // other rows are hidden
	Marks   history.Query // matching rows are marked; empty marks none
	Sort    history.SortKey
	Desc    bool
	Grouped bool
	Group   history.GroupKey
}

// NewestFirst is the search that shows all rows, the newest first.
func NewestFirst() Search { return Search{Sort: history.ByDate, Desc: true} }

// SearchResult is the result of a search. It is immutable.
type SearchResult struct {
	Search   Search
	Order    *history.Sorted
	Grouping *history.Grouping // nil where not grouped
	ranked   []int             // groups by name in the order shown
	Marked   *history.Result   // nil where nothing is marked
}

// GroupAt is the index in the grouping of the i-th group shown. Days, weeks and months are shown
// in the direction of the rows; names by their net: those that took the most credits first, and
// after them those that gave the most.
func (f SearchResult) GroupAt(i int) int {
	switch {
	case f.ranked != nil:
		return f.ranked[i]
	case f.Search.Desc:
		return len(f.Grouping.Groups) - 1 - i
	}
	return i
}

// rank sorts groups by name for [SearchResult.GroupAt].
func (f *SearchResult) rank() {
	switch f.Search.Group {
	case history.PerDay, history.PerWeek, history.PerMonth:
		return
	}
	groups := f.Grouping.Groups
	f.ranked = make([]int, len(groups))
	for i := range groups {
		f.ranked[i] = i
	}
	slices.SortStableFunc(f.ranked, func(a, b int) int {
		x, y := groups[a].Net().Clamped(), groups[b].Net().Clamped()
		if x > 0 && y > 0 {
			x, y = y, x
		}
		return cmp.Compare(x, y)
	})
}

// Run searches a table, narrowing the previous result where it can. It stops soon after its
// context is done.
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
		if found.Grouping, err = history.GroupBy(ctx, found.Order, s.Group, loc); err == nil {
			found.rank()
		}
	}
	return found, err
}
