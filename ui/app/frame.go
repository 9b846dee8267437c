package app

import (
	"fmt"
	"image"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// frame is the cached last frame.
type frame struct {
	stale   bool
	late    bool // also because of data that arrived, not of the user's input alone
	content string
	cursor  *tea.Cursor
	changed []time.Time // when each line last changed because of data that arrived
}

// settles is the time during which a click on a line is ignored after data changed it: it was
// aimed at what stood there before.
const settles = 250 * time.Millisecond

// settled reports whether the user has seen a line of the frame for long enough to click on it.
func (f *frame) settled(line int, now time.Time) bool {
	return line >= len(f.changed) || now.Sub(f.changed[line]) >= settles
}

// follow records which lines a new frame changes. side is where the details of the selected row
// are drawn, which are no place to click; empty for none.
func (f *frame) follow(before string, side image.Rectangle, now time.Time) {
	was, is := strings.Split(before, "\n"), strings.Split(f.content, "\n")
	if len(was) != len(is) || len(f.changed) != len(is) {
		f.changed = make([]time.Time, len(is))
	}
	if !f.late || len(was) != len(is) {
		return
	}
	for i := range is {
		before, after := was[i], is[i]
		if before != after && i >= side.Min.Y && i < side.Max.Y {
			// Truncating keeps the styles of what is cut.
			before, after = widget.Truncate(ansi.Strip(before), side.Min.X), widget.Truncate(ansi.Strip(after), side.Min.X)
		}
		if before != after {
			f.changed[i] = now
		}
	}
}

// The smallest terminal size that the program supports.
const (
	leastWidth  = 60
	leastHeight = 16
)

// View draws the screen, or returns the cached frame where nothing has changed. Every
// frame sets all terminal modes.
func (a *App) View() tea.View {
	if a.drawn.stale || a.drawn.content == "" {
		content, cursor := a.draw()
		if a.theme.ASCII {
			content = widget.ASCII(content)
		}
		before := a.drawn.content
		a.drawn.content, a.drawn.cursor = widget.Settle(content, a.measure), cursor
		if a.mouse {
			side := image.Rectangle{}
			if _, splits := a.activePane().(pane.Splitter); splits && a.overlays.Top() == nil {
				side = a.side
			}
			a.drawn.follow(before, side, a.options.Now())
		}
		a.drawn.stale, a.drawn.late = false, false
		if a.firstFrame != nil && a.drawn.content != "" {
			a.firstFrame.drawn.Store(true)
		}
	}
	view := viewOf(a.drawn.content)
	view.Cursor = a.drawn.cursor
	view.WindowTitle = a.windowTitle()
	view.ProgressBar = a.progress()
	if a.mouse {
		view.MouseMode = tea.MouseModeCellMotion
	}
	return view
}

// viewOf is a view of content with the terminal modes that every frame sets.
func viewOf(content string) tea.View {
	view := tea.NewView(content)
	view.AltScreen = true
	view.ReportFocus = true
	return view
}

func (a *App) windowTitle() string {
	if !a.state.Account.Loaded || a.state.Mask != nil {
		return "studio-tui"
	}
	title := format.Credits(a.state.Account.Value.Credits) + " · studio-tui"
	if a.state.Identity.Sandbox {
		title += " (sandbox)"
	}
	if a.theme.ASCII {
		title = widget.ASCII(title)
	}
	return title
}

func (a *App) draw() (string, *tea.Cursor) {
	if a.width == 0 {
		return "", nil
	}
	if a.tooSmall() {
		return a.masked(a.drawSmall(), -1), nil
	}
	body, cursor := a.activePane().View()
	if cursor != nil {
		cursor.Y += a.body.Min.Y
	}
	if list, splits := a.activePane().(pane.Splitter); splits && a.side.Dx() > 0 {
		body = a.split(body, list)
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
	screen = a.masked(screen, a.tabs.Min.Y)
	if top := a.overlays.Top(); top != nil {
		return a.composed(screen)
	}
	return screen, cursor
}

// masked masks a part of the screen in privacy mode, before a card cuts it: a piece of an
// address or id no longer looks like one. The digits of one line, that of the tabs, stay.
func (a *App) masked(part string, tabs int) string {
	if a.state.Mask == nil {
		return part
	}
	return a.state.Mask.Frame(part, func(line int) bool { return line == tabs })
}

// split draws the details of the selected row beside a list.
func (a *App) split(list string, from pane.Splitter) string {
	var beside []string
	if row, ok := a.beside.row(from); ok {
		detail := overlay.NewDetail(row, row.GenerationID, a.state.History.Value.PairsOf(row))
		detail.SetKeys(a.keys)
		detail.SetTheme(a.theme)
		detail.SetState(&a.state)
		detail.SetSize(a.side.Dx(), a.side.Dy())
		beside = detail.Beside()
	}
	lines := widget.JoinHorizontal(strings.Split(list, "\n"), beside, a.side.Min.X, 0)
	return widget.Fit(lines, a.width, a.body.Dy())
}

// drawSmall is the message for a terminal that is too small.
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

// statusLine is the line above the footer, with news and connection problems.
func (a *App) statusLine() string {
	if a.news.text != "" && !a.signedOut() {
		ink, mark := a.theme.Good, " ✓ "
		if a.news.bad {
			ink, mark = a.theme.Warn, " ! "
		}
		news := a.state.Masked(a.news.text)
		text, lead := mark+news+" ", 2
		if widget.Width(text)+lead > a.width {
			text, lead = " "+widget.Truncate(news, a.width-2)+" ", 0
		}
		return a.theme.Faint.Render(widget.Rule(lead)) + ink.Render(text) + a.theme.Faint.Render(widget.Rule(a.width-lead-widget.Width(text)))
	}
	trouble := a.refresher.connectionMessage()
	if trouble == "" || a.signedOut() {
		return a.theme.Faint.Render(widget.Rule(a.width))
	}
	return " " + a.theme.Warn.Render(widget.PadRight(a.state.Masked(trouble), a.width-1))
}

// footer is a notice, or the keys that work at present.
func (a *App) footer() string {
	if a.notice.text != "" {
		ink := a.theme.Good
		if a.notice.bad {
			ink = a.theme.Warn
		}
		return ink.Render(widget.PadRight(" "+a.state.Masked(a.notice.text), a.width))
	}
	left, right := a.footerKeys()
	if len(right) == 0 {
		return widget.PadRight(" "+a.hints(left, a.width), a.width)
	}
	return widget.Justify(" "+a.hints(left, a.width), a.hints(right, a.width)+" ", a.width)
}

// footerKeys are the keys named by the footer, at its left and at its right end.
func (a *App) footerKeys() (left, right []key.Binding) {
	if top := a.overlays.Top(); top != nil {
		return a.keysUnderOverlay(top)
	}
	if a.activePane().CapturesText() { // the global keys are text there
		return fitting(a.activePane().Help(), a.width-2), nil
	}
	bindings := append(append([]key.Binding{}, a.activePane().Help()...), a.keys.Refresh)
	if a.activePane().Info().Number != pane.PacksNumber {
		bindings = append(bindings, a.keys.Buy)
	}
	right = fitting([]key.Binding{a.keys.Help, a.keys.Quit}, 40)
	return fitting(dedupe(bindings), a.width-widget.Width(a.hints(right, a.width))-3), right
}

// hints are keys with their actions, as many as fit.
func (a *App) hints(bindings []key.Binding, width int) string {
	var items []string
	for _, binding := range fitting(bindings, width) {
		help := binding.Help()
		items = append(items, a.theme.Accent.Render(help.Key)+" "+a.theme.Muted.Render(help.Desc))
	}
	return strings.Join(items, "  ")
}

// fitting are the bindings whose hints fit, separated by two blanks.
func fitting(bindings []key.Binding, width int) (fit []key.Binding) {
	used := -2
	for _, binding := range bindings {
		if !binding.Enabled() {
			continue
		}
		if used += 2 + hintWidth(binding); used > width {
			break
		}
		fit = append(fit, binding)
	}
	return fit
}

func hintWidth(binding key.Binding) int {
	return widget.Width(binding.Help().Key) + 1 + widget.Width(binding.Help().Desc)
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
