package data

import (
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
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

// Budget is the account's budget, and how it stands.
type Budget struct {
	Budget  *insight.Budget      // nil for none
	Check   *insight.BudgetCheck // nil without a budget, and while the history is still being read
	Unknown bool                 // generations of the span have no known price
}

// CheckBudget compares the budget of an account with what was used.
func CheckBudget(budgets account.Budgets, id model.ID, activity *insight.Activity, now time.Time) (b Budget, err error) {
	if b.Budget, err = budgets.Budget(id); err != nil || b.Budget == nil || activity == nil {
		return b, err
	}
	check := b.Budget.Check(activity, now)
	b.Check, b.Unknown = &check, activity.Of(check.Span).Unknown > 0
	return b, nil
}
