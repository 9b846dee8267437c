package data

import (
	"sync"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/insight"
)

// MemoryBudgets keeps one budget for any account, until the program ends.
type MemoryBudgets struct {
	mu   sync.Mutex
	kept *insight.Budget
}

// DemoBudgets are the budgets of the demo, whose account has one that is nearly used up at the
// end of a month.
func DemoBudgets() *MemoryBudgets {
	return &MemoryBudgets{kept: &insight.Budget{Credits: 5000 * model.Credit, Per: insight.PerMonth}}
}

// Budget returns the budget; see [account.Budgets].
func (m *MemoryBudgets) Budget(model.ID) (*insight.Budget, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept, nil
}

// SetBudget stores the budget; see [account.Budgets].
func (m *MemoryBudgets) SetBudget(_ model.ID, budget *insight.Budget) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = budget
	return nil
}

// Budget is the account's budget with its check against the use.
type Budget struct {
	Budget  *insight.Budget      // nil for none
	Check   *insight.BudgetCheck // nil without a budget, and while the history is still being read
	Unknown bool                 // generations of the span have an unknown price
}

// CheckBudget compares the budget of an account with its use.
func CheckBudget(budgets account.Budgets, id model.ID, activity *insight.Activity, now time.Time) (b Budget, err error) {
	if b.Budget, err = budgets.Budget(id); err != nil || b.Budget == nil || activity == nil {
		return b, err
	}
	check := b.Budget.Check(activity, now)
	b.Check, b.Unknown = &check, activity.Of(check.Span).Unknown > 0
	return b, nil
}
