package insight

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model"
)

func TestBudgetAlerts(t *testing.T) {
	for _, test := range []struct {
		used, mid model.Credits
		want      []BudgetAlert
	}{
		{74_999_999, 100e6, nil},
		{10e6, 100e6 + 1, []BudgetAlert{AlertPace}},
		{75e6, 90e6, []BudgetAlert{AlertThreeQuarters}},
		{89_999_999, 120e6, []BudgetAlert{AlertPace, AlertThreeQuarters}},
		{90e6, 0, []BudgetAlert{AlertThreeQuarters, AlertNear}},
		{100e6, 130e6, []BudgetAlert{AlertPace, AlertThreeQuarters, AlertNear, AlertUsedUp}},
	} {
		c := BudgetCheck{Budget: Budget{100e6, PerMonth}, Used: test.used}
		if test.mid > 0 {
			c.Projected = &Projection{Mid: test.mid}
		}
		if got := c.Alerts(); !slices.Equal(got, test.want) {
			t.Errorf("%v used, %v at the end: %v, want %v", test.used, test.mid, got, test.want)
		}
	}
}

// The more is used, the more alerts hold; nine tenths are what the state calls near.
func TestBudgetAlertsGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := BudgetCheck{Budget: Budget{model.Credits(rapid.Int64Range(1, 1<<62).Draw(t, "credits")), PerDay}, State: BudgetOK}
		c.Used = model.Credits(rapid.Int64Range(0, 1<<62).Draw(t, "used"))
		more := c
		more.Used += model.Credits(rapid.Int64Range(0, 1<<61).Draw(t, "more"))
		for _, alert := range c.Alerts() {
			if !slices.Contains(more.Alerts(), alert) {
				t.Fatalf("%s holds of %v and not of %v of %v", alert, c.Used, more.Used, c.Credits)
			}
		}
		if near := c.Used >= c.Credits-c.Credits/10; slices.Contains(c.Alerts(), AlertNear) != near {
			t.Fatalf("near is %v of %v of %v", !near, c.Used, c.Credits)
		}
	})
}
