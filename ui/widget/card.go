package widget

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// Card draws a frame with a title in its upper edge around lines. Width and
// height include the frame; lines that do not fit are cut.
func Card(title string, lines []string, width, height int, border color.Color) string {
	edge := lipgloss.NewStyle().Foreground(border)
	inner := width - 4
	title = Truncate(title, inner-2)
	top := edge.Render("╭─ ") + title + edge.Render(" "+strings.Repeat("─", max(inner-Width(title)-1, 0))+"╮")
	if title == "" {
		top = edge.Render("╭" + strings.Repeat("─", width-2) + "╮")
	}
	rows := []string{top}
	side := edge.Render("│")
	for i := range height - 2 {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		rows = append(rows, side+" "+PadRight(line, inner)+" "+side)
	}
	rows = append(rows, edge.Render("╰"+strings.Repeat("─", width-2)+"╯"))
	return strings.Join(rows, "\n")
}
