package data

import (
	"slices"
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
)

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
