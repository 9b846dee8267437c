package app_test

import "testing"

// TestCardsSayThatTheyScroll names the keys that scroll where a card is longer than
// its room, and only there.
func TestCardsSayThatTheyScroll(t *testing.T) {
	s := open(t, "", 60, 20)
	s.noOpen = "there is no screen here, and a rather long sentence says why"
	s.press("b", "enter")
	s.sees("enter confirm ↑ ↓ scroll esc go back, buy nothing")
	s.misses("is shown for you to copy.")
	s.press("down", "down", "down", "down")
	s.sees("is shown for you to copy.")
	roomy := open(t, "", 80, 24)
	roomy.press("b", "enter")
	roomy.misses("scroll")
	text := open(t, "", 60, 16)
	text.press(":")
	text.misses("scroll")
}
