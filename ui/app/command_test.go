package app_test

import (
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/model"
)

// TestPalette finds commands by their names and runs them.
func TestPalette(t *testing.T) {
	s := open(t, "", 80, 24)
	s.press(":")
	all := s.text()
	s.typed("refund pol")
	s.sees("▸ Open the refund policy")
	s.press("enter")
	if len(s.opened) != 1 || s.opened[0] != model.RefundPolicy {
		t.Errorf("opened %v", s.opened)
	}
	s.press(":")
	s.typed("packs")
	s.press("enter")
	s.sees("PER CREDIT")
	s.press(":")
	s.typed("zzz")
	s.sees("No command of that name.")
	s.press("enter", "esc", ":")
	s.typed("quit")
	s.press("enter")
	if !s.quit {
		t.Error("quit does not quit")
	}
	golden.RequireEqual(t, all)
}

// TestAudit adds the history up.
func TestAudit(t *testing.T) {
	s := openWhole(t, 80, 24)
	s.press("2", "a")
	s.sees("✓ The opening balance and every amount give the balance, at every row.")
	s.sees("4,018")
	golden.RequireEqual(t, s.text())
}

// TestHelp holds the keys, and what a filter can say.
func TestHelp(t *testing.T) {
	eachSize(t, func(t *testing.T, width, height int) {
		s := open(t, "", width, height)
		s.press("?")
		first := s.text()
		s.press("G")
		checkFrame(s)
		golden.RequireEqual(t, first+"\n"+s.text())
	})
}
