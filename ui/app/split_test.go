package app_test

import "testing"

// TestSplit shows the selected row's details beside the list of Transactions from 160
// columns on, and follows the cursor; enter still opens it.
func TestSplit(t *testing.T) {
	t.Parallel()
	s := open(t, "", 160, 40)
	s.press("2")
	s.sees("animate-image · minimax-image-to-video")
	s.sees("Balance 11,495 after it")
	s.press("down")
	s.sees("Paid")
	checkFrame(s)
	goldenWithoutTabs(t, s.text())
	s.press("enter")
	s.sees("esc back")
	narrow := open(t, "", 159, 40)
	narrow.press("2")
	narrow.misses("after it")
}
