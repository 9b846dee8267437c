package overlay

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// kinds make an overlay of every layer, and two of the lowest one.
var kinds = []func() Overlay{
	func() Overlay { return NewConfirm() },
	func() Overlay { return NewPayment() },
	func() Overlay { return NewWelcome(nil) },
	func() Overlay { return NewHelp("Packs", keymap.Packs) },
	func() Overlay { return NewDevice() },
}

func newStack() Stack { return NewStack(keymap.Default(), theme.New(true), &data.State{}) }

// TestStackKeepsLayers pushes and removes at random: overlays are ordered by layer, the newest
// of a layer on top, and only one of a type.
func TestStackKeepsLayers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newStack()
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			if rapid.IntRange(0, 3).Draw(t, "pop") == 0 {
				s.Pop()
				continue
			}
			pushed := rapid.SampledFrom(kinds).Draw(t, "kind")()
			s.Push(pushed)
			at := slices.Index(s.open, pushed)
			if at < 0 || at+1 < len(s.open) && s.open[at+1].Layer() <= pushed.Layer() {
				t.Fatalf("%T is not the highest of its layer in %T", pushed, s.open)
			}
			if !slices.IsSortedFunc(s.open, func(a, b Overlay) int { return int(a.Layer() - b.Layer()) }) {
				t.Fatalf("out of order: %T", s.open)
			}
		}
	})
}

// TestStackOnTop finds the top overlay, also in an empty stack, where a nil overlay is not on
// top.
func TestStackOnTop(t *testing.T) {
	s := newStack()
	var none *Payment
	if s.Top() != nil || s.OnTop(none) || s.Close() != nil {
		t.Error("an empty stack has a top")
	}
	welcome, confirm := NewWelcome(nil), NewConfirm()
	s.Push(welcome)
	s.Push(confirm)
	if !s.OnTop(welcome) || !s.Has(confirm) || !s.HasLayer(SignedOut) {
		t.Error("the welcome does not lie on a confirmation")
	}
	s.Clear()
	if !s.OnTop(welcome) || s.Has(confirm) {
		t.Error("clearing takes the welcome, or leaves the confirmation")
	}
}

// TestStackReplacesItsKind opens one detail in place of another.
func TestStackReplacesItsKind(t *testing.T) {
	s := newStack()
	s.Push(NewConfirm())
	again := NewConfirm()
	s.Push(again)
	if s.Pop(); s.Top() != nil {
		t.Error("a confirmation lies on another one")
	}
}

// TestClosingSaysWhatFollows checks the intent of closing an overlay.
func TestClosingSaysWhatFollows(t *testing.T) {
	writing := NewExport("rows.csv", 2, 0)
	writing.writing = true
	opening := NewProfiles(nil)
	opening.Opening(account.Profile{Name: "work"})
	for _, test := range []struct {
		over Overlay
		want data.Intent
	}{
		{NewConfirm(), data.LeaveOrder{}},
		{NewQuestion(), data.LeaveOrder{}},
		{NewPayment(), data.LeaveOrder{}},
		{NewWebsiteWatch(), data.LeaveWebsite{}},
		{NewPricingConsent(), data.LeaveWebsite{}},
		{NewExport("rows.csv", 2, 0), nil},
		{writing, data.CancelExport{}},
		{NewProfiles(nil), nil},
		{opening, data.CancelOpening{}},
		{NewHelp("Packs", keymap.Packs), nil},
	} {
		s := newStack()
		s.Push(test.over)
		if got := s.Close(); got != test.want || s.Top() != nil {
			t.Errorf("%T: closing gives %T, want %T", test.over, got, test.want)
		}
	}
}
