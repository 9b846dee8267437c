package theme

import "github.com/studio-tui/studio-tui/ui/widget"

// RenderRole paints cells of a picture; see [widget.Grid.Lines].
func (t *Theme) RenderRole(role widget.Role, text string) string {
	switch role {
	case widget.RoleAccent:
		return t.Accent.Paint(text)
	case widget.RoleFaint:
		return t.Faint.Paint(text)
	case widget.RoleMuted:
		return t.Muted.Paint(text)
	case widget.RoleWarn:
		return t.Warn.Paint(text)
	case widget.RoleStrong:
		return t.Strong.Paint(text)
	}
	return text
}
