package app

import (
	"image"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// toggleMouse switches the mouse on or off. While it is off, the terminal selects text.
func (c *core) toggleMouse() tea.Cmd {
	c.mouse = !c.mouse
	if c.mouse {
		c.notify(c.keys.Say("The mouse is on. Text is selected with shift. {mouse} switches it off."))
	} else {
		c.notify("The mouse is off.")
	}
	return c.noticeTimer()
}

// wheelRows is how many rows a notch of the wheel moves.
const wheelRows = 3

// wheel moves the cursor of what is in front.
func (a *App) wheel(m tea.Mouse) tea.Cmd {
	code := map[tea.MouseButton]rune{tea.MouseWheelUp: tea.KeyUp, tea.MouseWheelDown: tea.KeyDown}[m.Button]
	if code == 0 || a.tooSmall() {
		return nil
	}
	binding := a.keys.Up
	if code == tea.KeyDown {
		binding = a.keys.Down
	}
	var cmds []tea.Cmd
	for range wheelRows {
		if a.overlays.Top() != nil || a.activePane().CapturesText() { // where letters may be text
			cmds = append(cmds, a.key(tea.KeyPressMsg{Code: code}))
		} else {
			cmds = append(cmds, a.pressed(binding))
		}
	}
	return tea.Batch(cmds...)
}

// pressed is what a key of a binding does.
func (a *App) pressed(binding key.Binding) tea.Cmd {
	if keys := binding.Keys(); binding.Enabled() && len(keys) > 0 {
		return a.key(tea.KeyPressMsg{Text: keys[0]})
	}
	return nil
}

// click does what is at a cell: goes to a pane, presses a key that is named there, or chooses;
// what is chosen already is opened.
func (a *App) click(m tea.Mouse) tea.Cmd {
	at := image.Pt(m.X, m.Y)
	if m.Button != tea.MouseLeft || a.tooSmall() {
		return nil
	}
	a.drawn.stale, a.touched = true, true
	if top := a.overlays.Top(); top != nil {
		return a.clickCard(top, at)
	}
	switch {
	case at.In(a.tabs):
		if tab := (header{a.core}).tabAt(m.X); tab >= 0 {
			return a.do(data.SwitchPane{Pane: pane.Infos()[tab].Number})
		}
	case at.In(a.layout.footer) && a.notice.text == "":
		return a.clickFooter(m.X)
	case at.In(a.body) && !a.besideList(at):
		if clicker, is := a.activePane().(pane.Clicker); is && !a.activePane().CapturesText() {
			if chosen, _ := clicker.Click(m.X, m.Y-a.body.Min.Y); chosen {
				return a.pressed(a.keys.Open)
			}
		}
	}
	return nil
}

// besideList reports whether a cell is that of the row beside a list.
func (a *App) besideList(at image.Point) bool {
	_, splits := a.activePane().(pane.Splitter)
	return splits && at.In(a.side)
}

// clickCard presses a key that the card names, or chooses a row of it.
func (a *App) clickCard(top overlay.Overlay, at image.Point) tea.Cmd {
	card, _ := top.View()
	width, height := widget.Size(card)
	within := at.Sub(a.layout.overlay(width, height).Min)
	if binding, named := top.Button(within.X, within.Y); named && !several(binding) {
		return a.pressed(binding)
	}
	if lister, is := top.(overlay.Lister); is && within.X >= 0 && within.X < width {
		if chosen, _ := lister.Click(within.Y); chosen {
			return a.pressed(a.keys.Submit)
		}
	}
	return nil
}

// clickFooter presses the key that the footer names at a column.
func (a *App) clickFooter(x int) tea.Cmd {
	left, right := a.footerKeys()
	hit := func(bindings []key.Binding, at int) (key.Binding, bool) {
		for _, binding := range bindings {
			if x >= at && x < at+hintWidth(binding) {
				return binding, !several(binding)
			}
			at += hintWidth(binding) + 2
		}
		return key.Binding{}, false
	}
	binding, named := hit(left, 1)
	if !named {
		binding, named = hit(right, a.width-1-widget.Width(a.hints(right, a.width)))
	}
	if !named {
		return nil
	}
	return a.pressed(binding)
}

// several reports whether a hint names keys that do different things, as up and down.
func several(binding key.Binding) bool {
	return strings.Contains(binding.Help().Key, " ") && len(binding.Keys()) > 1
}
