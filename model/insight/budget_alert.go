package insight

import (
	"fmt"
	"time"
)

// BudgetAlert is something about a budget that a person is told once in each span.
type BudgetAlert string

// The alerts, the gravest last.
const (
	AlertPace          BudgetAlert = "pace" // likely over before the end of the span
	AlertThreeQuarters BudgetAlert = "75"   // per cent are used
	AlertNear          BudgetAlert = "90"
	AlertUsedUp        BudgetAlert = "100"
)

// Alerts are those that hold, the gravest last.
func (c BudgetCheck) Alerts() []BudgetAlert {
	var alerts []BudgetAlert
	if c.Projected != nil && c.Projected.Mid > c.Credits {
		alerts = append(alerts, AlertPace)
	}
	for _, step := range []struct {
		alert BudgetAlert
		left  int64 // hundredths of the budget
	}{{AlertThreeQuarters, 25}, {AlertNear, 10}, {AlertUsedUp, 0}} {
		hundredths, rest := int64(c.Credits)/100, int64(c.Credits)%100
		if int64(c.Used) >= int64(c.Credits)-hundredths*step.left-rest*step.left/100 {
			alerts = append(alerts, step.alert)
		}
	}
	return alerts
}

// AlertName is the name of an alert in the span of the check: another one in the next span,
// and of another budget.
func (c BudgetCheck) AlertName(alert BudgetAlert) string {
	return fmt.Sprintf("budget %s/%s %s %s", c.Credits.Plain(), c.Per, c.From.Format(time.DateOnly), alert)
}
