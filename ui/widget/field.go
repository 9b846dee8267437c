package widget

import "charm.land/bubbles/v2/textinput"

// NewTextInput is a one-line text input with the terminal's own cursor: one that the program
// blinks would keep an idle program busy.
func NewTextInput(prompt, placeholder string, limit int) textinput.Model {
	field := textinput.New()
	field.Prompt = prompt
	field.Placeholder = placeholder
	field.CharLimit = limit
	field.SetVirtualCursor(false)
	field.KeyMap.Paste.SetEnabled(false) // it would run a clipboard program; terminals paste on their own
	return field
}
