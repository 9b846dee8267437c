package data

import (
	"sync"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
)

// MemoryBudgets keeps one budget, whatever the account, as long as the program runs.
type MemoryBudgets struct {
	mu   sync.Mutex
	kept *insight.Budget
}

// DemoBudgets are those of the demo, whose account has one that is nearly used when a
// month ends.
func DemoBudgets() *MemoryBudgets {
	return &MemoryBudgets{kept: &insight.Budget{Credits: 5000 * model.Credit, Per: insight.PerMonth}}
}

// Budget gives it; see [account.Budgets].
func (m *MemoryBudgets) Budget(model.ID) (*insight.Budget, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept, nil
}

// SetBudget keeps it; see [account.Budgets].
func (m *MemoryBudgets) SetBudget(_ model.ID, budget *insight.Budget) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = budget
	return nil
}
