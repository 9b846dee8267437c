package pane

import (
	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/model"
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

// withoutPortal reports whether this server has no billing portal: the account page of
// the website stands in for it.
func withoutPortal(s *data.State) bool { return s.Plans.Has && s.Plans.Provenance != model.Billed }

// portalKey is the key of the billing portal, named for what it opens.
func portalKey(s *data.State, portal key.Binding) key.Binding {
	if withoutPortal(s) {
		return renamed(portal, "account page")
	}
	return portal
}
