package widget

import "charm.land/bubbles/v2/textinput"

// NewTextInput makes a line that takes text, with the terminal's own cursor: one that blinks
// by itself would keep an idle program busy.
func NewTextInput(prompt, placeholder string, limit int) textinput.Model {
	field := textinput.New()
	field.Prompt = prompt
	field.Placeholder = placeholder
	field.CharLimit = limit
	field.SetVirtualCursor(false)
	field.KeyMap.Paste.SetEnabled(false) // it would run a clipboard program; terminals paste by themselves
	return field
}
