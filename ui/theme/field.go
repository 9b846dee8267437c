package theme

import "charm.land/bubbles/v2/textinput"

// Field is the styles of a text input.
func (t *Theme) Field() textinput.Styles {
	styles := textinput.DefaultStyles(t.Dark)
	styles.Focused.Prompt, styles.Blurred.Prompt = t.Accent.Lipgloss(), t.Muted.Lipgloss()
	styles.Focused.Placeholder, styles.Blurred.Placeholder = t.Muted.Lipgloss(), t.Muted.Lipgloss()
	return styles
}
