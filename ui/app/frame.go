package app

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// frame is the last frame drawn, kept until something changes.
type frame struct {
	stale   bool
	content string
	cursor  *tea.Cursor
}

// The smallest terminal that the program works in.
const (
	leastWidth  = 60
	leastHeight = 16
)

// View draws the screen, or gives the last frame where nothing has changed. Every
// frame sets all that the terminal is asked for.
func (a *App) View() tea.View {
	if a.drawn.stale || a.drawn.content == "" {
		content, cursor := a.draw()
		if a.private != nil {
			content = a.private.mask(content, func(line int) bool { return line == a.tabs.Min.Y })
		}
		if a.theme.ASCII {
			content = widget.ASCII(content)
		}
		a.drawn.content, a.drawn.cursor = widget.Settle(content, a.measure), cursor
		a.drawn.stale = false
		if a.firstFrame != nil && a.drawn.content != "" {
			a.firstFrame.drawn.Store(true)
		}
	}
	view := viewOf(a.drawn.content)
	view.Cursor = a.drawn.cursor
	view.WindowTitle = a.windowTitle()
	view.ProgressBar = a.progress()
	return view
}

// viewOf is a screen with what every frame asks of the terminal.
func viewOf(content string) tea.View {
	view := tea.NewView(content)
	view.AltScreen = true
	view.ReportFocus = true
	return view
}

func (a *App) windowTitle() string {
	if !a.state.Account.Loaded || a.private != nil {
		return "studio-tui"
	}
	title := format.Credits(a.state.Account.Value.Credits) + " · studio-tui"
	if a.state.Identity.Sandbox {
		title += " (sandbox)"
	}
	return title
}

func (a *App) draw() (string, *tea.Cursor) {
	if a.width == 0 {
		return "", nil
	}
	if a.tooSmall() {
		return a.drawSmall(), nil
	}
	body, cursor := a.activePane().View()
	if cursor != nil {
		cursor.Y += a.body.Min.Y
	}
	if a.signedOut() && !a.state.Account.Loaded {
		body = widget.Fit(nil, a.width, a.body.Dy())
	}
	if a.overlays.Top() != nil {
		body = a.dimmed(body)
	}
	head := header{a.core}
	screen := strings.Join([]string{
		head.account(), head.tabs(), a.theme.Faint.Render(widget.Rule(a.width)), body, a.statusLine(), a.footer(),
	}, "\n")
	if top := a.overlays.Top(); top != nil {
		return a.composed(screen)
	}
	return screen, cursor
}

// drawSmall says what is missing in a terminal that is too small.
func (a *App) drawSmall() string {
	lines := []string{
		fmt.Sprintf("studio-tui needs %d x %d.", leastWidth, leastHeight),
		fmt.Sprintf("This terminal is %d x %d.", a.width, a.height),
	}
	if a.state.Account.Loaded {
		lines = append(lines, "Balance: "+format.Credits(a.state.Account.Value.Credits))
	}
	return widget.Fit(append(lines, a.keys.Say("{quit} quits.")), a.width, a.height)
}

// statusLine is the line above the footer, which also says what happened by itself,
// and what is wrong.
func (a *App) statusLine() string {
	if a.news.text != "" && !a.signedOut() {
		ink := a.theme.Good
		if a.news.bad {
			ink = a.theme.Warn
		}
		text := " " + widget.Truncate(a.news.text, a.width-2) + " "
		return ink.Render(text) + a.theme.Faint.Render(widget.Rule(a.width-widget.Width(text)))
	}
	trouble := a.refresher.connectionMessage()
	if trouble == "" || a.signedOut() {
		return a.theme.Faint.Render(widget.Rule(a.width))
	}
	return " " + a.theme.Warn.Render(widget.PadRight(trouble, a.width-1))
}

// footer is a notice, or the keys that mean something now.
func (a *App) footer() string {
	if a.notice.text != "" {
		ink := a.theme.Good
		if a.notice.bad {
			ink = a.theme.Warn
		}
		return ink.Render(widget.PadRight(" "+a.notice.text, a.width))
	}
	if top := a.overlays.Top(); top != nil {
		return a.footerUnderOverlay(top)
	}
	if a.activePane().CapturesText() { // there the keys of everywhere are text
		return widget.PadRight(" "+a.hints(a.activePane().Help(), a.width-2), a.width)
	}
	bindings := append(append([]key.Binding{}, a.activePane().Help()...), a.keys.Refresh)
	if a.activePane().Info().Number != pane.PacksNumber {
		bindings = append(bindings, a.keys.Buy)
	}
	right := a.hints([]key.Binding{a.keys.Help, a.keys.Quit}, 40) + " "
	return widget.Justify(" "+a.hints(dedupe(bindings), a.width-widget.Width(right)-2), right, a.width)
}

// hints are keys and what they do, as many as fit.
func (a *App) hints(bindings []key.Binding, width int) string {
	var b strings.Builder
	used := 0
	for _, binding := range bindings {
		if !binding.Enabled() {
			continue
		}
		help := binding.Help()
		size := widget.Width(help.Key) + 1 + widget.Width(help.Desc)
		if used > 0 {
			size += 2
		}
		if used+size > width {
			break
		}
		if used > 0 {
			b.WriteString("  ")
		}
		b.WriteString(a.theme.Accent.Render(help.Key) + " " + a.theme.Muted.Render(help.Desc))
		used += size
	}
	return b.String()
}

func dedupe(bindings []key.Binding) []key.Binding {
	seen := map[string]bool{}
	kept := bindings[:0:0]
	for _, binding := range bindings {
		if name := binding.Help().Key; !seen[name] {
			seen[name] = true
			kept = append(kept, binding)
		}
	}
	return kept
}
