package pane

import (
	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
)

// portalKey is the billing portal's key binding, with help that names the page it opens.
func portalKey(s *data.State, portal key.Binding) key.Binding {
	if s.WithoutPortal() {
		return keymap.As(portal, "account page")
	}
	return portal
}
