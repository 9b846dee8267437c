package data

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/model/insight"
)

// Visit is what a person has not seen yet of the account.
type Visit struct {
	Seen account.Seen
	News insight.News // after the last visit; of nothing before the first one
	Read bool         // it was seen
}

// Unread is what is told of what happened since the last visit; ok is false for nothing.
func (s *State) Unread() (news insight.News, ok bool) {
	v := &s.Visit
	return v.Value.News, v.Loaded && !v.Value.Read && !v.Value.Seen.Until.IsZero() && !v.Value.News.Empty()
}

// Unusual is the episode of unusual spending that is told; ok is false for none.
func (s *State) Unusual() (e insight.Episode, ok bool) {
	unusual := s.History.Value.Unusual
	if unusual == nil || !s.Visit.Loaded || slices.Contains(s.Visit.Value.Seen.Told, UnusualName(*unusual)) {
		return insight.Episode{}, false
	}
	return *unusual, true
}

// UnusualName is by what an episode is remembered.
func UnusualName(e insight.Episode) string { return "unusual " + e.Peak.Format(time.DateOnly) }

// Find works out what is new of a history after the last visit.
func (v Visit) Find(ctx context.Context, table *history.Table) (Visit, error) {
	if v.Seen.Until.IsZero() || table == nil {
		return v, nil
	}
	var err error
	v.News, err = insight.NewsSince(ctx, table, v.Seen.Until)
	return v, err
}

// MemoryVisits keeps what was seen of one account, whatever it is, as long as the program runs.
type MemoryVisits struct {
	mu   sync.Mutex
	seen account.Seen
}

// demoVisit is how long ago somebody looked at the demo's account last.
const demoVisit = 30 * time.Hour

// DemoVisits are those of the demo, whose account has a visit before.
func DemoVisits(now time.Time) *MemoryVisits {
	return &MemoryVisits{seen: account.Seen{Until: now.Add(-demoVisit)}}
}

// Seen gives it; see [account.Visits].
func (m *MemoryVisits) Seen(model.ID) (account.Seen, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return account.Seen{Until: m.seen.Until, Told: slices.Clone(m.seen.Told)}, nil
}

// MarkVisit notes it; see [account.Visits].
func (m *MemoryVisits) MarkVisit(_ model.ID, until time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen.Until = until
	return nil
}

// MarkTold notes it; see [account.Visits].
func (m *MemoryVisits) MarkTold(_ model.ID, name string) (first bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.Contains(m.seen.Told, name) {
		return false, nil
	}
	m.seen.Told = append(m.seen.Told, name)
	return true, nil
}
