package insight

import (
	"fmt"
	"time"
)

// BudgetAlert is an event of a budget that is shown once in each period.
type BudgetAlert string

// The alerts, the gravest last.
const (
	AlertPace          BudgetAlert = "pace" // likely exceeded before the end of the period
	AlertThreeQuarters BudgetAlert = "75"   // per cent are used
	AlertNear          BudgetAlert = "90"
	AlertUsedUp        BudgetAlert = "100"
)

// Alerts returns the alerts that apply, the most serious last.
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

// AlertName identifies an alert in the period of the check: it differs for another period
// or budget.
func (c BudgetCheck) AlertName(alert BudgetAlert) string {
	return fmt.Sprintf("budget %s/%s %s %s", c.Credits.Plain(), c.Per, c.From.Format(time.DateOnly), alert)
}
