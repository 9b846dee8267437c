package app_test

import "testing"

// TestNameAChange classifies an observed change as a purchase: filters and the money
// spent then count it; another classification replaces it, and it can be removed.
func TestNameAChange(t *testing.T) {
	t.Parallel()
	s := openEstimated(t, 140, 60)
	s.press("2", "enter")
	s.sees("enter say what it was")
	s.press("enter")
	s.sees("What was it?")
	s.typed("19 doubloons")
	s.press("enter")
	s.sees("Money is an amount with its currency")
	for range "19 doubloons" {
		s.press("backspace")
	}
	s.typed("19")
	s.press("enter")
	s.sees("The change counts as a purchase of credits for $19.00.")
	s.sees("+ $19.00, entered by you, purchase")
	s.sees("≈+2,000")
	s.press("/")
	s.typed("type:purchase")
	s.press("enter")
	s.sees("1 of 1, 593 in all")
	s.press("esc", "7")
	s.sees("2026 so far $19.00, 1 payment")

	s.press("2", "enter")
	s.sees("Entered by you: the balance changed by this much")
	s.sees("Paid $19.00")
	s.press("enter")
	s.sees("19.00 USD")
	s.press("down")
	for range "19.00 USD" {
		s.press("backspace")
	}
	s.press("enter")
	s.sees("The change counts as a renewal of the plan.")
	s.sees("+ entered by you, subscription")

	s.press("enter", "enter", "down", "down", "down", "enter")
	s.sees("Nothing is said of the change any more.")
	s.sees("± balance changed elsewhere")
	s.press("7")
	s.sees("This server has no history of payments. The website has it.")
}
