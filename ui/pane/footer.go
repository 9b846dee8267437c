package pane

import "charm.land/bubbles/v2/key"

// renamed is a binding that the footer calls by what it does here.
func renamed(binding key.Binding, help string) key.Binding {
	binding.SetHelp(binding.Help().Key, help)
	return binding
}

// paired is two bindings that the footer, where room is short, shows as one.
func paired(shown, help string, a, b key.Binding) key.Binding {
	return key.NewBinding(key.WithKeys(append(a.Keys(), b.Keys()...)...), key.WithHelp(shown, help))
}
