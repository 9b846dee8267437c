package theme

import "github.com/studio-tui/studio-tui/ui/widget"

// RenderRole styles cells of a chart; see [widget.Grid.Lines].
func (t *Theme) RenderRole(role widget.Role, text string) string {
	switch role {
	case widget.RoleAccent:
		return t.Accent.Render(text)
	case widget.RoleFaint:
		return t.Faint.Render(text)
	case widget.RoleMuted:
		return t.Muted.Render(text)
	case widget.RoleWarn:
		return t.Warn.Render(text)
	case widget.RoleStrong:
		return t.Strong.Render(text)
	}
	return text
}
