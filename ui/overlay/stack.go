package overlay

import (
	"reflect"
	"slices"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// Layer is the priority of an overlay: one of a higher layer lies on those of lower ones,
// whichever was opened first.
type Layer int

// The layers, from below.
const (
	Ordinary  Layer = iota
	SignedOut       // the welcome screen, over everything while nobody is signed in
	Anywhere        // overlays that the welcome screen opens too
	SigningIn       // a running sign-in
)

// Stack is the open overlays, the top one last. It passes keymap, theme, state and size to
// each.
type Stack struct {
	keys          keymap.Map
	theme         *theme.Theme
	state         *data.State
	width, height int
	open          []Overlay
}

// NewStack makes an empty stack.
func NewStack(keys keymap.Map, t *theme.Theme, s *data.State) Stack {
	return Stack{keys: keys, theme: t, state: s}
}

// Push opens an overlay on top of its layer, replacing one of the same type.
func (s *Stack) Push(over Overlay) {
	over.SetKeys(s.keys)
	over.SetTheme(s.theme)
	over.SetState(s.state)
	over.SetSize(s.width, s.height)
	at := len(s.open)
	for at > 0 && s.open[at-1].Layer() > over.Layer() {
		at--
	}
	if at > 0 && reflect.TypeOf(s.open[at-1]) == reflect.TypeOf(over) {
		s.open[at-1] = over
		return
	}
	s.open = slices.Insert(s.open, at, over)
}

// Top is the overlay that takes the keys, nil for none.
func (s *Stack) Top() Overlay {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1]
}

// OnTop reports whether an overlay is the one that takes the keys.
func (s *Stack) OnTop(over Overlay) bool { return s.Top() == over }

// Has reports whether an overlay is open, on top or not.
func (s *Stack) Has(over Overlay) bool { return slices.Contains(s.open, over) }

// HasLayer reports whether an overlay of a layer is open.
func (s *Stack) HasLayer(layer Layer) bool {
	return slices.ContainsFunc(s.open, func(over Overlay) bool { return over.Layer() == layer })
}

// Remove removes an overlay, wherever it is.
func (s *Stack) Remove(over Overlay) {
	s.open = slices.DeleteFunc(s.open, func(other Overlay) bool { return other == over })
}

// Pop removes the top overlay.
func (s *Stack) Pop() { s.Remove(s.Top()) }

// Close removes the top overlay as the user does, and returns the intent that follows.
func (s *Stack) Close() data.Intent {
	top := s.Top()
	if top == nil {
		return nil
	}
	s.Remove(top)
	return top.OnClose()
}

// Clear removes all overlays but those of signing in.
func (s *Stack) Clear() {
	s.open = slices.DeleteFunc(s.open, func(over Overlay) bool { return over.Layer() == Ordinary || over.Layer() == Anywhere })
}

// Reset removes all overlays.
func (s *Stack) Reset() { s.open = nil }

// SetTheme sets the theme.
func (s *Stack) SetTheme(t *theme.Theme) {
	s.theme = t
	for _, over := range s.open {
		over.SetTheme(t)
	}
}

// SetState sets the state after a change.
func (s *Stack) SetState(state *data.State) {
	s.state = state
	for _, over := range s.open {
		over.SetState(state)
	}
}

// SetSize sets the size of the screen between header and footer.
func (s *Stack) SetSize(width, height int) {
	s.width, s.height = width, height
	for _, over := range s.open {
		over.SetSize(width, height)
	}
}
