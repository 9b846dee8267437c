package pane

import (
	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/ui/data"
)

// renamed is a binding that the footer calls by what it does here.
func renamed(binding key.Binding, help string) key.Binding {
	binding.SetHelp(binding.Help().Key, help)
	return binding
}

// paired is two bindings that the footer, where room is short, shows as one.
func paired(shown, help string, a, b key.Binding) key.Binding {
	return key.NewBinding(key.WithKeys(append(a.Keys(), b.Keys()...)...), key.WithHelp(shown, help))
}

// portalKey is the key of the billing portal, named for what it opens.
func portalKey(s *data.State, portal key.Binding) key.Binding {
	if s.WithoutPortal() {
		return renamed(portal, "account page")
	}
	return portal
}
