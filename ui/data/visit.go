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

// Visit is what is new in the account since the user's last visit.
type Visit struct {
	Seen account.Seen
	News insight.News // since the last visit; empty before the first one
	Read bool         // the user has seen it
}

// Unread is what has happened since the last visit and was not shown yet; ok is false for
// nothing.
func (s *State) Unread() (news insight.News, ok bool) {
	v := &s.Visit
	return v.Value.News, v.Loaded && !v.Value.Read && !v.Value.Seen.Until.IsZero() && !v.Value.News.Empty()
}

// Unusual is the episode of unusual spending to show; ok is false for none.
func (s *State) Unusual() (e insight.Episode, ok bool) {
	unusual := s.History.Value.Unusual
	if unusual == nil || !s.Visit.Loaded || slices.Contains(s.Visit.Value.Seen.Told, UnusualName(*unusual)) {
		return insight.Episode{}, false
	}
	return *unusual, true
}

// UnusualName is the name under which an episode is marked as shown.
func UnusualName(e insight.Episode) string { return "unusual " + e.Peak.Format(time.DateOnly) }

// Find works out what is new in a history since the last visit.
func (v Visit) Find(ctx context.Context, table *history.Table) (Visit, error) {
	if v.Seen.Until.IsZero() || table == nil {
		return v, nil
	}
	var err error
	v.News, err = insight.NewsSince(ctx, table, v.Seen.Until)
	return v, err
}

// MemoryVisits keeps the last visit of any account in memory.
type MemoryVisits struct {
	mu   sync.Mutex
	seen account.Seen
}

// demoVisit is the age of the last visit to the demo's account.
const demoVisit = 30 * time.Hour

// DemoVisits are the visits of the demo, whose account has an earlier visit.
func DemoVisits(now time.Time) *MemoryVisits {
	return &MemoryVisits{seen: account.Seen{Until: now.Add(-demoVisit)}}
}

// Seen returns the last visit; see [account.Visits].
func (m *MemoryVisits) Seen(model.ID) (account.Seen, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return account.Seen{Until: m.seen.Until, Told: slices.Clone(m.seen.Told)}, nil
}

// MarkVisit stores a visit; see [account.Visits].
func (m *MemoryVisits) MarkVisit(_ model.ID, until time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen.Until = until
	return nil
}

// MarkTold marks a name as shown; see [account.Visits].
func (m *MemoryVisits) MarkTold(_ model.ID, name string) (first bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.Contains(m.seen.Told, name) {
		return false, nil
	}
	m.seen.Told = append(m.seen.Told, name)
	return true, nil
}
