package app_test

import "testing"

// TestMoneySpent sums up the payments of the whole history in the Account pane.
func TestMoneySpent(t *testing.T) {
	t.Parallel()
	s := openWhole(t, 140, 60)
	s.press("7")
	s.sees("MONEY SPENT")
	s.sees("2026 so far $")
	s.sees("Nov 2026 $")
	s.sees("RECEIPTS")
	s.misses("As far as your history is read.")
}
