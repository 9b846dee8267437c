package data

import (
	"sync"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
)

// Budgets keeps the budget of each account. Its methods may be called from any goroutine.
type Budgets interface {
	// Budget gives an account's budget, nil for none.
	Budget(account model.ID) (*insight.Budget, error)
	// SetBudget keeps one in the place of that before; nil keeps none.
	SetBudget(account model.ID, budget *insight.Budget) error
}

// MemoryBudgets keeps one budget, whatever the account, as long as the program runs.
type MemoryBudgets struct {
	mu   sync.Mutex
	kept *insight.Budget
}

// DemoBudgets are those of the demo, whose account has one that is nearly used when a
// month ends.
func DemoBudgets() *MemoryBudgets {
	return &MemoryBudgets{kept: &insight.Budget{Credits: 4000 * model.Credit, Per: insight.PerMonth}}
}

// Budget gives it; see [Budgets].
func (m *MemoryBudgets) Budget(model.ID) (*insight.Budget, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept, nil
}

// SetBudget keeps it; see [Budgets].
func (m *MemoryBudgets) SetBudget(_ model.ID, budget *insight.Budget) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = budget
	return nil
}
