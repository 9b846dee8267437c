package app

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// dimmed is the body of a pane under a card: faint, and without its scroll bar, which
// would look like a part of the card's frame.
func (a *App) dimmed(body string) string {
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		line = strings.TrimRight(ansi.Strip(line), " ")
		line = strings.TrimSuffix(strings.TrimSuffix(line, "│"), "┃")
		lines[i] = widget.PadRight(a.theme.Faint.Render(strings.TrimRight(line, " ")), a.width)
	}
	return strings.Join(lines, "\n")
}

// minBeside is the number of columns from which the screen shows beside a card.
const minBeside = 12

// composed draws the top card over the screen.
func (a *App) composed(screen string) (string, *tea.Cursor) {
	card, cursor := a.overlays.Top().View()
	card = a.masked(card, -1)
	width, height := widget.Size(card)
	at := a.layout.overlay(width, height)
	x, y := at.Min.X, at.Min.Y
	if cursor != nil {
		cursor.X += x
		cursor.Y += y
	}
	lines := strings.Split(screen, "\n")
	for i, line := range strings.Split(card, "\n") {
		if i+y < len(lines) {
			under := lines[y+i]
			if x < minBeside { // a few letters of words would be left
				under = widget.PadRight("", a.width)
			}
			lines[y+i] = widget.Cut(under, 0, x) + line + widget.Cut(under, x+width, a.width)
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n"), cursor
}

// keysUnderOverlay are the keys named by the footer while a card is open: the card's own,
// and the global key that still works unless the card has it.
func (a *App) keysUnderOverlay(top overlay.Overlay) (left, right []key.Binding) {
	for _, binding := range top.Help() {
		if help := binding.Help().Key; help == a.keys.Quit.Help().Key || help == a.keys.Interrupt.Help().Key {
			return fitting(top.Help(), a.width-2), nil
		}
	}
	right = []key.Binding{a.keys.Interrupt}
	return fitting(top.Help(), a.width-hintWidth(a.keys.Interrupt)-4), right
}
